"""Reading Anki packages: what the engine wrote, in every flavour, is what the engine itself sees in it."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import anki_files as made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.anki import rows
from quiz.anki.calendar import calendar
from quiz.anki.enclosed import media_name
from quiz.anki.reading import Counts, Flavour, Package, open_package
from quiz.errors import ExportError

CARDS = (
    "SELECT id, nid, did, ord, mod, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
    " FROM cards ORDER BY nid, ord"
)
LOG = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"
PICTURES = {"그림.png": b"\x89PNG" * 5000, "소리.mp3": bytes(range(256)), "unused.txt": b"x"}


class Case(NamedTuple):
    """How the engine is asked to write a package."""

    kind: str
    legacy: bool
    scheduled: bool = True

    @property
    def name(self) -> str:
        return f"{'legacy' if self.legacy else 'modern'}{'' if self.scheduled else '-bare'}.{self.kind}"


CASES = [
    *(Case("colpkg", legacy) for legacy in (False, True)),
    *(Case("apkg", legacy, scheduled) for legacy in (False, True) for scheduled in (True, False)),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a package of the same collection for each case."""
    folder = tmp_path_factory.mktemp("engine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANKI_TEST_MODE", "1")
        try:
            from anki.collection import Collection, ExportAnkiPackageOptions
        except ImportError:
            if os.environ.get("CI"):
                raise
            pytest.skip("the engine (PyPI: anki) is not installed here")
        col = Collection(str(folder / "source.anki2"))
        fill(col, folder)
        for case in CASES:
            target = str(folder / case.name)
            if case.kind == "apkg":
                options = ExportAnkiPackageOptions(
                    with_scheduling=case.scheduled, with_media=True, with_deck_configs=True, legacy=case.legacy
                )
                col.export_anki_package(out_path=target, options=options, limit=None)
            else:
                col.export_collection_package(target, True, case.legacy)
                col.reopen()
        col.close()
        yield folder


def fill(col: Any, folder: Path) -> None:
    """Notes of four note types in nested decks, in every state a card can be in."""
    for key, value in {"creationOffset": -540, "rollover": 3}.items():
        col.set_config(key, value)
    for name, content in PICTURES.items():
        (folder / name).write_bytes(content)
        col.media.add_file(str(folder / name))
    own = col.models.copy(col.models.by_name("Basic (and reversed card)"))
    own["name"], own["flds"][0]["name"] = "내 유형: {{두}} 면", "앞 (Front)"
    for template in own["tmpls"]:
        for side in ("qfmt", "afmt"):
            template[side] = template[side].replace("{{Front}}", "{{앞 (Front)}}")
    col.models.update_dict(own)
    kinds = ["Basic", "Basic (and reversed card)", "Cloze", own["name"]]
    decks = [col.decks.id(name) for name in ("도커", "도커::볼륨::이름", "C++ & <b>")]
    for number in range(40):
        note = col.new_note(col.models.by_name(kinds[number % 4]))
        note.fields = [
            f"{{{{c1::질문}}}} {number} {{{{c3::둘::힌트}}}}\n",
            f'<img src="그림.png"> [sound:소리.mp3] {number}',
            "",
        ]
        note.fields = note.fields[: len(note._fmap)]
        note.tags = ["ㅎㅏㄴ글", "a::b", f"t{number}"][: number % 4]
        col.add_note(note, decks[number % 3])
    cards = list(col.find_cards("", order="c.id"))
    review(col, cards[:60])
    answer(col, cards[60:63])
    col.sched.suspend_cards(cards[5:8])
    col.sched.bury_cards(cards[8:10], manual=True)
    col.sched.bury_cards(cards[10:12], manual=False)
    for flag in range(1, 8):
        col.set_user_flag_for_cards(flag, [cards[20 + flag]])
    filtered = col.decks.get(col.decks.new_filtered("거른 덱"))
    filtered["terms"] = [["tag:t6 OR tag:t7 OR tag:t39", 20, 0]]
    col.decks.save(filtered)
    col.sched.rebuild_filtered_deck(filtered["id"])


def review(col: Any, cards: list[int]) -> None:
    """Cards in review, learning and relearning, each with a log."""
    for place, number in enumerate(cards):
        kind, queue, due = [(2, 2, place - 30), (1, 1, 1_700_000_000 + place), (3, 3, place), (2, 2, 40_000)][place % 4]
        state = (kind, queue, due, 3 * place + 1, 1300 + 50 * place, place + 1, place % 5, 1001 if kind != 2 else 0)
        col.db.execute(
            "UPDATE cards SET type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?, left = ?,"
            ' data = \'{"pos":3,"lrt":1700000000}\' WHERE id = ?',
            *(*state, number),
        )
        stamp = 1_600_000_000_000 + 7_919 * place
        spans = (1 + place % 4, -600 if place % 2 else place + 1, -60 * place)
        col.db.execute(
            "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
            *(stamp, number, *spans, 2500 + place, 1000 + place, place % 6),
        )


def answer(col: Any, cards: list[int]) -> None:
    """Answer as a person does."""
    from anki.scheduler_pb2 import CardAnswer

    for place, number in enumerate(cards):
        states = col._backend.get_scheduling_states(number)
        new = (states.again, states.good, states.easy)[place]
        reply = CardAnswer(card_id=number, current_state=states.current, new_state=new, milliseconds_taken=4321)
        reply.rating, reply.answered_at_millis = (0, 2, 3)[place], 1_650_000_000_000 + place
        col._backend.answer_card(reply)


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def package(case: Case, written: Path, tmp_path: Path) -> Iterator[Package]:
    with open_package(written / case.name, tmp_path / "scratch") as opened:
        yield opened


@pytest.fixture
def engine(case: Case, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The collection inside the package, open in the engine."""
    from anki.collection import Collection

    monkeypatch.setenv("ANKI_TEST_MODE", "1")
    with zipfile.ZipFile(written / case.name) as archive:
        assert archive.read("meta") == (b"\x08\x02" if case.legacy else b"\x08\x03")
        content = archive.read("collection.anki21" if case.legacy else "collection.anki21b")
    path = tmp_path / "inside.anki2"
    path.write_bytes(content if case.legacy else unsqueezed(content))
    col = Collection(str(path))
    yield col
    col.close()


def unsqueezed(content: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.ZstdFile(io.BytesIO(content)).read()


def test_a_package_tells_its_flavour(case: Case, package: Package) -> None:
    """A whole collection and a part of one are told apart, and so are the two formats."""
    assert package.flavour == Flavour(case.kind, not case.legacy)


def test_notes_are_what_the_engine_sees(package: Package, engine: Any) -> None:
    """Every note, in the order of its id, with guid, note type, time, tags and fields."""
    expected = []
    for number in sorted(engine.find_notes("")):
        note = engine.get_note(number)
        expected.append((note.id, note.guid, note.mid, note.mod, tuple(note.tags), tuple(note.fields)))
    assert list(package.notes()) == expected
    assert package.counts.notes == len(expected) == 40
    assert package.skipped == {}


def test_cards_are_what_the_engine_sees(package: Package, engine: Any) -> None:
    """Every card, by note and template, with all its scheduling columns: filtered, buried and flagged too."""
    expected = [tuple(row) for row in engine.db.all(CARDS)]
    assert list(package.cards()) == expected
    assert package.counts.cards == len(expected) == 70
    assert package.skipped == {}


def test_the_log_is_what_the_engine_sees(case: Case, package: Package, engine: Any) -> None:
    """Every review in the order of its time, manual ones too."""
    expected = [tuple(row) for row in engine.db.all(LOG)]
    assert list(package.log()) == expected
    assert package.counts.log == len(expected)
    assert bool(expected) == case.scheduled


def test_note_types_are_what_the_engine_sees(package: Package, engine: Any) -> None:
    """Name, kind, field names and both sides of every template."""
    assert package.notetypes == {
        known["id"]: rows.NoteType(
            known["id"],
            known["name"],
            known["type"] == 1,
            tuple(field["name"] for field in known["flds"]),
            tuple(rows.Template(side["name"], side["qfmt"], side["afmt"]) for side in known["tmpls"]),
        )
        for known in engine.models.all()
    }
    assert {known.cloze for known in package.notetypes.values()} == {True, False}


def test_decks_are_what_the_engine_sees(package: Package, engine: Any) -> None:
    """Every deck, by id, with `::` between the levels of its name."""
    assert package.decks == {deck.id: deck.name for deck in engine.decks.all_names_and_ids()}
    assert "도커::볼륨::이름" in package.decks.values()


def test_the_calendar_is_what_the_engine_sees(package: Package, engine: Any) -> None:
    """Day 0, its distance from UTC and the hour at which a day begins; an .apkg leaves the hour at Anki's own."""
    created = engine.db.scalar("SELECT crt FROM col")
    expected = (created, engine.get_config("creationOffset"), engine.get_config("rollover", 4))
    assert package.calendar == expected
    assert expected[1:] == (-540, 3 if package.flavour.kind == "colpkg" else 4)


def test_a_package_without_scheduling_says_so(case: Case, package: Package) -> None:
    """Where “Include scheduling information” was off there is nothing but new cards; flags do not count."""
    assert package.has_schedule == case.scheduled
    assert {card.type for card in package.cards()} == ({0, 1, 2, 3} if case.scheduled else {0})


def test_media_arrive_under_their_names(package: Package, tmp_path: Path) -> None:
    """Every file that was exported, with its size and content, in memory and on disk."""
    expected = dict(PICTURES)
    if package.flavour.kind == "apkg":
        del expected["unused.txt"]
    assert package.skipped_media == ()
    assert package.media == {name: len(content) for name, content in expected.items()}
    for name, content in expected.items():
        assert package.read_media(name) == content
        package.copy_media(name, tmp_path / "copied")
        assert (tmp_path / "copied").read_bytes() == content


def test_what_a_state_looks_like(written: Path, tmp_path: Path) -> None:
    """A whole collection has every state: the columns mean what the rows of `quiz.anki.rows` say."""
    with open_package(written / "modern.colpkg", tmp_path) as package:
        cards = list(package.cards())
        (filtered,) = [number for number, name in package.decks.items() if name == "거른 덱"]
    assert {card.queue for card in cards} >= {-3, -2, -1, 0, 1, 2, 3}
    assert {card.flags for card in cards} == set(range(8))
    assert {card.home_deck != 0 for card in cards if card.deck == filtered} == {True}


def test_what_was_unpacked_is_gone_afterwards(written: Path, tmp_path: Path) -> None:
    """The scratch folder is empty again, whether the block ends well or not; the package is as it was."""
    file, scratch = written / "modern.apkg", tmp_path / "new" / "scratch"
    before = file.read_bytes()
    with pytest.raises(ZeroDivisionError):
        _leave_in_the_middle(file, scratch)
    assert list(scratch.iterdir()) == []
    with open_package(file, scratch) as package:
        list(package.notes())
    assert list(scratch.iterdir()) == []
    assert file.read_bytes() == before


def _leave_in_the_middle(file: Path, scratch: Path) -> None:
    with open_package(file, scratch) as package:
        next(package.notes())
        assert len(list(scratch.iterdir())) == 1
        raise ZeroDivisionError


# — packages made by hand: what no engine of today writes —


@pytest.mark.parametrize("version", [1, 2, 3])
def test_the_three_formats_hold_the_same(tmp_path: Path, version: int) -> None:
    """The same rows come out of each format; the placeholder beside the later two is never read."""
    with open_package(made.package(tmp_path, version), tmp_path) as package:
        assert package.counts == Counts(3, 3, 3)
        assert [note.fields for note in package.notes()] == [(f"질문 {n}", f"답 {n}") for n in range(3)]
        assert [card.note for card in package.cards()] == [made.FIRST + n for n in range(3)]
        assert len(list(package.log())) == 3
        assert package.calendar == rows.Calendar(made.CREATED, -540, 3)
        assert [known.cloze for known in package.notetypes.values()] == [False, True]
        assert package.decks == {1: "Default", made.DECK: "도커::볼륨"}
        assert package.read_media("x.png") == b"abc"


@pytest.mark.parametrize("names", [["collection.anki2"], ["collection.anki21", "collection.anki2"]])
def test_before_meta_the_later_collection_counted(tmp_path: Path, names: list[str]) -> None:
    """A package without `meta` is read as Anki reads it, and needs no list of media."""
    file = tmp_path / "old.apkg"
    contents = [made.database(), b"please update"]
    file.write_bytes(made.archive(dict(zip(names, contents, strict=False))))
    with open_package(file, tmp_path) as package:
        assert len(list(package.notes())) == 3
        assert package.media == {}


def test_an_export_of_ours_comes_back(tmp_path: Path) -> None:
    """What quiz writes for Anki it can read."""
    from quiz.anki import export
    from quiz.entry import Entry

    entry = Entry(uid="u1", deck="도커::볼륨", question="질문?", answer="답", topics=("a::b",))
    file = tmp_path / "ours.apkg"
    export([entry], file, stamps={}, now_ms=made.FIRST, day_start_hour=5, image=lambda _entry, _src: None)
    with open_package(file, tmp_path) as package:
        (note,), (card,) = package.notes(), package.cards()
        assert (note.guid, note.tags, note.fields[-2]) == ("u1", ("a::b",), "u1")
        assert package.decks[card.deck] == "도커::볼륨"
        assert package.calendar == rows.Calendar(1_262_347_200, 0, 5)
        assert not package.has_schedule


def test_cards_come_in_order_without_the_index(tmp_path: Path) -> None:
    """By note and template, whatever the order of their ids, whether the file has Anki's index or not."""
    cards = [made.card(9 - place, nid=made.FIRST + place // 2, ord=place % 2, type=0) for place in range(6)]
    models = {"models": json.dumps({str(made.NOTETYPE): two_sided()})}
    for script in ("", "DROP INDEX ix_cards_nid"):
        db = made.database(tables=made.rows() | {"cards": cards}, col=models, script=script)
        with open_package(made.package(tmp_path, db=db), tmp_path) as package:
            assert [(card.note - made.FIRST, card.ord) for card in package.cards()] == [
                (note, place) for note in range(3) for place in range(2)
            ]


def two_sided() -> dict[str, Any]:
    known = made.MODELS[str(made.NOTETYPE)]
    return {**known, "tmpls": known["tmpls"] * 2}


def test_a_note_has_the_fields_of_its_type(tmp_path: Path) -> None:
    """Missing fields are empty and surplus ones join the last, as Anki's own repair does it."""
    notes = [made.note(0, flds="a"), made.note(1, flds="a\x1fb\x1fc\x1fd"), made.note(2, flds="")]
    db = made.database(tables=made.rows() | {"notes": notes})
    with open_package(made.package(tmp_path, db=db), tmp_path) as package:
        assert [note.fields for note in package.notes()] == [("a", ""), ("a", "b; c; d"), ("", "")]
        assert package.skipped == {}


def test_tags_part_where_anki_parts_them(tmp_path: Path) -> None:
    """At blanks and ideographic blanks; a tag may hold any other sign."""
    db = made.database(tables={"notes": [made.note(0, tags=" a  b\u3000ㅎㅏㄴ\tc ")]})
    with open_package(made.package(tmp_path, db=db), tmp_path) as package:
        assert [note.tags for note in package.notes()] == [("a", "b", "ㅎㅏㄴ\tc")]


def test_fractions_of_old_versions_are_rounded(tmp_path: Path) -> None:
    """Anki once left fractions in intervals and due days; they are the numbers Anki would make of them."""
    db = made.database(tables=made.rows(1) | {"cards": [made.card(0, type=2, queue=2, ivl=12.6, due=7.2)]})
    with open_package(made.package(tmp_path, db=db), tmp_path) as package:
        ((card),) = package.cards()
        assert (card.interval, card.due) == (13, 7)
        assert package.has_schedule


@pytest.mark.parametrize(
    ("west_of_utc", "hour_utc"), [(-540, 19), (0, 4), (300, 9), (-780, 15), (600, 14), (-330, 22.5), (-720, 16)]
)
def test_an_old_collection_began_at_four(west_of_utc: int, hour_utc: float) -> None:
    """Where no offset is written down, the place is where the collection was made at four in the morning."""
    created = 1_300_000_000 // 86_400 * 86_400 + int(hour_utc * 3600)
    for unknown in (None, "x", True, 10**9, 2.5):
        assert calendar(created, unknown, unknown) == rows.Calendar(created, west_of_utc, 4)


@given(st.integers(1, 2**31), st.integers(-840, 840), st.integers(0, 23))
def test_a_calendar_that_is_written_down_is_kept(created: int, west: int, hour: int) -> None:
    """Offset and hour are the file's where it has them."""
    assert calendar(created, west, hour) == rows.Calendar(created, west, hour)


@given(st.text(max_size=40))
def test_a_media_name_is_a_plain_file_name(name: str) -> None:
    """Whatever the package says: in NFC, one part of a path, without what a system reserves; stable under itself."""
    import unicodedata

    kept = media_name(name)
    if kept is not None:
        assert media_name(kept) == kept == unicodedata.normalize("NFC", name)
        assert Path(kept).name == kept
        assert not set(kept) & set('/\\:\0\n*?"<>|')


def test_media_that_cannot_be_written_are_an_error(tmp_path: Path) -> None:
    """A target in a folder that is not there, or that is a folder, is one sentence and leaves nothing behind."""
    (tmp_path / "folder").mkdir()
    with open_package(made.package(tmp_path, 3), tmp_path) as package:
        for target in ("absent/x.png", "folder"):
            with pytest.raises(ExportError, match=f"{target} cannot be written: "):
                package.copy_media("x.png", tmp_path / target)
        with pytest.raises(KeyError):
            package.read_media("../x.png")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "v3.apkg"]


def test_a_reader_needs_no_sort(tmp_path: Path) -> None:
    """Notes and reviews stream: nothing is held but the row that is asked for, even between interleaved readings."""
    with open_package(made.package(tmp_path, 3), tmp_path) as package:
        together = list(zip(package.notes(), package.cards(), package.log(), package.notes(), strict=True))
        assert [row[0] for row in together] == [row[3] for row in together]
        assert [row[0].id for row in together] == [row[1].note for row in together]


def test_the_names_of_tables_are_taken_in_any_case(tmp_path: Path) -> None:
    """SQLite does not tell `Notes` from `notes`, and neither do we."""
    db = made.database(script="ALTER TABLE notes RENAME TO other; ALTER TABLE other RENAME TO NOTES")
    with open_package(made.package(tmp_path, db=db), tmp_path) as package:
        assert len(list(package.notes())) == 3


def test_sqlite_is_new_enough_for_the_guards() -> None:
    """`trusted_schema` is known to this SQLite: an unknown pragma would be passed over in silence."""
    with closing(sqlite3.connect(":memory:")) as db:
        assert db.execute("PRAGMA trusted_schema").fetchone() is not None
