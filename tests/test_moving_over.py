"""Moving over from Anki with a real account: what was learned there goes on as it was, on every phone and terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accounts import PASSWORD, Bench, Client, bench
from phones import needs_engine
from support import quiz

DAYS = (0, 1, 5, 17, 60, 150)
"""When the phone learned; Anki's intervals grow otherwise than SM-2's."""


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Bench]:
    needs_engine(clock=True)
    with bench(tmp_path, clock=True) as made:
        yield made


def run(there: Bench, home: Path, *command: object) -> str:
    more = {"QUIZ_SYNC_PASSWORD": PASSWORD, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    done = quiz(home, *map(str, command), **there.environ(**more))
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def cards(there: Bench, home: Path) -> list[list[Any]]:
    """Question, due day and interval of every card that was learned."""
    found = json.loads(run(there, home, "cards", "--json", "-is:new"))
    return sorted([card["question"], card["due"], card["interval_days"]] for card in found["cards"])


@pytest.fixture
def phone(there: Bench) -> Client:
    """A phone that learned notes of every kind for half a year, and left one in the middle of its steps."""
    made = there.phone("phone")
    guids = made.do(
        ("add", "Basic", "바다", ["소금은?", "NaCl"], ["물"]),
        ("add", "Basic (and reversed card)", "바다", ["앞", "뒤"], []),
        ("add", "Cloze", "바다", ["{{c1::보라인}}은 {{c2::고리}}를 만든다", ""], []),
        ("add", "Basic", "바다", ["늘 어려운 것?", "이것"], []),
        ("add", "Basic", "바다", ["처음 보는 것?", "저것"], []),
    )
    for day in DAYS:
        there.day(day)
        made.do(*(("answer", guid, button) for guid, button in zip(guids, (3, 4, 3, 2 if day else 4), strict=False)))
    made.do(("answer", guids[4], 1), ("suspend", guids[0]), ("sync", *there.account))
    made.do(("give", str(there.folder / "바다.apkg"), "apkg", False))
    return made


def standing(phone: Client) -> dict[str, Any]:
    state: dict[str, Any] = phone.do(("state",))[0]["cards"]
    return state


def test_due_days_stay_and_no_note_is_doubled(there: Bench, phone: Client) -> None:
    """The package comes in, the first sync says that nothing is moved, and the phone sees not one card changed."""
    before, home = standing(phone), there.home("desk")
    said = run(there, home, "import", there.folder / "바다.apkg", "--into", there.folder / "notes")
    learned = sum(kind == 2 for kind, *_ in before.values())
    assert learned == 4
    assert "4 cards that Anki scheduled keep their due days" in said
    said = run(there, home, "sync", "--yes")
    assert "0 cards would be added" in said
    assert "No card there gets another due day" in said
    phone.do(("sync", *there.account))
    assert standing(phone) == before
    said = run(there, home, "sync")
    assert "Both sides are the same already" in said


def test_a_second_terminal_knows_the_notes(there: Bench, phone: Client) -> None:
    """Notes that were copied there are those of the account: their history comes, nothing is added, all agree."""
    first, second = there.home("desk"), there.home("laptop")
    run(there, first, "import", there.folder / "바다.apkg", "--into", there.folder / "notes")
    run(there, first, "sync", "--yes")
    before = standing(phone)
    shutil.copytree(there.folder / "notes", there.folder / "copied")
    run(there, second, "add", there.folder / "copied")
    assert "0 cards would be added" in run(there, second, "sync", "--yes")
    phone.do(("sync", *there.account))
    assert standing(phone) == before
    assert cards(there, first) == cards(there, second) != []
    there.day(400)
    again = next(
        key.rpartition("/")[0] for key, (kind, queue, *_) in standing(phone).items() if (kind, queue) == (2, 2)
    )
    phone.do(("answer", again, 3), ("sync", *there.account))
    for home in (first, second, first):
        run(there, home, "sync")
    assert cards(there, first) == cards(there, second)
    assert "Both sides are the same already" in run(there, second, "sync")


@pytest.mark.usefixtures("phone")
def test_a_package_brings_history_to_copied_notes(there: Bench) -> None:
    """No folder has to be named: the ids in the notes say which card is which."""
    first, second = there.home("desk"), there.home("laptop")
    run(there, first, "import", there.folder / "바다.apkg", "--into", there.folder / "notes")
    run(there, second, "add", there.folder / "notes")
    assert cards(there, second) == []
    run(there, second, "import", there.folder / "바다.apkg")
    assert cards(there, first) == cards(there, second) != []


def test_an_export_leaves_to_anki_what_came_from_it(there: Bench, phone: Client) -> None:
    """The collection they came from gets no second card of any; what is asked for goes in as notes of their own."""
    home = there.home("desk")
    run(there, home, "import", there.folder / "바다.apkg", "--into", there.folder / "notes")
    (there.folder / "mine.md").write_text("# 내 것\n\n- 내 질문?\n  - 내 답\n")
    run(there, home, "add", there.folder / "mine.md")
    before = standing(phone)
    said = run(there, home, "export", there.folder / "out.apkg")
    assert "1 note in" in said
    assert "7 cards that came from Anki are left out" in said
    phone.do(("take", str(there.folder / "out.apkg")))
    assert len(standing(phone)) == len(before) + 1
    assert "8 notes in" in run(there, home, "export", there.folder / "all.apkg", "--from-anki")
    taken = phone.do(("take", str(there.folder / "all.apkg")))[0]
    assert (taken["new"], taken.get("conflicting", 0)) == (7, 0)
