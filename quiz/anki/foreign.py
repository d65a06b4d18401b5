"""Notes of an Anki package → notes files in our notation: one card of ours for each card of Anki's.

A note with clozes is a sentence with gaps, where it can be one, and else a card of its own for each of its numbers.

Nothing is read or written here; a note goes by at a time, so a hundred thousand of them need no more room than one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple
from unicodedata import normalize

from quiz.anki.decks import DEFAULT, deck_name
from quiz.anki.file_names import file_names, part_name
from quiz.anki.html_lines import MediaName
from quiz.anki.html_markdown import to_markdown
from quiz.anki.notation import card_text, head_text, without_gaps, without_rules
from quiz.anki.occluded import Draw, occluded, undrawn
from quiz.anki.occlusion import is_workings, occlusion
from quiz.anki.rows import CardRow, NoteRow, NoteType
from quiz.anki.sentences import sentence
from quiz.anki.templates import Sides, Subject, is_empty, ords, shown_fields, sides, switches, typed
from quiz.language import _
from quiz.notes import accept, cloze, parse
from quiz.terminal import safe
from quiz.topics import topic_name

CARDS_PER_FILE = 2_000
"""A file of so many cards opens at once in any editor, and is read anew in an instant after a change."""

TYPED = 200
"""Characters of an answer that is typed as a whole."""
_EDGES = re.compile(r"\A(?:\s|</?(?:br|div|p) ?/?>)+|(?:\s|</?(?:br|div|p) ?/?>)+\Z", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_MORE = re.compile(
    r"<(?:br|div|p|li|tr|pre|img|audio|video|svg|anki-mathjax)\b|\[(?:sound:|latex|\$)|\\[(\[]", re.IGNORECASE
)
"""What makes a text one of several lines, or more than text."""

FLAGS = 0b111
MARKS = frozenset({"leech", "marked"})
"""Tags that Anki sets by itself: they are marks of a card and no topics."""


class Chunk(NamedTuple):
    """The next piece of the file at the relative `path`: a card, or a sentence of several; `ids` are theirs.

    Before the first one of a file stands its head. `question` is what it asks, with all gaps.
    """

    path: str
    text: str
    ids: tuple[str, ...]
    question: str


class Lost(NamedTuple):
    """What of a note is not as it was, as a sentence that fits others too; `text` in Markdown is what no card shows.

    `example` says what it is here, `question` in Markdown what the note asks.
    """

    guid: str
    reason: str
    text: str = ""
    example: str = ""
    deck: str = ""
    question: str = ""


def card_id(guid: str, ord: int) -> str:
    """The id that a card of Anki's bears in our notes: `anki-` and 60 bits of a hash of note and number of the card."""
    digest = hashlib.sha256(f"{guid}\x1f{ord}".encode(errors="surrogatepass")).digest()
    return f"anki-{base64.b32encode(digest).decode().lower()[:12]}"


def card_ids(guid: str, ord: int) -> tuple[str, str]:
    """The id of a card that stands by itself, and of one that is a gap of its note's sentence."""
    first = card_id(guid, 0)
    return card_id(guid, ord), f"{first}-{ord + 1}" if ord else first


def foreign_notes(
    notetypes: Mapping[int, NoteType],
    decks: Mapping[int, str],
    notes: Iterable[tuple[NoteRow, Sequence[CardRow]]],
    media: MediaName,
    draw: Draw = undrawn,
    *,
    sentences: bool = True,
) -> Iterator[Chunk | Lost]:
    """Chunks in the order of the notes, those of one path to be joined, and between them what was lost.

    `decks` are the names by id. `media` maps the files of images and sounds to paths relative to the notes. A card of
    a filtered deck goes to the deck it came from. A card that shows nothing on either side is lost. Without `sentences`
    each card stands by itself, whatever its note. `draw` draws pictures with parts covered, as files of `media`.
    """
    names = {id: deck_name(name.replace("\x1f", "::")) for id, name in decks.items()}
    stems = file_names({*names.values(), DEFAULT[1]})
    count: Counter[str] = Counter()
    begun: set[str] = set()
    reader = _Reader(notetypes, names, media, draw, sentences=sentences)
    for note, cards in notes:
        for deck, text, ids, question in reader.cards(note, cards):
            path = part_name(stems[deck], count[deck] // CARDS_PER_FILE + 1)
            count[deck] += len(ids)
            head = "" if path in begun else head_text(deck)
            begun.add(path)
            yield Chunk(path, head + text, ids, question)
        yield from reader.told()


class _Made(NamedTuple):
    """What one or more cards of a note become."""

    deck: str
    text: str
    ids: tuple[str, ...]
    question: str


class _Reader:
    """Reads a note at a time."""

    def __init__(
        self,
        notetypes: Mapping[int, NoteType],
        decks: Mapping[int, str],
        media: MediaName,
        draw: Draw,
        *,
        sentences: bool,
    ) -> None:
        self._notetypes, self._decks, self._sentences = notetypes, decks, sentences
        self._media, self._draw = media, draw
        self._shown = {id: shown_fields(notetype) | switches(notetype) for id, notetype in notetypes.items()}
        self._note: NoteRow
        self._lost: list[Lost] = []
        self._place, self._asked = DEFAULT[1], ""

    def told(self) -> Iterator[Lost]:
        """What was lost of the last note."""
        return (lost._replace(deck=self._place, question=self._asked) for lost in self._lost)

    def cards(self, note: NoteRow, cards: Sequence[CardRow]) -> Iterator[_Made]:
        self._note, self._lost, self._asked = note, [], ""
        self._place = self._deck(cards[0]) if cards else DEFAULT[1]
        for made in self._made(note, cards):
            self._asked = self._asked or made.question
            yield made

    def _made(self, note: NoteRow, cards: Sequence[CardRow]) -> Iterator[_Made]:
        notetype = self._notetypes.get(note.notetype)
        fields = self._fields(note, notetype)
        if not cards:
            self._lose(_("a note makes no card"), self._said(fields.values()))
        topics = self._topics(note)
        tags = " ".join(note.tags)
        if notetype and (whole := self._sentence(note, notetype, cards, fields, topics)):
            yield whole
            return
        for card in sorted(cards, key=lambda card: card.ord):
            deck = self._deck(card)
            subject = Subject(tags, deck, card.flags & FLAGS)
            shown = notetype and self._sides(notetype, fields, card.ord, subject)
            question, answer = self._texts(shown, fields)
            if (plain := without_gaps(question)) != question:
                self._lose(_("code that looks like a gap has a sign nobody sees between its braces"))
                question = plain
            if question:
                answer = self._typed(answer, typed(notetype, fields, card.ord)) if notetype else answer
                id = card_id(note.guid, card.ord)
                yield _Made(deck, card_text(question, answer, id, topics), (id,), question)

    def _sides(self, notetype: NoteType, fields: Mapping[str, str], ord: int, subject: Subject) -> Sides | None:
        covered = occlusion(notetype, fields, ord)
        if covered is None:
            return sides(notetype, fields, ord, subject)
        shown, how = occluded(covered, notetype, fields, ord, subject, self._draw)
        self._lose(_(how))
        return shown

    def _deck(self, card: CardRow) -> str:
        return self._decks.get(card.home_deck or card.deck, DEFAULT[1])

    def _sentence(
        self,
        note: NoteRow,
        notetype: NoteType,
        cards: Sequence[CardRow],
        fields: Mapping[str, str],
        topics: Sequence[str],
    ) -> _Made | None:
        """The sentence that is read as just these cards, all of one deck."""
        numbers, decks = sorted(card.ord for card in cards), {self._deck(card) for card in cards}
        if not (notetype.cloze and self._sentences) or len(decks) != 1 or numbers != ords(notetype, fields):
            return None
        (deck,) = decks
        whole = sentence(notetype, fields, Subject(" ".join(note.tags), deck), self._markdown)
        if whole is None:
            return None
        text = card_text(*whole, card_id(note.guid, 0), topics)
        ids = tuple(card_ids(note.guid, ord)[1] for ord in numbers)
        read = [(card.id, card.question) for card in parse(text.encode(), "").deck.cards]
        expected = list(zip(ids, cloze.cards(whole.question).values(), strict=True))
        return _Made(deck, text, ids, whole.question) if read == expected else None

    def _fields(self, note: NoteRow, notetype: NoteType | None) -> dict[str, str]:
        """The fields by name; those without a name, and those that no card shows, are lost."""
        names = notetype.fields if notetype else tuple(map(str, range(len(note.fields))))
        if notetype is None:
            self._lose(_("the note type is missing"))
        elif len(names) != len(note.fields):
            reason = _("a note has more or fewer fields than its note type")
            self._lose(reason, self._said(note.fields[len(names) :]))
        fields = dict.fromkeys(names, "") | dict(zip(names, note.fields, strict=False))
        shown = self._shown.get(note.notetype, fields)
        for name in fields:
            if name in shown or is_empty(fields[name]) or (notetype and is_workings(notetype, name, fields[name])):
                continue
            self._lose(_("no card shows the field {name}").format(name=name), self._said([fields[name]]))
        return fields

    def _texts(self, shown: Sides | None, fields: Mapping[str, str]) -> tuple[str, str]:
        """Question and answer; a card without one of them says so in its place, for only a whole card is asked."""
        if shown is None:
            self._lose(_("a card is of no template; the fields of its note stand in its place"), again=True)
            question, *others = [text for field in fields.values() if (text := self._markdown(field))] or [""]
            answer = "\n\n".join(others)
        else:
            question, answer = self._markdown(shown.front), self._markdown(shown.back)
        if not question:
            answer = answer or self._said(fields.values())
            reason = _("a card shows nothing in front") if answer else _("an empty card is left out")
            self._lose(reason, example=answer.partition("\n")[0], again=True)
            question = _("(nothing in front)") if answer else ""
        elif not answer:
            self._lose(_("a card shows nothing on the back"), example=question.partition("\n")[0], again=True)
            answer = _("(nothing on the back)")
        return question, answer

    def _typed(self, answer: str, wanted: str) -> str:
        """The answer, with what Anki asks to type below it where that is a short line of text."""
        if is_empty(wanted):
            return answer
        bare = _EDGES.sub("", wanted) if len(wanted) <= 10 * TYPED else wanted
        text = (
            "" if len(bare) > 10 * TYPED or _MORE.search(bare) else " ".join(safe(unescape(_TAG.sub("", bare))).split())
        )
        line = accept.line([text]) if 0 < len(text) <= TYPED else ""
        if not line or accept.without(f"{answer}\n{line}") != answer:
            self._lose(_("an answer that was typed is only shown"), again=True)
            return answer
        return f"{answer}\n{line}"

    def _said(self, fields: Iterable[str]) -> str:
        texts = (without_rules(to_markdown(text, self._media).text) for text in fields)
        return "\n\n".join(text for text in texts if text)

    def _markdown(self, html: str) -> str:
        text, lost = to_markdown(html, self._media)
        for reason, example in lost.items():
            self._lose(reason, example=example)
        return without_rules(text)

    def _topics(self, note: NoteRow) -> tuple[str, ...]:
        """The topics of its tags."""
        found: dict[str, None] = {}
        for tag in note.tags:
            if tag.casefold() in MARKS:
                continue
            if topic := _topic(tag):
                found[topic] = None
            if topic != normalize("NFC", tag):
                small = topic == topic_name(tag)
                reason = _("tags are written in small letters") if small else _("a tag is written otherwise")
                self._lose(reason, example=f"{safe(tag)} → {topic}")
        return tuple(found)

    def _lose(self, reason: str, text: str = "", example: str = "", *, again: bool = False) -> None:
        """Tell of a loss, once for a note or `again` for each of its cards."""
        if again or not any((lost.reason, lost.text) == (reason, text) for lost in self._lost):
            self._lost.append(Lost(self._note.guid, reason, text, example))


def _topic(tag: str) -> str:
    """A tag as a topic; a comma would part it, and `-->` end the comment it stands in."""
    return topic_name(safe(tag).replace(",", "-").replace(">", ""))
