"""Taking a paper as a value: places, answers, time, marks, and that a file brings all of it back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from exam_pages import CLOZE, MATCHING, OPEN, ORDER, QUESTIONS, paper
from hypothesis import given
from hypothesis import strategies as st

from quiz.errors import QuizError
from quiz.exam import answering
from quiz.exam.paper import Asked, Question
from quiz.exam.result_file import digest, dump_run, dumps, load_run
from quiz.exam.results import fits_question, read
from quiz.exam.run import Run
from quiz.exam.score import Points, Score

PAPER = paper(letters="AB")
NOW, LATER = "2026-03-01T09:00:00Z", "2026-03-01T09:20:00Z"
PLACES = {asked.question.uid: place for place, asked in enumerate(PAPER.variants[0].asked)}

words = st.text(max_size=12)


def run(minutes: int = 0, letter: str = "A") -> Run:
    return Run.begin(PAPER, letter, NOW, minutes)


def answers(asked: Asked) -> st.SearchStrategy[Any]:
    """Answers that may be given to a question."""
    places = st.sampled_from(range(len(asked.order) or 1))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "open": words,
        "short": words,
        "yesno": st.booleans(),
        "cloze": st.tuples(*[words] * len(asked.question.gaps)),
        "choice": st.sets(places).map(lambda chosen: tuple(sorted(chosen))),
        "matching": st.tuples(*[st.none() | places] * len(asked.order)),
        "order": st.permutations(range(len(asked.order))).map(tuple),
    }
    return st.none() | kinds[asked.question.kind]


@st.composite
def runs(draw: Any) -> Run:
    """A run after any number of steps in any order."""
    now = run(draw(st.integers(0, 90)), draw(st.sampled_from("AB")))
    for _step in range(draw(st.integers(0, 12))):
        now = now.to(draw(st.integers(-3, 12))).spent(draw(st.integers(0, 90_000)))
        now = now.answered(draw(answers(now.asked)))
    return now.ended(LATER) if draw(st.booleans()) else now


def full(own: int = 100) -> Run:
    """Everything answered rightly, the written answer given `own` per cent."""
    now = run()
    for place, asked in enumerate(now.variant.asked):
        question = asked.question
        right: dict[str, Any] = {
            "open": "커널",
            "short": question.accepted[:1] and question.accepted[0],
            "yesno": question.yes,
            "cloze": tuple(gap.accepted[0] for gap in question.gaps),
        }
        now = now.to(place).answered(right.get(question.kind, asked.key))
    return now.ended(LATER).marked(own)


# — going through —


def test_a_run_begins_at_the_first_question_with_nothing_answered() -> None:
    """Every question is open, no time is spent, and there is nothing to mark."""
    now = run()
    assert (now.place, now.unanswered, now.spent_ms, now.phase) == (0, tuple(range(8)), 0, "asking")
    assert now.to_mark == ()


@given(runs(), st.integers(-20, 20))
def test_one_never_leaves_the_paper(now: Run, many: int) -> None:
    """However far one goes, there is a question in front, and going changes nothing else."""
    gone = now.by(many)
    assert gone.place in range(gone.many)
    assert replace(gone, place=now.place) == now


@given(runs())
def test_the_next_unanswered_question_is_found_round_the_end(now: Run) -> None:
    """From anywhere, as often as there are such questions, each is visited once; else one stays."""
    visited = []
    for _step in now.unanswered:
        now = now.to_unanswered()
        visited.append(now.place)
    assert sorted(visited) == list(now.unanswered)
    assert not replace(now, answers=("x",) * now.many).unanswered


@given(runs(), st.data())
def test_an_answer_changes_its_own_question_alone(now: Run, data: Any) -> None:
    """It stands where one is, and says nothing where it is blank; all other answers stay."""
    if now.finished:
        return
    given_ = data.draw(answers(now.asked))
    later = now.answered(given_)
    assert later.answer == answering.tidy(given_)
    assert [a for p, a in enumerate(later.answers) if p != now.place] == [
        a for p, a in enumerate(now.answers) if p != now.place
    ]


@pytest.mark.parametrize("bad", [(7,), "yes", ("a",), {"a": 1}])
def test_what_is_no_answer_to_the_question_is_refused(bad: Any) -> None:
    """A choice takes places of its options and nothing else."""
    with pytest.raises(ValueError, match="c1 takes"):
        run().answered(bad)


def test_after_the_end_no_answer_changes() -> None:
    """What is handed in stays as it is, and time counts no longer."""
    over = run().answered((0,)).ended(LATER)
    with pytest.raises(ValueError, match="c1 takes"):
        over.answered((1,))
    assert over.spent(5000) == over


# — time —


@given(runs(), st.lists(st.integers(0, 10_000)))
def test_time_adds_up_over_the_questions(now: Run, spans: list[int]) -> None:
    """What is spent with each question is what is spent in all; what is left is the rest and never below nothing."""
    if now.finished:
        return
    before = now.spent_ms
    for span in spans:
        now = now.by(1).spent(span)
    assert now.spent_ms == before + sum(spans)
    assert now.left_ms() == (max(0, now.minutes * 60_000 - now.spent_ms) if now.minutes else None)


def test_time_ends_to_the_millisecond_and_can_be_lifted() -> None:
    """A minute is over after 60 000 ms, those not yet written included; without a limit nothing is ever late."""
    now = run(1).spent(59_000)
    assert not now.late(999)
    assert now.late(1000)
    assert not now.late(1000) or now.unlimited().late(10**9) is False
    assert run().left_ms(10**9) is None


# — written answers —


def test_written_answers_are_marked_after_the_end() -> None:
    """What was written waits for a mark; a mark is a share of the points; taking it back brings the question back."""
    now = run().to(PLACES["w1"]).answered("커널").to(0).ended(LATER)
    assert (now.phase, now.place) == ("marking", PLACES["w1"])
    done = now.marked(50)
    assert (done.phase, done.own[PLACES["w1"]]) == ("done", 200)
    assert done.unmarked() == now
    with pytest.raises(ValueError, match="waits for no mark"):
        done.marked(50)


def test_a_written_answer_that_is_missing_has_no_points() -> None:
    """There is nothing to compare: it counts as nothing instead of waiting for a mark."""
    over = run().ended(LATER)
    assert over.phase == "done"
    assert Score.of(PAPER, over.result).total == Points(0, PAPER.points)


# — answers, key by key —


def asked(question: Question) -> Asked:
    return PAPER.variants[0].asked[PLACES[question.uid]]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5))))
def test_moved_steps_stay_the_same_steps(moves: list[tuple[int, int]]) -> None:
    """In whatever way they are moved, all are there once."""
    answer: Any = None
    for at, by in moves:
        answer = answering.moved(asked(ORDER), answer, at, by)
        assert fits_question(asked(ORDER), answer)
    assert sorted(answering.lines_of(asked(ORDER), answer)) == [0, 1, 2, 3]


def test_a_step_moved_up_and_down_is_where_it_was() -> None:
    """One line up takes the place of the step above; at the edge it stays."""
    up = answering.moved(asked(ORDER), None, 2, -1)
    assert up == (0, 2, 1, 3)
    assert answering.moved(asked(ORDER), up, 1, 1) == (0, 1, 2, 3)
    assert answering.moved(asked(ORDER), None, 0, -1) == (0, 1, 2, 3)


@given(st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 2))))
def test_an_answer_is_matched_to_one_prompt_at_most(pairs: list[tuple[int, int | None]]) -> None:
    """Given to another prompt it leaves the one before; taken away from all, nothing is answered."""
    answer: Any = None
    for prompt, place in pairs:
        answer = answering.matched(asked(MATCHING), answer, prompt, place)
        assert fits_question(asked(MATCHING), answer)
        told = [place for place in answer or () if place is not None]
        assert len(told) == len(set(told))
        assert answer is None or answer[prompt] == place


def test_options_are_chosen_one_or_several() -> None:
    """Where one is right another one takes its place; where several are, each is for itself; again takes it back."""
    one, several = (asked(question) for question in QUESTIONS if question.kind == "choice")
    assert answering.chosen(one, (0,), 2) == (2,)
    assert answering.chosen(one, (2,), 2) is None
    assert answering.chosen(several, (2,), 0) == (0, 2)
    assert answering.chosen(several, (0, 2), 0) == (2,)


def test_gaps_are_filled_one_by_one() -> None:
    """The others keep their text; the last text deleted, nothing is answered."""
    first = answering.filled(asked(CLOZE), None, 1, "build")
    assert first == ("", "build")
    assert answering.filled(asked(CLOZE), first, 1, " ") is None


def test_answers_are_told_in_letters() -> None:
    """As the key tells what is right, with a dash for what is missing."""
    told = {question.kind: answering.told(asked(question), None) for question in QUESTIONS}
    assert set(told.values()) == {answering.NOTHING}
    assert answering.told(asked(MATCHING), (None, 0, 2)) == "1–—, 2–A, 3–C"
    assert answering.told(asked(ORDER), (3, 0, 1, 2)) == "D → A → B → C"
    assert answering.told(asked(CLOZE), ("", "build")) == "(1) —; (2) build"


# — score —


def test_a_paper_answered_rightly_has_all_points() -> None:
    """Every card counts as right, those of the matching question one by one; nothing is left to mark."""
    score = Score.of(PAPER, full().result)
    assert score.total == Points(PAPER.points, PAPER.points)
    assert score.wrong == ()
    assert score.cards() == dict.fromkeys(["c1", "y1", "s1", "z1", "c2", "p1", "p2", "p3", "o1", "w1"], True)


def test_cards_of_a_matching_question_are_right_one_by_one() -> None:
    """One prompt right, one wrong, one without an answer: only the first two were answered."""
    key = asked(MATCHING).key
    now = run().to(PLACES["m1"]).answered((key[0], key[2], None)).ended(LATER)
    cards = Score.of(PAPER, now.result).cards(answered=True)
    assert cards == {"p1": True, "p2": False}
    assert set(Score.of(PAPER, now.result).cards()) >= {"p1", "p2", "p3", "c1"}


def test_half_the_points_are_not_right() -> None:
    """A written answer that is partly right lacks points: it is among the wrong ones."""
    score = Score.of(PAPER, full(own=50).result)
    assert [score.marked[place].asked.question.uid for place in score.wrong] == [OPEN.uid]


def test_topics_are_summed_and_the_weakest_is_first() -> None:
    """A question counts for each of its finest topics; those of nothing but unmarked questions are not told."""
    first, second, third = (replace(QUESTIONS[place], topics=topics) for place, topics in TOPICS)
    small = paper(questions=(first, second, third))
    now = Run.begin(small, "A", NOW).answered((1,)).to(1).answered(True).ended(LATER)
    score = Score.of(small, now.result)
    assert list(score.topics.items()) == [
        ("docker::image", Points(0, 100)),
        ("docker::network", Points(100, 200)),
    ]


TOPICS = ((0, ("docker", "docker::network")), (1, ("docker::image",)), (2, ("docker::network",)))


# — on disk —


@given(runs())
def test_a_file_brings_a_run_back(now: Run) -> None:
    """Answers, marks, place and time are as they were, whatever was typed."""
    again = load_run(dump_run(now).decode(), PAPER, "run.json")
    blanks = tuple(0 if now.finished and a is None and q.question.kind == "open" else o for a, o, q in zip(
        now.answers, now.own, now.variant.asked, strict=True))  # fmt: skip
    assert again == replace(now, own=blanks)


@given(runs())
def test_the_reader_of_results_reads_what_is_written(now: Run) -> None:
    """The file of a result is one that the page could have written: same answers, same times, same name for it."""
    result = now.result
    read_again = read(dumps(result, PAPER).decode(), PAPER, "result.json")
    assert read_again == result
    assert digest(read_again, PAPER) == digest(result, PAPER)
    assert digest(replace(result, name="다른 사람"), PAPER) != digest(result, PAPER)


@pytest.mark.parametrize("change", [{"place": -1}, {"minutes": "5"}, {"place": 1.5}])
def test_a_damaged_run_is_refused_with_a_sentence(change: dict[str, Any]) -> None:
    """What quiz never writes it does not go on with."""
    told = json.loads(dump_run(run())) | change
    with pytest.raises(QuizError, match=r"run\.json"):
        load_run(json.dumps(told), PAPER, "run.json")
