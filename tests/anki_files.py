"""Anki packages made by hand, good ones and bad ones, for tests that need no engine."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quiz.anki.reading import Limits, open_package
from quiz.anki.rows import CardRow, LogRow, NoteRow
from quiz.errors import PackageError

CREATED = 1_262_347_200
NOTETYPE, CLOZE, DECK = 1_600_000_000_001, 1_600_000_000_002, 1_600_000_000_003
FIRST = 1_700_000_000_000
"""The id of the first note, card and review."""

TABLES = {
    "notes": "id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,"
    " sfld integer, csum integer, flags integer, data text",
    "cards": "id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer, type integer,"
    " queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer,"
    " odue integer, odid integer, flags integer, data text",
    "revlog": "id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,"
    " factor integer, time integer, type integer",
    "col": "id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer,"
    " ls integer, conf text, models text, decks text, dconf text, tags text",
}
MODERN_TABLES = {
    "notetypes": "id integer primary key, name text collate unicase, mtime_secs integer, usn integer, config blob",
    "fields": "ntid integer, ord integer, name text collate unicase, config blob, primary key (ntid, ord)",
    "templates": "ntid integer, ord integer, name text collate unicase, mtime_secs integer, usn integer, config blob,"
    " primary key (ntid, ord)",
    "decks": "id integer primary key, name text collate unicase, mtime_secs integer, usn integer, common blob,"
    " kind blob",
    "config": "KEY text primary key, usn integer, mtime_secs integer, val blob",
}
CONF = {"creationOffset": -540, "rollover": 3}
MODELS = {
    str(NOTETYPE): {
        "id": NOTETYPE,
        "name": "Basic",
        "type": 0,
        "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    },
    str(CLOZE): {
        "id": str(CLOZE),
        "name": "Cloze",
        "type": 1,
        "flds": [{"name": "Text"}],
        "tmpls": [{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"}],
    },
}
DECKS = {"1": {"id": 1, "name": "Default"}, str(DECK): {"id": DECK, "name": "도커::볼륨"}}
NAMES = {1: "collection.anki2", 2: "collection.anki21", 3: "collection.anki21b"}


def note(number: int, **changes: Any) -> dict[str, Any]:
    known = {"id": FIRST + number, "guid": f"g{number}", "mid": NOTETYPE, "mod": 1_700_000_000, "tags": " a b::c "}
    return {**known, "flds": f"질문 {number}\x1f답 {number}", **changes}


def card(number: int, **changes: Any) -> dict[str, Any]:
    names = ("type", "queue", "due", "ivl", "factor", "reps", "lapses", "left", "odue", "odid", "flags", "ord")
    known = dict.fromkeys(names, 0) | {"id": FIRST + number, "nid": FIRST + number, "did": DECK, "mod": 1_700_000_000}
    return {**known, "data": "{}", **changes}


def review(number: int, **changes: Any) -> dict[str, Any]:
    known = {"id": FIRST + number, "cid": FIRST, "ease": 3, "ivl": 10, "lastIvl": 4, "factor": 2500, "time": 3000}
    return {**known, "type": 1, **changes}


def rows(count: int = 3) -> dict[str, list[dict[str, Any]]]:
    """A good collection's notes, cards and reviews."""
    kinds = {"notes": note, "cards": card, "revlog": review}
    return {table: [make(number) for number in range(count)] for table, make in kinds.items()}


def database(
    modern: bool = False,
    tables: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    *,
    script: str = "",
    col: Mapping[str, Any] | None = None,
) -> bytes:
    """A collection of schema 11 or 18 with these rows; `script` is run last."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.create_collation("unicase", lambda one, two: (one > two) - (one < two))
        db.execute("BEGIN")
        for table, columns in {**TABLES, **(MODERN_TABLES if modern else {})}.items():
            db.execute(f"CREATE TABLE {table} ({columns})")
        db.execute("CREATE INDEX ix_cards_nid ON cards (nid)")
        db.execute("CREATE INDEX ix_revlog_cid ON revlog (cid)")
        texts = ("", "", "") if modern else map(json.dumps, (CONF, MODELS, DECKS))
        names = dict(zip(("conf", "models", "decks"), texts, strict=True))
        insert(db, "col", [{"id": 1, "crt": CREATED, "ver": 18 if modern else 11, **names, **(col or {})}])
        if modern:
            _describe(db)
        for table, known in (rows() if tables is None else tables).items():
            insert(db, table, known)
        db.execute("COMMIT")
        db.executescript(script)
        return db.serialize()


def insert(db: sqlite3.Connection, table: str, known: Iterable[Mapping[str, Any]]) -> None:
    for row in known:
        marks = ", ".join("?" * len(row))
        db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _describe(db: sqlite3.Connection) -> None:
    """The note types, decks and settings as schema 18 keeps them."""
    for number, model in zip((NOTETYPE, CLOZE), MODELS.values(), strict=True):
        config = varint(1, int(model["type"])) + field(3, b".card {}")
        insert(db, "notetypes", [{"id": number, "name": model["name"], "config": config}])
        for place, known in enumerate(model["flds"]):
            insert(db, "fields", [{"ntid": number, "ord": place, "name": known["name"], "config": b""}])
        for place, known in enumerate(model["tmpls"]):
            config = field(1, known["qfmt"].encode()) + field(2, known["afmt"].encode())
            insert(db, "templates", [{"ntid": number, "ord": place, "name": known["name"], "config": config}])
    insert(db, "decks", [{"id": deck["id"], "name": deck["name"].replace("::", "\x1f")} for deck in DECKS.values()])
    insert(db, "config", [{"KEY": name, "val": json.dumps(value).encode()} for name, value in CONF.items()])


def number(value: int) -> bytes:
    """A varint of protobuf."""
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + number(rest) if rest else bytes([low])


def varint(name: int, value: int) -> bytes:
    return number(name << 3) + number(value)


def field(name: int, content: bytes) -> bytes:
    return number(name << 3 | 2) + number(len(content)) + content


def media_list(names: Sequence[str], size: int = 3) -> bytes:
    """The list of media as the modern format has it, not yet compressed."""
    return b"".join(field(1, field(1, name.encode()) + varint(2, size)) for name in names)


def squeezed(content: bytes) -> bytes:
    """A Zstandard frame without a content size, as Anki writes them."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.content_size_flag: 0})
    return packer.compress(content) + packer.flush()


def entries(version: int = 2, db: bytes | None = None, media: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """What the archive of a good package holds, by name."""
    modern = version == 3
    files = {"x.png": b"abc"} if media is None else media
    pack = squeezed if modern else bytes
    listed = media_list(list(files)) if modern else json.dumps(dict(enumerate(files))).encode()
    found = {NAMES[version]: pack(database(modern) if db is None else db), "media": pack(listed)}
    if version > 1:
        found |= {"meta": bytes([8, version]), "collection.anki2": b"please update"}
    return found | {str(place): pack(content) for place, content in enumerate(files.values())}


def archive(files: Mapping[str, bytes] | Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip file of these entries, compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            package.writestr(name, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def package(folder: Path, version: int = 2, db: bytes | None = None, **changes: bytes) -> Path:
    """A package file; `changes` replace or add entries of its archive."""
    file = folder / f"v{version}.apkg"
    file.write_bytes(archive(entries(version, db) | changes))
    return file


# — files that do harm —

ROOT = "SELECT rootpage FROM sqlite_master WHERE name = '{table}'"


def tangled(db: bytes, table: str, levels: int = 16) -> bytes:
    """The database with `levels` pages above the table's rows, each of which points hundreds of times to the next."""
    with closing(sqlite3.connect(":memory:")) as known:
        known.deserialize(db)
        (size,), (count,), (root,) = (
            known.execute(sql).fetchone() for sql in ("PRAGMA page_size", "PRAGMA page_count", ROOT.format(table=table))
        )
    pages = [bytearray(db[at : at + size]) for at in range(0, len(db), size)]
    cells = (size - 12) // 7
    leaf = pages[root - 1]
    for level in range(levels):
        child = count + level + 2 if level < levels - 1 else count + 1
        start = size - 5 * cells
        page = bytearray(struct.pack(">BHHHBL", 5, 0, cells, start, 0, child))
        page += b"".join(struct.pack(">H", start + 5 * cell) for cell in range(cells))
        page += bytes(start - len(page)) + struct.pack(">LB", child, 100) * cells
        if level == 0:
            pages[root - 1] = page
            pages.append(leaf)
        else:
            pages.append(page)
    pages[0][28:32] = struct.pack(">L", len(pages))
    return b"".join(pages)


def many_tables(columns: str) -> str:
    return f"""PRAGMA writable_schema = ON; WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 10000)
    INSERT INTO sqlite_master SELECT 'table', 't' || n, 't' || n, 2, 'CREATE TABLE t' || n || ' ({columns})' FROM c"""


def many(table: str, count: int, **columns: str) -> str:
    """SQL for `count` good rows; `columns` are expressions of their number `n`."""
    good = {"notes": note, "cards": card, "revlog": review}[table](0)
    ids = {"id": f"{FIRST} + n", "nid": f"{FIRST} + n"}
    values = {name: f"'{value}'" for name, value in good.items()} | {name: ids[name] for name in good if name in ids}
    names, values = ", ".join(values), ", ".join((values | columns).values())
    return f"""WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c LIMIT {count})
    INSERT INTO {table} ({names}) SELECT {values} FROM c;"""


# — reading —

Read = tuple[list[NoteRow], list[CardRow], list[LogRow], Counter[str]]


def read(file: Path, limits: Limits | None = None) -> Read:
    """All that a package holds, read to the end."""
    scratch = file.parent / "scratch"
    try:
        with open_package(file, scratch, limits or Limits()) as package:
            rows = list(package.notes()), list(package.cards()), list(package.log())
            for name in package.media:
                package.read_media(name)
            return *rows, package.skipped
    finally:
        assert not scratch.exists() or list(scratch.iterdir()) == []


def refused(file: Path, sentence: str, limits: Limits | None = None) -> None:
    """The package is refused with one sentence that names the file, and a hint."""
    with pytest.raises(PackageError) as raised:
        read(file, limits)
    assert re.search(sentence, raised.value.message), raised.value.message
    assert str(file) in raised.value.message
    assert raised.value.message.count("\n") == 0
    assert raised.value.hint


def put(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file
