"""Packages whose database is damaged, or no longer what a database should be: refused, or read as far as it goes."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import anki_files as made
import pytest
from anki_files import read, refused
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quiz.anki import contents, records
from quiz.anki.bounded_json import JsonError, loads
from quiz.anki.protobuf import WireError, fields
from quiz.anki.reading import open_package
from quiz.errors import PackageError

MIB = 1 << 20
DAMAGED = "is damaged: "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deck.apkg"


# — databases —


@pytest.mark.parametrize("version", [5, 12, 17, 19, 2**40])
def test_another_schema_is_refused(tmp_path: Path, version: int) -> None:
    """Anki exports schemas 11 and 18; any other is said to be unknown."""
    file = made.package(tmp_path, db=made.database(col={"ver": version}))
    refused(file, "version of Anki that quiz does not know")


@pytest.mark.parametrize(
    "col", [{"ver": "x"}, {"ver": None}, {"crt": None}, {"crt": "then"}, {"crt": -1}, {"crt": 2**62}, {"crt": 0.5}]
)
def test_a_collection_without_a_day_or_a_version_is_refused(tmp_path: Path, col: dict[str, Any]) -> None:
    """Without them nothing else can be understood."""
    refused(made.package(tmp_path, db=made.database(col=col)), "col cannot be read")


@pytest.mark.parametrize("table", [*made.TABLES, *made.MODERN_TABLES])
def test_a_missing_table_or_column_is_refused(tmp_path: Path, table: str) -> None:
    """Whichever of the tables we read lacks, or lacks the columns we read."""
    for script in (f"DROP TABLE {table}", f"DROP TABLE {table}; CREATE TABLE {table} (x, y)", f"DELETE FROM {table}"):
        file = made.package(tmp_path, 3, db=made.database(True, script=script))
        if not script.startswith("DELETE") or table == "col":
            refused(file, f"{table} cannot be read")
        else:
            read(file)


IMPOSTORS = {
    "view": "DROP TABLE notes; CREATE VIEW notes AS SELECT 1 id, 'g' guid, 2 mid, 3 mod, '' tags, randomblob(9) flds",
    "endless view": "DROP TABLE revlog; CREATE VIEW revlog AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1"
    " FROM c) SELECT x id, x cid, 1 ease, 1 ivl, 1 lastIvl, 1 factor, 1 time, 1 type FROM c",
    "virtual table": "DROP TABLE notes; CREATE VIRTUAL TABLE notes USING fts5(id, guid, mid, mod, tags, flds)",
    "generated column": "ALTER TABLE notes DROP COLUMN tags;"
    " ALTER TABLE notes ADD COLUMN tags GENERATED ALWAYS AS (hex(zeroblob(1000000))) VIRTUAL",
    "no row ids": "DROP TABLE notes; CREATE TABLE notes (x primary key, id, guid, mid, mod, tags, flds) WITHOUT ROWID",
    "no key": "DROP TABLE revlog; CREATE TABLE revlog (id, cid, ease, ivl, lastIvl, factor, time, type)",
}


@pytest.mark.parametrize("script", IMPOSTORS.values(), ids=IMPOSTORS)
def test_what_only_looks_like_a_table_is_refused(tmp_path: Path, script: str) -> None:
    """A view, a virtual table, or columns that are computed: nothing of the file's is ever executed."""
    try:
        db = made.database(script=script)
    except sqlite3.OperationalError as error:
        pytest.skip(f"this SQLite cannot make one: {error}")
    refused(made.package(tmp_path, db=db), DAMAGED)


def test_triggers_and_other_tables_are_passed_over(tmp_path: Path) -> None:
    """What add-ons leave in a collection does no harm."""
    script = """CREATE TABLE addon (x); CREATE VIEW seen AS SELECT * FROM notes;
    CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END; CREATE INDEX i ON notes (guid);
    CREATE TABLE "it's ""odd" (y); ANALYZE"""
    notes, cards, log, skipped = read(made.package(tmp_path, db=made.database(script=script)))
    assert (len(notes), len(cards), len(log), skipped) == (3, 3, 3, {})


@pytest.mark.parametrize("listed", ["nid) WHERE (ord = 1", "did", "nid * 2"])
def test_an_index_that_lies_is_found_out(tmp_path: Path, listed: str) -> None:
    """An index of the file that lists other rows than its table is damage, not another collection."""
    script = f"""DROP INDEX ix_cards_nid; CREATE INDEX ix_cards_nid ON cards ({listed});
    PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE INDEX ix_cards_nid ON cards (nid)'
    WHERE name = 'ix_cards_nid'"""
    refused(made.package(tmp_path, db=made.database(script=script)), "cards cannot be read")


@pytest.mark.parametrize("table", ["notes", "cards", "revlog"])
def test_pages_that_point_at_each_other_end(tmp_path: Path, table: str) -> None:
    """A file of a few pages that reads like more rows than there are atoms is damage, found after a while."""
    refused(made.package(tmp_path, db=made.tangled(made.database(), table)), DAMAGED)


def test_a_schema_without_end_is_refused(tmp_path: Path) -> None:
    """Ten thousand tables are not loaded only to look for four."""
    refused(made.package(tmp_path, db=made.database(script=made.many_tables("a, b, c"))), DAMAGED)


@pytest.mark.parametrize(
    "col",
    [
        {"models": "{"},
        {"models": "[" * 100_000},
        {"decks": '{"a":' * 100_000},
        {"conf": "[" + "1," * 1_100_000 + "1]"},
        {"models": '{"1": {"id": ' + "9" * 10_000 + "}}"},
        {"models": b"\xff\xfe"},
        {"decks": ""},
    ],
    ids=["cut", "deep", "deep objects", "dense", "long number", "bytes", "empty"],
)
def test_json_that_cannot_be_held_is_refused(tmp_path: Path, col: dict[str, Any]) -> None:
    """Cut short, nested without end, or far larger in memory than on disk."""
    refused(made.package(tmp_path, db=made.database(col=col)), "col cannot be read")


@pytest.mark.parametrize("value", [None, 1, [], "x", {}, {"1": None}, {"x": 1}, {"1": {"id": [], "name": {}}}])
@pytest.mark.parametrize("column", ["models", "decks", "conf"])
def test_json_of_another_shape_is_harmless(tmp_path: Path, column: str, value: object) -> None:
    """What is no note type is no note type; its notes and their cards are counted, not lost in silence."""
    db = made.database(col={column: json.dumps(value)})
    notes, cards, _log, skipped = read(made.package(tmp_path, db=db))
    if column == "models":
        assert (notes, cards) == ([], [])
        assert skipped[records.FOREIGN_NOTES] == skipped[records.LONE_CARDS] == 3
        assert skipped[contents.BROKEN_NOTETYPES] == (len(value) if isinstance(value, dict) else 0)
    else:
        assert len(notes) == len(cards) == 3
    if column == "decks":
        assert skipped[contents.BROKEN_DECKS] == (len(value) if isinstance(value, dict) else 0)


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE templates SET config = x'0aff'",
        "UPDATE templates SET config = NULL",
        "UPDATE notetypes SET config = x'ffffffffffffffffffffffff'",
        "UPDATE notetypes SET name = NULL",
        "UPDATE fields SET ord = -1 - ord",
        "UPDATE fields SET name = NULL",
        "DELETE FROM fields",
        "UPDATE templates SET config = zeroblob(100)",
    ],
)
def test_note_types_that_are_garbage_are_counted(tmp_path: Path, script: str) -> None:
    """A note type of schema 18 whose parts cannot be read is skipped, and its notes with it."""
    db = made.database(True, script=script)
    notes, cards, log, skipped = read(made.package(tmp_path, 3, db))
    assert (notes, cards, len(log)) == ([], [], 3)
    assert skipped == {contents.BROKEN_NOTETYPES: 2, records.FOREIGN_NOTES: 3, records.LONE_CARDS: 3}


def test_settings_and_decks_that_are_garbage(tmp_path: Path) -> None:
    """A setting that is no JSON is damage; a deck without a name is counted."""
    db = made.database(True, script="UPDATE config SET val = x'7b'")
    refused(made.package(tmp_path, 3, db), "col cannot be read")
    db = made.database(True, script="UPDATE decks SET name = NULL WHERE id = 1; UPDATE config SET val = 'null'")
    assert read(made.package(tmp_path, 3, db))[3] == {contents.BROKEN_DECKS: 1}


NUMBERS = ["x", None, b"\xff", "99999999999999999999", 2**63 - 1, -(2**63), 1e300, float("inf"), "", "1 2"]
FORGIVEN = {"mod", "due", "odue", "flags", "time"}


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
@pytest.mark.parametrize("table", ["cards", "revlog"])
def test_a_value_of_a_wrong_type_costs_one_row_at_most(tmp_path: Path, table: str, value: object) -> None:
    """Whatever stands in whichever column, its row is skipped and counted, or the value is 0 as it is in Anki."""
    row = {"cards": made.card, "revlog": made.review}[table]
    for column in row(0):
        if column in ("id", "data"):
            continue
        db = made.database(tables=made.rows() | {table: [row(0), row(1, **{column: value}), row(2)]})
        found = read(made.package(tmp_path, db=db))
        rows = found[1] if table == "cards" else found[2]
        kept = 3 if column in FORGIVEN else 3 if value == 2**63 - 1 and column in ("did", "odid", "cid") else 2
        assert len(rows) == kept, column
        assert sum(found[3].values()) == 3 - kept, column
        for known in rows:
            assert all(-(2**31) < number < 2**63 for number in known if isinstance(number, int))


@pytest.mark.parametrize("value", [None, 5, 1.5, b"\xff\xfe\x00", "\x00", "\ud7ff", b"", "a" * 1000], ids=repr)
def test_text_of_a_wrong_type_costs_one_note_at_most(tmp_path: Path, value: object) -> None:
    """Text that is none is skipped with its cards and counted; bytes that are no UTF-8 are marked."""
    for column in ("guid", "flds", "tags", "mid", "mod"):
        known = [made.note(0), made.note(1, **{column: value}), made.note(2)]
        db = made.database(tables=made.rows() | {"notes": known})
        notes, cards, _log, skipped = read(made.package(tmp_path, db=db))
        assert [card.note for card in cards] == [note.id for note in notes]
        assert len(notes) + skipped[records.BROKEN_NOTES] + skipped[records.FOREIGN_NOTES] == 3
        for note in notes:
            assert (len(note.fields), type(note.mod)) == (2, int)
            str(note).encode()


def test_ids_that_are_none_are_counted(tmp_path: Path) -> None:
    """Anki's ids are positive; a note, card or review with another is skipped."""
    bad = {"notes": [made.note(0, id=-5)], "cards": [made.card(0, id=0)], "revlog": [made.review(0, id=-1)]}
    db = made.database(tables={table: [*rows, *bad[table]] for table, rows in made.rows().items()})
    *rows, skipped = read(made.package(tmp_path, db=db))
    assert list(map(len, rows)) == [3, 3, 3]
    assert skipped == {records.BROKEN_NOTES: 1, records.BROKEN_CARDS: 1, records.BROKEN_LOG: 1}


def test_cards_that_belong_to_nothing_are_counted(tmp_path: Path) -> None:
    """A card without a note and one of a template that is not there are skipped; a deck that is missing is no loss."""
    cards = [made.card(0, did=77), made.card(1, nid=1), made.card(2, ord=1), made.card(3, nid=made.FIRST + 9)]
    notes, kept, _log, skipped = read(made.package(tmp_path, db=made.database(tables=made.rows() | {"cards": cards})))
    assert len(notes) == 3
    assert [card.deck for card in kept] == [77]
    assert skipped == {records.LONE_CARDS: 2, records.EXTRA_CARDS: 1}


def test_data_of_a_card_is_short_or_none(tmp_path: Path) -> None:
    """What an add-on left in a card is kept; megabytes of it are not."""
    cards = [made.card(0, data='{"cd":"x"}'), made.card(1, data="x" * MIB), made.card(2, data=5.5)]
    _notes, kept, _log, _skipped = read(made.package(tmp_path, db=made.database(tables=made.rows() | {"cards": cards})))
    assert [card.data for card in kept] == ['{"cd":"x"}', "", "5.5"]


def test_reading_again_counts_again_not_more(tmp_path: Path) -> None:
    """The count of what was skipped is that of the last reading of each kind."""
    db = made.database(tables=made.rows() | {"cards": [made.card(0, nid=1)]})
    with open_package(made.package(tmp_path, db=db), tmp_path) as package:
        for _ in range(3):
            assert list(package.cards()) == []
            assert package.skipped == {records.LONE_CARDS: 1}


def test_a_note_of_nothing_but_separators_is_small(tmp_path: Path) -> None:
    """A megabyte of field ends is two fields; a megabyte of tags is a thousand."""
    notes = [made.note(0, flds="\x1f" * MIB, tags="ab " * (MIB // 3))]
    ((note,), *_rest) = read(made.package(tmp_path, db=made.database(tables={"notes": notes})))
    assert len(note.fields) == 2
    assert len(note.tags) == 1000


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_none(message: bytes) -> None:
    """The reader of protobuf ends, and never reads past the end."""
    try:
        found = list(fields(message))
    except WireError:
        return
    assert sum(len(value) for _, value in found if isinstance(value, bytes)) <= len(message)


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_none(content: bytes) -> None:
    """So does the reader of JSON."""
    try:
        loads(content)
    except JsonError:
        return


def test_half_a_character_is_marked(tmp_path: Path) -> None:
    """JSON can spell the half of a character, which no file can hold: names have `?` for it."""
    db = made.database(col={"decks": '{"1": {"id": 1, "name": "a\\ud800::b"}}'})
    with open_package(made.package(tmp_path, db=db), tmp_path) as package:
        assert package.decks == {1: "a?::b"}


# — chance —

WHOLE = {version: made.entries(version) for version in (2, 3)}
DATABASES = {version: made.database(version == 3, made.rows(30)) for version in (2, 3)}


def mangled(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, inserted or dropped, more often near the start, where the headers are."""
    some = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 30))):
        at = chance.randrange(chance.choice((min(len(some), 300), len(some))) or 1)
        match chance.randrange(6):
            case 0 | 1:
                some[at : at + 1] = chance.randbytes(1)
            case 2:
                some[at : at + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"))
            case 3:
                some[at:at] = chance.randbytes(chance.randrange(9))
            case 4:
                del some[at : at + chance.randrange(9)]
            case _ if chance.random() < 0.1:
                del some[at:]
    return bytes(some)


def anyhow(file: Path, content: bytes) -> None:
    """The package is read or refused."""
    file.write_bytes(content)
    with suppress(PackageError):
        read(file)


CHANCE = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CHANCE
@given(st.sampled_from([2, 3]), st.randoms(use_true_random=False))
def test_a_package_with_wrong_bytes_is_read_or_refused(file: Path, version: int, chance: random.Random) -> None:
    """Whichever bytes of the file are wrong, or missing."""
    anyhow(file, mangled(made.archive(WHOLE[version]), chance))


@CHANCE
@given(st.sampled_from([2, 3]), st.randoms(use_true_random=False))
def test_a_database_with_wrong_bytes_is_read_or_refused(file: Path, version: int, chance: random.Random) -> None:
    """Whichever bytes of the database are wrong, where the sums of the archive around it are right."""
    pack = made.squeezed if version == 3 else bytes
    inner = {made.NAMES[version]: pack(mangled(DATABASES[version], chance))}
    anyhow(file, made.archive(WHOLE[version] | inner))


@CHANCE
@given(st.sampled_from([2, 3]), st.data(), st.randoms(use_true_random=False))
def test_an_entry_with_wrong_bytes_is_read_or_refused(
    file: Path, version: int, data: st.DataObject, chance: random.Random
) -> None:
    """Whichever entry, packed or unpacked, is not what it should be."""
    name = data.draw(st.sampled_from(sorted(WHOLE[version])))
    inner = {name: mangled(WHOLE[version][name], chance)}
    if version == 3 and data.draw(st.booleans()):
        inner["media"] = made.squeezed(mangled(made.media_list(["x.png", "가.jpg"]), chance))
    anyhow(file, made.archive(WHOLE[version] | inner))
