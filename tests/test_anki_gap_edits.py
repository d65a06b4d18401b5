"""Gaps edited in Anki, in all ways that fingers find: written as they are there with their history, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Person, moment, person
from support import write

from quiz.anki.reading import Package, open_package
from quiz.anki.rows import NoteRow
from quiz.exchange.edits import edits
from quiz.exchange.incoming import Taken, there
from quiz.exchange.names import Names
from quiz.exchange.outgoing import export
from quiz.exchange.rewriting import Outcome, write_notes

SENTENCES = """# 덱

- 기본 드라이버는 {{c1::bridge::driver}}이다
  - 설명
- 포트는 {{c1::`-p`}} 옵션으로 **굵은 {{c1::말}}** 연다
- `docker {{c1::run::명령}} -d`는 _무엇_인가
- {{c2::하나}} 둘
  - 글 $x^2$
  - accept: 하나 | 일
- {{c1::bridge::driver}}와 {{c2::host}} 그리고 {{c3::none}}
"""
TYPED = (
    *("a", "말", " ", "?", "#", "*", "**", "_", "`", "`b`", "$", "~~", "|", "\\", "- ", "1. ", "[x]", "[a](b)", "\n"),
    *("::", "{", "}", "{{", "}}", "{{c1::", "{{c1::새}}", "{{c1::b::h}}", "{{c2::x}}", "accept: ", "답:", "\ue000"),
    *(
        "<b>x</b>",
        "<code>y</code>",
        "<br>",
        "<div>",
        "<ul><li>z</li></ul>",
        "&nbsp;",
        "&lt;",
        "&amp;",
        "&lt;!-- x --&gt;",
    ),
)
"""What a person types, and what the editor makes of it."""


class Edited:
    """A package in which the first field of some notes says something else."""

    def __init__(self, package: Package, fields: Mapping[str, str]) -> None:
        self._package, self._fields = package, fields

    def __getattr__(self, name: str) -> Any:
        return getattr(self._package, name)

    def notes(self) -> Iterator[NoteRow]:
        for note in self._package.notes():
            yield note._replace(fields=(self._fields.get(note.guid, note.fields[0]), *note.fields[1:]))


def exported(owner: Person) -> dict[str, str]:
    """The first field of each note as it goes to Anki."""
    file = owner.study.store.path.with_name("out.apkg")
    export(owner.study, file)
    with open_package(file, file.parent / "scratch") as package:
        return {note.guid: note.fields[0] for note in package.notes()}


def written(owner: Person, fields: Mapping[str, str]) -> list[Outcome]:
    """What becomes of edits in what was exported last."""
    file = owner.study.store.path.with_name("out.apkg")
    with open_package(file, file.parent / "scratch") as package:
        source = Edited(package, fields)
        cards = there(source, Names(owner.study.store), Taken())
        return write_notes(owner.study, edits(owner.study.store, source, cards.values()), source)


def shown(html: str) -> str:
    """The words of a field with its gaps and hints, gaps within gaps as their text."""
    lines = re.sub(r"</?(?:p|br|div|ul|li)\b[^<>]*>", " ", html)
    bare = unescape(re.sub(r"<[^<>]*>", "", lines))
    text, begun = "", []
    for part in re.split(r"(\{\{c\d+::|\}\})", bare):
        if part.startswith("{{c") and part.endswith("::"):
            begun.append(len(text))
            text += "" if len(begun) > 1 else part
        elif part == "}}" and len(begun) > 1:
            start = begun.pop()
            text = text[:start] + text[start:].partition("::")[0]
        else:
            text += part
            if part == "}}" and begun:
                begun.pop()
    return re.sub(r"(?<=::) | (?=::|\}\})", "", " ".join(text.split()))


@settings(max_examples=80)
@given(
    which=st.integers(0, 6),
    places=st.lists(st.floats(0, 1), min_size=1, max_size=2),
    cut=st.integers(0, 4),
    typed=st.lists(st.sampled_from(TYPED), max_size=3),
)
def test_any_edit_of_gaps_is_written_whole_or_refused(
    which: int, places: list[float], cut: int, typed: list[str]
) -> None:
    """Inside a gap, outside, or of its hint: the file says just that and every card is the same card, or it stays."""
    with TemporaryDirectory() as name, person(Path(name), 0, moment("UTC", 20, 12, 0)) as owner:
        notes = write(Path(name) / "notes.md", SENTENCES)
        owner.study.refresh()
        before, uids, fields = notes.read_bytes(), owner.uids, exported(owner)
        uid = uids[which]
        signs = re.findall(r"<[^<>]*>|&#?\w+;|.", fields[uid], re.DOTALL)
        for place in places:
            start = 1 + round(place * (len(signs) - 2))
            end = start
            while end - start < cut and end < len(signs) - 1 and not signs[end].startswith("<"):
                end += 1
            signs[start:end] = typed
        text = "".join(signs)
        outcomes = written(owner, {uid: text})
        assert len(outcomes) <= 1
        assert owner.uids == uids
        if any(outcome.why for outcome in outcomes):
            assert notes.read_bytes() == before
            return
        assert shown(exported(owner)[uid]) == shown(text)
        same = [line for line, (start, end) in enumerate(pairwise((0, 1, 2, 3, 4, 7))) if not start <= which < end]
        old, new = (re.split(r"(?m)^(?=- )", content)[1:] for content in (SENTENCES, notes.read_text()))
        assert [new[line] for line in same] == [old[line] for line in same]


@pytest.mark.parametrize(
    ("which", "text", "why"),
    [
        (0, "{{c1::bridge}} {{c2::드라이버}}", "it has another gap in Anki; add it in the notes"),
        (0, "{{c2::bridge}}", "its sentence would have more or fewer gaps; change them in the notes"),
        (0, "bridge", "its gaps are set in a way that the notes cannot say; change the sentence in the notes"),
        (0, "{{c1::\ue000}}", "its gaps are set in a way that the notes cannot say; change the sentence in the notes"),
        (4, "{{c1::bridge::driver}}와 {{c2::host}} 그리고 none", "it has another gap in Anki; add it in the notes"),
    ],
)
def test_other_gaps_are_refused_in_words(tmp_path: Path, which: int, text: str, why: str) -> None:
    """A note that makes other cards there than here is told once, and its file is not touched."""
    with person(tmp_path, 0, moment("UTC", 20, 12, 0)) as owner:
        notes = write(tmp_path / "notes.md", SENTENCES)
        owner.study.refresh()
        exported(owner)
        assert [outcome.why for outcome in written(owner, {owner.uids[which]: text})] == [why]
        assert notes.read_text() == SENTENCES


@pytest.mark.parametrize(
    ("uid", "text", "line"),
    [
        (0, "기본 드라이버는 {{c1::bridge network::driver}}이다", "기본 드라이버는 {{c1::bridge network::driver}}이다"),
        (0, "기본 드라이버는 {{c1::bridge::<b>a</b>*b}}이다", "기본 드라이버는 {{c1::bridge::**a**\\*b}}이다"),
        (1, "포트는 {{c1::<code>--publish</code>}} 옵션으로 연다", "포트는 {{c1::`--publish`}} 옵션으로 연다"),
        (2, "<code>docker {{c1::exec::a*b}} -d</code>", "`docker {{c1::exec::a*b}} -d`"),
        (3, "{{c1::셋}} 넷", "{{c2::셋}} 넷"),
    ],
)
def test_words_in_gaps_and_hints_are_written(tmp_path: Path, uid: int, text: str, line: str) -> None:
    """A reworded gap or hint keeps its number, its history and its form, and is no news any more."""
    with person(tmp_path, 0, moment("UTC", 20, 12, 0)) as owner:
        notes = write(tmp_path / "notes.md", SENTENCES)
        owner.study.refresh()
        uids = owner.uids
        owner.act(uids[uid], "grade", 4)
        exported(owner)
        assert [outcome.why for outcome in written(owner, {uids[uid]: text})] == [""]
        assert f"- {line}\n" in notes.read_text()
        assert owner.uids == uids
        assert owner.study.entry(uids[uid]).progress.reviews == 1
        assert written(owner, {uids[uid]: text}) == []
        assert shown(exported(owner)[uids[uid]]) == shown(text)


def test_a_card_that_became_another_keeps_its_history(tmp_path: Path) -> None:
    """However much of question and answer was edited in Anki: it is the same note there, and the same card here."""
    with person(tmp_path, 3, moment("UTC", 20, 12, 0)) as owner:
        uids = owner.uids
        exported(owner)
        words = ("전혀 다른 물음?", "What else?", "질문 0?")
        outcomes = written(owner, dict(zip(uids, words, strict=True)))
        assert [outcome.why for outcome in outcomes] == [""] * 3
        assert [(entry.uid, entry.question) for entry in owner.study.entries()] == list(zip(uids, words, strict=True))
