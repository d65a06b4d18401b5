"""What a sync decides, without an engine: states, rows, texts and tombstones; and what opens an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki import fields
from quiz.anki.fields import Written
from quiz.anki.notetype import NOTETYPE_ID
from quiz.anki.rows import CardRow, LogRow, NoteRow
from quiz.anki.schedule import LEARNED, NEW, schedule
from quiz.anki.stamps import Stamp
from quiz.anki.types import BASIC
from quiz.entry import Entry
from quiz.errors import SyncError, UsageError
from quiz.exchange import login
from quiz.exchange.desired import Story, Timing, missing_rows, state, tombstones, undone_rows, verdict
from quiz.exchange.withdrawn import same_cards
from quiz.reviews import Moment, Progress, Review, live, steps
from quiz.settings import SyncSettings
from quiz.sm2 import Memory

ZERO, TODAY = 739_000, 740_000
TIMING = Timing(ZERO, TODAY)
CARD = CardRow(1, 1, 1, 0, 100, NEW, NEW, 5, 0, 0, 0, 0, 0, 0, 0, 0, "{}")
GRADED = Progress(Memory(2, 6, 260), TODAY + 6, TODAY, TODAY, 4, 1_700_000_000_000, 2)
"""A card that was graded today."""


def agreed(progress: Progress) -> CardRow:
    """The card as a sync before left it."""
    return state(CARD, progress, TIMING)


def test_a_graded_card_gets_every_number() -> None:
    """Type, queue, due day, interval, ease, counts and time of the last answer."""
    card = state(CARD, GRADED, TIMING)
    assert (card.type, card.queue, card.due, card.interval, card.factor) == (2, 2, TODAY + 6 - ZERO, 6, 2600)
    assert (card.reps, card.lapses, card.left, card.data) == (2, 0, 0, '{"pos":5,"lrt":1700000000}')
    assert (card.id, card.deck, card.mod) == (CARD.id, CARD.deck, CARD.mod)


PROGRESSES = st.builds(
    Progress,
    st.builds(Memory, st.integers(0, 9), st.integers(0, 400), st.integers(130, 300)),
    st.none() | st.integers(TODAY - 90, TODAY + 400),
    last_day=st.integers(TODAY - 3, TODAY),
    last_ms=st.sampled_from([0, 1_700_000_000_000]),
    suspended=st.booleans(),
    flagged=st.booleans(),
)
CARDS = st.builds(
    CARD._replace,  # type: ignore[arg-type]
    type=st.integers(0, 3),
    queue=st.integers(-3, 4),
    due=st.integers(-99, 2_000),
    interval=st.integers(-600, 400),
    factor=st.sampled_from([0, 2500]),
    flags=st.integers(0, 7),
    home_deck=st.sampled_from([0, 0, 0, 9]),
    data=st.sampled_from(["", "{}", "[]", "no json", '{"pos":3,"s":9.1,"d":5.2,"cd":"{}"}']),
)
STORIES = st.builds(Story, st.integers(1, 99), st.booleans(), st.booleans(), st.just(False))


@given(CARDS, PROGRESSES, STORIES)
def test_what_was_written_is_not_written_again(card: CardRow, progress: Progress, story: Story) -> None:
    """A second sync finds nothing to do, whatever the card was like."""
    once = state(card, progress, TIMING, story)
    assert state(once, progress, TIMING, story) == once


@given(CARDS, PROGRESSES, STORIES)
def test_after_the_study_day_both_sides_agree(card: CardRow, progress: Progress, story: Story) -> None:
    """Outside filtered decks, on the next day: what counts is as the library has it."""
    card, tomorrow = card._replace(home_deck=0), Timing(ZERO, TODAY + 1)
    after = state(card, progress, tomorrow, story)
    ours = schedule(progress, 1, ZERO)
    assert (after.type, after.queue == -1, after.flags & 7 > 0) == (ours.type, progress.suspended, progress.flagged)
    if after.type == LEARNED:
        assert (after.interval, after.factor) == (ours.interval_days, ours.factor_permille)
        assert after.due == ours.due or story.graded_there


@pytest.mark.parametrize("queue", [-2, -3])
def test_buried_stays_buried(queue: int) -> None:
    """Anki digs out by a day of its own; only suspending goes further."""
    buried = agreed(GRADED)._replace(queue=queue)
    assert state(buried, GRADED, TIMING) == buried
    assert state(buried._replace(interval=1), GRADED, TIMING).queue == queue
    assert state(buried, replace(GRADED, suspended=True), TIMING).queue == -1


def test_a_filtered_deck_is_left_alone() -> None:
    """The card comes home first."""
    away = CARD._replace(home_deck=7, due=-100_000, type=2, queue=2)
    assert state(away, replace(GRADED, suspended=True, flagged=True), TIMING) == away


def test_what_is_in_learning_today_is_written_when_the_day_is_over() -> None:
    """Its steps go on; a flag arrives at once, and suspending ends them."""
    learning = CARD._replace(type=1, queue=1, due=1_700_000_600, left=1001)
    assert state(learning, GRADED, TIMING) == learning
    assert state(learning, replace(GRADED, flagged=True), TIMING) == learning._replace(flags=1)
    assert state(learning, replace(GRADED, suspended=True), TIMING).queue == -1
    later = state(learning, GRADED, Timing(ZERO, TODAY + 1))
    assert (later.type, later.queue, later.left) == (2, 2, 0)


def test_colours_of_flags_and_counts_of_reviews_are_ankis() -> None:
    """A blue flag is a flag, the position of a new card and the number of reviews differ without a reason to write."""
    flagged = agreed(replace(GRADED, flagged=True))._replace(flags=4, reps=99, lapses=7)
    assert state(flagged, replace(GRADED, flagged=True), TIMING) == flagged
    assert state(flagged, GRADED, TIMING).flags == 0
    assert state(CARD._replace(due=77), Progress(), TIMING, Story(3)) == CARD._replace(due=77)


def test_a_tag_that_says_what_a_flag_says_leaves_flags_alone() -> None:
    """What is marked by a tag needs no flag, and no flag taken away would unmark it."""
    tagged = Story(tagged=True)
    assert state(agreed(GRADED), replace(GRADED, flagged=True), TIMING, tagged) == agreed(GRADED)
    assert state(agreed(GRADED)._replace(flags=2), GRADED, TIMING, tagged).flags == 2


def test_a_due_day_moved_on_another_terminal_stays() -> None:
    """Within what fuzz may move, and only where the grade came from there."""
    moved = agreed(GRADED)._replace(due=GRADED.due_day + 1 - ZERO)  # type: ignore[operator]
    assert state(moved, GRADED, TIMING, Story(graded_there=True)) == moved
    assert state(moved, GRADED, TIMING) == agreed(GRADED)
    assert state(moved._replace(due=moved.due + 9), GRADED, TIMING, Story(graded_there=True)) == agreed(GRADED)


def test_what_add_ons_keep_stays_and_what_fsrs_knows_goes() -> None:
    """FSRS works its numbers out anew from the log; stale ones would mislead it."""
    card = CARD._replace(data='{"pos":2,"s":8.1,"d":4,"cd":"{\\"a\\":1}"}')
    assert state(card, GRADED, TIMING).data == '{"pos":2,"lrt":1700000000,"cd":"{\\"a\\":1}"}'


# — the log —


def event(ms: int, card: str = "c", kind: str = "grade", source: str = "terminal", target: str | None = None) -> Review:
    grade = 4 if kind in ("grade", "cram") else None
    return Review(f"{ms}-{card}-{kind}", card, Moment(ms), TODAY, kind, grade, source=source, target=target)  # type: ignore[arg-type]


def numbered(*events: Review) -> list[tuple[object, int]]:
    return [(step, step[0].moment.utc_ms) for step in steps(events)]


def test_rows_that_are_there_are_not_sent() -> None:
    """Only what the log there lacks; a number that another card has is given up for the next free one."""
    story = numbered(event(10), event(20), event(30))
    missing = missing_rows([([7], story)], {10: 7, 20: 8, 21: 9}, {10, 20, 22, 30})  # type: ignore[list-item]
    assert [(row.id, row.card) for row in missing.rows] == [(23, 7), (30, 7)]
    assert missing.numbers == {"20-c-grade": 23}


def test_a_card_that_is_two_notes_there_has_its_rows_once() -> None:
    """A row of either note is the row of the card."""
    missing = missing_rows([([7, 8], numbered(event(10), event(20), event(30)))], {10: 7, 20: 8}, set())  # type: ignore[list-item]
    assert [(row.id, row.card) for row in missing.rows] == [(30, 7)]


@given(st.lists(st.integers(1, 30), unique=True), st.dictionaries(st.integers(1, 30), st.sampled_from([7, 9])))
def test_no_two_rows_share_a_number(times: list[int], owners: dict[int, int]) -> None:
    """After any portion is written, nothing is missing and no number of another card was taken."""
    story = numbered(*map(event, sorted(times)))
    missing = missing_rows([([7], story)], owners, times)  # type: ignore[list-item]
    written = {row.id: row.card for row in missing.rows}
    assert len(written) == len(missing.rows)
    assert not written.keys() & owners.keys()
    again = [(step, missing.numbers.get(step[0].event_id, number)) for step, number in story]  # type: ignore[index]
    assert missing_rows([([7], again)], owners | written, times).rows == ()  # type: ignore[list-item]


def test_what_was_taken_back_is_known_by_its_row() -> None:
    """Also where the row has a number of its own; marks have no row."""
    log = [event(10), event(20), event(30, kind="flag"), event(40, kind="undo", target="20-c-grade")]
    assert list(undone_rows(log, {"20-c-grade": 25})) == [(25, log[1])]
    more = [*log, event(50, kind="undo", target="30-c-flag")]
    assert [number for number, _ in undone_rows(more, {})] == [20]


def test_a_tombstone_from_elsewhere_is_the_same_every_time() -> None:
    """It takes back what stands, once, and leaves what was taken back already."""
    log = [event(10), event(20)]
    found = tombstones(log, {}, {20, 99})
    assert [(each.kind, each.target, each.source, each.moment.utc_ms) for each in found] == [
        ("undo", "20-c-grade", "anki", 20)
    ]
    assert tombstones(log, {}, {20}) == found
    assert live([*log, *found]) == [log[0]]
    assert tombstones([*log, *found], {}, {20}) == []
    assert tombstones(log, {"20-c-grade": 21}, {20}) == []


def test_links_lead_to_the_card_that_goes_on() -> None:
    """Through any number of them, and round in circles no further."""
    assert same_cards([("b", "a"), ("c", "b")]) == {"a": "c", "b": "c"}
    assert set(same_cards([("b", "a"), ("a", "b")])) == {"a", "b"}


# — texts —

ENTRY = Entry("u", "", "front", "back", topics=("t",))
OURS, OLD = (fields.note(ENTRY, BASIC, ("front", back, "")) for back in ("back", "before"))
NOTE = NoteRow(1, "u", NOTETYPE_ID, 50, ("t",), OURS.row)
STAMP = Stamp(1, OURS.digest, 50)


@pytest.mark.parametrize(
    ("note", "stamp", "known", "said"),
    [
        (NOTE, STAMP, [OURS], "same"),
        (NOTE, None, [], "adopt"),
        (NOTE._replace(mod=60, tags=("t", "marked")), STAMP, [OURS], "same"),
        (NOTE._replace(mod=60), replace(STAMP, digest="old"), [OLD], "adopt"),
        (NOTE._replace(mod=60, tags=()), replace(STAMP, digest="old"), [OURS], "send"),
        (NOTE._replace(mod=40), STAMP, [OURS], "send"),
        (NOTE, replace(STAMP, digest="old"), [OURS], "send"),
        (NOTE._replace(fields=OLD.row), STAMP, [OLD, OURS], "send"),
        (NOTE._replace(fields=OLD.row, mod=70), STAMP, [OLD], "send"),
        (NOTE._replace(fields=OLD.row, mod=70), STAMP, [OURS], "edited"),
        (NOTE._replace(fields=OLD.row, mod=70), replace(STAMP, digest="old"), [OURS], "conflict"),
        (NOTE._replace(fields=OLD.row), None, [], "edited"),
        (NOTE._replace(notetype=5, fields=("a",)), STAMP, [], "foreign"),
    ],
)
def test_what_becomes_of_a_text(note: NoteRow, stamp: Stamp | None, known: list[Written], said: str) -> None:
    """A text that was ever ours is updated, any other stays; what another terminal wrote is not written again."""
    assert verdict(OURS, stamp, note, {each.text_digest for each in known}) == said


# — the account —


class Server:
    """What `log_in` asks of a mirror."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys
        self.used: list[str] = []

    def login(self, _account: object, password: str) -> str:
        if password != "right":
            raise SyncError("no", refused=True)
        return "new key"

    def accepts(self, _account: object, key: str) -> bool:
        self.used.append(key)
        return key in self.keys

    def use(self, _account: object, key: str) -> None:
        self.used.append(key)


class Keyring:
    """One that works, or stays shut."""

    priority = 5

    def __init__(self, shut: bool) -> None:
        self.kept: dict[str, str] = {}
        self.shut = shut

    def __getattr__(self, name: str) -> Callable[..., str | None]:
        act = {"get": self.kept.get, "set": self.kept.__setitem__, "delete": self.kept.pop}[name.split("_")[0]]

        def done(_service: str, *rest: str) -> str | None:
            if self.shut:
                raise pytest.importorskip("keyring.errors").KeyringLocked
            return act(*rest)  # type: ignore[operator, no-any-return]

        return done


@pytest.mark.parametrize("shut", [False, True])
def test_a_keyring_that_stays_shut_is_like_none(monkeypatch: pytest.MonkeyPatch, shut: bool) -> None:
    """What was put in comes out, until it is forgotten; nothing breaks where it cannot be opened."""
    backend = Keyring(shut)
    monkeypatch.setattr(pytest.importorskip("keyring"), "get_keyring", lambda: backend)
    assert login.vault.keep("me", "key") != shut
    assert login.vault.kept("me") == (None if shut else "key")
    login.vault.forget("me")
    assert backend.kept == {}


def test_a_machine_without_a_keyring_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The backend that only fails is none."""
    monkeypatch.setattr(Keyring, "priority", 0)
    monkeypatch.setattr(pytest.importorskip("keyring"), "get_keyring", lambda: Keyring(shut=False))
    assert not login.vault.available()
    assert not login.vault.keep("me", "key")


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A keyring that can be looked into."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(login.vault, "available", lambda: True)
    monkeypatch.setattr(login.vault, "kept", kept.get)
    monkeypatch.setattr(login.vault, "keep", kept.__setitem__)
    monkeypatch.setattr(login.vault, "forget", kept.pop)
    return kept


ACCOUNT = login.account(SyncSettings(user="me"))
HERE = login.Asking(lambda: "right", lambda: True)
NOBODY = login.Asking(lambda: None, lambda: False)


def test_the_keyring_keeps_the_key_and_never_the_password(vault: dict[str, str]) -> None:
    """Asked once, then nobody is asked any more."""
    server = Server()
    login.log_in(server, ACCOUNT, {}, HERE)  # type: ignore[arg-type]
    assert list(vault.values()) == ["new key"]
    again = Server("new key")
    login.log_in(again, ACCOUNT, {}, NOBODY)  # type: ignore[arg-type]
    assert again.used == ["new key"]


def test_a_key_that_holds_no_longer_is_forgotten(vault: dict[str, str]) -> None:
    """As after a change of the password: asked again; a person who does not stay logged in leaves nothing behind."""
    vault[" ".join(ACCOUNT)] = "old key"
    login.log_in(Server(), ACCOUNT, {}, replace(HERE, stay=lambda: False))  # type: ignore[arg-type]
    assert vault == {}


def test_the_environment_goes_before_the_keyring(vault: dict[str, str]) -> None:
    """A script says who it is, and leaves no trace."""
    vault[" ".join(ACCOUNT)] = "old key"
    server = Server("old key")
    login.log_in(server, ACCOUNT, {login.PASSWORD: "right"}, NOBODY)  # type: ignore[arg-type]
    assert server.used == ["new key"]
    assert list(vault.values()) == ["old key"]


def test_nobody_to_ask_is_an_error(vault: dict[str, str]) -> None:
    """The hint names the variable."""
    with pytest.raises(SyncError) as told:
        login.log_in(Server(), ACCOUNT, {}, NOBODY)  # type: ignore[arg-type]
    assert login.PASSWORD in told.value.hint
    assert vault == {}


@pytest.mark.parametrize(
    "server", ["http://127.0.0.1:8080", "http://[::1]:8080/", "http://localhost/", "https://a.example"]
)
def test_servers_a_password_may_go_to(server: str) -> None:
    """This machine, and whatever is encrypted; others where the person accepts it."""
    assert login.account(SyncSettings(server, "me")).server.rstrip("/") == server.rstrip("/")
    assert login.account(SyncSettings("http://192.168.0.9/", "me", insecure=True)).server == "http://192.168.0.9/"
    for refused in ("http://192.168.0.9/", "http://localhost.example.com/"):
        with pytest.raises(UsageError):
            login.account(SyncSettings(refused, "me"))


def test_rows_are_what_the_reader_reads() -> None:
    """A row that is added has eight columns in the order of the log there."""
    (row,) = missing_rows([([7], numbered(event(10)))], {}, set()).rows  # type: ignore[list-item]
    assert row == LogRow(10, 7, 3, 1, 0, 2505, 0, 0)
