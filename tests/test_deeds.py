"""What can be done to many cards: which of them change, and what is said."""

from dataclasses import replace

import pytest

from quiz import deeds
from quiz.entry import Entry
from quiz.errors import UsageError
from quiz.reviews import Progress
from quiz.sm2 import Memory

TODAY = 740_000
NEW = Entry("new", "D", "Q?", "A.")
SEEN = Entry("seen", "D", "Q?", "A.", progress=Progress(Memory(2, 6, 250), due_day=TODAY + 3, reviews=2))


def with_progress(entry, **changes):
    return replace(entry, progress=replace(entry.progress, **changes))


SUSPENDED = with_progress(replace(SEEN, uid="away"), suspended=True)
BURIED = with_progress(replace(SEEN, uid="buried"), buried_day=TODAY)
LEECH = with_progress(replace(SEEN, uid="leech"), lapses=4)
FLAGGED = with_progress(replace(SEEN, uid="flagged"), flagged=True)


@pytest.mark.parametrize(
    ("deed", "kind", "uids"),
    [
        (deeds.aside([NEW, SUSPENDED]), "suspend", ["new"]),
        (deeds.aside([SUSPENDED]), "resume", ["away"]),
        (deeds.bury([NEW, BURIED], TODAY), "bury", ["new"]),
        (deeds.bury([BURIED], TODAY), "resume", ["buried"]),
        (deeds.bury([BURIED], TODAY + 1), "bury", ["buried"]),
        (deeds.bury([with_progress(BURIED, suspended=True)], TODAY), "resume", []),
        (deeds.flag([SEEN, FLAGGED]), "flag", ["seen"]),
        (deeds.flag([FLAGGED]), "unflag", ["flagged"]),
        (deeds.reset([NEW, SEEN]), "reset", ["seen"]),
        (deeds.reset([NEW]), "reset", []),
        (deeds.rewritten([NEW, SEEN, LEECH], 4), "rewritten", ["leech"]),
        (deeds.rewritten([LEECH], 0), "rewritten", []),
        (deeds.due([NEW, SEEN], 4, TODAY), "due", ["new", "seen"]),
    ],
)
def test_which_cards_change(deed, kind, uids):
    """Those that are not so yet; where all are so already, a key that toggles turns them back."""
    assert (deed.kind, list(deed.uids)) == (kind, uids)


def test_what_is_said():
    """The sentence has the number of cards that change, in the singular where it is one."""
    assert deeds.aside([NEW, SUSPENDED]).told == "1 card suspended."
    assert deeds.aside([NEW, SEEN]).told == "2 cards suspended."
    due = deeds.due([SEEN], 1, TODAY)
    assert due.days == 1
    assert due.told == "1 card is due on 2027-01-20."


@pytest.mark.parametrize(
    ("text", "days"), [("7", 7), (" +3 ", 3), ("0", 0), ("2027-01-19", 0), ("2027-01-26", 7), ("36500", 36500)]
)
def test_days_until(text, days):
    """A number of days from today, or a date from today on."""
    assert deeds.days_until(text, TODAY) == days


@pytest.mark.parametrize("text", ["", "soon", "-1", "2027-01-18", "2027-13-01", "36501", "3.5", "٣"])
def test_no_day(text):
    """The past, a day too far away, and other words are refused, with an example."""
    with pytest.raises(UsageError) as refused:
        deeds.days_until(text, TODAY)
    assert "2026-03-01" in refused.value.hint
