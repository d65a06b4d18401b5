"""The database of the library: nothing recorded is lost, the log is the truth, the rest is a cache of it."""

import signal
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support import DAY_MS, TODAY, ask, bound_by_permissions, noon, row, worker

from quiz.errors import StoreError, UsageError
from quiz.retag import Retag
from quiz.reviews import Progress, replay
from quiz.schedule import Done, Rules, plan
from quiz.sm2 import Memory
from quiz.store import FileRow, Store, schema

HINTED = 10


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "quiz.db"


@pytest.fixture
def store(path):
    with Store(path) as store:
        store.take_in(cards=[row("a"), row("b", position=1)])
        yield store


def grade(store, card="a", grade=4, day=TODAY, ms=0, kind="grade"):
    return store.record(card, kind, noon(day, ms), day, grade=grade)


ACTS = ["drill", "cram", "suspend", "resume", "bury", "flag", "unflag", "reset", "rewritten", "due"]


def remembered(log, profile="sm2"):
    """The memories a log gives; a card with nothing to remember has none."""
    return {card: now for card, now in replay(log, profile).items() if now != Progress()}


def told(error):
    """Whether an error is one sentence and a hint."""
    message = error.value.message
    return message.endswith(".") and "\n" not in message and len(error.value.hint) > HINTED


# — the log —

GRADES_ON_DEMAND = """
import sys
from pathlib import Path
from quiz.reviews import Moment
from quiz.store import Store
store = Store(Path(sys.argv[1]))
for number, line in enumerate(sys.stdin):
    print(store.record(line.strip(), "grade", Moment(number), number + 1, grade=4).event_id, flush=True)
"""


@pytest.mark.parametrize("count", [0, 1, 2, 13])
def test_a_killed_process_leaves_every_grade_it_recorded(path, count):
    """A grade is on disk when `record` returns: SIGKILL after k of them leaves exactly those k."""
    Store(path).close()
    with worker(GRADES_ON_DEMAND, path) as process:
        given = [ask(process, "a") for _ in range(count)]
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    with Store(path) as store:
        log = store.reviews()
        assert [review.event_id for review in log] == given
        assert store.memories() == remembered(log)


def test_a_commit_waits_for_the_disk(path):
    """Also a power cut loses no grade: the database is synced at every commit, with a write-ahead log."""
    with closing(schema.connect(path)) as connection:
        (synchronous,), (journal,) = (
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("synchronous", "journal_mode")
        )
    assert (synchronous, journal) == (2, "wal")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET grade = 5",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT event_id, card, 1, 0, 0, kind, 5, 0, '', NULL, 0, '', '' FROM events",
    ],
)
def test_the_log_is_append_only(store, statement):
    """The database itself refuses to change, delete or replace an event."""
    before = [grade(store, grade=2)]
    with closing(sqlite3.connect(store.path)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    assert store.reviews() == before


def test_reviews_come_back_as_they_were_recorded(store):
    """Every field of an event survives the database."""
    first = store.record("a", "grade", noon(ms=5), TODAY, grade=0, duration_ms=1234, source="anki")
    second = store.record("b", "suspend", noon(TODAY + 1)._replace(offset_minutes=-570), TODAY + 1)
    assert store.reviews() == [first, second]
    assert (first.duration_ms, first.source, second.moment.offset_minutes) == (1234, "anki", -570)


@pytest.mark.parametrize("back", [0, 1, 1000, 9 * 3_600_000])
def test_what_was_done_in_order_stays_in_order(store, back):
    """Two events of one millisecond, or a clock that is put right by hours, do not change what came last."""
    store.record("a", "suspend", noon(ms=0), TODAY)
    store.record("a", "resume", noon(ms=-back), TODAY)
    assert not store.entry("a").progress.suspended
    assert [review.kind for review in sorted(store.reviews(), key=lambda r: (r.moment, r.event_id))] == [
        "suspend",
        "resume",
    ]


def test_many_events_of_one_millisecond_stay_in_order(store):
    """A script may grade faster than the clock ticks; replay sees the order in which it did."""
    ids = [grade(store, f"{number % 50}", number % 6).event_id for number in range(1100)]
    assert [review.event_id for review in sorted(store.reviews(), key=lambda r: (r.moment, r.event_id))] == ids


def test_two_processes_grading_at_once_lose_nothing(path):
    """Grades of two processes interleave; each is kept, with an id of its own, and memories agree with the log."""
    Store(path).close()
    with worker(GRADES_ON_DEMAND, path) as one, worker(GRADES_ON_DEMAND, path) as other:
        for process, card in ((one, "a"), (other, "b")):
            process.stdin.write(f"{card}\nshared\n" * 20)
            process.stdin.flush()
        given = {process.stdout.readline().strip() for process in (one, other) for _ in range(40)}
    with Store(path) as store:
        log = store.reviews()
        assert {review.event_id for review in log} == given
        assert len(log) == len(given) == 80
        assert store.memories() == remembered(log)


# — memories are a cache of the log —


class Library(RuleBasedStateMachine):
    """Anything a person can do, in any order. `a b c` are in the notes, `x y` are orphans, `u` has no answer."""

    @initialize(profile=st.sampled_from(["sm2", "sm2-nearest"]), new=st.integers(0, 4), reviews=st.integers(0, 4))
    def begin(self, profile, new, reviews):
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name, "quiz.db"), profile)
        orphans = [row(uid, state="orphan") for uid in "xy"]
        siblings = [row(uid)._replace(note="same") for uid in "ab"]
        cards = [*siblings, row("c")._replace(was="What was c?"), row("u", answer=""), *orphans]
        self.store.take_in(cards=cards)
        self.store.retag({uid: Retag(("kept",)) for uid in "xy"}, "")  # an orphan with nothing to lose is none
        self.day, self.ms = TODAY, 0
        self.rules = Rules(new_per_day=new, reviews_per_day=reviews)
        self.past = []

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def state(self):
        return self.store.memories(), sorted(self.store.entries(), key=lambda entry: entry.uid)

    @rule(days=st.integers(-1, 7), ms=st.sampled_from([0, 1, 3_600_000, -1, -60_000, -2 * DAY_MS]))
    def wait(self, days, ms):
        self.day, self.ms = self.day + days, self.ms + ms

    @rule(
        card=st.sampled_from("abcuxy"),
        kind=st.sampled_from(["grade", "grade", "grade", *ACTS]),
        grade=st.integers(0, 5),
        shift=st.integers(-9, 9),
    )
    def record(self, card, kind, grade, shift):
        self.past.append(self.state())
        given = grade if kind in ("grade", "drill", "cram") else None
        self.store.record(card, kind, noon(self.day, self.ms), self.day, grade=given, shift=shift)

    @rule(cards=st.lists(st.sampled_from("abcuxy"), min_size=1, unique=True), kind=st.sampled_from(ACTS))
    def record_all(self, cards, kind):
        """One act on many cards is one step back."""
        self.past.append(self.state())
        assert self.store.record_all(cards, kind, noon(self.day, self.ms), self.day) == len(cards)

    @rule(orphans=st.lists(st.sampled_from("abcxy"), unique=True))
    def drop(self, orphans):
        before, before_all = self.state(), self.store.entries()
        lost = {uid for uid in orphans if (entry := self.store.entry(uid)) and entry.state == "orphan"}
        dropped = self.store.drop(orphans, noon(self.day, self.ms), self.day)
        assert dropped == len(lost)
        assert self.store.entries() == [entry for entry in before_all if entry.uid not in lost]
        self.past += [before] * bool(dropped)

    @rule(card=st.sampled_from("abcxy"))
    def unlink(self, card):
        """The text goes on without the history it was given, and the history keeps its uid."""
        before, entry, fresh = self.state(), self.store.entry(card), f"fresh{len(self.store.reviews())}"
        try:
            self.store.unlink(card, fresh, noon(self.day, self.ms), self.day)
        except UsageError:
            assert self.state() == before
            return
        self.past.append(before)
        (apart,) = (other for other in self.store.entries() if other.question == entry.question)
        assert (apart.state, self.store.entry(card).state) == ("live", "orphan")
        assert self.store.entry(card).progress.reviews <= entry.progress.reviews

    @rule(orphan=st.sampled_from("abcxy"), card=st.sampled_from("abcxy"))
    def link(self, orphan, card):
        before = self.state()
        states = {uid: entry.state if (entry := self.store.entry(uid)) else None for uid in (orphan, card)}
        if states[orphan] == "orphan" and states[card] == "live":
            self.store.link(orphan, card, noon(self.day, self.ms), self.day)
            self.past.append(before)
            assert self.store.entry(orphan).question == next(e.question for e in before[1] if e.uid == card)
        else:
            with pytest.raises(UsageError):
                self.store.link(orphan, card, noon(self.day, self.ms), self.day)
            assert self.state() == before

    @rule(steps=st.integers(1, 3))
    def undo(self, steps):
        """Any number of steps back is where it was so many steps ago, texts and memories alike."""
        before = self.state()
        for _ in range(steps):
            undone = self.store.undo(noon(self.day, self.ms), self.day)
            assert bool(undone) == bool(self.past)
            before = self.past.pop() if self.past else before
        assert self.state() == before

    @rule(replayed=st.booleans())
    def reopen(self, replayed):
        before = self.state()
        self.store.close()
        self.store = Store(self.store.path, self.store.profile)
        if replayed:
            self.store.replay()
        assert self.state() == before

    @invariant()
    def memories_are_what_the_log_says(self):
        if hasattr(self, "store"):
            assert self.store.memories() == remembered(self.store.reviews(), self.store.profile)

    @invariant()
    def the_database_counts_what_a_plan_counts(self):
        if hasattr(self, "store"):
            entries, done = self.store.entries(), self.store.done(self.day)
            assert done == Done.today(entries, self.day)
            assert self.store.counts(self.day, self.rules) == plan(entries, done, self.day, self.rules).counts


TestLibrary = Library.TestCase
TestLibrary.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


def test_undo_goes_back_through_earlier_sittings(path):
    """Whoever opens the library next can undo all of it, the last event first, down to nothing."""
    for number, card in enumerate("abca"):
        with Store(path) as store:
            grade(store, card, grade=number, day=TODAY + number)
    undone = []
    for _ in range(4):
        with Store(path) as store:
            undone += store.undo(noon(), TODAY)
    assert [(event.card, event.grade) for event in undone] == [("a", 3), ("c", 2), ("b", 1), ("a", 0)]
    with Store(path) as store:
        assert store.undo(noon(), TODAY) == []
        assert store.memories() == {}


def test_a_new_profile_replays_the_log(path):
    """Opened under another rounding, the library has the memories of that rounding, and back."""
    with Store(path, "sm2") as store:
        for number, given in enumerate([3, 3, 3, 3, 4]):
            grade(store, grade=given, day=TODAY + 100 * number)
        up, log = store.memories(), store.reviews()
    with Store(path, "sm2-nearest") as store:
        nearest = store.memories()
        assert nearest == remembered(log, "sm2-nearest")
    assert nearest != up
    with Store(path, "sm2") as store:
        assert store.memories() == up


def test_an_interrupted_change_of_profile_is_made_up_for(path, monkeypatch):
    """The profile is noted and the memories are rebuilt in one transaction: a crash in between undoes both."""
    with Store(path, "sm2") as store:
        for number, given in enumerate([3, 3, 3, 3, 4]):
            grade(store, grade=given, day=TODAY + 100 * number)
        log = store.reviews()

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("quiz.store.log.replay", crash)
    with pytest.raises(KeyboardInterrupt):
        Store(path, "sm2-nearest")
    monkeypatch.undo()
    with Store(path, "sm2-nearest") as store:
        assert store.memories() == remembered(log, "sm2-nearest")


# — links —


def test_a_link_gives_text_and_history_to_the_orphan(path):
    """The orphan goes on with the new text and both histories; the other card is gone until the link is undone."""
    with Store(path) as store:
        store.take_in(cards=[row("old", state="orphan"), row("new")])
        grade(store, "old", 4, TODAY - 10)
        grade(store, "new", 4, TODAY)
        before = store.entries(), store.memories(), store.done(TODAY)
        store.link("old", "new", noon(), TODAY)
        (entry,) = store.entries()
        assert (entry.uid, entry.question, entry.state) == ("old", "What is new?", "live")
        assert entry.progress.memory == Memory(2, 6, 250)
        assert store.done(TODAY) == Done(reviewed=1, decks={"Deck": Done(reviewed=1)})
        assert store.memories().keys() == {"old"}
        (undone,) = store.undo(noon(), TODAY)
        assert (undone.kind, undone.card, undone.target) == ("link", "old", "new")
        assert (store.entries(), store.memories(), store.done(TODAY)) == before


@pytest.mark.parametrize(
    ("orphan", "card"), [("a", "b"), ("a", "a"), ("gone", "gone"), ("gone", "nobody"), ("nobody", "a")]
)
def test_only_an_orphan_can_be_linked_and_only_to_a_card_of_the_notes(store, orphan, card):
    """Any other pair is refused and changes nothing."""
    store.take_in(cards=[row("gone", state="orphan")])
    before = store.entries()
    with pytest.raises(UsageError) as error:
        store.link(orphan, card, noon(), TODAY)
    assert told(error)
    assert (store.entries(), store.reviews()) == (before, [])


# — taking in notes —


def test_what_notes_give_is_written_as_a_whole_or_not_at_all(store):
    """One row that cannot be stored leaves the library as it was."""
    before = store.entries()
    with pytest.raises(StoreError) as error:
        store.take_in(
            sources={"n": "file"},
            files=[FileRow("n", 1, 1, "", "")],
            cards=[row("c"), row("d", state="nonsense")],
            orphans=["a"],
        )
    assert told(error)
    assert (store.entries(), store.sources(), store.files()) == (before, {}, {})


def test_alone_means_alone(store, monkeypatch):
    """Between what a block reads and what it writes nobody else writes; an exception takes all of it back."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0)
    with Store(store.path) as other:
        with store.alone():
            store.take_in(cards=[row("c")])
            with pytest.raises(StoreError, match="locked"):
                grade(other)
            assert len(other.entries()) == 2
        assert len(other.entries()) == 3

        def interrupted():
            with store.alone():
                store.take_in(cards=[row("d")])
                grade(store)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert (len(other.entries()), other.reviews()) == (3, [])


def test_every_uid_ever_given_is_known(store):
    """Orphans, linked cards, and cards that only the log speaks of keep their uid from being given again."""
    store.take_in(cards=[row("gone", state="orphan")])
    store.link("gone", "b", noon(), TODAY)
    grade(store, "elsewhere")
    assert store.uids() == {"a", "b", "gone", "elsewhere"}


# — opening —

OPENS_WHEN_TOLD = """
import sys
from pathlib import Path
from quiz.store import Store, schema
schema.MIGRATIONS += ("CREATE TABLE later (word TEXT); INSERT INTO later VALUES ('once')",) * int(sys.argv[2])
sys.stdin.readline()
Store(Path(sys.argv[1])).close()
print("open", flush=True)
"""


@pytest.mark.parametrize("later", [0, 1])
def test_processes_that_open_at_once_migrate_once(path, later):
    """A library that several processes find new, or old, is made or brought up to date by one of them."""
    if later:
        Store(path).close()
    with ExitStack() as stack:
        processes = [stack.enter_context(worker(OPENS_WHEN_TOLD, path, later)) for _ in range(4)]
        for process in processes:
            print(file=process.stdin, flush=True)
        assert [process.stdout.readline() for process in processes] == ["open\n"] * 4
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS) + later,)
        if later:
            assert connection.execute("SELECT word FROM later").fetchall() == [("once",)]


def test_a_migration_keeps_a_copy_from_before(store, monkeypatch):
    """Before the shape of the database changes, all of it is copied."""
    given = grade(store)
    store.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (word TEXT)"))
    with Store(store.path) as migrated:
        assert migrated.reviews() == [given]
    monkeypatch.undo()
    with Store(store.path.parent / "backups" / f"before-version-{len(schema.MIGRATIONS) + 1}.db") as copy:
        assert copy.reviews() == [given]


def test_a_library_of_the_first_version_loses_nothing(path, monkeypatch):
    """Cards, reviews and what they come to are the same after the migration, in a library written before it."""
    with monkeypatch.context() as before:
        before.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        with closing(schema.connect(path)) as old:
            old.execute(
                "INSERT INTO cards VALUES"
                " ('a', NULL, 'Deck', '', 'What?', 'That.', 1, 'open', 'topic', 'notes.md', 3, 0, 'live')"
            )
            old.execute("INSERT INTO meta VALUES ('profile', 'sm2')")
            for day, given in enumerate([4, 4, 2]):
                old.execute(
                    "INSERT INTO events VALUES (?, 'a', ?, 0, ?, 'grade', ?, 900, 'terminal', NULL)",
                    (f"e{day}", noon(TODAY + day).utc_ms, TODAY + day, given),
                )
    with Store(path) as store:
        (entry,) = store.entries()
        assert (entry.question, entry.answer, entry.topics, entry.line) == ("What?", "That.", ("topic",), 3)
        assert [(event.grade, event.duration_ms, event.shift) for event in store.reviews()] == [
            (4, 900, 0),
            (4, 900, 0),
            (2, 900, 0),
        ]
        assert entry.progress == remembered(store.reviews())["a"]
        assert (entry.progress.memory, entry.progress.lapses) == (Memory(0, 1, 218), 1)
        (undone,) = store.undo(noon(TODAY + 3), TODAY + 3)
        assert undone.event_id == "e2"


def test_a_failing_migration_changes_nothing(store, monkeypatch):
    """A migration that breaks off midway leaves the old version, usable as before."""
    given = grade(store)
    store.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (word TEXT); SELECT nonsense"))
    with pytest.raises(StoreError) as error:
        Store(store.path)
    assert told(error)
    monkeypatch.undo()
    with Store(store.path) as old:
        assert old.reviews() == [given]
    with closing(sqlite3.connect(store.path)) as connection:
        assert not connection.execute("SELECT * FROM sqlite_schema WHERE name = 'later'").fetchall()


def test_a_newer_library_is_left_alone(store):
    """A database of a later version is refused with the advice to update, and not a byte of it changes."""
    grade(store)
    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="newer version") as error:
        Store(store.path)
    assert told(error)
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"Dear diary,\n" * 500, b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_left_alone(path, content):
    """Whatever stands where the library should be is refused in a sentence and stays."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError) as error:
        Store(path)
    assert told(error)
    assert path.read_bytes() == content


def test_a_damaged_library_says_so(store):
    """Pages of rubbish inside the database give a sentence that names the copies, and the copies are whole."""
    for number in range(200):
        grade(store, day=TODAY + number)
    store.daily_backup(TODAY)
    log, path = store.reviews(), store.path
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\x5a" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="cannot be used") as error, Store(path) as damaged:
        damaged.reviews()
    assert told(error)
    assert "backups" in error.value.hint
    (copy,) = (path.parent / "backups").iterdir()
    with Store(copy) as whole:
        assert whole.reviews() == log


def test_a_library_in_use_asks_for_patience(store, monkeypatch):
    """While another process writes, reading goes on, writing waits its time and then says so; nothing is lost."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0)
    given = grade(store)
    with Store(store.path) as hasty, closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert hasty.reviews() == [given]
        for attempt in (
            lambda: grade(hasty),
            hasty.replay,
            lambda: hasty.undo(noon(), TODAY),
            lambda: Store(store.path, "sm2-nearest"),
        ):
            with pytest.raises(StoreError, match="locked") as error:
                attempt()
            assert told(error)
            assert "try again" in error.value.hint
        other.execute("ROLLBACK")
        assert hasty.reviews() == [given]
        assert len([given, grade(hasty)]) == len(store.reviews())


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_without_rights_says_so(path, there):
    """A library in a read-only folder, new or old, gives a sentence that names the folder or file, and a hint."""
    if there:
        with Store(path) as store:
            grade(store)
    path.parent.mkdir(exist_ok=True)
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with bound_by_permissions(), pytest.raises(StoreError, match=str(path)) as error, Store(path) as store:
            grade(store)
        assert told(error)
        assert "QUIZ_HOME" in error.value.hint
    finally:
        path.parent.chmod(0o755)


def test_a_file_in_the_place_of_the_folder_says_so(tmp_path):
    """A data folder that cannot be made is named."""
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="data") as error:
        Store(tmp_path / "data" / "quiz.db")
    assert told(error)


# — copies —


def copies(store):
    return sorted((store.path.parent / "backups").glob("*"))


def test_one_copy_a_study_day_from_before_its_first_use(store):
    """The first opening of a study day copies all there is; what follows on that day makes no other copy."""
    given = grade(store)
    store.daily_backup(TODAY)
    grade(store)
    store.daily_backup(TODAY)
    (copy,) = copies(store)
    assert copy.name == "quiz-2027-01-19.db"
    with Store(copy) as whole:
        assert whole.reviews() == [given]
        assert [entry.uid for entry in whole.entries()] == ["a", "b"]


def test_fourteen_copies_are_kept(store):
    """The fifteenth day drops the first; other files in the folder stay."""
    (store.path.parent / "backups").mkdir()
    mine = store.path.parent / "backups" / "by-hand.db"
    mine.touch()
    for day in range(TODAY, TODAY + 20):
        store.daily_backup(day)
    assert mine in copies(store)
    days = [copy.name for copy in copies(store) if copy != mine]
    assert len(days) == schema.BACKUPS_KEPT == 14
    assert (days[0], days[-1]) == ("quiz-2027-01-25.db", "quiz-2027-02-07.db")


def test_an_empty_library_is_not_copied(path):
    """Before the first card there is nothing to keep."""
    with Store(path) as store:
        store.daily_backup(TODAY)
        assert copies(store) == []


def test_a_copy_that_cannot_be_made_says_so(store):
    """A full or closed disk at backup time is told in a sentence; the library itself is whole."""
    (store.path.parent / "backups").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="backups") as error:
        store.daily_backup(TODAY)
    assert told(error)
    assert len(store.entries()) == 2
