"""What the pages say, and the part of it that their scripts say."""

from __future__ import annotations

from quiz.exam import wording
from quiz.language import N_, _, n_

YES, NO = N_("yes"), N_("no")
ORDER = N_("Put the steps in order.")
MATCH = N_("Choose what belongs to each.")
GAPS = N_("Fill the gaps.")

ACCEPTED = N_("Accepted")
MODEL, EXPLANATION, RIGHT_ORDER = N_("Model answer"), N_("Explanation"), N_("The right order")
QUESTION, QUESTIONS = N_("Question {n}"), N_("Questions")
ALL_VARIANTS = N_("All variants")
PRINT = N_("Print")
SHOWN = N_("What to print")
PRACTICE, TEST = N_("Practice"), N_("Test")
YOUR_ANSWER = N_("Your answer")
GAP = N_("Gap {n}")
OWN_MARK = N_("How right was yours?")
OWN = (N_("Not right"), N_("Partly right"), N_("Right"))
CHECK = N_("Check the answer")
KEEP_ORDER = N_("This order is right")
CHOOSE = N_("Choose …")
PREVIOUS, NEXT, FINISH = N_("Previous"), N_("Next"), N_("Finish")
START, BACK = N_("Start"), N_("Back to the start")
SKIP = N_("Skip to the questions")
NO_SCRIPT = N_("This page needs JavaScript to take your answers. It loads nothing from anywhere.")
NAME_WHY = N_("Stands in the result file; you may leave it empty.")
NOTHING_SENT = N_("Nothing is sent anywhere.")
STAYS = N_("Your answers are kept in this browser until you, or who comes after you, start anew here.")
FORGETFUL = N_(
    "This browser keeps nothing for this page: do not reload or close it before you have downloaded your result."
)
GOING = N_("Somebody has begun here. Is it you?")
GOING_WHY = N_("Who starts anew is asked before the answers kept here are forgotten.")
ANEW = N_("Start anew")
NEXT_PERSON = N_("Somebody else takes this test")
FORGET = N_("Forget the answers and start anew?")
RESCUE, CANCEL, GONE = N_("Download them first"), N_("Cancel"), N_("Forget and start anew")
TEST_END = N_("When you finish, download your result and hand it in.")
KEEP_GOING = N_("Go on answering")
FINISH_NOW = N_("Finish now?")
RESULT, SUMMARY, DOWNLOAD = N_("Result"), N_("Answers, question by question"), N_("Download the result")
AGAIN = N_("Start again")
AS_TEXT = N_("The result as text")
AS_TEXT_WHY = N_("If the download does not work here, copy this text and save or send it.")
NUMBER, STATE, POINTS, TIME = N_("No."), N_("Answer"), N_("Points"), N_("Time")

SCRIPT = {
    "answered": N_("{n} of {all} answered"),
    "resumed": N_("Your answers from before are still here. Go on where you left."),
    "variant": wording.VARIANT,
    "nameless": N_("No name"),
    "goOn": N_("Go on as {name}"),
    "goOnNameless": N_("Go on without a name"),
    "startedAt": N_("begun {time}"),
    "finishedAt": N_("finished {time}"),
    "notDownloaded": N_("not downloaded"),
    "lost": N_("Answers that have not been downloaded would be lost."),
    "forgotten": N_("What is kept in this browser is forgotten."),
    "unanswered": N_("Not answered"),
    "yours": N_("answered"),
    "moved": N_("{step}: place {n} of {all}"),
    "left": N_("{time} left"),
    "minutesLeft": N_("Minutes left: {n}"),
    "timeUp": N_("The time is up. Your answers are kept; download your result now."),
    "missing": N_("Not answered yet: {list}."),
    "allAnswered": N_("You have answered every question."),
    "done": N_("Finished. Your answers are kept."),
    "downloaded": N_("Saved as {file}."),
    "state": N_("Question {n}: {state}"),
    "result": N_("result"),
}
"""The messages of the scripts, by the names they know them by."""
SCRIPT_PRACTICE = {
    "right": N_("Right"),
    "partly": N_("Partly right"),
    "wrong": N_("Not right"),
    "open": N_("Compare your answer with the model answer."),
    "points": N_("{n} of {all} points"),
    "rightOption": N_("the right answer"),
    "chosenRight": N_("your answer, right"),
    "chosenWrong": N_("your answer, not right"),
    "belongs": N_("Right would be {letter}."),
    "toOwnShort": N_("to mark yourself"),
    "toOwn": N_("Answers you can mark yourself below: {n}"),
}
"""Those that only a practice says."""


def script(*, practice: bool) -> dict[str, str]:
    """What the scripts say, in the language that is spoken."""
    said = SCRIPT | SCRIPT_PRACTICE if practice else SCRIPT
    return {name: _(message) for name, message in said.items()}


def minutes(count: int) -> str:
    return n_("{n} minute", "{n} minutes", count)
