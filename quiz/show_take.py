"""A paper that is taken, in words: where one is, what is asked, and what came of it. For line mode and the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import indent

from quiz.exam import answering
from quiz.exam.key import answer as key
from quiz.exam.key import written
from quiz.exam.paper import Asked, Question
from quiz.exam.run import Run
from quiz.exam.score import Marked, Points, Score
from quiz.exam.variants import letters
from quiz.language import N_, _, n_
from quiz.markdown import to_plain
from quiz.topics import LEVEL

NOT_RIGHT, PARTLY, RIGHT = N_("Not right"), N_("Partly right"), N_("Right")
OWN = (NOT_RIGHT, PARTLY, RIGHT)
"""What one may say of a written answer, by `quiz.exam.run.SHARES`."""
TO_MARK = N_("to mark")
NO_TOPIC = N_("without a topic")
TIME_UP = N_("The time is up. All answers are kept.")

_GAP = re.compile(r"\[\[(\d+)\]\]")


def facts(run: Run) -> list[str]:
    """How much there is to do: questions, points, minutes."""
    told = [
        n_("{n} question", "{n} questions", run.many),
        n_("{points} point", "{points} points", 1 if run.paper.points == 100 else 2, points=written(run.paper.points)),
    ]
    return [*told, n_("{n} minute", "{n} minutes", run.minutes)] if run.minutes else told


def place(run: Run) -> str:
    """`3/10`."""
    return f"{run.place + 1}/{run.many}"


def progress(run: Run) -> float:
    """The share of the questions that is answered; after the end, of the written answers that is marked."""
    if not run.finished:
        return 1 - len(run.unanswered) / run.many
    marked = sum(points is not None for points in run.own)
    return marked / (marked + len(run.to_mark) or 1)


def left(run: Run) -> str:
    """What was left, on one line: `Docker, 3 of 10 answered`."""
    answered = run.many - len(run.unanswered)
    return _("{title}, {n} of {all} answered").format(title=run.paper.title, n=answered, all=run.many)


def topic(question: Question) -> str:
    return (question.topics or ("",))[0].replace(LEVEL, " › ")


def time_left(run: Run, more_ms: int = 0) -> str:
    """`12:30 left`; empty without a limit."""
    left = run.left_ms(more_ms)
    if left is None:
        return ""
    minutes, seconds = divmod(-(-left // 1000), 60)
    return _("{time} left").format(time=f"{minutes}:{seconds:02}")


def stem(question: Question) -> str:
    """The Markdown of a question; the gaps of a cloze are `[1]`, `[2]` …"""
    return _GAP.sub(r"[\1]", question.stem) if question.kind == "cloze" else question.stem


def unanswered(run: Run) -> str:
    """Which questions have no answer, in one sentence."""
    if not run.unanswered:
        return _("All questions are answered.")
    return _("Not answered yet: {list}.").format(list=", ".join(str(number + 1) for number in run.unanswered))


# — what is asked —


def parts(asked: Asked) -> Iterator[tuple[str, str]]:
    """What stands below a question: `A` and the text of an option, `1` and a prompt … each on one line."""
    match asked.question.kind:
        case "choice":
            yield from ((letters(place), one_line(option.text)) for place, option in enumerate(asked.options))
        case "order":
            yield from ((letters(place), one_line(step)) for place, step in enumerate(asked.steps))
        case "matching":
            yield from ((str(number), one_line(pair.prompt)) for number, pair in enumerate(asked.question.pairs, 1))
            yield from ((letters(place), one_line(answer)) for place, answer in enumerate(asked.answers))


def one_line(markdown: str) -> str:
    return " ".join(to_plain(markdown).split())


# — what came of it —


def points(points: Points) -> str:
    """`7.5 of 10 points, 75 %`."""
    told = _("{n} of {all} points").format(n=written(points.got), all=written(points.whole))
    return told if points.share is None else f"{told}, {percent(points.share)}"


def percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def verdict(marked: Marked) -> str:
    """What came of one question: `Not right`, `Right`, `not answered` …"""
    if marked.points is None:
        return _(TO_MARK)
    if marked.response.answer is None and marked.response.own in (None, 0):
        return _("Not answered")
    return _(RIGHT if marked.right else PARTLY if marked.points else NOT_RIGHT)


def topics(score: Score) -> list[tuple[str, Points]]:
    """Every topic with its points, the weakest first; none where there is but one."""
    told = list(score.topics.items())
    return [(topic.replace(LEVEL, " › ") or _(NO_TOPIC), points) for topic, points in told] if len(told) > 1 else []


def given(asked: Asked, answer: object) -> str:
    """What was answered, the letters of a choice with its texts."""
    told = answering.told(asked, answer)  # type: ignore[arg-type]  # it is an answer to the question
    if asked.question.kind == "choice" and isinstance(answer, tuple):
        return "; ".join(f"{letters(place)}. {one_line(asked.options[place].text)}" for place in answer)
    return told


def right(asked: Asked) -> str:
    """What would be right on one line; empty for a written answer, whose model says it."""
    return given(asked, asked.key) if asked.question.kind == "choice" else to_plain(key(asked))


def explanation(marked: Marked) -> str:
    """Markdown: what was wrong with the options chosen, and the model answer or the explanation."""
    asked, answer = marked.asked, marked.response.answer
    chosen = answer if asked.question.kind == "choice" and isinstance(answer, tuple) else ()
    feedback = [asked.options[place].feedback for place in chosen if isinstance(place, int)]
    return "\n\n".join(text for text in (*feedback, asked.question.answer) if text.strip())


def review(score: Score) -> Iterator[str]:
    """The questions that lack points: what was asked, what was answered, what is right and why."""
    for place in score.wrong:
        marked = score.marked[place]
        yield ""
        yield f"{place + 1}. {to_plain(stem(marked.asked.question))}"
        yield f"   {verdict(marked)}: {given(marked.asked, marked.response.answer)}"
        if told := right(marked.asked):
            yield "   " + _("right: {answer}").format(answer=told)
        if told := to_plain(explanation(marked)):
            yield indent(told, "   ")
