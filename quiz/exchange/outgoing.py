"""Cards of the library → an Anki package, with all that a later one and the way back ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quiz import sources
from quiz.anki.schedule import LOGGED, numbered
from quiz.entry import Entry
from quiz.errors import ExportError
from quiz.exchange.names import guids
from quiz.language import _
from quiz.marks import Marks, Seen
from quiz.reviews import Review, Step, by_card, live, steps

if TYPE_CHECKING:
    from quiz.anki import Exported, Tick
    from quiz.store import Store
    from quiz.study import Study

Numbered = tuple[Step, int]


def export(
    study: Study,
    target: Path,
    query: str = "",
    uids: Collection[str] | None = None,
    *,
    progress: bool = True,
    from_anki: bool = False,
    tick: Tick = lambda _done, _total: None,
) -> Exported:
    """Write the live cards of a query, or of some uids, to an Anki package; what was written is remembered.

    With `progress` the package carries what the log knows of them; then what a query finds leaves out cards that came
    from Anki, where their notes are already, unless they are asked for (`from_anki`). `tick` hears how far the work is.
    """
    from quiz import anki

    store = study.store
    everything = study.entries(query if uids is None else "")
    chosen = [entry for entry in everything if entry.state == "live" and (uids is None or entry.uid in uids)]
    stamps = {key: anki.Stamp(note_id, digest, mod) for key, note_id, digest, mod in store.stamps()}
    names = guids(store, stamps)
    there = set(store.anki_cards().values()) if progress and uids is None and not from_anki else set()
    left = sum(entry.uid in there for entry in chosen)
    if left and left == sum(entry.answered for entry in chosen):
        told = _("All these cards came from Anki, where their notes are already.")
        raise ExportError(told, _("`quiz sync` takes their progress there; --from-anki writes notes of their own."))
    chosen = [entry for entry in chosen if entry.uid not in there]
    exported = anki.export(
        chosen,
        target,
        stamps=stamps,
        now_ms=study.now().utc_ms,
        day_start_hour=study.rules.day_start_hour,
        image=image_file,
        guids=names,
        log=histories(study) if progress else None,
        cache=study.cache,
        tick=tick,
    )
    store.keep_stamps((key, stamp.note_id, stamp.digest, stamp.mod) for key, stamp in exported.stamps.items())
    store.keep_anki_texts(exported.texts.items())
    store.keep_anki_tags(tag for entry in chosen for tag in anki.fields.tags(entry))
    marks = {entry.uid: Seen(sent(entry) if progress else Marks()) for entry in chosen if entry.answered}
    store.keep_anki_marks(marks, replace=False)
    return replace(exported, gone=_gone(store, stamps, names), left=left)


def histories(study: Study) -> dict[str, list[Numbered]]:
    """Card → what Anki's log knows of its story, each step with the id of its row; ids once given stay."""
    log, rules = study.store.reviews(), study.rules
    known = study.store.anki_rows()
    standing = [event for event in live(log) if event.kind in LOGGED]
    numbers = dict(numbered(standing, known))
    moved = {event.event_id: numbers[event.event_id] for event in standing if _moved(event, numbers)}
    study.store.keep_anki_rows({event: number for event, number in moved.items() if event not in known})
    return {
        card: [
            (step, numbers[step[0].event_id])
            for step in steps(events, rules.profile, rules.longest_interval_days)
            if step[0].event_id in numbers
        ]
        for card, events in by_card(log).items()
    }


def _moved(event: Review, numbers: Mapping[str, int]) -> bool:
    return numbers[event.event_id] != event.moment.utc_ms


def sent(entry: Entry) -> Marks:
    """The marks that a package carries: Anki finds leeches by itself."""
    return Marks(entry.progress.suspended, entry.progress.flagged)


def _gone(store: Store, stamps: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The notes exported earlier whose cards the notes no longer hold."""
    there = store.live_uids()
    there |= {names[uid] for uid in there & names.keys()}
    return tuple(key for key in stamps if not key.startswith("notetype:") and key not in there)


def image_file(entry: Entry, src: str) -> Path | None:
    """The file of an image as an entry names it."""
    file = sources.disk_path(entry.file).parent / src
    try:
        return file if file.is_file() else None
    except OSError:  # a name the file system does not take
        return None
