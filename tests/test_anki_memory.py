"""How much memory a package can take from whoever reads it: a bounded amount, whatever it holds."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import anki_files as made
import pytest
from anki_files import put

from quiz.anki.archive import LARGEST_READ

MIB = 1 << 20

WATCH = """
import sys
from pathlib import Path
from quiz.anki.reading import Limits, open_package
from quiz.errors import PackageError

def peak():
    (line,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024

file = Path(sys.argv[1])
with open_package(Path(sys.argv[2]), file.parent / "scratch"):
    pass
before = peak()
rows = 0
try:
    with open_package(file, file.parent / "scratch") as package:
        for reading in (package.notes(), package.cards(), package.log()):
            rows += sum(1 for row in reading)
    told = "read"
except PackageError as error:
    told = "refused"
print(told, rows, peak() - before)
"""


def watched(file: Path) -> tuple[str, int, int]:
    """Whether a process of its own reads the file, how many rows, and by how many MB that raised its peak."""
    (file.parent / "good").mkdir()
    good = made.package(file.parent / "good", 3)
    command = [sys.executable, "-c", WATCH, str(file), str(good)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told, rows, grown = done.stdout.split()
    return told, int(rows), int(grown)


needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory as Linux tells it")


@needs_proc
def test_a_million_reviews_take_no_memory(tmp_path: Path) -> None:
    """The log streams, however long it is; so do notes and cards."""
    script = made.many("notes", 20_000) + made.many("cards", 20_000) + made.many("revlog", 1_000_000)
    file = made.package(tmp_path, 3, made.database(True, {}, script=script))
    told, rows, grown = watched(file)
    assert (told, rows) == ("read", 1_040_000)
    assert grown < 40


def _bomb(version: int) -> dict[str, bytes]:
    """Many megabytes of zeros behind the header of a database."""
    head = made.database(version == 3)
    if version == 3:
        return {"collection.anki21b": made.squeezed(head + bytes(192 * MIB))}
    return {"collection.anki21": head + bytes(192 * MIB)}


def _dense_types() -> bytes:
    """As many values as JSON of a few megabytes can hold."""
    return made.database(col={"models": "{" + ",".join(f'"{n}":[[],{{}}]' for n in range(180_000)) + "}"})


def _no_index() -> bytes:
    script = made.many("cards", 100_000, nid=f"{made.FIRST} + n % 7", data="hex(zeroblob(250))")
    return made.database(tables=made.rows(7) | {"cards": []}, script=f"{script} DROP INDEX ix_cards_nid")


def _wide_schema() -> bytes:
    return made.database(script=made.many_tables(", ".join(f"c{place}" for place in range(400))))


def _one_crowded_note() -> bytes:
    script = made.many("cards", 60_000, nid=f"{made.FIRST}", data="hex(zeroblob(10000))")
    return made.database(tables=made.rows(1) | {"cards": []}, script=script)


def _many_entries() -> bytes:
    """An archive of as many entries as its list may have: all list, nothing in them."""
    count = LARGEST_READ // 54
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 8, 0)
    listed = (
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, place * 38)
        + b"%08d" % place
        for place in range(count)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, count * 54, count * 38, 0)
    return b"".join(local + b"%08d" % place for place in range(count)) + b"".join(listed) + end


HEAVY: Mapping[str, tuple[Callable[[Path], Path], int]] = {
    "zstd bomb": (lambda folder: made.package(folder, 3, **_bomb(3)), 40),
    "zip bomb": (lambda folder: made.package(folder, 2, **_bomb(2)), 40),
    "list bomb": (lambda folder: made.package(folder, 3, media=made.squeezed(bytes(512 * MIB))), 60),
    "dense JSON": (lambda folder: made.package(folder, db=_dense_types()), 250),
    "no index": (lambda folder: made.package(folder, db=_no_index()), 60),
    "wide schema": (lambda folder: made.package(folder, db=_wide_schema()), 150),
    "one note": (lambda folder: made.package(folder, db=_one_crowded_note()), 120),
    "many entries": (lambda folder: put(folder / "many.apkg", _many_entries()), 150),
    "tangled": (lambda folder: made.package(folder, db=made.tangled(made.database(), "cards")), 40),
}


@needs_proc
@pytest.mark.parametrize(("make", "most"), HEAVY.values(), ids=HEAVY)
def test_no_file_takes_more_memory_than_its_share(tmp_path: Path, make: Callable[[Path], Path], most: int) -> None:
    """Whatever a file of a few megabytes makes of itself, reading it takes a bounded number of them."""
    _told, _rows, grown = watched(make(tmp_path))
    assert grown < most
