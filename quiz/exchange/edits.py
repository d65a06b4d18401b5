"""Texts of cards that were edited in Anki: found by what was written there, shown as a difference, and written back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from typing import TYPE_CHECKING, NamedTuple

from quiz.anki.fields import html
from quiz.anki.html_lines import MediaName
from quiz.anki.html_markdown import to_markdown
from quiz.anki.kinds import sides, written
from quiz.anki.media import Media
from quiz.anki.rows import CardRow, NoteRow, Source, joined
from quiz.anki.sentences import gapped
from quiz.anki.stamps import Stamp
from quiz.anki.types import BASIC, CLOZE, NUMBERS, sides_of
from quiz.exchange.carried import carried, carried_over
from quiz.exchange.drawings import Drawings
from quiz.exchange.foreign import MEDIA
from quiz.exchange.outgoing import image_file
from quiz.exchange.signs import Sign, here, sign
from quiz.language import N_, _
from quiz.notes import accept, cloze, parse

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.exchange.incoming import There
    from quiz.store import Store


BOTH = N_("it was changed in the notes as well")
GAPS = N_("its gaps are set in a way that the notes cannot say; change the sentence in the notes")
ANOTHER = N_("it has another gap in Anki; add it in the notes")
PARTS = N_("it has options, gaps or accepted answers; change them in the notes")


class Sides(NamedTuple):
    """A question and its answer in Markdown."""

    question: str
    answer: str

    @property
    def lines(self) -> list[str]:
        return [*self.question.split("\n"), "", *self.answer.split("\n")]


@dataclass(frozen=True, slots=True)
class Edit:
    """A card whose text was edited in Anki: what it said `before`, what it says `there`, and the sign of that.

    `why` it cannot be written into the notes; empty where it can. `ours`: its note is one of quiz, whose text the notes
    may replace. `whole` is what the notes would ask where a card is one of a sentence. `pictures` are files of Anki's
    that the new text shows, and recordings; they would stand in the folder `media` beside the notes, and so would what
    is `drawn`: names and SVG. `lost` is what the text has there and cannot have in notes.
    """

    entry: Entry
    before: Sides
    there: Sides
    sign: Sign
    why: str = ""
    ours: bool = True
    whole: str = ""
    pictures: tuple[str, ...] = ()
    drawn: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()

    def diff(self) -> list[str]:
        """From what was said before to what Anki says, as `diff -u` shows it, less its head.

        A gap that came to its sentence is no word of the card.
        """
        if self.before == self.there:
            return [f"+{line}" for line in self.whole.split("\n")]
        return list(unified_diff(self.before.lines, self.there.lines, lineterm="", n=1))[3:]


def edits(store: Store, source: Source, cards: Iterable[There]) -> Iterator[Edit]:
    """The cards that say in Anki what was never written there nor read from there, and what the notes do not say."""
    known, mine = store.anki_texts(), {each.card.id: each for each in cards}
    news = {each.sign: each for each in mine.values() if each.sign not in known}
    if not news:
        return
    stamps = {key: Stamp(note_id, digest, mod) for key, note_id, digest, mod in store.stamps()}
    wanted = {each.note.id for each in news.values()}
    media = frozenset(source.media)
    entries = {entry.uid: entry for entry in store.some(each.uid for each in news.values()) if entry.state == "live"}
    for note, rows in joined(source):
        more = any(card.id not in mine for card in rows)
        for card in rows if note.id in wanted else ():
            found = news.pop(sign(note, card), None)
            entry = entries.get(found.uid) if found else None
            edit: Edit | None = None
            if entry and note.notetype in NUMBERS:
                edit = _ours(entry, note, sign(note, card), known, stamps.get(note.guid), media)
            elif entry:
                edit = _foreign(entry, source, note, card, rows, known, media)
            if edit and (edit.before != edit.there or (edit.whole and more)):
                yield replace(edit, lost=_lost(note.fields))
                more = False


def _lost(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for field in fields for reason in to_markdown(field, str).lost))


def _ours(
    entry: Entry, note: NoteRow, said: Sign, known: Collection[Sign], stamp: Stamp | None, there: Collection[str]
) -> Edit:
    """A note of ours. Where it has options, gaps or accepted answers, only its question can be carried over."""
    media, names, pictures = Media(image_file), dict[str, str](), dict[str, None]()

    def image(src: str) -> str | None:
        name = media.name(entry, src)
        if name is not None:
            names[name] = src
        return name

    def source(name: str) -> str | None:
        if name not in names and name in there:
            pictures[name] = None
            return f"{MEDIA}/{name}"
        return names.get(name)

    def shown(text: str) -> str:
        return html(text, image)

    ours = written(entry, image, stamp)
    both = (note.guid, ours.text_digest) not in known
    kept = Sides(entry.question, entry.answer)
    theirs = note.fields[: len(ours.row)]
    why = _(BOTH) if both else ""
    if ours.kind is BASIC and sides(entry) == kept:
        edited = Sides(*(carried_over(*each, source, shown) for each in zip(kept, ours.sides, theirs, strict=False)))
        return Edit(entry, kept, edited, said, why, pictures=tuple(pictures))
    if ours.kind is CLOZE and note.notetype == CLOZE.number:
        question = _sentence(entry, ours.row[0], theirs[0], source, lambda text: written(text, image, stamp).row[0])
        plain = ours.row[1] == theirs[1] or not accept.accepted(entry.answer)
        if question is not None and plain:
            answer = carried_over(entry.answer, ours.row[1], theirs[1], source, shown)
            why = why or (_(ANOTHER) if len(cloze.cards(question)) > 1 else "")
            return Edit(entry, kept, Sides(question, answer), said, why, pictures=tuple(pictures))
        why = why or _(PARTS if question is not None else GAPS)
    if ours.kind is not BASIC and ours.kind.number == note.notetype and ours.row[1:-2] == theirs[1:-2]:
        question = carried_over(entry.question, ours.row[0], theirs[0], source, shown)
        return Edit(entry, kept, kept._replace(question=question), said, why, pictures=tuple(pictures))
    pairs = (ours.sides, sides_of(NUMBERS[note.notetype], note.fields))
    before, after = (Sides(*(to_markdown(side, source).text for side in pair)) for pair in pairs)
    return Edit(entry, before, after, said, why or _(PARTS))


def _sentence(entry: Entry, before: str, after: str, source: MediaName, field: Callable[[Entry], str]) -> str | None:
    """The question of a sentence of ours with what its field says `after`; None where it cannot be said.

    `field` writes the field of an entry.
    """

    def read(html: str) -> str | None:
        return gapped(html, lambda part: to_markdown(part, source).text)

    if before == after:
        return entry.question
    old, new = read(before), read(after)
    if old is None or new is None:
        return None
    return carried(entry.question, old, new, lambda text: read(field(replace(entry, question=text))))


def _foreign(
    entry: Entry,
    source: Source,
    note: NoteRow,
    row: CardRow,
    rows: Sequence[CardRow],
    known: Collection[Sign],
    media: Collection[str],
) -> Edit | None:
    """What a card of any other note type says, as it would be written into notes."""
    from quiz.anki.foreign import Chunk, card_ids, foreign_notes

    gap, pictures = entry.kind == "cloze", dict[str, None]()

    drawings = Drawings(source)

    def placed(name: str) -> str:
        if name in media:
            pictures[name] = None
        return f"{MEDIA}/{name}"

    shown = [(note, rows if gap else [row])]
    pieces = foreign_notes(source.notetypes, source.decks, shown, placed, drawings, sentences=gap)
    chunks = (piece for piece in pieces if isinstance(piece, Chunk))
    read = ((card, chunk) for chunk in chunks for card in parse(chunk.text.encode(), "").deck.cards)
    names = card_ids(note.guid, row.ord)
    card, chunk = next(((card, chunk) for card, chunk in read if card.id in names), (None, None))
    if card is None or chunk is None:
        return None
    both = here(entry.uid, entry.question, entry.answer) not in known
    kept, there = Sides(entry.question, entry.answer), Sides(card.question, card.answer)
    why = _(BOTH) if both else "" if card.kind == entry.kind else _(PARTS)
    asked = chunk.question if gap else ""
    pictures |= drawings.needed
    drawn = tuple(drawings.files.items())
    return Edit(entry, kept, there, sign(note, row), why, False, asked, tuple(pictures), drawn)
