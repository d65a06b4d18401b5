"""What the fields of a package hold and how its note type ages, judged by Anki's own engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quiz.anki import notetype
from quiz.anki.live import live
from quiz.anki.types import BETWEEN, NoteType
from quiz.markdown import to_html
from tests.phones import needs_engine
from tests.test_anki import DAY_MS, NOW_MS, Phone, entry, write


@pytest.fixture
def phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    needs_engine()
    monkeypatch.setenv("ANKI_TEST_MODE", "1")
    (tmp_path / "phone").mkdir()
    made = Phone(tmp_path / "phone")
    yield made
    made.col.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "deck.apkg"


def field(text: str) -> str:
    return live(to_html(text, image=lambda src: f"quiz-{src}"))


def seen(html: str) -> str:
    """The text of a page, as MathJax finds it."""
    from html import unescape

    return unescape(re.sub("<[^>]*>", "", html))


FORMULAS = r"""
$x_{i} < y[0] \text{{{c1::a}}}$는 식입니다. $[sound:x.mp3] + \frac{a}{b}$

$$
[latex] \{{c2::b}}
- [anki:tts] & c
$$

$$sound:y.mp3] x^2$$
"""


def test_formulas_arrive_for_mathjax(phone: Phone, package: Path) -> None:
    """Through the engine the LaTeX is what was written, between the marks of MathJax, and nothing in it acts."""
    write([entry("u1", FORMULAS, question="$a^2$은?")], package)
    assert phone.take(package) == {"new": 1}
    shown = phone.card("u1").render_output()
    assert shown.question_av_tags == shown.answer_av_tags == []
    assert r"\(a^2\)은?" in seen(shown.question_text)
    text = seen(phone.note("u1")["Back"])
    for formula in (
        r"\(x_{i} < y[0] \text{{{c1::a}}}\)는",
        r"\([sound:x.mp3] + \frac{a}{b}\)",
        "\\[ \n[latex] \\{{c2::b}}\n- [anki:tts] & c\n \\]",
        r"\[ sound:y.mp3] x^2 \]",
    ):
        assert formula in text
        assert formula in seen(shown.answer_text)
    assert phone.images(phone.note("u1")) == []
    assert phone.problems() == []


def test_the_marks_of_mathjax_are_in_the_field_as_they_are() -> None:
    """AnkiDroid loads MathJax only where it finds them so; in text and code they are broken up and mean nothing."""
    assert field("$x$") == r"<p>\(x\)</p>"
    assert field("$$x^2$$") == r"<p>\[ x^2 \]</p>"
    for text in (r"\\(x\\)", r"\\[x\\]", r"`\(x\)`", "```\n\\[x\\]\n```", r"[\\(x\\)](https://example.org)"):
        assert not re.search(r"\\(\(|\[|&#91;)", field(text))
        assert seen(field(text)).strip() in (r"\(x\)", r"\[x\]")


def test_html_of_the_notes_is_no_formula_and_no_sound() -> None:
    """What a note writes like our own marks is text."""
    assert "[sound:" in field("![](x.mp3)")
    for text in ('<span class="math">$x^$</span>', '<audio controls src="x.mp3"></audio>', "[sound:x.mp3]"):
        for written in (text, f"`{text}`", f"![{text}](a.png)"):
            assert "[sound:" not in field(written)
            assert "\\(" not in field(written)


def test_recordings_arrive_and_play(phone: Phone, package: Path, tmp_path: Path) -> None:
    """Sounds and films, shown or linked, are in the package once under the name of their content, and play."""
    contents = {"a/x.mp3": b"one", "b/x.MP3": b"two", "c.ogg": b"one", "film.webm": b"film"}
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    answer = "![발음](a/x.mp3) [들어 보기](b/x.MP3) ![](film.webm) [다시](a/x.mp3) [글](c.ogg#x)"
    done = write([entry("u1", answer, question="![](c.ogg)")], package, image=lambda _entry, src: tmp_path / src)
    assert done.missing_media == ()
    phone.take(package)
    shown = phone.card("u1").render_output()
    names = [tag.filename for tag in (*shown.question_av_tags, *shown.answer_av_tags)]
    folder = Path(phone.col.media.dir())
    assert [(folder / name).read_bytes() for name in names] == [b"one", b"one", b"two", b"film", b"one"]
    assert len(set(names)) == 4
    assert all(re.fullmatch(r"quiz-[0-9a-f]{16}\.(mp3|ogg|webm)", name) for name in names)
    assert "발음 [sound:" in phone.note("u1")["Back"]
    assert phone.problems() == []


def test_missing_recordings_are_named(package: Path) -> None:
    """A recording that is not there is text, in a link behind its words, and reported once."""
    done = write([entry("u1", "![발음](x.mp3) [듣기](x.mp3) [글](note.md) [웹](https://example.org/x.mp3)")], package)
    assert done.missing_media == ("x.mp3",)
    assert field("[듣기](gone.mp3)") == "<p>듣기 [sound:quiz-gone.mp3]</p>"
    html = live(to_html("![발음](x.mp3) [듣기](x.mp4)", image=lambda _: None))
    assert html == "<p>&#91;sound: 발음 x.mp3] 듣기 &#91;video: x.mp4]</p>"


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version: the room is named, a template is another, fields are filled."""
    numbers = notetype.FIELD_IDS
    names = {name.replace("Reverse", "Hint"): number for name, number in numbers.items()}
    monkeypatch.setattr(notetype, "FIELD_IDS", names)
    monkeypatch.setattr(notetype, "QUESTION", "{{Front}}{{Hint}}")
    joined = NoteType.joined
    monkeypatch.setattr(NoteType, "joined", lambda *note: f"{joined(*note)}힌트")


def test_a_later_version_fills_the_room(phone: Phone, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New kinds of cards reach notes that are there already: one note type, no conflict, nothing lost."""
    first = write([entry("u1"), entry("u2")], package)
    phone.take(package)
    with monkeypatch.context() as patched:
        later(patched)
        second = write(
            [entry("u1", "새 답"), entry("u2"), entry("u3")], package, stamps=first.stamps, now_ms=NOW_MS + DAY_MS
        )
    assert phone.take(package) == {"new": 1, "updated": 1, "duplicate": 1}
    assert phone.notetypes() == ["quiz"]
    assert phone.note("u1")["Hint"] == phone.note("u3")["Hint"] == "힌트"
    assert "힌트" in phone.card("u3").render_output().question_text
    assert phone.note("u2")["ID"] == "u2"
    write([entry("u1", "더 새 답"), entry("u4")], package, stamps=second.stamps, now_ms=NOW_MS + 2 * DAY_MS)
    assert phone.take(package) == {"new": 1, "updated": 1}
    assert phone.notetypes() == ["quiz"]
    assert phone.col.card_count() == 4 + 2  # those with something in the room are asked the other way round, too
    assert phone.problems() == []


def test_room_is_needed(phone: Phone, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why there is room: one field more, and the engine makes a second note type and updates no note."""
    first = write([entry("u1")], package)
    phone.take(package)
    monkeypatch.setattr(notetype, "FIELD_IDS", notetype.FIELD_IDS | {"More": 1_262_304_002_009})
    joined = NoteType.joined
    monkeypatch.setattr(NoteType, "joined", lambda *note: f"{joined(*note)}{BETWEEN}")
    write([entry("u1", "새 답")], package, stamps=first.stamps, now_ms=NOW_MS + DAY_MS)
    assert phone.take(package) == {"conflicting": 1}


def test_a_word_in_reverse_makes_the_second_card(phone: Phone, package: Path) -> None:
    """Until then a note has one card; the second asks for the front, and a later export leaves it there."""
    first = write([entry("u1")], package)
    phone.take(package)
    assert len(phone.note("u1").cards()) == 1
    edited = phone.note("u1")
    edited["Reverse"] = "y"
    phone.col.update_note(edited)
    one, other = phone.note("u1").cards()
    assert "답" in other.render_output().question_text
    assert "질문" in other.render_output().answer_text
    assert "질문" in one.render_output().question_text
    write([entry("u1")], package, stamps=first.stamps, now_ms=NOW_MS + DAY_MS)
    assert phone.take(package) == {"duplicate": 1}
    assert len(phone.note("u1").cards()) == 2
    assert phone.problems() == []


def test_the_place_is_text_that_can_be_searched(phone: Phone, package: Path) -> None:
    """The file and line of a card are found by Anki's search; the folder of its owner is not passed on."""
    write([entry("u1"), replace(entry("u2"), line=8)], package)
    phone.take(package)
    (number,) = phone.col.find_notes('"Source:docker.md:8"')
    assert phone.col.get_note(number)["ID"] == "u2"
    fields: Any = phone.col.db.list("SELECT flds FROM notes")
    assert not any("/home/me" in each for each in fields)


def test_an_export_tells_how_far_it_is(package: Path) -> None:
    """It begins with nothing done, goes on in steps, and ends with everything."""
    told: list[tuple[int, int]] = []
    write([entry(f"u{number}") for number in range(250)], package, tick=lambda *steps: told.append(steps))
    assert told == [(0, 250), (100, 250), (200, 250), (250, 250)]
