"""Line-mode review: the dialogue of a sitting, in this process with a script and a clock, and as a real process."""

import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from support import Clock, environment, notes, quiz, row, write

from quiz import plain
from quiz.reader import Reader
from quiz.reviews import replay
from quiz.schedule import Rules
from quiz.settings import ReviewSettings
from quiz.store import Store
from quiz.study import DATABASE, Study

LEAVE = None
"""The end of the input."""


class Desk:
    """A study with three new cards `a b c`, and somebody who types."""

    def __init__(self, store, rules=None):
        self.store, self.clock = store, Clock()
        self.study = Study(store, Reader(), rules or Rules(), self.clock)

    def sit(self, *typed, query="", scale=4, **manner):
        """Type these lines, then leave. Returns the prompts, each with all that was shown before it."""
        shown, seen, lines = [], [], iter([*typed, LEAVE])

        def read(prompt):
            seen.append("\n".join([*shown, prompt]))
            shown.clear()
            return next(lines, LEAVE)

        self.kept = plain.run(
            self.study, self.study.begin(query), ReviewSettings(scale=scale, **manner), read, shown.append
        )
        assert next(lines, "all read") in (LEAVE, "all read"), "the sitting ended before all was typed"
        return [*seen, "\n".join(shown)]

    def log(self):
        """card and grade of the events that stand, in order; kinds other than `grade` by name."""
        undone = {review.target for review in self.store.reviews() if review.kind == "undo"}
        standing = (r for r in self.store.reviews() if r.kind != "undo" and r.event_id not in undone)
        return [(r.card, r.grade) if r.kind == "grade" else (r.kind, r.card, r.grade) for r in standing]


def asked(prompts):
    """The card that each prompt shows; `-` where it shows an answer or none."""
    return "".join(text.partition("What is ")[2][:1] or "-" for text in prompts[:-1])


@pytest.fixture
def desk(tmp_path):
    with Store(tmp_path / "quiz.db") as store:
        store.take_in(cards=[row(uid, position=number) for number, uid in enumerate("abc")])
        yield Desk(store)


# — the dialogue —


def test_enter_shows_the_answer_and_a_digit_grades(desk):
    """Each question comes with its place and topic, then its answer and the interval that each grade would give."""
    shown = desk.sit("", "3", "", "4", "", "1", "", "2")
    assert "0 due, 3 new" in shown[0]
    assert "[1/3] topic (notes.md:1)\n\nWhat is a?" in shown[0]
    assert "an answer" not in shown[0]
    assert shown[1].strip() == "an answer\n\n1 Again 1d  2 Hard 1d  3 Good 1d  4 Easy 1d >"
    assert "[2/3]" in shown[2]
    assert "[drill 1/1] topic" in shown[6]
    assert desk.log() == [("a", 4), ("b", 5), ("c", 2), ("drill", "c", 3)]


def test_the_summary_counts_what_was_kept(desk):
    """At the end: how many answers are kept, how many passed, how many cards are left."""
    assert desk.sit("", "3", "", "1", "q")[-1].strip() == "2 answers kept, 1 passed, 2 left."
    assert desk.kept == 2


@pytest.mark.parametrize(
    ("scale", "grades"), [(4, {"1": 2, "2": 3, "3": 4, "4": 5}), (6, {str(q): q for q in range(6)})]
)
def test_both_scales(desk, scale, grades):
    """Four keys for Again, Hard, Good, Easy; six for SM-2's own 0–5. Anything else is answered with the choice."""
    for key, grade in grades.items():
        shown = desk.sit("", "7", "good", key, "u", scale=scale)
        assert all(f"{key} " in shown[1] for key in grades)
        assert shown[2].startswith(f"Type {', '.join(grades)}, or u, s, b, x, f, w, q.")
        event = desk.store.reviews()[-2]
        assert (event.kind, event.card, event.grade) == ("grade", "a", grade)
    assert desk.log() == []


def test_below_four_is_drilled_until_it_is_known(desk):
    """What scored below 4 comes again after the queue, in order, until it scores 4; the schedule does not change."""
    shown = desk.sit("", "1", "", "2", "", "3", "", "1", "", "3", "", "4")
    memories = {card: now.memory for card, now in desk.store.memories().items()}
    assert desk.log()[3:] == [("drill", "a", 2), ("drill", "b", 4), ("drill", "a", 5)]
    assert "Again  2 Hard  3 Good  4 Easy >" in shown[7]
    assert memories["a"].ease_hundredths == 218
    assert desk.study.begin().session.ahead == ()


def test_looking_and_flagging_beside_an_answer_keep_it(desk):
    """`f` and `w` at the grades leave the card where it is: only the grades are asked for once more."""
    shown = desk.sit("", "f", "w", "3", "q")
    assert "Flagged." in shown[2]
    assert "New: it was never graded." in shown[3]
    assert all("What is" not in prompt for prompt in shown[1:4])
    assert desk.log() == [("flag", "a", None), ("a", 4)]


def test_undo_asks_the_card_again(desk):
    """`u` takes the last answer back, at a question or at an answer, and again the one before."""
    shown = desk.sit("", "3", "", "1", "u", "", "4", "", "u", "u", "q")
    assert desk.log() == []
    assert asked(shown) == "a-b-cb-c-ba"


def test_undo_after_the_last_card(desk):
    """When all is done the way back is still open, twice if need be; Enter leaves."""
    shown = desk.sit("", "3", "", "3", "", "4", "u", "", "1", "", "3", "u", "", "4", "")
    assert "Done. Enter leaves, u undoes the last answer >" in shown[6]
    assert "Taken back." in shown[7]
    assert "What is c?" in shown[7]
    assert desk.log() == [("a", 4), ("b", 4), ("c", 2), ("drill", "c", 5)]


def test_undo_of_an_earlier_sitting(desk):
    """The first thing typed may take back the last answer of yesterday; its card is asked at once."""
    desk.sit("", "3", "q")
    desk.clock.day += 1
    shown = desk.sit("u", "", "4", "q")
    assert "Taken back." in shown[1]
    assert "What is a?" in shown[1]
    assert desk.log() == [("a", 5)]


def test_undo_of_nothing(desk):
    """There may be nothing to take back."""
    assert "There is nothing to undo." in desk.sit("u", "q")[1]


def test_skip_puts_the_card_last(desk):
    """`s` asks the card later in this sitting; nothing is logged."""
    shown = desk.sit("s", "s", "s", "q")
    assert asked(shown) == "abca"
    assert desk.log() == []


def test_suspend_sets_aside_until_undone(desk):
    """`x` takes the card out of the sitting and of those to come; `u` brings it back in front."""
    shown = desk.sit("x", "", "x", "u", "q")
    assert "Suspended; u brings it back." in shown[1]
    assert asked(shown) == "ab-cb"
    assert desk.log() == [("suspend", "a", None)]
    assert desk.study.begin().session.ahead == ("b", "c")


def test_undoing_a_suspension_asks_only_what_waits(desk):
    """A card set aside long before it is due comes back to its schedule, not into this sitting."""
    desk.sit("", "3", "q", query="uid:a")
    desk.study.set_aside("uid:a")
    shown = desk.sit("u", "q")
    assert asked(shown) == "bb"
    assert desk.log() == [("a", 4)]


def test_undoing_a_resumption_asks_the_card_no_more(desk):
    """A card that is suspended again by an undo leaves the sitting."""
    desk.study.set_aside("uid:a")
    desk.study.set_aside("uid:a", resume=True)
    shown = desk.sit("u", "q")
    assert asked(shown) == "ab"


def test_a_suspended_repeat_comes_back_as_a_repeat(desk):
    """`x` and `u` in the drill change nothing: the answer is a repeat, not a grade."""
    desk.sit("", "1", "", "3", "", "3", "x", "u", "", "3")
    assert desk.log() == [("a", 2), ("b", 4), ("c", 4), ("drill", "a", 4)]


@pytest.mark.parametrize(
    ("typed", "next_card"),
    [
        ("u", "a"),
        ("ㅕ", "a"),
        ("U", "a"),
        (" u ", "a"),
        ("s", "c"),
        ("ㄴ", "c"),
        ("x", "c"),
        ("ㅌ", "c"),
        ("q", ""),
        ("ㅂ", ""),
    ],
)
def test_hangul_mode_and_capitals(desk, typed, next_card):
    """A keyboard left in Hangul mode, capitals and blanks make no difference."""
    assert asked(desk.sit("", "3", typed)) == "a-b" + next_card


@pytest.mark.parametrize("typed", [[], [""], ["", "3"], ["", "3", ""], ["", "1", "", "2", "", "3", ""]])
def test_the_input_may_end_anywhere(desk, typed):
    """Whatever was answered before the end of the input is kept."""
    desk.sit(*typed)
    answered = [line for line in typed if line]
    assert desk.kept == len(desk.log()) == len(answered)


def test_nothing_due_and_no_such_card(desk):
    """A library that is done for today is not the same as a query without cards."""
    assert desk.sit(query="nonsense") == ["No card to ask matches that."]
    desk.sit("", "3", "", "3", "", "3", "")
    assert desk.sit() == ["Nothing is due."]


def test_a_query_and_the_caps_choose_the_cards(tmp_path):
    """Only cards of the query are asked, and no more new ones than a day allows."""
    with Store(tmp_path / "quiz.db") as store:
        store.take_in(cards=[row(uid, position=number) for number, uid in enumerate("abcd")])
        desk = Desk(store, Rules(new_per_day=2))
        assert "[1/1]" in desk.sit("", "3", "", query="uid:d")[0]
        assert "0 due, 1 new" in desk.sit("", "3", "")[0]
        assert desk.log() == [("d", 4), ("a", 4)]


def test_what_is_shown_is_plain(tmp_path):
    """Markdown comes as readable text; what could drive the terminal is dropped from text, topic and place alike."""
    evil = row("a")._replace(
        question="**Which** `\x1b[2J`?", answer="- one\n  - two\x07", topics="to\x1bpic", file="a\x1b.md"
    )
    with Store(tmp_path / "quiz.db") as store:
        store.take_in(cards=[evil])
        shown = Desk(store).sit("", "3", "")
    assert "[1/1] topic (a.md:1)\n\nWhich [2J?\n" in shown[0]
    assert shown[1].startswith("\n- one\n  - two\n")


# — as a process —


@pytest.fixture
def home(tmp_path):
    """A library with ten new cards."""
    write(tmp_path / "notes" / "a.md", notes(*(f"Question number {number}?" for number in range(10))))
    assert quiz(tmp_path / "home", "add", tmp_path / "notes").returncode == 0
    return tmp_path / "home"


@contextmanager
def sitting(home):
    """A review in line mode with its input and output as pipes, and what waits for its next prompt."""
    command = [sys.executable, "-m", "quiz", "review", "--plain"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, env=environment(home), encoding="utf-8", **pipes) as process:

        def prompt():
            shown = ""
            while not shown.endswith(" > "):
                char = process.stdout.read(1)
                assert char, "the review ended"
                shown += char
            return shown

        try:
            yield process, prompt
        finally:
            process.kill()


def graded(home):
    with Store(home / DATABASE) as store:
        log = store.reviews()
        assert store.memories() == replay(log)
        return [review.grade for review in log]


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_killed_review_keeps_every_grade(home, count):
    """SIGKILL when the next card is on screen leaves exactly the grades given before."""
    with sitting(home) as (process, prompt):
        for _ in range(count):
            prompt()
            process.stdin.write("\n3\n")
            process.stdin.flush()
            prompt()
        prompt()
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert graded(home) == [4] * count


def test_ctrl_c_leaves_quietly(home):
    """Ctrl-C at a prompt is a way to leave: the grades are kept and counted, and nobody sees a traceback."""
    with sitting(home) as (process, prompt):
        prompt()
        process.stdin.write("\n3\n")
        process.stdin.flush()
        prompt()
        prompt()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        assert "1 answer kept, 1 passed, 9 left." in out
        assert (process.returncode, err) == (0, "")
    assert graded(home) == [4]


def test_a_sitting_from_a_pipe(home):
    """A script can review: what it pipes in is what is logged, up to the end of its input."""
    done = quiz(home, "review", "--plain", stdin="\n3\n\n1\nㅕ\n\n4\ns\nx\n\n2\n\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n3 answers kept, 3 passed, 7 left.\n")
    with Store(home / DATABASE) as store:
        kinds = [(review.kind, review.grade) for review in store.reviews()]
    assert kinds == [("grade", 4), ("grade", 2), ("undo", None), ("grade", 5), ("suspend", None), ("grade", 3)]


def test_the_six_grades_by_option_and_by_setting(home):
    """`--scale 6` and the setting both offer SM-2's own grades."""
    assert quiz(home, "review", "--plain", "--scale", "6", stdin="\n0\n").returncode == 0
    write(home / "config.toml", "[review]\nscale = 6\n")
    assert "5 Easy" in quiz(home, "review", "--plain", stdin="\n5\n").stdout
    assert graded(home) == [0, 5]


def test_a_fresh_library_opens_on_the_bundled_decks(tmp_path):
    """Whoever just installed quiz has a first card one command away."""
    done = quiz(tmp_path, "review", "--plain", stdin="\n3\n")
    assert done.returncode == 0
    assert "20 new" in done.stdout
    assert "files read" in done.stderr
    assert graded(tmp_path) == [4]
    assert quiz(tmp_path, "review", "--plain", stdin="q\n").stderr == ""


def test_own_notes_first_leave_the_bundled_decks_out(home):
    """Who adds notes before the first review sees these and no others."""
    done = quiz(home, "review", "--plain", stdin="q\n")
    assert "0 due, 10 new" in done.stdout


def test_bundled_decks_once_removed_stay_away(tmp_path):
    """A library that was emptied on purpose is not filled again."""
    write(tmp_path / "a.md", notes("One?"))
    quiz(tmp_path, "add", tmp_path / "a.md")
    quiz(tmp_path, "remove", tmp_path / "a.md")
    done = quiz(tmp_path, "review", "--plain")
    assert (done.returncode, done.stdout, done.stderr) == (0, "There is no card to ask.\n", "")
