"""The cache of rendered texts: it saves time and changes nothing, whatever becomes of its file."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import quiz
from quiz import language
from quiz.anki import fields, rendered, shelf
from quiz.anki.fields import Written
from quiz.anki.media import Media
from quiz.anki.rendered import FILE
from quiz.anki.stamps import Stamp
from quiz.entry import Entry
from quiz.markdown import ImageSource, to_html
from tests.support import ask, worker

CODE = "- 답\n\n```python\ndef f(x):\n    return x[0]\n```\n\n$x_i$ [b](c)"
QUESTION = "질문"
PICTURES = "![그림](a.png) ![](b.mp3) ![](gone.png) [들기](c.ogg)"


def named(src: str) -> str | None:
    return None if src.startswith("gone") else f"quiz-{src}"


class Named(Media):
    """Calls the files of the notes as `image` says."""

    def __init__(self, image: ImageSource) -> None:
        super().__init__(lambda _entry, _src: None)
        self.image = image

    def name(self, _entry: Entry, src: str) -> str | None:
        return self.image(src)


def noted(
    folder: Path | None, *entries: Entry, image: ImageSource = named, stamp: Stamp | None = None
) -> list[Written]:
    """What one export has for these entries."""
    return rendered.notes_of([(entry, stamp) for entry in entries], Named(image), folder)


def once(folder: Path | None, *answers: str, image: ImageSource = named) -> list[str]:
    """What one export has for cards with these answers."""
    return [note.row[1] for note in noted(folder, *(Entry("u", "", QUESTION, each) for each in answers), image=image)]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The answers that were rendered."""
    seen: list[str] = []

    def rendering(text: str, *, image: ImageSource) -> str:
        if text != QUESTION:
            seen.append(text)
        return to_html(text, image=image)

    monkeypatch.setattr(fields, "to_html", rendering)
    return seen


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as db, db:
        db.execute(statement)


def test_a_second_export_renders_only_what_changed(tmp_path: Path, counted: list[str]) -> None:
    """What the last export rendered is there for the next, and a new text beside it is rendered."""
    first = once(tmp_path, CODE, PICTURES, "", "[a]: b")
    assert counted == [CODE, PICTURES, "", "[a]: b"]
    assert once(tmp_path, CODE, "새 답", PICTURES, "", "[a]: b") == [first[0], "<p>새 답</p>", *first[1:]]
    assert counted == [CODE, PICTURES, "", "[a]: b", "새 답"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.text(max_size=40) | st.text(st.sampled_from("- `*$x[]()!.mp3\n가"), max_size=40), max_size=4))
def test_a_hit_is_what_rendering_gives(tmp_path: Path, texts: list[str]) -> None:
    """With an empty cache, with a full one and without one the same comes out, byte for byte."""
    wanted = [fields.html(text, named) for text in texts]
    assert once(None, *texts) == wanted
    assert once(tmp_path, *texts) == wanted
    assert once(tmp_path, *texts) == wanted


def test_all_that_makes_a_note_is_its_key(tmp_path: Path, counted: list[str]) -> None:
    """Question, answer, kind, name and topics: where one differs it is another note, and none runs into the next."""
    entries = [
        *(Entry("u", "", question, answer) for question, answer in (("a", "b"), ("b", "a"), ("", "ab"), ("ab", ""))),
        *(Entry("u", "", "a {{c1::b}}", "c", kind) for kind in ("open", "cloze")),
        *(Entry("u", "", "a", "b", topics=topics) for topics in (("x", "y"), ("xy",), ("y", "x"))),
        *(Entry(uid, "", "a", "- [x] b\n- [ ] c\n- [ ] d\n- [ ] e", "choice") for uid in ("u", "v", "w")),
    ]
    wanted = noted(None, *entries)
    assert noted(tmp_path, *entries) == wanted
    counted.clear()
    assert noted(tmp_path, *reversed(entries)) == wanted[::-1]
    assert counted == []


def test_the_place_of_a_card_is_no_part_of_what_is_kept(tmp_path: Path, counted: list[str]) -> None:
    """A card that moves to another line or file keeps its text and tells its new place."""
    for file, line in (("a.md", 1), ("b.md", 7)):
        (note,) = noted(tmp_path, Entry("u", "", QUESTION, "답", file=file, line=line))
        assert note.source == f"{file}:{line}"
    assert counted == ["답"]


def test_an_exported_note_is_taken_from_there(tmp_path: Path, counted: list[str]) -> None:
    """The stamp of an earlier export changes nothing, unless it says that the note has another type than its own."""
    typed = Entry("u", "", QUESTION, "답\n- accept: b")
    first = noted(tmp_path, typed)
    counted.clear()
    assert noted(tmp_path, typed, stamp=Stamp(1, first[0].digest, 1)) == first
    assert counted == []
    for stamp in (Stamp(1, "0", 1), None, Stamp(1, "0", 1)):
        assert noted(tmp_path, typed, stamp=stamp) == noted(None, typed, stamp=stamp)
    assert noted(None, typed, stamp=Stamp(1, "0", 1)) != first


def test_a_changed_picture_is_noticed(tmp_path: Path, counted: list[str]) -> None:
    """When a file changes, appears or is gone, the text is rendered with its new name; files are asked for anyway."""
    wanted = [fields.html(PICTURES, lambda src: f"other-{src}")]
    counted.clear()
    once(tmp_path, PICTURES)
    asked: list[str] = []

    def image(src: str) -> str:
        asked.append(src)
        return f"other-{src}"

    assert once(tmp_path, PICTURES, image=image) == wanted
    assert counted == [PICTURES, PICTURES]
    asked.clear()
    once(tmp_path, PICTURES, image=image)
    assert asked == ["a.png", "b.mp3", "gone.png", "c.ogg"]
    assert counted == [PICTURES, PICTURES]


@pytest.fixture
def korean() -> Iterator[Callable[[], None]]:
    yield lambda: language.use("ko")
    language.use("en")


def test_another_renderer_takes_nothing_over(
    tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch, korean: Callable[[], None]
) -> None:
    """Code, libraries and language are part of the key: after a change of one of them all is rendered again."""
    once(tmp_path, PICTURES)
    korean()
    assert "&#91;그림: gone.png]" in once(tmp_path, PICTURES)[0]
    monkeypatch.setattr(rendered, "version", lambda name: f"{name} 99")
    once(tmp_path, PICTURES)
    monkeypatch.setattr(rendered, "SOURCES", ("cards.py",))
    once(tmp_path, PICTURES)
    assert len(counted) == 4
    once(tmp_path, PICTURES)
    assert len(counted) == 4


IDLE = {"anki/notetype.py", "entry.py", "grades.py", "language.py"}
"""Imported where notes are made, and no part of what they say; the words of the language are in the key themselves."""


def imported(name: str) -> set[str]:
    """The files of the package that a file imports at its top, itself included."""
    folder = Path(quiz.__file__).parent
    found, waiting = {name}, [name]
    while waiting:
        for node in ast.parse((folder / waiting.pop()).read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "quiz":
                module = Path(*node.module.split(".")[1:])
                names = {str(module / f"{each.name}.py") for each in node.names} | {f"{module}.py"}
                new = {each for each in names - found - IDLE if (folder / each).is_file()}
                found |= new
                waiting += new
    return found


def test_all_code_that_makes_a_note_is_in_its_key() -> None:
    """A new import of the renderer is noticed here, before an old text survives a new version."""
    assert imported("anki/kinds.py") <= set(rendered.SOURCES)
    assert len(imported("anki/kinds.py")) > 10


def test_without_its_code_there_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can say whether the renderer is the same, nothing is kept."""
    monkeypatch.setattr(rendered, "SOURCES", ("no_such_file.py",))
    assert once(tmp_path, "답") == ["<p>답</p>"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 4096], ids=["empty", "text", "header"]
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, counted: list[str], content: bytes) -> None:
    """A file that is no database is replaced without a word, and serves the next export."""
    (tmp_path / FILE).write_bytes(content)
    once(tmp_path, CODE)
    once(tmp_path, CODE)
    assert counted == [CODE]


def test_damage_in_the_middle_never_comes_out(tmp_path: Path) -> None:
    """Wherever a byte of the file turns over, every text is what rendering gives, and the next export is as well."""
    texts = [f"{CODE} {number}" for number in range(30)]
    wanted = once(tmp_path, *texts)
    sound = (tmp_path / FILE).read_bytes()
    for place in range(0, len(sound), 997):
        hurt = bytearray(sound)
        hurt[place : place + 16] = bytes(255 - byte for byte in hurt[place : place + 16])
        (tmp_path / FILE).write_bytes(hurt)
        assert once(tmp_path, *texts) == wanted
        assert once(tmp_path, *texts) == wanted


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE rendered",
        "ALTER TABLE rendered DROP COLUMN checksum",
        "UPDATE rendered SET note = x'1f1f1f1f'",
        "UPDATE rendered SET note = NULL",
        "UPDATE rendered SET note = CAST(note AS TEXT)",
        "UPDATE rendered SET checksum = 'x'",
        "UPDATE rendered SET note = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_file_of_others_is_not_believed(tmp_path: Path, statement: str) -> None:
    """Rows that were changed, and tables of another shape, are as good as none."""
    wanted = once(tmp_path, CODE)
    change(tmp_path, statement)
    assert once(tmp_path, CODE) == wanted
    assert once(tmp_path, CODE) == wanted


def test_a_folder_that_cannot_be_is_no_cache(tmp_path: Path) -> None:
    """Where the folder is a file, or the file a folder, all is rendered and nothing is said."""
    (tmp_path / "file").write_text("")
    (tmp_path / FILE).mkdir()
    for folder in (tmp_path / "file", tmp_path / "file" / "deeper", tmp_path):
        assert once(folder, "답") == ["<p>답</p>"]
    assert (tmp_path / FILE).is_dir()


def test_a_file_in_use_is_left_alone(tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes it is not waited for long, and its rows are there afterwards."""
    monkeypatch.setattr(shelf, "PATIENCE_SECONDS", 0)
    once(tmp_path, CODE)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert once(tmp_path, CODE, "답") == [*once(None, CODE), "<p>답</p>"]
        other.execute("COMMIT")
    counted.clear()
    once(tmp_path, CODE)
    assert counted == []


EXPORTS = """
import sys
from pathlib import Path
from quiz.anki.media import Media
from quiz.anki.rendered import notes_of
from quiz.entry import Entry
for line in sys.stdin:
    texts = [f"{line.strip()} **{number}**" for number in range(200)]
    entries = [(Entry("u", "", "질문", text), None) for text in texts]
    found = [note.row[1] for note in notes_of(entries, Media(lambda _entry, src: None), Path(sys.argv[1]))]
    print(found == [f"<p>{line.strip()} <strong>{number}</strong></p>" for number in range(200)], flush=True)
"""


def test_two_processes_share_a_cache(tmp_path: Path, counted: list[str]) -> None:
    """Exports at the same time are right, both, and what either rendered is kept."""
    with worker(EXPORTS, tmp_path) as one, worker(EXPORTS, tmp_path) as other:
        for text in ("a", "b", "a"):
            for process in (one, other):
                print(text, file=process.stdin, flush=True)
            assert [process.stdout.readline() for process in (one, other)] == ["True\n", "True\n"]
        assert ask(one, "c") == "True"
    once(tmp_path, *(f"{text} **{number}**" for text in "abc" for number in range(200)))
    assert counted == []


def test_the_file_stays_within_bounds(tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Export after export of new texts, the file keeps its size, and the newest texts are in it."""
    monkeypatch.setattr(shelf, "LARGEST_BYTES", 100_000)
    for part in range(8):
        texts = [f"{part}/{number} " + "가" * 100 for number in range(100)]
        once(tmp_path, *texts)
    assert (tmp_path / FILE).stat().st_size < 300_000
    counted.clear()
    once(tmp_path, *texts)
    assert counted == []
    once(tmp_path, *(f"0/{number} " + "가" * 100 for number in range(100)))
    assert len(counted) == 100


def test_one_export_never_keeps_more_than_the_bound(
    tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be let go again at once is not written in the first place."""
    monkeypatch.setattr(rendered, "LARGEST_BYTES", 1000)
    texts = [f"{number:04}" + "x" * 96 for number in range(100)]
    once(tmp_path, *texts)
    counted.clear()
    once(tmp_path, *texts)
    assert 80 < len(counted) < 100
