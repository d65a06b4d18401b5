"""Notes on disk and the library: what changed is read, what is known goes on, what is lost is kept."""

import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TODAY, bound_by_permissions, noon, notes, worker, write

from quiz import library, lost_cards, sources
from quiz.changes import Report
from quiz.errors import UsageError
from quiz.events import Review
from quiz.reader import Reader
from quiz.retag import Retag
from quiz.store import Store


class Counting(Reader):
    """A reader that remembers which files it was given to read."""

    def __init__(self, *rules):
        super().__init__(*rules)
        self.names = []

    def read(self, name, data):
        self.names.append(Path(name).name)
        return super().read(name, data)


class Shelf:
    """A library and the folder its notes are in."""

    def __init__(self, folder, store):
        self.folder, self.store = folder, store

    def write(self, name, text):
        return write(self.folder / name, text)

    def add(self, *names, dry_run=False, reader=None):
        """Take in files or folders of the shelf; all of it without a name."""
        added = sources.as_sources([self.folder / name for name in names or [""]])
        if dry_run:
            return library.survey(self.store, reader or Reader(), added=added).report
        return library.refresh(self.store, reader or Reader(), added=added)

    def refresh(self, reader=None):
        return library.refresh(self.store, reader or Reader())

    def remove(self, name):
        return library.refresh(self.store, Reader(), dropped=[str(self.folder / name)])

    def cards(self):
        """question → uid of what the notes hold."""
        return {entry.question: entry.uid for entry in self.store.entries() if entry.state == "live"}

    def orphans(self):
        return {entry.question: entry.uid for entry in self.store.entries() if entry.state == "orphan"}

    def topics(self):
        return {entry.question: entry.topics for entry in self.store.entries()}

    def grade(self, question):
        self.store.record(self.cards()[question], "grade", noon(), TODAY, grade=4)

    def graded(self, question):
        """Whether the card with this question has the grade given to it."""
        (entry,) = [entry for entry in self.store.entries() if entry.question == question]
        return entry.progress.reviews == 1


@pytest.fixture
def shelf(tmp_path):
    (tmp_path / "shelf").mkdir()
    with Store(tmp_path / "quiz.db") as store:
        yield Shelf((tmp_path / "shelf").resolve(), store)


def whats(report):
    """What became of which question, without the cards that are as they were."""
    return {change.question: change.what for change in report.changes}


def codes(report):
    return [problem.code for problem in report.problems]


# — taking in —


def test_a_file_is_taken_in(shelf):
    """The cards of a file come in its order, each where it stands."""
    shelf.write("a.md", notes("One?", "Two?", deck="Numbers"))
    report = shelf.add("a.md")
    assert (whats(report), report.problems, report.files) == ({"One?": "new", "Two?": "new"}, (), 1)
    first, second = shelf.store.entries()
    assert (first.question, first.deck, first.topics) == ("One?", "Numbers", ("topic",))
    assert (first.file, first.line, second.line) == (str(shelf.folder / "a.md"), 3, 5)
    assert shelf.store.sources() == {str(shelf.folder / "a.md"): "file"}


def test_a_folder_is_taken_in_with_all_below(shelf):
    """Markdown files at any depth are notes; hidden files and folders, and other files, are not."""
    for name in ("b.md", "A.MARKDOWN", "deep/er/c.md", ".hidden/d.md", ".#b.md", "notes.txt", "e.md.bak"):
        shelf.write(name, notes(f"{name}?"))
    report = shelf.add()
    assert set(shelf.cards()) == {"b.md?", "A.MARKDOWN?", "deep/er/c.md?"}
    assert report.problems == ()


def test_the_bundled_decks_are_taken_in(shelf):
    """They are sources like others, named without a path of this machine, and found again."""
    report = library.refresh(shelf.store, Reader(), added=sources.bundled())
    assert len(report.changes) > 50
    assert {entry.file.partition("/")[0] for entry in shelf.store.entries()} == {"bundled:ko"}
    assert shelf.refresh() == Report()


def test_an_empty_folder_waits_for_notes(shelf):
    """A folder without notes is no problem, and what appears in it later is taken in."""
    assert shelf.add() == Report()
    shelf.write("a.md", notes("One?"))
    assert whats(shelf.refresh()) == {"One?": "new"}


@pytest.mark.parametrize("names", [("a.md", ""), ("", "a.md"), ("", "sub"), ("a.md", "a.md")])
def test_overlapping_sources_give_each_card_once(shelf, names):
    """A file and its folder, or a folder and one inside, hold the same cards and not twice as many."""
    shelf.write("a.md", notes("One?"))
    shelf.write("sub/b.md", notes("Two?"))
    for name in names:
        shelf.add(name)
    assert shelf.refresh() == Report()
    expected = 1 if names == ("a.md", "a.md") else 2
    assert len(shelf.store.entries()) == len(shelf.cards()) == expected


def test_a_symlink_is_the_folder_it_names(shelf, tmp_path):
    """A folder added under two names is one source."""
    shelf.write("a.md", notes("One?"))
    link = tmp_path / "link"
    link.symlink_to(shelf.folder)
    library.refresh(shelf.store, Reader(), added=sources.as_sources([link]))
    assert shelf.store.sources() == {str(shelf.folder): "folder"}
    assert shelf.add().changes == ()


@pytest.mark.parametrize("name", ["nothing.md", "x" * 300, "\udce9.md"])
def test_what_is_not_there_cannot_be_added(shelf, name):
    """A missing path, one too long for a file system, and one that is no text are all told in a sentence."""
    if name == "\udce9.md":
        (shelf.folder / name).touch()
    with pytest.raises(UsageError) as error:
        sources.as_sources([shelf.folder / name])
    assert error.value.message.endswith(".")
    assert error.value.hint


def test_what_is_neither_file_nor_folder_cannot_be_added(shelf):
    """A pipe or a device is refused instead of being taken for notes without cards."""
    os.mkfifo(shelf.folder / "pipe.md")
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        sources.as_sources([shelf.folder / "pipe.md"])


def test_two_files_may_name_the_same_deck(shelf):
    """Decks of one name are shown as one; each card stays with its file, also with the same question in both."""
    shelf.write("a.md", notes("One?", "Both?", deck="Same"))
    shelf.write("b.md", notes("Two?").replace("# Deck", "# Same") + "- Both?\n  - Another answer altogether.\n")
    shelf.add()
    before = {(entry.question, entry.answer): entry.uid for entry in shelf.store.entries()}
    assert len(before) == 4
    shelf.write("a.md", notes("One?", "Both?", deck="Same") + "\n")
    shelf.write("b.md", notes("Two?").replace("# Deck", "# Same") + "\n- Both?\n  - Another answer altogether.\n")
    assert whats(shelf.refresh()) == {}
    assert {(entry.question, entry.answer): entry.uid for entry in shelf.store.entries()} == before


# — reading only what changed —


def test_unchanged_files_are_not_read(shelf):
    """A file of the same time and size is not even opened; the others are."""
    file = shelf.write("a.md", notes("One?"))
    shelf.write("b.md", notes("Two?"))
    shelf.add()
    stamp = file.stat().st_mtime_ns
    file.write_text(notes("Six?"))
    os.utime(file, ns=(stamp, stamp))
    shelf.write("b.md", notes("Ten?"))
    shelf.refresh(reader := Counting())
    assert reader.names == ["b.md"]
    assert "Six?" not in shelf.cards()


def test_touched_files_are_not_parsed(shelf):
    """Another time but the same bytes: the file is looked at once, not parsed, and then settled again."""
    shelf.write("a.md", notes("One?"))
    shelf.add()
    shelf.write("a.md", notes("One?"))
    found = sources.listing(shelf.store.sources(), shelf.store.files())
    settled = partial(sources.settled, found, signature=Reader().signature)
    assert not settled(known=shelf.store.files())
    assert shelf.refresh(reader := Counting()) == Report()
    assert reader.names == []
    assert settled(known=shelf.store.files())


def test_adding_again_reads_again(shelf):
    """Who asks for it by name gets the file read, and its problems told, though nothing changed."""
    shelf.write("a.md", notes("One?") + "- Two?\n")
    assert codes(shelf.add("a.md")) == codes(shelf.add("a.md")) == ["no-answer"]


def test_a_dry_run_writes_nothing(shelf):
    """The report is that of the real run; library and notes stay as they were."""
    shelf.write("a.md", notes("One?", "Two?"))
    shelf.add()
    file = shelf.write("b.md", notes("Three?"))
    shelf.write("a.md", notes("One?"))
    text = file.read_bytes()
    before = shelf.store.entries(), shelf.store.files(), shelf.store.sources(), shelf.store.reviews()
    report = shelf.add("b.md", dry_run=True)
    assert (shelf.store.entries(), shelf.store.files(), shelf.store.sources(), shelf.store.reviews()) == before
    assert shelf.add("b.md") == report
    assert whats(report) == {"Three?": "new", "Two?": "removed"}
    assert file.read_bytes() == text


# — editing —

LONG = "The kernel is shared by all of them, and each has a view of its own."


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (f"# Deck\n## Topic\n- What do containers share, exactly?\n  - {LONG}\n", "edited"),
        ("# Deck\n## Topic\n- What do containers share?\n  - The kernel.\n", "edited"),
        (f"# Deck\n## Elsewhere\n- What do containers share?\n  - {LONG}\n", "moved"),
        (f"# Renamed\n## Topic\n- What do containers share?\n  - {LONG}\n", "moved"),
        (f"# Deck\n## Topic\n- A new first one?\n  - Yes.\n- What do containers share?\n  - {LONG}\n", None),
        (f"\ufeff# Deck\r\n## Topic\r\n* What do containers share?\r\n  * {LONG}", "edited"),
        ("# Deck\n## Topic\n- What do containers share?\n", "edited"),
    ],
)
def test_an_edited_card_goes_on(shelf, after, what):
    """Reworded, answered anew, moved to another heading or deck, or saved otherwise: same uid, same history."""
    shelf.write("a.md", f"# Deck\n## Topic\n- What do containers share?\n  - {LONG}\n")
    shelf.add()
    (uid,) = shelf.cards().values()
    shelf.grade("What do containers share?")
    shelf.write("a.md", after)
    report = shelf.refresh()
    assert [change.what for change in report.changes if change.uid == uid] == [what] * bool(what)
    (question,) = [question for question, now in shelf.cards().items() if now == uid]
    assert shelf.graded(question)
    assert shelf.orphans() == {}


def test_a_reworded_question_is_reported_with_what_it_was(shelf):
    """The person can see what was taken for what."""
    shelf.write("a.md", f"- What do containers share?\n  - {LONG}\n")
    shelf.add()
    shelf.write("a.md", f"- What is it that containers share?\n  - {LONG}\n")
    (change,) = shelf.refresh().changes
    assert (change.what, change.before) == ("edited", "What do containers share?")
    assert (change.question, change.how) == ("What is it that containers share?", "same answer")


def test_a_card_moves_to_another_file(shelf):
    """Cut here and pasted there before the next look: the same card in another place."""
    shelf.write("a.md", notes("One?", "Two?"))
    shelf.write("b.md", notes("Three?", deck="Other"))
    shelf.add()
    before = shelf.cards()
    shelf.grade("Two?")
    shelf.write("a.md", notes("One?"))
    shelf.write("b.md", notes("Two?", "Three?", deck="Other"))
    assert whats(shelf.refresh()) == {"Two?": "moved"}
    assert shelf.cards() == before
    assert shelf.graded("Two?")


def test_a_card_cut_first_and_pasted_later_returns(shelf):
    """In between it is an orphan with its history."""
    shelf.write("a.md", notes("One?", "Two?"))
    shelf.write("b.md", notes("Three?"))
    shelf.add()
    uid = shelf.cards()["Two?"]
    shelf.grade("Two?")
    shelf.write("a.md", notes("One?"))
    assert whats(shelf.refresh()) == {"Two?": "orphaned"}
    assert shelf.orphans() == {"Two?": uid}
    shelf.write("b.md", notes("Two?", "Three?"))
    assert whats(shelf.refresh()) == {"Two?": "returned"}
    assert shelf.cards()["Two?"] == uid
    assert shelf.graded("Two?")


def test_a_card_pasted_first_and_cut_later_keeps_its_history(shelf):
    """The copy came in as a new card; when the first one goes, the copy, which has no history, takes over."""
    shelf.write("a.md", notes("One?", "Two?"))
    shelf.write("b.md", notes("Three?"))
    shelf.add()
    shelf.grade("Two?")
    old = shelf.cards()["Two?"]
    shelf.write("b.md", notes("Two?", "Three?"))
    assert whats(shelf.refresh()) == {"Two?": "new"}
    shelf.write("a.md", notes("One?"))
    assert whats(shelf.refresh()) == {"Two?": "moved"}
    assert shelf.cards()["Two?"] == old
    assert shelf.graded("Two?")
    assert shelf.orphans() == {}


def test_a_copy_that_answers_otherwise_is_a_doubt_until_it_is_linked(shelf):
    """Nothing is guessed; the doubt can be asked for as long as it is open."""
    shelf.write("a.md", notes("One?", "Two?"))
    shelf.write("b.md", notes("Three?"))
    shelf.add()
    shelf.grade("Two?")
    old = shelf.cards()["Two?"]
    shelf.write("b.md", "# Deck\n\n- Two?\n  - quite another answer\n- Three?\n  - answer\n")
    shelf.refresh()
    shelf.write("a.md", notes("One?"))
    (doubt,) = shelf.refresh().doubts
    assert doubt.candidates == ((old, "Two?"),)
    assert lost_cards.doubts(shelf.store) == (doubt,)
    shelf.store.link(old, doubt.uid, noon(), TODAY)
    assert shelf.graded("Two?")
    assert lost_cards.doubts(shelf.store) == ()


def test_two_equal_files_keep_their_cards_apart(shelf):
    """Reading a file and its copy again, both at once, changes nothing: each card stays in its file."""
    text = notes("One?", "Two?", "Three?")
    shelf.write("z.md", text)
    shelf.add()
    shelf.grade("One?")
    shelf.write("backup.md", text)
    shelf.refresh()
    before = {entry.uid: entry.file for entry in shelf.store.entries()}
    assert whats(shelf.add()) == {}
    assert {entry.uid: entry.file for entry in shelf.store.entries()} == before


def test_a_copy_without_history_keeps_its_uid(shelf):
    """Where the lost card was never graded there is nothing to inherit: the copy stays the note it is in Anki."""
    shelf.write("a.md", notes("One?"))
    shelf.add()
    shelf.write("b.md", notes("One?"))
    shelf.refresh()
    (copy,) = [entry.uid for entry in shelf.store.entries() if entry.file.endswith("b.md")]
    (shelf.folder / "a.md").unlink()
    shelf.refresh()
    assert shelf.cards() == {"One?": copy}


def test_a_file_that_becomes_a_folder_keeps_its_cards(shelf):
    """What was added as a file and is added again as a folder is a folder from then on."""
    shelf.write("notes", notes("One?"))
    shelf.add("notes")
    before = shelf.cards()
    (shelf.folder / "notes").unlink()
    shelf.write("notes/a.md", notes("One?"))
    shelf.add("notes")
    shelf.refresh()
    assert shelf.cards() == before


def test_a_renamed_file_keeps_its_cards(shelf):
    """Inside a folder a file may get another name at any time."""
    file = shelf.write("a.md", notes("One?", "Two?"))
    shelf.add()
    before = shelf.cards()
    file.rename(shelf.folder / "b.md")
    assert whats(shelf.refresh()) == {"One?": "moved", "Two?": "moved"}
    assert shelf.cards() == before
    assert [Path(name).name for name in shelf.store.files()] == ["b.md"]


def test_a_deleted_file_leaves_orphans_that_return(shelf):
    """When the file comes back, also under another name, its cards have their history again."""
    file = shelf.write("a.md", notes("One?"))
    shelf.write("b.md", notes("Two?"))
    shelf.add()
    before = shelf.cards()
    shelf.grade("One?")
    file.unlink()
    assert whats(shelf.refresh()) == {"One?": "orphaned"}
    assert shelf.refresh() == Report()
    shelf.write("c.md", notes("One?"))
    assert whats(shelf.refresh()) == {"One?": "returned"}
    assert shelf.cards() == before
    assert shelf.graded("One?")


def test_what_two_cards_could_be_is_given_to_neither(shelf):
    """Two orphans alike make a new card of what may be either; the report names both and a link decides."""
    shelf.write(
        "a.md", "- What does the first port of a mapping mean?\n- What does the second port of a mapping mean?\n"
    )
    shelf.add()
    before = set(shelf.cards().values())
    for question in shelf.cards():
        shelf.grade(question)
    shelf.write("a.md", "- What does the third port of a mapping mean?\n")
    report = shelf.refresh()
    assert sorted(change.what for change in report.changes) == ["new", "orphaned", "orphaned"]
    (doubt,) = report.doubts
    assert {uid for uid, _ in doubt.candidates} == before
    shelf.store.link(doubt.candidates[0][0], doubt.uid, noon(), TODAY)
    assert set(shelf.cards().values()) == {doubt.candidates[0][0]}


QUESTIONS = (
    "What is a pod?",
    "Wie heißt das Netz?",
    "볼륨은 언제 지워지나요?",
    "How many replicas run by default?",
    "Where do secrets live on a node, and who may read them?",
)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.sampled_from(QUESTIONS)), unique_by=lambda card: card[1]), max_size=6
    )
)
def test_a_question_keeps_its_uid_through_everything(tmp_path_factory, versions):
    """However cards come, go and wander between files, a question is one card for ever, and no grade is lost."""
    folder = tmp_path_factory.mktemp("notes")
    names = ("a.md", "b.md", "sub/c.md")
    uids, graded = {}, set()
    with Store(folder / "quiz.db") as store:
        shelf = Shelf(folder, store)
        for name in names:
            shelf.write(name, "")
        shelf.add()
        for version in versions:
            for place, name in enumerate(names):
                shelf.write(name, notes(*(question for where, question in version if where == place)))
            shelf.refresh()
            cards = shelf.cards()
            assert set(cards) == {question for _, question in version}
            assert all(uids.setdefault(question, uid) == uid for question, uid in cards.items())
            for question in set(cards) - graded:
                shelf.grade(question)
                graded.add(question)
        assert all(shelf.graded(question) for question in graded)
        assert set(shelf.cards()) | set(shelf.orphans()) == graded


REFRESHES_WHEN_TOLD = """
import sys
from pathlib import Path
from quiz.library import refresh
from quiz.reader import Reader
from quiz.store import Store
import quiz.identity, quiz.notes, rapidfuzz
with Store(Path(sys.argv[1])) as store:
    for line in sys.stdin:
        print(len(refresh(store, Reader()).changes), flush=True)
"""


def test_processes_that_find_the_same_change_take_it_in_once(shelf):
    """A prompt and a review may both notice edited notes: one takes them in, and no card is there twice or lost."""
    shelf.add()
    with ExitStack() as stack:
        processes = [stack.enter_context(worker(REFRESHES_WHEN_TOLD, shelf.store.path)) for _ in range(3)]
        for step in range(8):
            questions = [f"{word} {'o' * step} {step}?" for word in QUESTIONS]
            shelf.write(f"{step}.md", notes(*questions))
            for process in processes:
                print(file=process.stdin, flush=True)
            changes = sorted(int(process.stdout.readline()) for process in processes)
            assert changes == [0, 0, len(questions)]
    assert len(shelf.store.entries()) == len(shelf.cards()) == 8 * len(QUESTIONS)


# — sources that are not there —


def test_a_missing_source_keeps_its_cards(shelf):
    """A drive may be absent today: its cards stay, the report says so, and nothing is orphaned."""
    shelf.write("drive/a.md", notes("One?"))
    shelf.write("b.md", notes("Two?"))
    shelf.add("drive")
    shelf.add("b.md")
    before = shelf.cards()
    (shelf.folder / "drive").rename(shelf.folder / "unplugged")
    (shelf.folder / "b.md").unlink()
    report = shelf.refresh()
    assert (report.changes, codes(report), report.failed) == ((), ["missing-source", "missing-source"], False)
    assert shelf.cards() == before
    (shelf.folder / "unplugged").rename(shelf.folder / "drive")
    assert codes(shelf.refresh()) == ["missing-source"]


def test_notes_moved_and_added_again_are_missed_no_more(shelf):
    """When all cards of a missing source are found elsewhere it is forgotten, as it moved."""
    shelf.write("old/a.md", notes("One?"))
    shelf.write("old/b.md", notes("Two?"))
    shelf.add("old")
    before = shelf.cards()
    (shelf.folder / "old").rename(shelf.folder / "new")
    report = shelf.add("new")
    assert (whats(report), report.problems) == ({"One?": "moved", "Two?": "moved"}, ())
    assert shelf.cards() == before
    assert list(shelf.store.sources()) == [str(shelf.folder / "new")]
    assert shelf.refresh() == Report()


def test_notes_moved_in_part_are_still_missed(shelf):
    """While a card of the missing source is nowhere else, the source is waited for."""
    shelf.write("old/a.md", notes("One?"))
    shelf.write("old/b.md", notes("Two?"))
    shelf.add("old")
    before = shelf.cards()
    (shelf.folder / "old").rename(shelf.folder / "unplugged")
    shelf.write("a.md", notes("One?"))
    assert codes(shelf.add("a.md")) == ["missing-source"]
    assert shelf.cards() == before
    assert str(shelf.folder / "old") in shelf.store.sources()


def test_a_folder_that_cannot_be_opened_keeps_its_cards(shelf):
    """Rights taken from a folder inside the notes are a problem to tell, no reason to let its cards go."""
    shelf.write("closed/a.md", notes("One?"))
    shelf.write("b.md", notes("Two?"))
    shelf.add()
    (shelf.folder / "closed").chmod(0)
    shelf.write("b.md", notes("Two?", "Three?"))
    try:
        with bound_by_permissions():
            report = shelf.refresh()
    finally:
        (shelf.folder / "closed").chmod(0o755)
    assert (whats(report), codes(report)) == ({"Three?": "new"}, ["unreadable"])
    assert set(shelf.cards()) == {"One?", "Two?", "Three?"}


def test_a_removed_source_leaves_orphans(shelf):
    """Letting go of notes keeps the history; adding them again brings it back; other sources stay."""
    shelf.write("a.md", notes("One?"))
    shelf.write("b.md", notes("Two?"))
    shelf.add("a.md")
    shelf.add("b.md")
    shelf.grade("One?")
    before = shelf.cards()
    assert whats(shelf.remove("a.md")) == {"One?": "orphaned"}
    assert shelf.refresh() == Report()
    assert whats(shelf.add("a.md")) == {"One?": "returned"}
    assert shelf.cards() == before


def test_what_anki_knows_may_be_answered_there_yet(shelf):
    """A card that was exported is no orphan before an answer of its own comes in, which finds it all the same."""
    shelf.write("a.md", notes("One?", "Two?"))
    shelf.add()
    uid = shelf.cards()["One?"]
    shelf.store.keep_stamps([(uid, 1, "digest", 1)])
    assert whats(shelf.remove("")) == {"One?": "removed", "Two?": "removed"}
    assert (shelf.store.entries(), shelf.store.orphans()) == ([], 0)
    shelf.store.merge([Review("1-anki", uid, noon(), TODAY, "grade", 4, source="anki")])
    assert [(entry.uid, entry.state) for entry in shelf.store.entries()] == [(uid, "orphan")]
    assert whats(shelf.add()) == {"One?": "returned", "Two?": "new"}


def test_what_nobody_knows_is_not_lost(shelf):
    """A removed card without a history is no orphan, and new when it comes again; a topic given by hand keeps it."""
    shelf.write("a.md", notes("One?", "Two?", "Three?"))
    shelf.add()
    before = shelf.cards()
    shelf.store.record(before["Two?"], "flag", noon(), TODAY)
    shelf.store.retag({before["Three?"]: Retag(("exam",))}, "")
    assert whats(shelf.remove("")) == {"One?": "removed", "Two?": "orphaned", "Three?": "orphaned"}
    assert shelf.orphans().keys() == {"Two?", "Three?"}
    assert whats(shelf.add()) == {"One?": "new", "Two?": "returned", "Three?": "returned"}
    assert shelf.cards() == before


HISTORIES = [
    (("flag",), True), (("suspend", "resume"), True), (("cram",), True), (("grade",), True), (("grade", "undo"), False),
    (("retag",), False), ((), False),
]  # fmt: skip


@pytest.mark.parametrize(("kinds", "known"), HISTORIES, ids=str)
def test_what_a_history_is(shelf, kinds, known):
    """Any event that stands and tells of learning: only a card without one may be an old one in other words."""
    shelf.write("a.md", notes("What does the first port of a mapping mean?"))
    shelf.add()
    shelf.grade("What does the first port of a mapping mean?")
    shelf.write("a.md", notes("Wo?"))
    shelf.refresh()
    (fresh,) = shelf.cards().values()
    for kind in kinds:
        if kind == "undo":
            shelf.store.undo(noon(), TODAY)
        else:
            shelf.store.record(fresh, kind, noon(), TODAY, grade=4 if kind in ("grade", "cram") else None)
    (lost,) = shelf.orphans().values()
    assert [row.uid for row in lost_cards.likeliest(shelf.store, lost)] == ([] if known else [fresh])
    assert (fresh in shelf.store.with_history()) == known


# — files that cannot be taken in —

UNCLOSED = notes("One?") + "- Two?\n  ```\n  never closed\n"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (UNCLOSED, "unclosed-fence"),
        (notes("One?").encode() + b"- Caf\xe9?\n", "not-utf8"),
        ("---\ndeck: [\n---\n" + notes("One?"), "bad-front-matter"),
        (notes("One?") + "<!-- never closed\n", "unclosed-comment"),
    ],
)
def test_a_rejected_file_leaves_its_cards_as_they_were(shelf, bad, code):
    """Half a file must not orphan the other half. It is told again until it is mended; other files go on."""
    shelf.write("a.md", notes("One?", "Two?"))
    shelf.write("b.md", notes("Three?"))
    shelf.add()
    before = shelf.cards()
    shelf.write("a.md", bad)
    shelf.write("b.md", notes("Three?", "Four?"))
    report = shelf.refresh()
    assert (whats(report), codes(report), report.failed) == ({"Four?": "new"}, [code], True)
    again = shelf.refresh()
    assert (again.changes, codes(again)) == ((), [code])
    assert shelf.cards().items() >= before.items()
    shelf.write("a.md", notes("One?", "Two?"))
    assert shelf.refresh().changes == ()
    assert shelf.orphans() == {}


def test_a_rejected_file_is_not_added(shelf):
    """Nothing of a file with an error is taken in; of a folder, only that file is left out."""
    shelf.write("bad/a.md", UNCLOSED)
    assert shelf.add("bad/a.md").failed
    assert (shelf.store.sources(), shelf.cards()) == ({}, {})
    shelf.write("bad/b.md", notes("Three?"))
    assert shelf.add("bad").failed
    assert set(shelf.cards()) == {"Three?"}
    assert list(shelf.store.sources()) == [str(shelf.folder / "bad")]


def test_a_file_without_rights_keeps_its_cards(shelf):
    """An unreadable file is a problem, and its cards stay."""
    file = shelf.write("a.md", notes("One?"))
    shelf.add()
    shelf.write("a.md", notes("Two?"))
    file.chmod(0)
    with bound_by_permissions():
        report = shelf.refresh()
    assert (codes(report), report.failed, set(shelf.cards())) == (["unreadable"], True, {"One?"})
    file.chmod(0o644)
    assert shelf.refresh().files == 1


def test_a_file_whose_name_is_no_text_is_told(shelf):
    """A name that is not UTF-8 could be neither stored nor printed: it is a problem, the other files go on."""
    shelf.write("b.md", notes("Two?"))
    shelf.write("caf\udce9.md", notes("One?"))
    report = shelf.add()
    assert (whats(report), codes(report), report.failed) == ({"Two?": "new"}, ["unreadable"], True)
    cards, problems = library.check([shelf.folder], Reader())
    assert ([card.question for card in cards], [problem.code for problem in problems]) == (["Two?"], ["unreadable"])


def test_a_hopeless_image_name_is_only_missing(shelf):
    """An image name that no file system takes is an image that is not there."""
    shelf.write("a.md", f"- One?\n  - ![]({'x' * 300}.png)\n  - ![](%00.png)\n")
    assert codes(shelf.add()) == ["missing-image", "missing-image"]


# — topics —

VOLUMES = "# Notes\n## Docker\n- Where does data stay?\n  - In a volume of its own.\n"
STORAGE = '[topics]\n"docker::storage" = ["data"]\n'
BACKUP = '[topics]\n"docker::backup" = ["data"]\n'


def test_topic_rules_beside_the_notes(shelf):
    """A topics.toml that appears, changes or goes refines the topics, and the cards stay the same cards."""
    shelf.write("a.md", VOLUMES)
    shelf.add()
    (uid,) = shelf.cards().values()
    shipped = shelf.topics()["Where does data stay?"]
    for rules, topics in ((STORAGE, ("docker::storage",)), (BACKUP, ("docker::backup",))):
        shelf.write("topics.toml", rules)
        shelf.refresh()
        assert shelf.topics() == {"Where does data stay?": topics}
    (shelf.folder / "topics.toml").unlink()
    shelf.refresh()
    assert shelf.topics() == {"Where does data stay?": shipped}
    assert list(shelf.cards().values()) == [uid]


def test_topic_rules_speak_of_their_own_folder(shelf):
    """Each folder has its own rules."""
    shelf.write("one/a.md", VOLUMES)
    shelf.write("two/a.md", VOLUMES.replace("stay", "live"))
    shelf.write("one/topics.toml", STORAGE)
    shelf.write("two/topics.toml", BACKUP)
    shelf.add()
    assert shelf.topics() == {
        "Where does data stay?": ("docker::storage",),
        "Where does data live?": ("docker::backup",),
    }


def test_a_persons_own_topic_rules(shelf):
    """Rules of the configuration hold for all notes, and another set of them is noticed."""
    shelf.write("a.md", VOLUMES)
    shelf.add(reader=Reader(lambda: {"docker::storage": ["data"]}))
    assert shelf.topics() == {"Where does data stay?": ("docker::storage",)}
    shelf.refresh(Reader(lambda: {"docker::backup": ["data"]}))
    assert shelf.topics() == {"Where does data stay?": ("docker::backup",)}


@pytest.mark.parametrize(
    "rules",
    [
        "not toml",
        '[topics]\n"docker::x" = 3\n',
        '[topics]\n"" = ["x"]\n',
        b"\xff\xfe",
        "a = " + "[" * 5000 + "]" * 5000,
    ],
)
def test_bad_topic_rules_are_an_error(shelf, rules):
    """They are told once for all files beside them, the cards stay, and the mended rules hold."""
    for number in range(3):
        shelf.write(f"{number}.md", VOLUMES.replace("stay", f"stay {number}"))
    shelf.add()
    before = shelf.cards(), shelf.topics()
    shelf.write("topics.toml", rules)
    report = shelf.refresh()
    (problem,) = report.problems
    assert (problem.code, problem.severity, problem.file) == ("bad-rules", "error", str(shelf.folder / "topics.toml"))
    assert "\n" not in problem.message
    assert (shelf.cards(), shelf.topics()) == before
    shelf.write("topics.toml", STORAGE)
    assert not shelf.refresh().failed
    assert set(shelf.topics().values()) == {("docker::storage",)}


# — checking without a library —


def test_check_names_places_as_the_person_did(shelf, monkeypatch):
    """Relative paths stay relative, files come once, and nothing is written anywhere."""
    shelf.write("sub/a.md", notes("One?") + "- Two?\n")
    monkeypatch.chdir(shelf.folder)
    cards, problems = library.check([Path("sub/a.md"), Path("./sub"), Path()], Reader())
    assert [(str(card.place), card.question) for card in cards] == [("sub/a.md:3", "One?"), ("sub/a.md:5", "Two?")]
    assert [(problem.file, problem.line, problem.code) for problem in problems] == [("sub/a.md", 5, "no-answer")]
    assert sorted(file.name for file in shelf.folder.rglob("*")) == ["a.md", "sub"]


# — choices and gaps —


def test_editing_an_option_keeps_the_history(shelf):
    """Whatever becomes of the options, of their marks and of what is said of them, the question goes on."""
    text = "# d\n- 무엇이 맞나요?\n  - [x] 하나\n    그렇습니다.\n  - [ ] 둘\n"
    shelf.write("a.md", text)
    shelf.add("a.md")
    shelf.grade("무엇이 맞나요?")
    for before, after in [("둘", "셋"), ("    그렇습니다.\n", ""), ("[x] 하나", "[ ] 하나"), ("[ ] 셋", "[x] 셋")]:
        text = text.replace(before, after)
        shelf.write("a.md", text)
        assert whats(shelf.refresh()) == {"무엇이 맞나요?": "edited"}
    assert shelf.graded("무엇이 맞나요?")


FIRST, SECOND = (
    "기본 드라이버는 {{c1::bridge}}이고 호스트를 쓰려면 host다",
    "기본 드라이버는 bridge이고 호스트를 쓰려면 {{c1::host}}다",
)


@pytest.mark.parametrize("answer", ["", "  - 네트워크를 만들 때 고릅니다.\n"])
def test_another_gap_is_another_card(shelf, answer):
    """A second number makes a second card and leaves the first as it is; without it the first is there still."""
    one = f"# d\n- {FIRST}\n{answer}"
    shelf.write("a.md", one)
    shelf.add("a.md")
    shelf.grade(FIRST)
    shelf.write("a.md", one.replace("host다", "{{c2::host}}다"))
    report = shelf.refresh()
    assert whats(report) == {SECOND: "new"}
    assert shelf.graded(FIRST)
    assert shelf.store.entries()[1].note == shelf.store.entries()[0].note != ""
    shelf.grade(SECOND)
    shelf.write("a.md", one)
    assert whats(shelf.refresh()) == {SECOND: "orphaned"}


@pytest.mark.parametrize("answer", ["", "  - 네트워크를 만들 때 고릅니다.\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("bridge", "bridge network"),
        ("bridge", "macvlan"),
        ("{{c1::bridge}}", "{{c1::bridge::이름}}"),
        ("{{c1::bridge}}", "`{{c1::bridge}}`"),
        ("기본 드라이버는", "따로 정하지 않을 때 드라이버는"),
        ("기본 드라이버는", "도커의 기본 네트워크 드라이버는"),
        ("쓰려면", "쓸 때는"),
    ],
)
def test_editing_a_sentence_keeps_the_history_of_each_gap(shelf, answer, before, after):
    """A gap with another text, or other words around the gaps: siblings are never taken for one another."""
    text = f"# d\n- 기본 드라이버는 {{{{c1::bridge}}}}이고 호스트를 쓰려면 {{{{c2::host}}}}다\n{answer}"
    shelf.write("a.md", text)
    shelf.add("a.md")
    first, second = (entry.uid for entry in shelf.store.entries())
    shelf.write("a.md", text.replace(before, after))
    report = shelf.refresh()
    assert {change.what for change in report.changes} == {"edited"}
    assert [entry.uid for entry in shelf.store.entries()] == [first, second]
    assert ["{{c1::host" in entry.question for entry in shelf.store.entries()] == [False, True]


def test_a_gap_that_moves_takes_no_history_along(shelf):
    """Another gap of the same sentence asks something else."""
    explained = "  - 네트워크 드라이버는 네트워크를 만들 때 고르고 나중에는 바꿀 수 없습니다.\n"
    shelf.write("a.md", f"# d\n- {FIRST}\n{explained}")
    shelf.add("a.md")
    shelf.grade(FIRST)
    shelf.write("a.md", f"# d\n- {SECOND}\n{explained}")
    assert whats(shelf.refresh()) == {SECOND: "new", FIRST: "orphaned"}


def test_a_question_that_becomes_a_cloze_goes_on(shelf):
    """A gap put into a sentence that was an open question keeps its history."""
    shelf.write("a.md", "# d\n- 기본 드라이버는 bridge다\n  - 네.\n")
    shelf.add("a.md")
    shelf.write("a.md", "# d\n- 기본 드라이버는 {{c1::bridge}}다\n  - 네.\n")
    assert whats(shelf.refresh()) == {"기본 드라이버는 {{c1::bridge}}다": "edited"}
    (entry,) = shelf.store.entries()
    assert (entry.kind, entry.answered) == ("cloze", True)


def test_siblings_are_kept_apart(shelf):
    """Of the gaps of one sentence no more than one is asked on a day."""
    from quiz.schedule import Rules

    shelf.write("a.md", "# d\n- {{c1::a}}와 {{c2::b}}와 {{c3::c}}\n- 무엇?\n  - 답\n")
    shelf.add("a.md")
    assert shelf.store.counts(TODAY, Rules()).new == 2
