"""Packages made to do harm: one sentence and a hint, or a harmless result; nothing is written where it should not."""

from __future__ import annotations

import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anki_files as made
import pytest
from anki_files import put, read, refused
from support import bound_by_permissions

from quiz.anki.archive import LARGEST_READ
from quiz.anki.enclosed import media_name
from quiz.anki.reading import Limits, open_package
from quiz.errors import PackageError

MIB = 1 << 20
DAMAGED = "is damaged: "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deck.apkg"


# — what is no package at all —


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, a pipe nobody writes to, a device and a name that is not there each get their sentence."""
    (tmp_path / "folder.apkg").mkdir()
    refused(tmp_path / "folder.apkg", "is not a file")
    refused(tmp_path / "gone.apkg", "cannot be read: it is not there")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.apkg")
        refused(tmp_path / "pipe.apkg", "is not a file")
        (tmp_path / "device.apkg").symlink_to("/dev/zero")
        refused(tmp_path / "device.apkg", "is not a file")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    """A file that may not be read, and a scratch folder that may not be written, are sentences."""
    file = made.package(tmp_path)
    locked = tmp_path / "scratch"
    locked.mkdir()
    with bound_by_permissions():
        locked.chmod(0o500)
        refused(file, "cannot be unpacked in .*: Permission denied")
        locked.chmod(0o700)
        file.chmod(0)
        refused(file, "cannot be read: Permission denied")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"hello", "is no Anki package"),
        (b"PK\x05\x06" + bytes(18), "is no Anki package"),
        (made.database(), "is no Anki package"),
        (made.archive({"readme.txt": b"x"}), "is no Anki package"),
        (made.archive({"meta": b"\x08\x03"}), "is no Anki package"),
    ],
    ids=["empty", "text", "empty zip", "bare database", "other zip", "only meta"],
)
def test_what_is_no_package_is_refused(file: Path, content: bytes, sentence: str) -> None:
    """Whatever else the file is."""
    refused(put(file, content), sentence)


@pytest.mark.parametrize(
    "meta", [b"\x08\x04", b"\x08\x00", b"", b"\x08\x03\x08\x63", b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"]
)
def test_an_unknown_version_is_refused(tmp_path: Path, meta: bytes) -> None:
    """A format of a later Anki is said to be one, whatever lies beside it."""
    refused(made.package(tmp_path, 2, meta=meta), "version of Anki that quiz does not know")


@pytest.mark.parametrize("meta", [b"\x08", b"\x0a\x05x", b"\x0b\x0c", b"\xff" * 11, b"\x08\x02" * 1000])
def test_a_broken_meta_is_refused(tmp_path: Path, meta: bytes) -> None:
    """Bytes that are no message, or far too many."""
    refused(made.package(tmp_path, 2, meta=meta), "meta")


# — archives —


@pytest.mark.parametrize("name", ["../../out", "/etc/out", "C:\\out", "..\\out", "a/../../out", "meta/", "x\x00y", "~"])
def test_a_name_in_the_archive_is_never_a_path(tmp_path: Path, name: str) -> None:
    """Entries we do not look for are passed over, and nothing is written anywhere."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    file = made.package(inner, 2, **{name: b"evil"})
    assert len(read(file)[0]) == 3
    assert {path.name for path in tmp_path.rglob("*")} == {"a", "b", file.name, "scratch"}


def test_a_link_in_the_archive_is_not_followed(file: Path) -> None:
    """An entry that says it is a symbolic link is neither a collection nor a media file."""
    link = zipfile.ZipInfo("0")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    parts = made.entries(2)
    del parts["0"]
    put(file, made.archive([*parts.items(), (link, b"/etc/passwd")]))
    with open_package(file, file.parent / "scratch") as package:
        assert package.media == {}
        assert package.skipped_media == ("x.png",)
    link.filename = "collection.anki21"
    put(file, made.archive([(link, b"/etc/passwd"), ("meta", b"\x08\x02")]))
    refused(file, DAMAGED)


def test_an_entry_twice_is_refused(file: Path) -> None:
    """Of two collections no reader knows which one is meant."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = made.archive([*made.entries(2).items(), ("collection.anki21", made.database(tables={}))])
    refused(put(file, content), DAMAGED)


def _directory(content: bytes) -> int:
    """Where the list of entries begins."""
    return int(struct.unpack_from("<L", content, content.rindex(b"PK\x05\x06") + 16)[0])


def _patched(content: bytes, change: Callable[[bytearray, int], None]) -> bytes:
    """The archive with every header of its list of entries changed; `change` gets the place of one."""
    patched = bytearray(content)
    at = patched.find(b"PK\x01\x02", _directory(content))
    while at >= 0:
        change(patched, at)
        at = patched.find(b"PK\x01\x02", at + 4)
    return bytes(patched)


@pytest.mark.parametrize(
    ("offset", "value"),
    [
        (8, b"\x01\x00"),
        (8, b"\x41\x00"),
        (10, b"\x0e\x00"),
        (10, b"\x0c\x00"),
        (10, b"\x63\x00"),
        (16, b"\x00\x00\x00\x00"),
        (20, b"\xff\xff\xff\x7f"),
        (20, b"\x01\x00\x00\x00"),
        (42, b"\xff\xff\xff\x7f"),
        (42, b"\x00\x00\x00\x00"),
        (6, b"\xff\x00"),
    ],
    ids=["encrypted", "veiled", "lzma", "bzip2", "unknown", "sum", "long", "short", "far", "shared", "version"],
)
@pytest.mark.parametrize("version", [2, 3])
def test_headers_that_lie_are_refused(file: Path, version: int, offset: int, value: bytes) -> None:
    """Encryption, methods Anki never uses, wrong sums, sizes and places: nothing is believed."""

    def change(content: bytearray, at: int) -> None:
        content[at + offset : at + offset + len(value)] = value

    refused(put(file, _patched(made.archive(made.entries(version)), change)), "damaged|no Anki package")


def test_an_understated_size_does_not_widen_a_limit(file: Path) -> None:
    """An entry that says it is small and is not is refused like one that tells the truth."""

    def change(content: bytearray, at: int) -> None:
        content[at + 24 : at + 28] = b"\x10\x00\x00\x00"

    refused(put(file, _patched(made.archive(made.entries(2)), change)), DAMAGED)


def test_entries_that_share_bytes_are_refused(file: Path) -> None:
    """A list that names one big entry many times is how kilobytes are made to unpack to gigabytes."""
    content = made.archive({"0": bytes(MIB)})
    start = _directory(content)
    header = content[start : content.rindex(b"PK\x05\x06")]
    many = b"".join(header[:46] + b"%d" % place + header[47:] for place in range(10))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 10, 10, len(many), start, 0)
    refused(put(file, content[:start] + many + end), DAMAGED)


def test_a_list_of_entries_without_end_is_refused(file: Path) -> None:
    """More entries than any collection has files are not even listed."""
    header = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = LARGEST_READ // len(header) + 1
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, count * len(header), 0, 0)
    refused(put(file, header * count + end), "no Anki package")


# — bombs —


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_collection_past_the_limit_is_refused(tmp_path: Path, version: int) -> None:
    """What unpacks to more than the limit is refused, whatever the archive says about its size."""
    bomb = made.database(version == 3) + bytes(4 * MIB)
    file = made.package(tmp_path, version, bomb)
    refused(file, "holds too much: collection.anki2.* is larger than 1 MiB", Limits(collection=MIB))


def test_media_past_the_limit_are_refused(tmp_path: Path) -> None:
    """A media file is counted as it is unpacked, in memory and on the way to a disk, where nothing stays."""
    for version, pack in ((2, bytes), (3, made.squeezed)):
        file = made.package(tmp_path, version, **{"0": pack(bytes(3 * MIB))})
        refused(file, "holds too much: 0 is larger than 1 MiB", Limits(media=MIB))
        with open_package(file, tmp_path / "scratch", Limits(media=MIB)) as package:
            with pytest.raises(PackageError):
                package.copy_media("x.png", tmp_path / "out.png")
            assert package.media == {"x.png": 3 if version == 3 else 3 * MIB}
        assert not list(tmp_path.glob("*out*")) + list(tmp_path.glob(".*"))


def test_lists_past_their_limit_are_refused(tmp_path: Path) -> None:
    """The list of media and `meta` have a place for no bomb either."""
    refused(made.package(tmp_path, 3, media=made.squeezed(bytes(64 * MIB))), "too much: media")
    refused(made.package(tmp_path, 2, media=b" " * (17 * MIB)), "too much: media")
    refused(made.package(tmp_path, 3, media=made.squeezed(b"\x0a\x00" * 400_000)), "media cannot be read")


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection that does not fit on the disk is refused before the disk is full."""
    monkeypatch.setattr("quiz.anki.collection_file.SPARE", 1 << 80)
    refused(made.package(tmp_path, 3), "cannot be unpacked in .*: No space left on device")


@pytest.mark.parametrize("cut", [0, 1, 4, 10, 1000, -1])
def test_a_frame_that_is_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    """The collection of a download that broke off."""
    whole = made.squeezed(made.database(True))
    refused(made.package(tmp_path, 3, **{"collection.anki21b": whole[:cut]}), DAMAGED)


def test_a_frame_that_asks_for_much_memory_is_refused(tmp_path: Path) -> None:
    """A window of more than 8 MiB is never allocated."""
    frame = bytearray(b"\x28\xb5\x2f\xfd\x00" + bytes([(26 - 10) << 3]))
    frame += struct.pack("<L", 1 | 1 << 1 | 16 << 3)[:3] + b"S"
    refused(made.package(tmp_path, 3, **{"collection.anki21b": bytes(frame)}), DAMAGED)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"x" * 5000, bytes(100), made.archive({"a": b"b"})])
@pytest.mark.parametrize("version", [1, 2, 3])
def test_what_is_no_database_is_refused(tmp_path: Path, version: int, content: bytes) -> None:
    """Nothing, a header alone, text, zeros, or one more archive in the place of the collection."""
    pack = made.squeezed if version == 3 else bytes
    refused(made.package(tmp_path, version, **{made.NAMES[version]: pack(content)}), DAMAGED)


# — media —

BAD_NAMES = [
    *("../x.png", "/x.png", "a/b.png", "a\\b.png", "C:x.png", "..", ".", "", " ", "x.", "x ", "CON", "nul.txt"),
    *(
        "Com1.x",
        "a\nb",
        "a\x00b",
        "\x1b[31m",
        "\u202egnp.exe",
        "x" * 256,
        "가" * 90,
        "a:b",
        "a?b",
        "a*b",
        "\ud800",
        'a"b',
        "a<b",
    ),
]


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_media_name_that_is_no_plain_name_is_skipped(tmp_path: Path, name: str) -> None:
    """Paths, drive letters, devices, control signs and what no file system takes are listed and never used."""
    assert media_name(name) is None
    listed = json.dumps({"0": name, "1": "가.png"}).encode()
    with open_package(made.package(tmp_path, media=listed, **{"1": b"y"}), tmp_path) as package:
        assert dict(package.media) == {"\uac00.png": 1}
        assert package.skipped_media == (name.replace("\ud800", "?"),)


@pytest.mark.parametrize(
    "listed", [{"x": "a.png"}, {"../0": "a.png"}, {"collection.anki21": "a.png"}, {"7": "a.png"}, {"0": 5}, {"-1": "a"}]
)
def test_a_list_that_names_no_entry_is_skipped(tmp_path: Path, listed: dict[str, Any]) -> None:
    """Media are numbered entries that are there; the collection is no picture."""
    with open_package(made.package(tmp_path, media=json.dumps(listed).encode()), tmp_path) as package:
        assert package.media == {}
        assert len(package.skipped_media) == 1


def test_two_media_of_one_name_are_one(tmp_path: Path) -> None:
    """The first counts, the other is listed as skipped."""
    listed = json.dumps({"0": "가.png", "1": "\u1100\u1161.png"}).encode()
    with open_package(made.package(tmp_path, media=listed, **{"1": b"other"}), tmp_path) as package:
        assert package.read_media("가.png") == b"abc"
        assert package.skipped_media == ("\u1100\u1161.png",)


@pytest.mark.parametrize("listed", [b"{", b"[]", b"[" * 100_000, b"\xff", b""])
def test_a_list_of_media_that_is_garbage_is_refused(tmp_path: Path, listed: bytes) -> None:
    """In either format."""
    refused(made.package(tmp_path, 2, media=listed), "media cannot be read")
    refused(made.package(tmp_path, 3, media=listed or b"x"), "media cannot be read")
    refused(made.package(tmp_path, 3, media=made.squeezed(b"\x0a\x7f" + listed)), "media cannot be read")
