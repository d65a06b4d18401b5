"""`quiz sync` against the real sync server on loopback: phones and terminals that share an account agree."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from accounts import Bench, Client, bench
from phones import needs_engine
from support import notes, write

from quiz.anki.answers import kind_of
from quiz.anki.rows import LogRow

CARDS = 24
DAYS = 30
KILLS = 50
SUSPENDED = -1


def a_phone_day(phone: Client, uids: list[str], chance: random.Random) -> list[list[Any]]:
    """Answers, marks and acts of an owner; the rows of the log that they made."""
    before = phone.do(("state",))[0]
    asked = [uid for uid in uids if before["cards"].get(f"{uid}/0", [0, SUSPENDED])[1] >= 0]
    acts: list[tuple[Any, ...]] = [
        ("answer", guid, chance.choice((1, 2, 3, 3, 3, 4))) for guid in chance.sample(asked, min(len(asked), 4))
    ]
    guid = chance.choice(uids)
    match chance.randrange(8):
        case 0:
            acts.append(("suspend", guid))
        case 1 | 2:
            acts.append(("unsuspend", guid))
        case 3:
            acts.append(("flag", guid, chance.randrange(4)))
        case 4:
            acts.append(("forget", guid))
        case 5:
            acts.append(("due_in", guid, str(chance.randrange(9))))
        case 6:
            crammed = chance.choice(asked)
            acts += [("cram", f"ID:{crammed}"), ("answer", crammed, 3), ("end_cram",)]
    after = phone.do(*acts, ("state",))[-1]
    return [row for row in after["log"] if row not in before["log"]]


def a_terminal_day(terminal: Client, uids: list[str], chance: random.Random) -> None:
    acts: list[tuple[Any, ...]] = [("grade", uid, chance.randrange(6)) for uid in chance.sample(uids, 4)]
    uid = chance.choice(uids)
    match chance.randrange(8):
        case 0:
            acts.append(("undo",))
        case 1:  # what the others have by now
            acts.insert(0, ("undo",))
        case 2:
            acts += [("cram", uid, chance.randrange(6)), ("drill", uid, chance.randrange(6))]
        case 3:
            acts.append(("act", uid, "due", chance.randrange(9)))
        case 4:
            acts.append(("act", uid, "reset"))
        case 5:
            acts.append(("act", uid, chance.choice(("suspend", "resume"))))
        case 6:
            acts.append(("act", uid, chance.choice(("flag", "unflag"))))
    terminal.do(*acts)


def settle(there: Bench, clients: list[Client], day: int) -> None:
    """Everyone syncs until everyone has what everyone had, on a day on which nobody learns."""
    for hour, client in enumerate((*clients, *clients)):
        there.day(day, hours=hour)
        client.do(("sync", *there.account))


def answers(rows: list[list[Any]]) -> list[list[Any]]:
    """Number, card and button of the rows of a phone's log that say something to us."""
    told = [LogRow(row[0], 0, row[2], *row[3:]) for row in rows]
    return [[row[0], row[1], row[2]] for row, said in zip(rows, told, strict=True) if kind_of(said)]


def test_a_month_of_two_phones_and_two_terminals(tmp_path: Path) -> None:
    """In turn, offline now and then: every review exists once everywhere, and due days and marks agree."""
    needs_engine(clock=True)
    chance = random.Random(1)
    file = write(tmp_path / "notes.md", notes(*(f"질문 {number}?" for number in range(CARDS))))
    with bench(tmp_path, clock=True) as there:
        phones = [there.phone("phone"), there.phone("tablet")]
        terminals = [there.terminal("desk"), there.terminal("laptop")]
        phones[0].do(("add", "Basic", "Default", ["a note of the owner's own", ""], []), ("sync", *there.account))
        for terminal in terminals:
            terminal.do(("add", str(file)), ("sync", *there.account))
        uids = terminals[0].do(("uids",))[0]
        pressed: list[list[Any]] = []
        for client in phones:
            client.do(("sync", *there.account))
        for day in range(1, DAYS + 1):
            for hour, client in enumerate(chance.sample([*phones, *terminals], 4)):
                there.day(day, hours=hour)
                if client in phones:
                    pressed += a_phone_day(client, uids, chance)
                else:
                    a_terminal_day(client, uids, chance)
                if chance.random() < 0.8:
                    client.do(("sync", *there.account))
        settle(there, [*terminals, *phones], DAYS + 1)
        fresh = there.phone("fresh")
        fresh.do(("sync", *there.account))
        ours = [terminal.do(("state",))[0] for terminal in terminals]
        theirs = [phone.do(("state",))[0] for phone in (*phones, fresh)]
        withdrawn = fresh.do(("setting", "quiz.withdrawn"))[0]
        assert [phone.do(("check",)) for phone in phones] == [[[]], [[]]]
        for terminal in terminals:
            nothing = terminal.do(("sync", *there.account))[0]
            assert not any(nothing[kind] for kind in ("reviews_in", "reviews_out", "cards_written", "notes_updated"))
    assert len(agree(uids, pressed, ours, theirs, withdrawn)) > 400
    assert withdrawn


def agree(
    uids: list[str],
    pressed: list[list[Any]],
    ours: list[dict[str, Any]],
    theirs: list[dict[str, Any]],
    withdrawn: list[int],
) -> list[list[Any]]:
    """Every answer that stands: once in each log of terminals and phones, which also agree on every card."""
    standing = sorted([*answers(pressed), *(row for state in ours for row in state["own"])])
    assert [state["log"] for state in ours] == [standing] * len(ours)
    for state in theirs:
        rows = answers([row for row in state["log"] if row[1] in uids])
        assert [row for row in rows if row[0] not in withdrawn] == standing
        assert {row[0] for row in rows} >= set(withdrawn)
    assert all(state["cards"] == ours[0]["cards"] for state in ours)
    assert all(state["replays"] for state in ours)
    for uid, (due, _n, interval, ease, suspended, flagged) in ours[0]["cards"].items():
        for state in theirs:
            kind, queue, there_due, there_interval, factor, _reps, _lapses, flag, _data = state["cards"][f"{uid}/0"]
            assert (queue == SUSPENDED, flag > 0) == (suspended, flagged)
            if due is None:
                assert kind == 0
            else:
                assert (kind, there_due, there_interval, factor) == (2, due, max(1, interval), ease * 10)
    return standing


def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    """A sync that is killed fifty times, with and without a mirror to begin with, is finished by the next one."""
    needs_engine(clock=True)
    chance = random.Random(2)
    file = write(tmp_path / "notes.md", notes(*(f"질문 {number}?" for number in range(CARDS))))
    with bench(tmp_path, clock=True) as there:
        phone, desk, laptop = there.phone("phone"), there.terminal("desk"), there.terminal("laptop")
        phone.do(("add", "Basic", "Default", ["a note of the owner's own", ""], []), ("sync", *there.account))
        desk.do(("add", str(file)))
        laptop.do(("add", str(file)))
        uids = desk.do(("uids",))[0]
        took = desk.do(("killed", 60, *there.account))[0]
        phone.do(("sync", *there.account))
        pressed: list[list[Any]] = []
        killed = 0
        for turn in range(KILLS):
            there.day(1 + turn // 5, hours=turn % 5)
            a_terminal_day(desk, uids, chance)
            if turn % 5 == 4:
                there.day(1 + turn // 5, hours=4.5)
                pressed += a_phone_day(phone, uids, chance)
                phone.do(("sync", *there.account))
            if turn % 10 == 9:
                desk.do(("lose_mirror",))
            killed += not desk.do(("killed", chance.uniform(0, took), *there.account))[0]
        assert killed > KILLS // 3
        there.day(2 + KILLS // 5)
        for _twice in range(2):
            assert desk.do(("killed", 60, *there.account))[0]
            laptop.do(("sync", *there.account))
            phone.do(("sync", *there.account))
        ours = [terminal.do(("state",))[0] for terminal in (desk, laptop)]
        theirs, withdrawn = phone.do(("state",), ("setting", "quiz.withdrawn"))
        assert phone.do(("check",)) == [[]]
    assert len(agree(uids, pressed, ours, [theirs], withdrawn or [])) > 150
