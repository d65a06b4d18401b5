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
from quiz.notes import front
from quiz.notes.bulleted import Draft, Heading, drafts
from quiz.notes.problems import Problem
from quiz.notes.scanner import Line, Scanner
from quiz.terminal import one_line
from quiz.text import key, pieces
from quiz.topics import Ruleset, heading_text, heading_topic, refine, topic_name

if TYPE_CHECKING:
    from quiz.cards import Card, Deck

__all__ = ["Notes", "Problem", "parse"]

LONG_ANSWER_LINES = 200

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
    cards = tuple(reader.card(draft) for draft in found if isinstance(draft, Draft))
    problems = [Problem(file, flaw.number, flaw.code, flaw.message) for flaw in scanner.flaws]
    problems += _complaints(found, cards, file, exists)
    if not cards:
        message = _("no question was found: a question is a list item at the margin")
        problems.append(Problem(file, 1, "no-cards", message))
    problems.sort(key=lambda problem: problem.line)
    return Notes(Deck(name=name, file=file, language=head.language, cards=cards), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Reader:
    """What all drafts of a file share when they become cards."""

    file: str
    deck: str
    title: Heading | None
    tags: tuple[str, ...]
    rulesets: tuple[Ruleset, ...]

    def card(self, draft: Draft) -> Card:
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
            topics=topics,
            place=Place(file=self.file, line=draft.number),
            heading=headings,
            id=ids[0] if ids else None,
        )


def _deck_name(file: str, *said: str | None) -> str:
    """The first that can be read of the names the notes `said`, then that of the file; on one line."""
    names = (one_line(name).strip() for name in (*said, PurePath(file).stem, file) if name)
    return next(filter(None, names), file)


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
    found: Sequence[Draft | Heading], cards: Sequence[Card], file: str, exists: Callable[[str], bool]
) -> Iterator[Problem]:
    asked: dict[str, int] = {}
    ids: dict[str, int] = {}
    for draft, card in zip((item for item in found if isinstance(item, Draft)), cards, strict=True):
        line = draft.number
        if not card.answered:
            message = _("the question has no answer yet; it is not asked until it has one")
            yield Problem(file, line, "no-answer", message)
        elif (length := card.answer.count("\n") + 1) > LONG_ANSWER_LINES:
            message = n_(
                "the answer is {n} line long; shorter cards are remembered better",
                "the answer is {n} lines long; shorter cards are remembered better",
                length,
            )
            yield Problem(file, line, "very-long-answer", message)
        if (first := asked.setdefault(key(card.question), line)) != line:
            message = _("the question is the same as that of line {line}").format(line=first)
            yield Problem(file, line, "duplicate-question", message)
        if card.id and (first := ids.setdefault(card.id, line)) != line:
            message = _("the id `{id}` is already that of line {line}").format(id=card.id, line=first)
            yield Problem(file, line, "duplicate-id", message)
        for part in (*draft.asked, *draft.lines):
            if part.role != "code" and "](" in part.text:
                yield from _missing_media(part, file, exists)


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
