"""Notes → cards and problems. Everything here is pure: bytes in, values out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from quiz.language import _, n_
from quiz.media import kind
from quiz.notes import accept, choice, cloze, front
from quiz.notes.bulleted import Draft, Heading, drafts
from quiz.notes.problems import Problem
from quiz.notes.remarks import remarks, unknown
from quiz.notes.scanner import Line, Scanner
from quiz.terminal import one_line
from quiz.text import key, pieces
from quiz.topics import Ruleset, heading_text, heading_topic, refine, topic_name

if TYPE_CHECKING:
    from quiz.cards import Card, Deck

__all__ = ["Notes", "Problem", "parse"]

LONG_ANSWER_LINES = 200
NAMELESS = "notes"
"""The deck of notes that are in no file and say no name."""
GAP = "{{c1::…}}"

LABELLED = re.compile(r"[ \t]*\**((?:Q|Question|질문|문)\d*\s?[:：.])")
"""How other notations begin a question."""
_SHOWN = re.compile(r"(!?)\[[^\[\]\n]*\]\(\s*(?:<([^<>\n]*)>|((?:[^\s()<>]|\([^\s()<>]*\))+))")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|//|#")


@dataclass(frozen=True, slots=True)
class Notes:
    """One file read. With an error among the problems the file must not be taken in: cards may be missing."""

    deck: Deck
    problems: tuple[Problem, ...] = ()

    @property
    def rejected(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def parse(
    data: bytes,
    file: str,
    *,
    rulesets: Sequence[Ruleset] = (),
    exists: Callable[[str], bool] = lambda _: True,
) -> Notes:
    """Read the notes in `data`, named `file` in every place and problem.

    `rulesets` in order of precedence come after the file's own; `exists` tells whether the relative path of an
    image names a file. Never raises: what is wrong is among the problems.
    """
    from quiz.cards import Deck

    try:
        text = _decode(data)
        head = front.read(text)
    except UnicodeDecodeError as error:
        problem = Problem(file, error.object.count(b"\n", 0, error.start) + 1, "not-utf8", _not_utf8(data))
        return Notes(Deck(name=_deck_name(file), file=file), (problem,))
    except front.FrontMatterError as error:
        problem = Problem(file, error.line, "bad-front-matter", f"{error}")
        return Notes(Deck(name=_deck_name(file), file=file), (problem,))

    scanner = Scanner("\n".join(text.split("\n")[head.lines :]), first_number=head.lines + 1)
    found = list(drafts(scanner.lines()))
    title = next((item for item in found if isinstance(item, Heading) and item.level == 1), None)
    name = _deck_name(file, head.deck, heading_text(title.title) if title else None)
    reader = _Reader(file, name, title, head.tags, (head.rules, *rulesets))
    asked = [(draft, tuple(reader.cards(draft))) for draft in found if isinstance(draft, Draft)]
    cards = tuple(card for _draft, made in asked for card in made)
    problems = [Problem(file, flaw.number, flaw.code, flaw.message) for flaw in scanner.flaws]
    problems += _complaints(asked, file, exists)
    if not cards:
        problems.append(_no_cards(file, text))
    problems.sort(key=lambda problem: problem.line)
    return Notes(Deck(name=name, file=file, language=head.language, cards=cards), tuple(problems))


def _no_cards(file: str, text: str) -> Problem:
    """That nothing is asked, and how what looks like a question would have to be written."""
    for number, line in enumerate(text.split("\n"), 1):
        if mark := LABELLED.match(line):
            told = _(
                "no question was found: “{mark}” makes none; write “- ” in its place, and the answer indented below"
            )
            return Problem(file, number, "no-cards", told.format(mark=mark[1]))
    return Problem(file, 1, "no-cards", _("no question was found: a question is a list item at the margin"))


@dataclass(frozen=True, slots=True)
class _Reader:
    """What all drafts of a file share when they become cards."""

    file: str
    deck: str
    title: Heading | None
    tags: tuple[str, ...]
    rulesets: tuple[Ruleset, ...]

    def cards(self, draft: Draft) -> Iterator[Card]:
        """The card of a draft, or one for each number of its gaps: the id of the others ends in their number."""
        card = self._card(draft)
        questions = cloze.cards(draft.question)
        hides = {number: {gap.answer.strip("`") for gap in cloze.gaps(asked)} for number, asked in questions.items()}
        for number, question in questions.items():
            others = set[str]().union(*hides.values()) - hides[number]
            name = f"{card.id}-{number}" if card.id and number > 1 else card.id
            changes = {"question": question, "answer": accept.less(card.answer, others), "kind": "cloze", "id": name}
            yield card.model_copy(update=changes)
        if not questions:
            yield card

    def _card(self, draft: Draft) -> Card:
        from quiz.cards import Card, Place

        headings = tuple(title for title in draft.headings if not self.title or title != self.title.title)
        answer = draft.answer
        tagged = [tag for name, value in draft.directives if name == "tags" for tag in value.split(",")]
        explicit = [name for tag in (*tagged, *self.tags) if (name := topic_name(tag))]
        ids = [value for name, value in draft.directives if name == "id" and value]
        topics = refine(
            heading_topic(headings),
            explicit,
            self.rulesets,
            title=self.deck,
            question=draft.question,
            answer=_prose(draft.lines),
        )
        return Card(
            question=draft.question,
            answer=answer,
            kind="choice" if choice.choices(answer) else "open",
            topics=topics,
            place=Place(file=self.file, line=draft.number),
            heading=headings,
            id=ids[0] if ids else None,
            remarks=remarks(draft.directives),
        )


def _deck_name(file: str, *said: str | None) -> str:
    """The first that can be read of the names the notes `said`, then that of the file, if it has one; on one line."""
    names = (one_line(name).strip() for name in (*said, PurePath(file).stem, file) if name)
    return next(filter(None, names), file or NAMELESS)


def _decode(data: bytes) -> str:
    """UTF-8 with or without BOM, any line ends. A lone CR inside a text of LF lines is part of its line."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return text if "\n" in text else text.replace("\r", "\n")


def _not_utf8(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("the file is UTF-16; save it as UTF-8")
    try:
        data.decode("cp949")
    except UnicodeDecodeError:
        return _("the line is not UTF-8; save the file as UTF-8")
    return _("the line is not UTF-8 but perhaps CP949 (EUC-KR); save the file as UTF-8")


def _prose(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines if line.role != "code")


def _complaints(
    asked: Sequence[tuple[Draft, Sequence[Card]]], file: str, exists: Callable[[str], bool]
) -> Iterator[Problem]:
    first_asked: dict[str, int] = {}
    ids: dict[str, int] = {}
    said: dict[tuple[str, str], str] = {}
    for draft, cards in asked:
        line = draft.number
        yield from _unclear(draft, cards, file)
        for directive, value, known in unknown(draft.directives):
            message = _("`{name}: {value}` says nothing; write one of {known}")
            told = message.format(name=directive, value=value, known=known)
            if said.setdefault((directive, value), told) is told:  # a section says it for all its cards
                yield Problem(file, line, "unknown-remark", told)
        for card in cards:
            if (first := first_asked.setdefault(key(card.question), line)) != line:
                message = _("the question is the same as that of line {line}").format(line=first)
                yield Problem(file, line, "duplicate-question", message)
        if (name := cards[0].id) and (first := ids.setdefault(name, line)) != line:
            message = _("the id `{id}` is already that of line {line}").format(id=name, line=first)
            yield Problem(file, line, "duplicate-id", message)
        for part in (*draft.asked, *draft.lines):
            if part.role != "code" and "](" in part.text:
                yield from _missing_media(part, file, exists)


def _unclear(draft: Draft, cards: Sequence[Card], file: str) -> Iterator[Problem]:
    """What keeps a card from being asked, or from being asked as it was meant."""
    line, answer = draft.number, cards[0].answer
    if not cards[0].answered:
        message = _("the question has no answer yet; it is not asked until it has one")
        yield Problem(file, line, "no-answer", message)
    elif (length := answer.count("\n") + 1) > LONG_ANSWER_LINES:
        message = n_(
            "the answer is {n} line long; shorter cards are remembered better",
            "the answer is {n} lines long; shorter cards are remembered better",
            length,
        )
        yield Problem(file, line, "very-long-answer", message)
    for sample in cloze.malformed(draft.question):
        message = _("`{sample}` is no gap; one is written {gap}").format(sample=sample, gap=GAP)
        yield Problem(file, line, "bad-gap", message)
    if cards[0].kind != "cloze":
        yield from (Problem(file, flaw.number, flaw.code, flaw.message) for flaw in choice.flaws(draft.lines))
    for part in draft.lines:
        if part.role != "code" and "{{c" in part.text and any(not gap.coded for gap in cloze.gaps(part.text)):
            message = _("the gap stands in an answer, where it is not asked; write it in the line of the question")
            yield Problem(file, part.number, "gap-in-answer", message)
    last = next((part for part in reversed(draft.lines) if part.role not in ("blank", "comment")), None)
    if last and last.role != "code" and accept.empty(last.text):
        yield Problem(file, last.number, "empty-accept", _("the line accepts nothing; write answers behind it"))


def _missing_media(line: Line, file: str, exists: Callable[[str], bool]) -> Iterator[Problem]:
    """Images, and recordings that are shown like them or linked."""
    prose = "".join(piece for kind, piece in pieces(line.text) if kind == "prose")
    for mark, bracketed, bare in _SHOWN.findall(prose):
        target = bracketed or bare
        image = kind(target) == "image"
        if _SCHEME.match(target) or (image and not mark) or exists(unquote(target)):
            continue
        if image:
            message = _("the image {image} is not there").format(image=target)
            yield Problem(file, line.number, "missing-image", message)
        else:
            message = _("the recording {file} is not there").format(file=target)
            yield Problem(file, line.number, "missing-recording", message)
