"""Anki's engine, an optional extra: the one door to it, and what goes wrong with it as a person is told it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from quiz.errors import SyncError, UsageError
from quiz.language import N_, _

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.errors import BackendError

AGAIN = N_("What is here is kept; the next `quiz sync` goes on from there.")
LATER = N_("Wait a minute, then try again.")
TOLD = {
    "sync_wrong_pass": (N_("the server does not take this name and password."), N_("Check both, and try again.")),
    "sync_clock_off": (
        N_("the clocks of this machine and of the server are more than five minutes apart."),
        N_("Set the clock, then sync again."),
    ),
    "sync_client_too_old": (
        N_("the server asks for a newer engine."),
        N_("Update it: pip install --upgrade anki"),
    ),
    "sync_conflict": (N_("another device is syncing with the server."), LATER),
    "sync_server_error": (N_("the server reports a problem of its own."), LATER),
    "sync_resync_required": (N_("the server and this machine disagree about what they hold."), AGAIN),
    "sync_sanity_check_failed": (
        N_("the server and this machine disagree about what they hold."),
        N_("Choose “Check Database” in Anki and sync there, then here."),
    ),
}
"""Message of the engine → the sentence and the hint for it."""

SOON_SECONDS, POLL_SECONDS = 0.005, 0.2
FAREWELL_SECONDS = 10
T = TypeVar("T")


DAMAGE = re.compile("NotADatabase|not a database|malformed|Corrupt|no such table|no such column", re.IGNORECASE)
ANEW = N_("Run `quiz sync` again: it fetches a new one. Everything of yours is in the library.")
COUNTS = re.compile(r"(\d+)\W*↑\D*?(\d+)\W*↓")


def require() -> None:
    """UsageError where the engine is not installed."""
    from importlib.util import find_spec

    if find_spec("anki") is None:
        raise UsageError(_("`quiz sync` needs Anki's engine."), _("In the folder of quiz: pip install '.[sync]'"))


def opened(path: Path) -> Collection:
    """The collection at a path, which is made where there is none; `anki.errors.DBError` for what is none."""
    from anki.collection import Collection

    return Collection(str(path))


def full_transfer(col: Collection, auth: object, usn: int | None, *, upload: bool) -> None:
    """Replace the collection by that of the server, or the other way round. The collection is open afterwards."""
    col.close_for_full_sync()
    try:
        col.full_upload_or_download(auth=auth, server_usn=usn, upload=upload)  # type: ignore[arg-type]
    finally:
        col.reopen(after_full_sync=True)


@contextmanager
def told(col: Collection) -> Iterator[None]:
    """Say in a sentence what the engine says in an exception."""
    from anki.errors import BackendError

    try:
        yield
    except BackendError as error:
        raise _sentence(col, error) from error


def _sentence(col: Collection, error: BackendError) -> SyncError:
    from anki import errors

    message = str(error)
    for name, (sentence, hint) in TOLD.items():
        if message == getattr(col.tr, name)():
            return SyncError(_(sentence), _(hint), refused=name == "sync_wrong_pass")
    if isinstance(error, errors.NetworkError) or message.startswith("HttpError"):
        return SyncError(_("the server cannot be reached, or the connection broke."), _(AGAIN))
    if isinstance(error, errors.InvalidInput):
        return SyncError(
            _("the server of the settings is no web address."), _("For example: quiz config set sync.server URL")
        )
    if isinstance(error, errors.DBError) and DAMAGE.search(message):
        return SyncError(_("the copy of the collection is damaged; it was moved aside."), _(ANEW), broken=True)
    refused = isinstance(error, errors.SyncError) and error.kind is errors.SyncErrorKind.AUTH
    reason = (message.strip() or type(error).__name__).splitlines()[0]
    return SyncError(_("Anki's engine gave up: {reason}").format(reason=reason), _(AGAIN), refused=refused)


def watched(col: Collection, call: Callable[[], T], tell: Callable[[str], None]) -> T:
    """Let the engine work in a thread, so that Ctrl-C ends it at once; `tell` hears its own words on how far it is."""
    given: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            given.append(call())
        except BaseException as error:  # noqa: BLE001  # handed over to the thread that waits
            failed.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    wait = SOON_SECONDS
    try:
        while thread.is_alive():
            thread.join(wait)
            wait = min(2 * wait, POLL_SECONDS)
            if wait == POLL_SECONDS and thread.is_alive():
                tell(_progress(col))
    except KeyboardInterrupt:
        col.abort_sync()
        col.abort_media_sync()
        thread.join(FAREWELL_SECONDS)
        raise
    if failed:
        raise failed[0]
    return given[0]


def _progress(col: Collection) -> str:
    """How far a transfer is: numbers alone, as the engine's words are English."""
    now = col.latest_progress()
    match now.WhichOneof("value"):
        case "normal_sync":
            counts = COUNTS.search(now.normal_sync.added)
            return f"↑{counts[1]} ↓{counts[2]}" if counts else ""
        case "full_sync":
            return f"{now.full_sync.transferred * 100 // max(1, now.full_sync.total)} %"
        case "media_sync":
            counts = COUNTS.search(now.media_sync.added)
            return f"↑{counts[1]} ↓{counts[2]}" if counts else ""
        case _:
            return ""
