"""A Markdown text on one line: its words, and nothing that only marks them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import Open, press, running

from quiz import brief, overlay, show, show_json
from quiz.brief import in_brief
from quiz.changes import Change, Report
from quiz.lost_cards import Doubt
from quiz.retag import Retag
from quiz.terminal import safe
from quiz.tui.app import QuizApp


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**이진 탐색(binary search)**은 ~~왜~~ *어떻게* 빠른가요?", "이진 탐색(binary search)은 왜 어떻게 빠른가요?"),
        ("What does `-p` do, and ``a `b` c``?", "What does -p do, and a `b` c?"),
        ("`**kwargs` and snake_case_name", "**kwargs and snake_case_name"),
        ("See [the *manual*](https://example.org/x_y).", "See the manual."),
        ("![a harbour](pictures/harbour.png) ![](b%20c.png)", "[image: a harbour] [image: b c.png]"),
        ("# Title\n\n1. one\n2. `two`\n\n- three", "Title 1. one 2. two - three"),
        ("```sh\nls -l\n```\nWhat does it print?", "ls -l What does it print?"),
        ("| a | b |\n|--|--|\n| *c* | d |", "a b c d"),
        (r"2 \* 3 &lt; 7 <b>now</b>", "2 * 3 < 7 <b>now</b>"),
        ("![a bell](sounds/bell.mp3) ![](film.mp4)", "[sound: a bell] [video: film.mp4]"),
        ("**기본** 드라이버는 {{c1::bridge}}이고 `docker {{c2::run::명령}}`", "기본 드라이버는 […]이고 docker [명령]"),
        ("O(n) is $a_1^2 * b * c$ for $PATH", "O(n) is $a_1^2 * b * c$ for $PATH"),
        ("-p", "-p"),
        ("---", "---"),
        ("[label]: nothing-is-shown", "[label]: nothing-is-shown"),
        ("a\x1b[2J&#x202e;[2J `\x9b2J`", "a[2J[2J 2J"),
    ],
)
def test_a_text_in_brief(text: str, said: str) -> None:
    """Marks, targets of links and escapes go; code, and signs that mark nothing, stay."""
    assert in_brief(text) == said


def test_a_part_in_brief() -> None:
    """Of a long question only the beginning is read, but a gap is never cut open."""
    assert in_brief("{{c1::hidden}}* and *more*", 5) == "[…]*"


@given(st.text(st.sampled_from("ab 1.)-+=`*_[]()!<>&#|\n\\ 가"), max_size=20))
def test_always_one_safe_line(text: str) -> None:
    """Whatever the text, it is one line without blanks at its ends, and not empty where the text is not."""
    said = in_brief(text)
    assert said == " ".join(safe(said).split())
    assert bool(said) == bool(text.strip())


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("1.)-+= \t가~"), max_size=12))
def test_words_alone_need_no_parser(text: str) -> None:
    """What is taken as it stands is what the parser would make of it."""
    if not brief._MARKED.search(text):
        parsed = "".join(" ".join(brief._words(token)) for token in brief._tokens(text))
        assert " ".join(safe(parsed).split()) == in_brief(text)


# — where a card is known by it —

MARKED = "**언제** `-p`를 [씁니까](https://example.org/page)?"
PLAIN = "언제 -p를 씁니까?"
NOTES = f"# 항구\n\n- {MARKED}\n  - 밖에서 닿게 할 때 씁니다.\n"


def test_lines_of_the_command_line(open_library: Open) -> None:
    """Tables, reports, doubts, what was undone, and the comment in the file of topics say the words alone."""
    study = open_library(NOTES)
    (entry,) = study.entries()
    overlay.retag(study.store, [entry], Retag(("exam",)))
    change = Change("edited", entry.uid, MARKED, "a.md", 1, before=MARKED)
    event = study.store.record(entry.uid, "grade", study.now(), study.today, grade=4)
    told = [
        *show.entry_rows([entry], study.today)[0][3:],
        *list(show.report_lines(Report(changes=(change,))))[1:],
        *show.doubt_lines([Doubt(entry.uid, MARKED, ((entry.uid, MARKED),))]),
        show.undone([event], entry, 36),
        show.undone_line([event], entry),
        next(line for line in overlay.place(study.store).read_text("utf-8").splitlines() if entry.uid in line),
    ]
    assert all(PLAIN in line and "**" not in line and "`-p" not in line for line in told)


def test_json_keeps_what_is_written(open_library: Open) -> None:
    """A program gets the Markdown."""
    (entry,) = open_library(NOTES).entries()
    assert show_json.entry_json(entry)["question"] == MARKED


async def test_screens(open_library: Open) -> None:
    """The table of cards, the list of what a lost card may be, and why a card is asked say the words alone."""
    study = open_library(NOTES)
    async with running(QuizApp(study), (120, 30)) as pilot:
        await press(pilot, "b")
        await pilot.app.workers.wait_for_complete()
        row = next(line for line in (await press(pilot)).splitlines() if "new" in line)
        assert row.rstrip().endswith(PLAIN)
        await press(pilot, "q", "a")
        screen = await press(pilot, "w")
        assert PLAIN in screen
        assert "`" not in screen
