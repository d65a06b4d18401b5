"""A terminal as a process of its own, so that a test can turn its clock: `quiz` without its faces.

Reads JSON lists of actions from its input, one a line, and prints for each a JSON list of what each action gave.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import time
from dataclasses import replace
from typing import Any

from quiz import config, library
from quiz.anki import engine  # noqa: F401  # what a killed process would have to import again
from quiz.anki.mirror import Account, Mirror
from quiz.anki.schedule import BUTTONS, LOGGED
from quiz.errors import QuizError
from quiz.exchange import sync, withdrawn
from quiz.reviews import live
from quiz.session import Session
from quiz.study import open_study
from quiz.synced import as_json


class Terminal:
    def __init__(self) -> None:
        self.study = open_study(os.environ)
        self.key = ""
        self.folder = config.home(os.environ).data / "anki"

    def add(self, notes: str) -> int:
        library.refresh(self.study.store, self.study.reader, added={notes: "file"})
        return len(self.study.entries())

    def refresh(self) -> None:
        self.study.refresh()

    def uids(self) -> list[str]:
        return [entry.uid for entry in self.study.entries()]

    def rules(self, **changed: Any) -> None:
        self.study.rules = replace(self.study.rules, **changed)

    def grade(self, uid: str, grade: int) -> None:
        self.study.grade(Session((uid,)), grade, 900)

    def cram(self, uid: str, grade: int) -> None:
        self.study.grade(Session((uid,), practice=True), grade, 400)

    def drill(self, uid: str, grade: int) -> None:
        moment, today = self.study.now(), self.study.today
        self.study.store.record(uid, "drill", moment, today, grade=grade, duration_ms=300)

    def act(self, uid: str, kind: str, days: int = 0) -> None:
        self.study.act([uid], kind, days)  # type: ignore[arg-type]

    def undo(self) -> int:
        return len(self.study.undo()[1])

    def sync(self, endpoint: str, user: str, password: str, **wishes: Any) -> dict[str, object]:
        account = Account(endpoint, user)
        with Mirror(self.folder) as mirror:
            self.key = self.key or mirror.login(account, password)
            mirror.use(account, self.key)
            report = sync.run(self.study, mirror, sync.Wishes(" ".join(account), **wishes), lambda _stage: None)
        return as_json(report)

    def fails(self, endpoint: str, user: str, password: str) -> list[str]:
        try:
            self.sync(endpoint, user, password)
        except QuizError as error:
            return [error.message, error.hint]
        return []

    def killed(self, after: float, *account: str) -> float:
        """Sync in a process that is killed after so many seconds; how many it took, if it was done before."""
        started = time.monotonic()
        child = os.fork()
        if not child:  # a process of its own, with nothing of its parent's but what is imported
            Terminal().sync(*account)
            os._exit(0)
        while time.monotonic() < started + after:
            if os.waitpid(child, os.WNOHANG)[0]:
                return time.monotonic() - started
            select.select((), (), (), 0.004)  # the tool that turns the clock breaks `sleep`
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 0

    def lose_mirror(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def break_mirror(self) -> None:
        (self.folder / "collection.anki2").write_bytes(b"no database" * 9_000)

    def state(self) -> dict[str, Any]:
        """Every card, by days from today where it is due; every answer that stands, and those given here."""
        store, today = self.study.store, self.study.today
        numbers, goes_on = store.anki_rows(), withdrawn.same_cards(store.links())
        log = store.reviews()

        def rows(events: Any) -> list[Any]:
            return sorted(
                [
                    numbers.get(event.event_id, event.moment.utc_ms),
                    goes_on.get(event.card, event.card),
                    0 if event.grade is None else BUTTONS[event.grade],
                ]
                for event in events
                if event.kind in LOGGED
            )

        cards = {}
        for entry in store.entries():
            now = entry.progress
            due = None if now.due_day is None else now.due_day - today
            cards[entry.uid] = [due, *now.memory, now.suspended, now.flagged]
        before = store.memories()
        store.replay()
        return {
            "cards": cards,
            "log": rows(live(log)),
            "own": rows(event for event in live(log) if event.source == "terminal"),
            "replays": before == store.memories(),
        }


def main() -> None:
    terminal = Terminal()
    try:
        for line in sys.stdin:
            done = []
            for name, *arguments in json.loads(line):
                named = arguments.pop() if arguments and isinstance(arguments[-1], dict) else {}
                done.append(getattr(terminal, name)(*arguments, **named))
            print(json.dumps(done), flush=True)
    finally:
        terminal.study.close()


if __name__ == "__main__":
    main()
