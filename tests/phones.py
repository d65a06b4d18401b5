"""A phone in some time zone at some time of day: Anki's engine in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

WORKER = Path(__file__).with_name("engine_worker.py")
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


def needs_engine(clock: bool = False) -> None:
    """Skip where the engine, or what turns its clock, is missing; continuous integration has both."""
    import importlib.util

    missing = [] if importlib.util.find_spec("anki") else ["the engine (PyPI: anki)"]
    missing += ["libfaketime (Debian: faketime)"] if clock and not FAKETIME else []
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed here: {', '.join(missing)}")
    assert not missing


class Phone:
    """A collection and the acts of its owner; `zone` is a TZ name, `at` seconds since 1970 as the phone has it."""

    def __init__(self, folder: Path, zone: str = "UTC", at: float | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "collection.anki2"
        self.zone = zone
        self.at = at

    def do(self, *actions: tuple[Any, ...]) -> list[Any]:
        """What each act gave; acts are methods of `engine_worker.Engine` with their arguments."""
        environ = {**os.environ, "TZ": self.zone, "ANKI_TEST_MODE": "1"}
        if self.at is not None:
            environ |= {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": self._start(), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        done = subprocess.run(
            [sys.executable, str(WORKER), str(self.path)],
            input=json.dumps(actions, default=str),
            capture_output=True,
            text=True,
            env=environ,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        given: list[Any] = json.loads(done.stdout.splitlines()[-1])
        return given

    def _start(self) -> str:
        """`@` and the wall clock of the phone's zone, as libfaketime reads it."""
        from datetime import datetime
        from zoneinfo import ZoneInfo

        assert self.at is not None
        return datetime.fromtimestamp(self.at, ZoneInfo(self.zone)).strftime("@%Y-%m-%d %H:%M:%S")

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.do(("state",))[0]
        return state
