"""Texts of cards that were edited in Anki: found by what was written there, shown as a difference, and written back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from quiz.anki.fields import Fields, fields, sides, text_digest
from quiz.anki.html_markdown import to_markdown
from quiz.anki.media import Media
from quiz.anki.notetype import NOTETYPE_ID
from quiz.anki.rendered import Rendered
from quiz.anki.rows import Source
from quiz.anki.stamps import content_hash
from quiz.exchange.outgoing import image_file
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
    """A card whose text was edited in Anki, where its note is known by `key` and says what has this `digest`.

    `both`: the notes were edited, too, since they were last exported.
    """

    entry: Entry
    there: Sides
    both: bool
    key: str
    digest: str

    @property
    def here(self) -> Sides:
        return Sides(self.entry.question, self.entry.answer)

    def diff(self) -> list[str]:
        """From what the notes say to what Anki says, as `diff -u` shows it, less its head."""
        return list(unified_diff(self.here.lines, self.there.lines, lineterm="", n=1))[3:]


def edits(store: Store, source: Source, cards: Iterable[There]) -> Iterator[Edit]:
    """The cards that say in Anki what was never written there nor read from there, and what the notes do not say."""
    known = store.anki_texts()
    news = [each for each in cards if _sign(each) not in known]
    entries = {entry.uid: entry for entry in store.some([each.uid for each in news]) if entry.state == "live"}
    for each in news:
        entry = entries.get(each.uid)
        if entry is None:
            continue
        there: Sides | None
        if each.note.notetype == NOTETYPE_ID:
            names: dict[str, str] = {}
            ours = fields(entry, _Naming(names), Rendered([sides(entry)]))
            there = _there(entry, ours, each.note.fields, names.get)
            both = (each.note.guid, ours.text_digest) not in known
        else:
            there = _foreign(source, each)
            both = (here_key(entry.uid), content_digest((entry.question, entry.answer))) not in known
        if there and there != (entry.question, entry.answer):
            yield Edit(entry, there, both, *_sign(each))


def _sign(each: There) -> tuple[str, str]:
    """What tells whether the text of a card is known: the key of its note and the digest of what it says."""
    note = each.note
    if note.notetype == NOTETYPE_ID:
        return note.guid, text_digest(*note.fields[:2])
    return text_key(note.guid, each.card.ord), content_digest(note.fields)


def text_key(guid: str, number: int) -> str:
    """Stands for a card that came from Anki among the texts that are known."""
    return f"{guid}/{number}"


def here_key(uid: str) -> str:
    """Stands for the text of such a card in the notes."""
    return f"here:{uid}"


def content_digest(texts: Iterable[str]) -> str:
    return content_hash(normalize("NFC", text) for text in texts)


def _foreign(source: Source, each: There) -> Sides | None:
    """What a card of any note type says, as it would be written into notes."""
    from quiz.anki.foreign import Chunk, foreign_notes

    pieces = foreign_notes(source.notetypes, source.decks, [(each.note, [each.card])], "media/{}".format)
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
