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


@pytest.fixture
def desk(there: Bench, phone: Client) -> Path:
    """A terminal with the notes of the phone, the account in step."""
    assert phone
    home = there.home("desk")
    run(there, home, "import", there.folder / "바다.apkg", "--into", there.folder / "notes")
    run(there, home, "sync", "--yes")
    return home


def graded(there: Bench, home: Path, question: str, *grades: int) -> str:
    """Answer a card in line mode; what was said."""
    done = quiz(
        home, "review", "--plain", question, stdin="".join(f"\n{grade}\n" for grade in grades) + "\n", **there.environ()
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def memory(there: Bench, home: Path, question: str) -> tuple[Any, ...]:
    (card,) = json.loads(run(there, home, "cards", "--json", question))["cards"]
    return tuple(card[name] for name in ("due", "repetitions", "interval_days", "ease_factor", "reviews"))


@pytest.fixture
def fresh(there: Bench, desk: Path, phone: Client) -> str:
    """The guid of a note that both sides have and nobody was asked yet: `새것?`."""
    (guid,) = phone.do(("add", "Basic", "바다", ["새것?", "새 답"], []))
    phone.do(("sync", *there.account), ("give", str(there.folder / "fresh.apkg"), "apkg", False))
    run(there, desk, "import", there.folder / "fresh.apkg", "--into", there.folder / "fresh")
    return str(guid)


@pytest.mark.usefixtures("fresh")
def test_a_new_card_that_failed_here_stays_failed(there: Bench, desk: Path) -> None:
    """What quiz wrote into the account is no standing of Anki's that it would have to go on from."""
    there.day(151)
    graded(there, desk, "새것", 1)
    before = memory(there, desk, "새것")
    assert before[1] == 0
    for _ in range(3):
        assert "as in Anki" not in run(there, desk, "sync")
        assert memory(there, desk, "새것") == before


def test_a_card_that_failed_on_the_phone_fails_on_every_terminal(
    there: Bench, desk: Path, phone: Client, fresh: str
) -> None:
    """A second terminal takes what the first one wrote for what it is: a replay of the answers by SM-2."""
    there.day(151)
    phone.do(("answer", fresh, 1), ("sync", *there.account))
    there.day(152)
    for name in ("laptop", "tablet"):
        run(there, desk, "sync")
        other = there.home(name)
        run(there, other, "add", there.folder / "notes", there.folder / "fresh")
        run(there, other, "sync", "--yes")
        assert memory(there, other, "새것") == memory(there, desk, "새것")
        assert memory(there, desk, "새것")[1] == 0


def test_what_was_learned_here_first_counts_with_what_the_phone_answers_later(
    there: Bench, desk: Path, phone: Client, fresh: str
) -> None:
    """Many answers of the terminal are not thrown away for the first one of the phone."""
    for day in (151, 152, 158, 173):
        there.day(day)
        graded(there, desk, "새것", 3)
    (_due, repetitions, interval, *_rest) = memory(there, desk, "새것")
    there.day(200)
    phone.do(("answer", fresh, 4), ("give", str(there.folder / "later.apkg"), "apkg", False))
    run(there, desk, "import", there.folder / "later.apkg")
    (_due, *after) = memory(there, desk, "새것")
    assert after[0] == repetitions + 1
    assert after[1] > 2 * interval


def test_a_first_answer_taken_back_leaves_a_new_card_everywhere(
    there: Bench, desk: Path, phone: Client, fresh: str
) -> None:
    """As if it had never been: also where Anki had seen it already."""
    there.day(151)
    graded(there, desk, "새것", 3)
    run(there, desk, "sync")
    run(there, desk, "sync")
    run(there, desk, "undo")
    run(there, desk, "sync")
    phone.do(("sync", *there.account))
    assert standing(phone)[f"{fresh}/0"][:2] == [0, 0]
    assert memory(there, desk, "새것")[:2] == (None, 0)


def test_an_interval_set_on_the_phone_goes_with_its_day(there: Bench, desk: Path, phone: Client) -> None:
    """“Set due date” with `!` begins with a shorter interval; quiz does not put the long one back."""
    key = max(standing(phone), key=lambda key: standing(phone)[key][3] if standing(phone)[key][0] == 2 else 0)
    there.day(151)
    phone.do(("sync", *there.account), ("due_in", key.rpartition("/")[0], "3!"), ("sync", *there.account))
    before = standing(phone)
    assert before[key][2:4] == [3, 3]
    run(there, desk, "sync")
    phone.do(("sync", *there.account))
    assert standing(phone)[key] == before[key]
    assert [interval for _question, _due, interval in cards(there, desk)].count(3) == 1


def test_two_cards_there_that_are_one_here_agree_on_what_changed(
    there: Bench, desk: Path, phone: Client, fresh: str
) -> None:
    """Whichever of them is suspended on the phone, it is suspended here and on the other; none is undone silently."""
    run(there, desk, "export", there.folder / "copies.apkg", "--from-anki", "새것")
    phone.do(("take", str(there.folder / "copies.apkg")), ("sync", *there.account))
    run(there, desk, "sync")
    run(there, desk, "sync")
    (card,) = json.loads(run(there, desk, "cards", "--json", "새것"))["cards"]
    for guid in (fresh, card["uid"]):
        phone.do(("sync", *there.account), ("suspend", guid), ("sync", *there.account))
        run(there, desk, "sync")
        phone.do(("sync", *there.account))
        assert [standing(phone)[f"{each}/0"][1] for each in (fresh, card["uid"])] == [-1, -1]
        assert "새것" in run(there, desk, "cards", "is:suspended")
        phone.do(("unsuspend", fresh), ("unsuspend", card["uid"]), ("sync", *there.account))
        run(there, desk, "sync")
        assert "새것" not in run(there, desk, "cards", "is:suspended")


def test_a_card_that_was_added_to_a_note_in_anki_is_told(there: Bench, desk: Path, phone: Client) -> None:
    """A gap more makes a card more there; that it has none here is said, by sync and by import."""
    guid = next(guid for guid, text in phone.do(("texts",))[0] if "{{c2::" in text)
    phone.do(("write", guid, "Text", "{{c1::보라인}}은 {{c2::고리}}를 {{c3::만든다}}"))
    phone.do(("sync", *there.account), ("give", str(there.folder / "more.apkg"), "apkg", False))
    assert "1 card in Anki is of a note that is here" in run(there, desk, "sync")
    assert "1 card in Anki is of a note that is here" in run(there, desk, "import", there.folder / "more.apkg")


def test_a_folder_of_imported_notes_is_followed(there: Bench, desk: Path) -> None:
    """A file in it may be renamed, and another may be added: no card is missed, and no new one is overlooked."""
    before = cards(there, desk)
    (file,) = (there.folder / "notes").glob("*.md")
    file.rename(file.with_name("다른 이름.md"))
    (there.folder / "notes" / "new.md").write_text("# 더\n\n- 더 있나요?\n  - 네.\n", "utf-8")
    said = run(there, desk, "cards")
    assert "missing-source" not in said
    assert "더 있나요?" in said
    assert cards(there, desk) == before
