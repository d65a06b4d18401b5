"""Texts of cards that were edited in Anki: found by what was written there, shown as a difference, and written back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import TYPE_CHECKING, NamedTuple

from quiz.anki.fields import Fields, fields, sides
from quiz.anki.html_markdown import to_markdown
from quiz.anki.media import Media
from quiz.anki.notetype import NOTETYPE_ID
from quiz.anki.rendered import Rendered
from quiz.anki.rows import CardRow, NoteRow, Source
from quiz.exchange.incoming import joined
from quiz.exchange.outgoing import image_file
from quiz.exchange.signs import Sign, here, sign
from quiz.notes import parse

if TYPE_CHECKING:
    from quiz.entry import Entry
    from quiz.exchange.incoming import There
    from quiz.store import Store


class Sides(NamedTuple):
    """A question and its answer in Markdown."""

    question: str
    answer: str

    @property
    def lines(self) -> list[str]:
        return [*self.question.split("\n"), "", *self.answer.split("\n")]


@dataclass(frozen=True, slots=True)
class Edit:
    """A card whose text was edited in Anki, and the sign of what it says there.

    `both`: the notes were edited, too, since they were last exported.
    """

    entry: Entry
    there: Sides
    both: bool
    sign: Sign

    @property
    def here(self) -> Sides:
        return Sides(self.entry.question, self.entry.answer)

    def diff(self) -> list[str]:
        """From what the notes say to what Anki says, as `diff -u` shows it, less its head."""
        return list(unified_diff(self.here.lines, self.there.lines, lineterm="", n=1))[3:]


def edits(store: Store, source: Source, cards: Iterable[There]) -> Iterator[Edit]:
    """The cards that say in Anki what was never written there nor read from there, and what the notes do not say."""
    known = store.anki_texts()
    news = {each.sign: each for each in cards if each.sign not in known}
    if not news:
        return
    wanted = {each.note for each in news.values()}
    entries = {entry.uid: entry for entry in store.some(each.uid for each in news.values()) if entry.state == "live"}
    for note, rows in joined(source):
        for card in rows if note.id in wanted else ():
            found = news.get(sign(note, card))
            if found and found.uid in entries and (edit := _edit(entries[found.uid], source, note, card, known)):
                yield edit


def _edit(entry: Entry, source: Source, note: NoteRow, card: CardRow, known: Collection[Sign]) -> Edit | None:
    there: Sides | None
    if note.notetype == NOTETYPE_ID:
        names: dict[str, str] = {}
        ours = fields(entry, _Naming(names), Rendered([sides(entry)]))
        there = _there(entry, ours, note.fields, names.get)
        both = (note.guid, ours.text_digest) not in known
    else:
        there = _foreign(source, note, card)
        both = here(entry.uid, entry.question, entry.answer) not in known
    if there is None or there == (entry.question, entry.answer):
        return None
    return Edit(entry, there, both, sign(note, card))


def _foreign(source: Source, note: NoteRow, row: CardRow) -> Sides | None:
    """What a card of any note type says, as it would be written into notes."""
    from quiz.anki.foreign import Chunk, foreign_notes

    pieces = foreign_notes(source.notetypes, source.decks, [(note, [row])], "media/{}".format)
    text = next((piece.text for piece in pieces if isinstance(piece, Chunk)), "")
    card = next(iter(parse(text.encode(), "").deck.cards), None)
    return Sides(card.question, card.answer) if card else None


class _Naming(Media):
    """Tells which image of the notes each name stands for."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(image_file)
        self._sources = names

    def name(self, entry: Entry, src: str) -> str | None:
        name = super().name(entry, src)
        if name is not None:
            self._sources[name] = src
        return name


def _there(entry: Entry, ours: Fields, theirs: tuple[str, ...], source: Callable[[str], str | None]) -> Sides:
    pairs = zip((entry.question, entry.answer), (ours.front, ours.back), theirs, strict=False)
    return Sides(*(carried_over(text, before, after, source) for text, before, after in pairs))


def carried_over(text: str, before: str, after: str, source: Callable[[str], str | None]) -> str:
    """The Markdown `text`, whose HTML is `before`, with what `after` says otherwise; the rest stays as written."""
    old = to_markdown(before, source).text.split("\n")
    new = to_markdown(after, source).text.split("\n")
    written = text.split("\n")
    if old == new:
        return text
    if len(old) != len(written):
        return "\n".join(new)
    lines: list[str] = []
    for what, start, end, other, stop in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        lines += written[start:end] if what == "equal" else new[other:stop]
    return "\n".join(lines)
