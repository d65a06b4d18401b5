"""A copy of the account's collection, kept by the engine: what a sync reads, writes, and exchanges with the server.

It is a cache. Everything of ours is in the library, everything of theirs on the server.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from quiz.anki import engine
from quiz.anki.rows import Calendar, CardRow, Counts, LogRow, NoteRow, NoteType, Template
from quiz.errors import SyncError
from quiz.language import _

if TYPE_CHECKING:
    from anki.collection import Collection as Engine
    from anki.sync_pb2 import SyncAuth

COLLECTION = "collection.anki2"
BESIDE = ("-wal", "-shm", "-journal")
MEDIA = "collection.media"
OURS = "quiz-*"
AT_ONCE = 5_000
PARAMETERS = 500
CARD = "nid, ord, id, did, mod, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
LOG = "id, cid, ease, ivl, lastIvl, factor, time, type"
UPDATE_CARD = (
    "UPDATE cards SET mod = ?, usn = -1, type = ?, queue = ?, due = ?, ivl = ?, factor = ?, reps = ?, lapses = ?,"
    " left = ?, flags = ?, data = ? WHERE id = ?"
)
INSERT_ROW = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"
UPDATE_LATER = "UPDATE col SET mod = max(?, mod + 1)"
NOTE_GRAVE = 1
CLOZE = 1

Answer = Literal["done", "download", "upload"]
ANSWERS: tuple[Answer, ...] = ("done", "done", "download", "download", "upload")
"""What the server asks for, by the engine's number. Where it leaves the choice, a cache takes what is there."""
T = TypeVar("T")


class Account(NamedTuple):
    """`server` is empty for the hosted service."""

    server: str
    user: str


class Mirror:
    """Errors come as SyncError."""

    def __init__(self, folder: Path, tell: Callable[[str], None] = lambda _text: None) -> None:
        self._folder = folder
        self._tell = tell
        self._auth: SyncAuth | None = None
        self._usn: int | None = None
        self._col = self._opened()

    def _opened(self) -> Engine:
        from anki.errors import BackendError, DBError

        path = self._folder / COLLECTION
        try:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                return engine.opened(path)
            except DBError:
                self.set_aside()
                return engine.opened(path)
        except (OSError, BackendError) as error:
            told = _("{path} cannot be written: {reason}.").format(path=path, reason=error)
            raise SyncError(told, _("Check the rights of its folder and the space on the disk.")) from error

    def set_aside(self) -> None:
        """Move a collection that is damaged out of the way."""
        path = self._folder / COLLECTION
        for end in ("", *BESIDE):
            part = path.with_name(path.name + end)
            if part.exists():
                part.replace(path.with_name(f"damaged-{path.name}{end}"))

    def reset(self) -> None:
        """Begin with an empty one."""
        self._col.close()
        path = self._folder / COLLECTION
        for end in ("", *BESIDE):
            path.with_name(path.name + end).unlink(missing_ok=True)
        self._col = self._opened()

    def close(self) -> None:
        self._col.close()

    def __enter__(self) -> Mirror:
        return self

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        self.close()
        if isinstance(error, SyncError) and error.broken:
            self.set_aside()

    # — the server —

    def login(self, account: Account, password: str) -> str:
        """The key that the server gives for a password."""
        given = self._do(partial(self._col.sync_login, account.user, password, account.server or None))
        return given.hkey

    def accepts(self, account: Account, key: str) -> bool:
        """Whether the server still takes a key it gave."""
        self.use(account, key)
        try:
            self._do(lambda: self._col.sync_status(self._auth))  # type: ignore[arg-type]
        except SyncError as error:
            if error.refused:
                return False
            raise
        return True

    def use(self, account: Account, key: str) -> None:
        from anki.sync_pb2 import SyncAuth

        self._auth = SyncAuth(hkey=key, endpoint=account.server or None)

    def exchange(self) -> Answer:
        """Exchange what changed on either side; what the server asks for where that cannot be."""
        given = self._do(lambda: self._col.sync_collection(self._auth, False))  # type: ignore[arg-type]
        self._usn = given.server_media_usn
        if given.new_endpoint and self._auth:
            self._auth.endpoint = given.new_endpoint
        return ANSWERS[given.required]

    def download(self) -> None:
        """Replace the mirror by the collection of the server."""
        self._do(partial(engine.full_transfer, self._col, self._auth, self._usn, upload=False))

    def upload(self) -> None:
        """Give a server that has nothing what is here."""
        self._do(partial(engine.full_transfer, self._col, self._auth, self._usn, upload=True))

    def exchange_media(self) -> None:
        """Exchange pictures, all of the account's: the server takes ours only from one that has the others."""
        self._do(self._media_exchanged)

    def _media_exchanged(self) -> None:
        from time import sleep

        self._col.sync_media(self._auth)  # type: ignore[arg-type]
        while self._col.media_sync_status().active:
            sleep(engine.POLL_SECONDS / 4)

    @property
    def has_pictures(self) -> bool:
        """Whether there are any of ours."""
        return next((self._folder / MEDIA).glob(OURS), None) is not None

    @property
    def changed(self) -> bool:
        """Whether something was written that the server may not have."""
        return bool(self._scalar("SELECT mod > ls FROM col"))

    @property
    def serial(self) -> int:
        """The number of the last exchange with the server that changed anything."""
        return int(self._scalar("SELECT usn FROM col"))

    # — what is in it —

    @property
    def calendar(self) -> Calendar:
        config = self._col.get_config
        return Calendar(
            int(self._scalar("SELECT crt FROM col")), int(config("creationOffset") or 0), int(config("rollover", 4))
        )

    @property
    def modified_ms(self) -> int:
        return int(self._scalar("SELECT mod FROM col"))

    @property
    def decks(self) -> Mapping[int, str]:
        return {each.id: each.name for each in self._ask(self._col.decks.all_names_and_ids)}

    @property
    def notetypes(self) -> Mapping[int, NoteType]:
        return {each["id"]: _notetype(each) for each in self._ask(self._col.models.all)}

    @property
    def counts(self) -> Counts:
        return Counts(*(int(self._scalar(f"SELECT count() FROM {table}")) for table in ("notes", "cards", "revlog")))

    def notes(self) -> Iterator[NoteRow]:
        for number, guid, kind, mod, tags, fields in self._pages("id, guid, mid, mod, tags, flds", "notes", 1):
            yield NoteRow(number, guid, kind, mod, tuple(tags.split()), tuple(fields.split("\x1f")))

    def cards(self) -> Iterator[CardRow]:
        for note, number, card, *rest in self._pages(CARD, "cards", 3):
            yield CardRow(card, note, rest[0], number, *rest[1:])

    def log(self) -> Iterator[LogRow]:
        for row in self._pages(LOG, "revlog", 1):
            yield LogRow(*row)

    def guids(self) -> dict[str, int]:
        """guid → the number of its note, of all there are."""
        return {row[0]: row[1] for row in self._all("SELECT guid, id FROM notes")}

    def deleted_notes(self) -> set[int]:
        """The numbers of notes that were deleted, as far back as the server remembers."""
        return {number for (number,) in self._all("SELECT oid FROM graves WHERE type = ?", NOTE_GRAVE)}

    def owners(self, rows: Iterable[int]) -> dict[int, int]:
        """Number of a row of the log → its card, for those of `rows` that are there."""
        wanted = list(rows)
        found: dict[int, int] = {}
        for start in range(0, len(wanted), PARAMETERS):
            part = wanted[start : start + PARAMETERS]
            places = ", ".join("?" * len(part))
            rows_there = self._all(f"SELECT id, cid FROM revlog WHERE id IN ({places})", *part)
            found.update((number, card) for number, card in rows_there)
        return found

    def notetype_mod(self, number: int) -> int | None:
        """When a note type last changed there (seconds since 1970); None where it is not."""
        found = self._all("SELECT mtime_secs FROM notetypes WHERE id = ?", number)
        return int(found[0][0]) if found else None

    def setting(self, key: str) -> Any:
        """A value that every device of the account sees; None where there is none."""
        return self._ask(lambda: self._col.get_config(key))

    @property
    def media(self) -> Collection[str]:
        folder = self._folder / MEDIA
        return {file.name for file in folder.iterdir() if file.is_file()} if folder.is_dir() else set()

    def read_media(self, name: str) -> bytes:
        return (self._folder / MEDIA / name).read_bytes()

    # — writing —

    def set(self, key: str, value: object) -> None:
        self._ask(lambda: self._col.set_config(key, value))

    def write(self, cards: Sequence[CardRow], rows: Sequence[LogRow], now_ms: int) -> None:
        """Bring cards to these values and add rows to the log: all of it or nothing."""

        def op() -> None:
            db = self._col.db
            assert db is not None
            db.executemany(UPDATE_CARD, [[card.mod, *card[5:13], card.flags, card.data, card.id] for card in cards])
            db.executemany(INSERT_ROW, [list(row) for row in rows])
            db.execute(UPDATE_LATER, now_ms)

        if cards or rows:
            assert self._col.db is not None
            self._ask(partial(self._col.db.transact, op))

    def take(self, package: Path, *, kept_tags: Mapping[int, Collection[str]]) -> None:
        """Take in all notes of a package. An import replaces tags: `kept_tags` are given back to their notes."""
        from anki import import_export_pb2 as options

        always = options.ImportAnkiPackageUpdateCondition.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS
        wanted = options.ImportAnkiPackageOptions(with_scheduling=True, update_notes=always)
        request = options.ImportAnkiPackageRequest(package_path=str(package), options=wanted)
        self._do(lambda: self._col.import_anki_package(request))
        by_tags: dict[str, list[Any]] = {}
        for note, tags in kept_tags.items():
            by_tags.setdefault(" ".join(sorted(tags)), []).append(note)
        for tags, notes in by_tags.items():
            self._ask(partial(self._col.tags.bulk_add, notes, tags))

    # — the engine —

    def _do(self, call: Callable[[], T]) -> T:
        with engine.told(self._col):
            return engine.watched(self._col, call, self._tell)

    def _ask(self, call: Callable[[], T]) -> T:
        with engine.told(self._col):
            return call()

    def _all(self, sql: str, *values: Any) -> Sequence[Sequence[Any]]:
        assert self._col.db is not None
        return self._ask(partial(self._col.db.all, sql, *values))

    def _scalar(self, sql: str) -> Any:
        return self._all(sql)[0][0]

    def _pages(self, columns: str, table: str, key_columns: int) -> Iterator[Sequence[Any]]:
        """All rows in the order of the first columns, which no two rows share, so many at once."""
        key = ", ".join(columns.split(", ")[:key_columns])
        places = ", ".join("?" * key_columns)
        after: Sequence[Any] = (-(2**62),) * key_columns
        while True:
            page = self._all(
                f"SELECT {columns} FROM {table} WHERE ({key}) > ({places}) ORDER BY {key} LIMIT {AT_ONCE}", *after
            )
            yield from page
            if len(page) < AT_ONCE:
                return
            after = page[-1][:key_columns]


def _notetype(each: Mapping[str, Any]) -> NoteType:
    return NoteType(
        each["id"],
        each["name"],
        each["type"] == CLOZE,
        tuple(field["name"] for field in each["flds"]),
        tuple(Template(one["name"], one["qfmt"], one["afmt"]) for one in each["tmpls"]),
    )
