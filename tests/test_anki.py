"""Packages for Anki, judged by Anki's own engine where the engine has a say."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki import Exported, Stamp, export, notetype
from quiz.anki.decks import deck_name, decks
from quiz.anki.stamps import FIRST_ID, ID_SPAN, past_id, stamped
from quiz.entry import Entry
from quiz.errors import ExportError

NOW_MS = 1_700_000_000_000
DAY_MS = 86_400_000
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def entry(uid: str, answer: str = "답", **changes: Any) -> Entry:
    known = {"deck": "도커", "question": f"**{uid}(질문)**은 무엇인가?", "file": "/home/me/notes/docker.md", "line": 7}
    return Entry(uid=uid, answer=answer, **(known | changes))


def no_image(_entry: Entry, _src: str) -> None:
    return None


def write(entries: Sequence[Entry], target: Path, **changes: Any) -> Exported:
    known = {"stamps": {}, "now_ms": NOW_MS, "day_start_hour": 4, "image": no_image}
    return export(entries, target, **(known | changes))


def rows(package: Path, query: str) -> list[tuple[Any, ...]]:
    """What the database inside a package answers."""
    db = sqlite3.connect(":memory:")
    with zipfile.ZipFile(package) as archive:
        db.deserialize(archive.read("collection.anki2"))
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def mods(package: Path) -> dict[str, int]:
    return dict(rows(package, "SELECT guid, mod FROM notes"))


class Phone:
    """A fresh collection of the real engine."""

    def __init__(self, folder: Path) -> None:
        from anki.collection import Collection

        self.col = Collection(str(folder / "collection.anki2"))

    def take(self, package: Path) -> dict[str, int]:
        """Import as the app does by default; how many notes went which way."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        log = self.col.import_anki_package(request).log
        kinds = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")
        return {kind: len(getattr(log, kind)) for kind in kinds if len(getattr(log, kind))}

    def note(self, uid: str) -> Any:
        return self.col.get_note(self.col.db.scalar("SELECT id FROM notes WHERE guid = ?", uid))

    def card(self, uid: str) -> Any:
        return self.note(uid).cards()[0]

    def images(self, note: Any) -> list[str]:
        """The files that the engine finds in the answer."""
        return self.col.media.files_in_str(note.mid, note["Back"])

    def notetypes(self) -> list[str]:
        return [known.name for known in self.col.models.all_names_and_ids() if known.name.startswith(notetype.NAME)]

    def decks(self) -> list[str]:
        return sorted(deck.name for deck in self.col.decks.all_names_and_ids())

    def problems(self) -> list[str]:
        """What "Check Database" and "Check Media" complain about."""
        media = self.col.media.check()
        return [*self.col._backend.check_database(), *media.missing, *media.unused]


@pytest.fixture
def phone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    monkeypatch.setenv("ANKI_TEST_MODE", "1")
    folder = tmp_path / "phone"
    folder.mkdir()
    try:
        made = Phone(folder)
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("the engine (PyPI: anki) is not installed here")
    yield made
    made.col.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "deck.apkg"


def test_the_engine_takes_notes_with_guid_tags_and_decks(phone: Phone, package: Path) -> None:
    """Every answered entry arrives as one note with its uid, topics, nested deck and place; the check is clean."""
    entries = [
        entry("u1", topics=("docker::volume", "ㅎㅏㄴ", "a::::b", "two words")),
        entry("u2", deck="도커::볼륨::이름"),
        entry("u3", answer="  \n"),
    ]
    done = write(entries, package)
    assert (done.new, done.changed, done.unchanged) == (2, 0, 0)
    assert phone.take(package) == {"new": 2}
    assert phone.col.note_count() == phone.col.card_count() == 2
    assert phone.note("u1").tags == ["a::b", "docker::volume", "two-words", "ㅎㅏㄴ"]
    assert phone.note("u1")["Source"] == "docker.md:7"
    assert phone.note("u1")["ID"] == "u1"
    assert phone.note("u1")["Extra"] == ""
    assert phone.decks() == ["Default", "도커", "도커::볼륨", "도커::볼륨::이름"]
    assert phone.col.decks.name(phone.card("u2").did) == "도커::볼륨::이름"
    assert phone.problems() == []


def test_new_cards_keep_the_order_of_the_notes(phone: Phone, package: Path) -> None:
    """New cards are introduced in the order of the entries, whatever their numbers."""
    uids = [f"u{number}" for number in range(12)]
    write([entry(uid) for uid in uids], package)
    phone.take(package)
    asked = phone.col.db.list("SELECT guid FROM cards c JOIN notes n ON n.id = c.nid ORDER BY due")
    assert asked == uids
    assert phone.col.db.list("SELECT DISTINCT type || '/' || queue FROM cards") == ["0/0"]


def test_numbers_survive_the_import(phone: Phone, package: Path) -> None:
    """The engine keeps our note and card numbers and the note type's, as none lies in the future."""
    done = write([entry("u1")], package)
    phone.take(package)
    assert phone.note("u1").id == phone.card("u1").id == done.stamps["u1"].note_id
    assert phone.col.models.by_name(notetype.NAME)["id"] == notetype.NOTETYPE_ID


def test_code_arrives_coloured_with_its_lines(phone: Phone, package: Path) -> None:
    """The engine renders code as spans in a `<pre>` with every line break, and its colours come with the note type."""
    write([entry("u1", "```python\ndef f(x):\n\n    return x[0]\n```")], package)
    phone.take(package)
    shown = phone.card("u1").render_output()
    block = shown.answer_text.partition("<pre>")[2].partition("</pre>")[0]
    assert '<span class="k">def</span>' in block
    assert re.sub("<[^>]*>", "", block) == "def f(x):\n\n    return x&#91;0]\n"
    assert ".nightMode .highlight .k" in shown.css


HOSTILE = """\
<b>x</b> <img src=x onerror=alert(1)> [sound:x.mp3] [latex]x[/latex] [$]x[/$]
{{c1::x}} {{Front}} [anki:tts lang=ko]x[/anki:tts]

`[sound:y.mp3]` &#91;sound:z.mp3] \x1f\x1b[31m &lt;script&gt;

```cpp
std::vector<std::vector<int>> a{{1}, {2}}; // [sound:w.mp3] {{c2::y}}
```
"""


def test_text_of_the_notes_is_inert(phone: Phone, package: Path) -> None:
    """Markup, sounds, LaTeX, speech and clozes of the notes are text to the engine, in the question and the answer."""
    write([entry("u1", HOSTILE, question=HOSTILE)], package)
    assert phone.take(package) == {"new": 1}
    note, shown = phone.note("u1"), phone.card("u1").render_output()
    assert shown.question_av_tags == shown.answer_av_tags == []
    assert phone.images(note) == []
    for field in note.fields:
        assert not re.search(r"[\[{}\x00-\x08\x0b-\x1f]", field)
        assert set(re.findall(r"</?(\w*)", field)) <= {"p", "code", "pre", "span"}
    text = phone.col.media.strip(re.sub(r"<[^>]*>", "", shown.answer_text))
    for literal in ("&#91;sound:x.mp3]", "&#91;latex]", "&#91;$]", "&#123;&#123;c1::x&#125;&#125;", "&lt;img"):
        assert literal in text
    assert phone.problems() == []


def test_images_arrive_once_under_the_name_of_their_content(phone: Phone, package: Path, tmp_path: Path) -> None:
    """Two files of one name do not collide, equal files are stored once, and Check Media finds nothing amiss."""
    for folder, content in (("a", PIXEL), ("b", PIXEL + b"more"), ("c", PIXEL)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.PNG").write_bytes(content)
    entries = [entry(f"u{folder}", f"![그림]({folder}/x.PNG)") for folder in "abc"]
    done = write(entries, package, image=lambda _entry, src: tmp_path / src)
    assert done.missing_media == ()
    phone.take(package)
    names = {folder: phone.images(phone.note(f"u{folder}")) for folder in "abc"}
    assert names["a"] == names["c"] != names["b"]
    assert all(re.fullmatch(r"quiz-[0-9a-f]{16}\.png", name) for (name,) in names.values())
    stored = {path.name: path.read_bytes() for path in Path(phone.col.media.dir()).iterdir()}
    assert stored == {names["a"][0]: PIXEL, names["b"][0]: PIXEL + b"more"}
    assert phone.problems() == []


def test_the_same_package_twice_changes_nothing(phone: Phone, package: Path) -> None:
    """A second import finds duplicates only, and no second note type."""
    write([entry("u1"), entry("u2")], package)
    phone.take(package)
    assert phone.take(package) == {"duplicate": 2}
    assert phone.col.note_count() == 2
    assert phone.notetypes() == ["quiz"]


def test_a_typo_fix_updates_one_note_and_spares_what_was_edited_on_the_phone(phone: Phone, package: Path) -> None:
    """The corrected note changes in place; another one keeps the person's own edit although we export it again."""
    first = write([entry("u1", "오타"), entry("u2")], package)
    phone.take(package)
    number = phone.note("u1").id
    edited = phone.note("u2")
    edited["Back"] = "<p>폰에서 고침</p>"
    phone.col.update_note(edited)
    later_ms = (phone.note("u2").mod + 60) * 1000
    moved = [entry("u1", "바로잡음"), entry("u2", line=8)]
    second = write(moved, package, stamps=first.stamps, now_ms=later_ms)
    assert (second.new, second.changed, second.unchanged) == (0, 1, 1)
    assert phone.take(package) == {"updated": 1, "duplicate": 1}
    assert phone.col.note_count() == 2
    assert phone.note("u1").id == number
    assert phone.note("u1")["Back"] == "<p>바로잡음</p>"
    assert phone.note("u2")["Back"] == "<p>폰에서 고침</p>"
    assert phone.problems() == []


def test_a_new_look_reaches_the_phone_in_place(phone: Phone, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed style sheet, field name or template updates the one note type; no note conflicts."""
    first = write([entry("u1")], package)
    phone.take(package)
    monkeypatch.setattr(notetype, "CSS", ".card { color: teal; }")
    renamed = {name.replace("Source", "Place"): number for name, number in notetype.FIELD_IDS.items()}
    monkeypatch.setattr(notetype, "FIELD_IDS", renamed)
    monkeypatch.setattr(notetype, "ANSWER", "{{Back}}")
    second = write([entry("u1")], package, stamps=first.stamps, now_ms=NOW_MS + DAY_MS)
    assert second.unchanged == 1
    assert phone.take(package) == {"duplicate": 1}
    assert phone.notetypes() == ["quiz"]
    assert "teal" in phone.col.models.by_name("quiz")["css"]
    assert phone.note("u1")["Place"] == "docker.md:7"
    assert phone.problems() == []


def test_renamed_decks_stay_apart_from_case_and_the_default(phone: Phone, package: Path) -> None:
    """Names that differ in case only are one deck to Anki, and no deck gets a made-up name."""
    names = ("docker", "Docker::볼륨", "default", "::", " a :: b ")
    write([entry(name, deck=name) for name in names], package)
    assert phone.take(package) == {"new": 5}
    assert phone.decks() == ["Default", "Docker", "Docker::볼륨", "a", "a::b", "quiz"]


def test_text_that_renders_to_nothing_is_shown_as_written(phone: Phone, package: Path) -> None:
    """A question that is a link definition still makes a card with a front."""
    write(
        [entry("u1", "[a]: http://example.org", question="[a]: http://example.org"), entry("u2", question="\u200b")],
        package,
    )
    assert phone.take(package) == {"new": 2}
    assert phone.note("u1")["Front"] == phone.note("u1")["Back"] == "&#91;a]: http://example.org"
    assert phone.note("u2")["Front"] == "u2"
    assert phone.problems() == []


def test_due_days_count_from_2010_with_the_day_start_of_the_person(package: Path) -> None:
    """The collection carries what makes a due day mean the same on every machine."""
    write([entry("u1")], package, day_start_hour=5)
    ((created, conf),) = rows(package, "SELECT crt, conf FROM col")
    assert created == 1_262_347_200
    assert json.loads(conf).items() >= {"schedVer": 2, "sched2021": True, "creationOffset": 0, "rollover": 5}.items()


def test_every_field_and_template_has_a_number_of_its_own(package: Path) -> None:
    """The numbers of version 1 are fixed: without them a renamed field would make a second note type."""
    write([entry("u1")], package)
    ((models,),) = rows(package, "SELECT models FROM col")
    (model,) = json.loads(models).values()
    assert [(field["name"], field["id"]) for field in model["flds"]] == [
        ("Front", 1_262_304_002_001),
        ("Back", 1_262_304_002_002),
        ("Extra", 1_262_304_002_003),
        ("Source", 1_262_304_002_004),
        ("ID", 1_262_304_002_005),
        ("Reverse", 1_262_304_002_006),
        ("Choices", 1_262_304_002_007),
        ("Typed", 1_262_304_002_008),
    ]
    assert [template["id"] for template in model["tmpls"]] == [1_262_304_003_001, 1_262_304_003_002]
    assert model["id"] == "1262304001001"
    assert not re.search(r"<script|@font-face|@import|url\(", json.dumps(model))


def test_the_same_input_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    """Two exports of the same entries, stamps and moment are one and the same file."""
    write([entry("u1"), entry("u2", topics=("a", "b"))], package)
    write([entry("u1"), entry("u2", topics=("a", "b"))], tmp_path / "again.apkg")
    assert package.read_bytes() == (tmp_path / "again.apkg").read_bytes()
    with zipfile.ZipFile(package) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_a_changed_note_gets_a_new_time(package: Path) -> None:
    """After one fix the others keep their `mod`, a move within the file is no change, absent cards stay known."""
    first = write([entry("u1"), entry("u2"), entry("u3")], package)
    assert set(mods(package).values()) == {NOW_MS // 1000}
    moved = [entry("u1", "새 답"), entry("u2", line=99)]
    second = write(moved, package, stamps=first.stamps, now_ms=NOW_MS + DAY_MS)
    assert mods(package) == {"u1": (NOW_MS + DAY_MS) // 1000, "u2": NOW_MS // 1000}
    assert second.stamps["u3"] == first.stamps["u3"]
    third = write(moved, package, stamps=second.stamps, now_ms=NOW_MS + 2 * DAY_MS)
    assert third.stamps == second.stamps


@pytest.mark.parametrize("change", [{"topics": ("x",)}, {"question": "새 질문"}, {"answer": "새 답"}])
def test_text_and_topics_are_content(package: Path, change: dict[str, Any]) -> None:
    """A change of question, answer or topics counts as a change of the note."""
    first = write([entry("u1")], package)
    assert write([replace(entry("u1"), **change)], package, stamps=first.stamps).changed == 1


KEYS = st.sampled_from("abcdefgh")


@given(
    st.lists(st.tuples(st.dictionaries(KEYS, st.sampled_from("123"), min_size=1), st.integers(0, 10**13)), max_size=8)
)
def test_stamps_never_go_back(exports: list[tuple[Mapping[str, str], int]]) -> None:
    """Over any series of exports, under any clock: numbers stay, are unique and past; `mod` moves iff the text did."""
    known: dict[str, Stamp] = {}
    for digests, now_ms in exports:
        after = stamped(digests, known, now_ms)
        for key, old in known.items():
            assert after[key].note_id == old.note_id
            assert (after[key].mod > old.mod) == (digests.get(key, old.digest) != old.digest)
            assert after[key].mod >= old.mod
        assert {key: after[key].digest for key in digests} == digests
        assert len({stamp.note_id for stamp in after.values()}) == len(after)
        known = after
    assert all(FIRST_ID <= stamp.note_id < FIRST_ID + ID_SPAN for stamp in known.values())


def test_a_taken_number_is_passed_over() -> None:
    """Two keys of one hash get two numbers, and the first keeps its own."""
    number = past_id("u1", ())
    known = {"other": Stamp(number, "d", 1)}
    assert stamped({"u1": "d"}, known, NOW_MS)["u1"].note_id == number + 1


@given(st.lists(st.text(max_size=12) | st.text(st.sampled_from("aA: \t가")), max_size=6))
def test_deck_names_are_what_anki_would_keep(names: list[str]) -> None:
    """A name is stable, has no empty level, and its parents come with it under ids of their own."""
    kept = [deck_name(name) for name in names]
    assert [deck_name(name) for name in kept] == kept
    assert all(level == level.strip() != "" for name in kept for level in name.split("::"))
    known = decks(kept)
    assert len({number for number, _ in known.values()}) == len(known)
    for name in kept:
        assert name.casefold() in known
        assert name.rpartition("::")[0].casefold() in {*known, ""}


def test_missing_images_are_named_and_shown_as_text(package: Path, tmp_path: Path) -> None:
    """A file that is not there, is no file or is no picture is text and reported once; a remote image is a link."""
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "key.pem").write_text("secret")
    answer = (
        "![a](gone.png) ![b](folder.png) ![c](key.pem) ![d](none.png) ![](gone.png) ![r](https://example.org/r.png)"
    )

    def image(_entry: Entry, src: str) -> Path | None:
        return None if src == "none.png" else tmp_path / src

    done = write([entry("u1", answer)], package, image=image)
    assert done.missing_media == ("gone.png", "folder.png", "key.pem", "none.png")
    ((fields,),) = rows(package, "SELECT flds FROM notes")
    assert "&#91;image: a gone.png]" in fields
    assert '<a href="https://example.org/r.png">r</a>' in fields
    assert "<img" not in fields
    with zipfile.ZipFile(package) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]


def test_nothing_to_export_is_an_error_and_writes_nothing(package: Path) -> None:
    """Without one answered card there is no package, and the hint says what to do."""
    with pytest.raises(ExportError, match="No answered card") as raised:
        write([entry("u1", answer=" ")], package)
    assert raised.value.hint
    assert not package.exists()


@pytest.mark.parametrize("target", ["absent/deck.apkg", "folder"])
def test_an_unwritable_target_is_one_sentence(tmp_path: Path, target: str) -> None:
    """A missing folder, or a folder in the way, is an error that names the target and leaves nothing behind."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportError, match=f"{target} cannot be written: "):
        write([entry("u1")], tmp_path / target)
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_a_failed_export_leaves_the_old_package(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails half-way, the target is what it was and no temporary file stays."""
    write([entry("u1")], package)
    before = package.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(ExportError, match="No space left"):
        write([entry("u1", "새 답")], package)
    assert package.read_bytes() == before
    assert list(package.parent.iterdir()) == [package]


def test_a_package_is_small_and_leaves_no_other_file(package: Path) -> None:
    """The archive is compressed and the only file that an export makes."""
    write([entry(f"u{number}", "같은 답 " * 50) for number in range(50)], package)
    with zipfile.ZipFile(package) as archive:
        info = archive.getinfo("collection.anki2")
    assert info.compress_size * 5 < info.file_size
    assert list(package.parent.iterdir()) == [package]
