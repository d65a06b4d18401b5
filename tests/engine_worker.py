"""Anki's own engine as a process of its own, so that a test can give it a time zone and a clock.

Reads JSON lists of actions from its input, one a line, and prints for each a JSON list of what each action gave.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

CARDS = (
    "SELECT n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.flags, c.data"
    " FROM cards c JOIN notes n ON n.id = c.nid ORDER BY n.guid, c.ord"
)
LOG = (
    "SELECT r.id, n.guid, r.ease, r.ivl, r.lastIvl, r.factor, r.time, r.type"
    " FROM revlog r JOIN cards c ON c.id = r.cid JOIN notes n ON n.id = c.nid ORDER BY r.id"
)


class Engine:
    def __init__(self, path: str) -> None:
        from anki.collection import Collection

        self.col = Collection(path)
        self.auth: Any = None

    def take(self, package: str, progress: bool = True) -> dict[str, int]:
        """Import as a person does who ticked "Import any learning progress"."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        options = ImportAnkiPackageOptions(with_scheduling=progress)
        log = self.col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options)).log
        return {kind: len(getattr(log, kind)) for kind in ("new", "updated", "duplicate", "conflicting")}

    def give(self, package: str, kind: str, legacy: bool, progress: bool = True) -> None:
        """Write the collection to a package, as the four flavours of files come about."""
        from anki.collection import ExportAnkiPackageOptions

        if kind == "colpkg":
            self.col.export_collection_package(package, True, legacy)
            return
        options = ExportAnkiPackageOptions(
            with_scheduling=progress, with_media=True, legacy=legacy, with_deck_configs=False
        )
        self.col.export_anki_package(out_path=package, options=options, limit=None)

    def state(self) -> dict[str, Any]:
        """Every card, by days from today where it is due, and every row of the log."""
        today = self.col.sched.today
        cards = {
            f"{guid}/{number}": [kind, queue, due - today if kind == 2 else due, *rest]
            for guid, number, kind, queue, due, *rest in self.col.db.all(CARDS)
        }
        return {"cards": cards, "log": self.col.db.all(LOG), "now": int(time.time() * 1000)}

    def answer(self, guid: str, ease: int, ms: int = 1500) -> None:
        """Press a button, as the phone does."""
        from anki.scheduler.v3 import CardAnswer

        cid = self.card(guid)
        states = self.col._backend.get_scheduling_states(cid)
        names = ("again", "hard", "good", "easy")
        self.col._backend.answer_card(
            CardAnswer(
                card_id=cid,
                current_state=states.current,
                new_state=getattr(states, names[ease - 1]),
                rating=ease - 1,
                answered_at_millis=int(time.time() * 1000),
                milliseconds_taken=ms,
            )
        )

    def card(self, guid: str) -> int:
        """The first card of a note, or the one of a number (from 0) behind a slash."""
        first = "SELECT c.id FROM cards c JOIN notes n ON n.id = c.nid WHERE guid = ? ORDER BY ord"
        one = "SELECT c.id FROM cards c JOIN notes n ON n.id = c.nid WHERE guid || '/' || ord = ?"
        cid: int = self.col.db.scalar(first, guid) or self.col.db.scalar(one, guid)
        return cid

    def suspend(self, guid: str) -> None:
        self.col.sched.suspend_cards([self.card(guid)])

    def unsuspend(self, guid: str) -> None:
        self.col.sched.unsuspend_cards([self.card(guid)])

    def flag(self, guid: str, flag: int) -> None:
        self.col.set_user_flag_for_cards(flag, [self.card(guid)])

    def forget(self, guid: str) -> None:
        self.col.sched.schedule_cards_as_new([self.card(guid)])

    def due_in(self, guid: str, days: str) -> None:
        self.col.sched.set_due_date([self.card(guid)], days)

    def tag(self, guid: str, *tags: str) -> None:
        note = self.col.get_card(self.card(guid)).note()
        note.tags = list(tags)
        self.col.update_note(note)

    def write(self, guid: str, field: str, html: str) -> None:
        note = self.col.get_card(self.card(guid)).note()
        note[field] = html
        self.col.update_note(note)

    def tags(self) -> list[list[str]]:
        """Guid and tags of every note."""
        return self.col.db.all("SELECT guid, tags FROM notes ORDER BY id")

    def texts(self) -> list[list[str]]:
        """Guid and fields of every note."""
        return self.col.db.all("SELECT guid, flds FROM notes ORDER BY id")

    def cram(self, search: str) -> None:
        """Put what a search finds into a filtered deck that reschedules nothing."""
        deck = self.col.sched.get_or_create_filtered_deck(deck_id=0)
        deck.config.reschedule = False
        del deck.config.search_terms[1:]
        deck.config.search_terms[0].search = search
        self.col.sched.add_or_update_filtered_deck(deck)

    def end_cram(self) -> None:
        """Send all cards home from filtered decks."""
        for deck in self.col.decks.all_names_and_ids(include_filtered=True):
            if self.col.decks.is_filtered(deck.id):
                self.col.decks.remove([deck.id])

    def remove(self, guid: str) -> None:
        self.col.remove_notes([self.col.get_card(self.card(guid)).nid])

    def sync(self, endpoint: str, user: str, password: str) -> str:
        """Sync as the phone does, which never has to choose: the other side is empty, or both can be merged."""
        self.auth = auth = self.auth or self.col.sync_login(user, password, endpoint)
        given = self.col.sync_collection(auth, False)
        if given.required == given.NO_CHANGES:
            return "merged"
        assert given.required in (given.FULL_DOWNLOAD, given.FULL_UPLOAD)
        upload = given.required == given.FULL_UPLOAD
        self.col.close_for_full_sync()
        self.col.full_upload_or_download(auth=auth, server_usn=given.server_media_usn, upload=upload)
        self.col.reopen(after_full_sync=True)
        return "uploaded" if upload else "downloaded"

    def key(self) -> str:
        """What the server gave for the password."""
        return str(self.auth.hkey)

    def media(self, endpoint: str, user: str, password: str) -> list[str]:
        """Exchange pictures; the names of those that are here then."""
        self.col.sync_media(self.col.sync_login(user, password, endpoint))
        while self.col.media_sync_status().active:
            time.sleep(0.05)
        return sorted(path.name for path in Path(self.col.media.dir()).iterdir())

    def rows(self, table: str) -> list[list[Any]]:
        """All that a table holds."""
        return self.col.db.all(f"SELECT * FROM {table} ORDER BY 1, 2")

    def setting(self, key: str) -> Any:
        return self.col.get_config(key)

    def add(self, notetype: str, deck: str, fields: list[str], tags: list[str]) -> str:
        """A note of a stock type; its guid."""
        note = self.col.new_note(self.col.models.by_name(notetype))
        note.fields, note.tags = fields, tags
        self.col.add_note(note, self.col.decks.id(deck))
        return str(note.guid)

    def keep(self, name: str, content: str) -> None:
        """A file of media."""
        self.col.media.write_data(name, content.encode())

    def check(self) -> list[str]:
        return list(self.col._backend.check_database())


def main() -> None:
    engine = Engine(sys.argv[1])
    try:
        for line in sys.stdin:
            done = [getattr(engine, name)(*arguments) for name, *arguments in json.loads(line)]
            print(json.dumps(done), flush=True)
    finally:
        engine.col.close()


if __name__ == "__main__":
    main()
