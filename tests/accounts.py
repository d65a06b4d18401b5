"""An Anki account on a real sync server, and who shares it: phones and terminals under one clock that tests turn."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from phones import FAKETIME, WORKER

TERMINAL = Path(__file__).with_name("terminal_worker.py")
USER, PASSWORD = "someone", "a secret that no file may hold"
PATIENCE_SECONDS = 30


class Bench:
    """A server and its clients; `clock` is the file that tells all of them how far their clocks are ahead."""

    def __init__(self, folder: Path, *, clock: bool = False) -> None:
        self.folder = folder
        self.clock = folder / "clock"
        self.clocked = clock
        self.base = folder / "server"
        self._noon = (datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - datetime.now(UTC)).seconds
        self._server: subprocess.Popen[bytes] | None = None
        self._clients: list[Client] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.day(0)

    @property
    def account(self) -> tuple[str, str, str]:
        return f"http://127.0.0.1:{self.port}/", USER, PASSWORD

    def day(self, number: int, *, hours: float = 0) -> None:
        """So many hours past noon of that day, everywhere."""
        ahead = self._noon + timedelta(days=number, hours=hours).total_seconds()
        self.clock.write_text(f"+{ahead:.0f}")

    def environ(self, **more: str) -> dict[str, str]:
        environ = {**os.environ, "TZ": self._zone(), "ANKI_TEST_MODE": "1", **more}
        if self.clocked:
            environ |= {
                "LD_PRELOAD": str(FAKETIME[0]),
                "FAKETIME_TIMESTAMP_FILE": str(self.clock),
                "FAKETIME_NO_CACHE": "1",
                "NO_FAKE_STAT": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
        return environ

    def _zone(self) -> str:
        """Where it is day: in test mode, the engine turns its clock back two hours between two and four at night."""
        return "UTC" if self.clocked or 6 <= datetime.now(UTC).hour < 22 else "Etc/GMT-9"

    def serve(self, **more: str) -> None:
        given = {"SYNC_BASE": str(self.base), "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(self.port)}
        environ = self.environ(SYNC_USER1=f"{USER}:{PASSWORD}", RUST_LOG="error", **given) | more
        self._server = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert self._server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)
            else:
                return

    def stop(self) -> None:
        if self._server:
            self._server.kill()
            self._server.wait()
            self._server = None

    def phone(self, name: str) -> Client:
        folder = self.folder / name
        folder.mkdir()
        return self._client(WORKER, folder / "collection.anki2", self.environ())

    def home(self, name: str, server: str | None = None) -> Path:
        """The folder of a terminal whose settings name the account."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        (home / "config.toml").write_text(f'[sync]\nserver = "{server or self.account[0]}"\nuser = "{USER}"\n')
        return home

    def terminal(self, name: str) -> Client:
        return self._client(TERMINAL, "", self.environ(QUIZ_HOME=str(self.home(name))))

    def _client(self, script: Path, argument: object, environ: dict[str, str]) -> Client:
        client = Client([sys.executable, str(script), str(argument)], environ)
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.stop()


class Client:
    """A process that does what it is told, one list of acts at a time."""

    def __init__(self, command: Sequence[str], environ: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environ)

    def do(self, *acts: tuple[Any, ...]) -> list[Any]:
        """What each act gave."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            print(json.dumps(acts), file=self.process.stdin, flush=True)
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise AssertionError(self.process.communicate()[1])
        given: list[Any] = json.loads(line)
        return given

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.communicate(timeout=PATIENCE_SECONDS)


@contextmanager
def bench(folder: Path, *, clock: bool = False) -> Iterator[Bench]:
    """A server that runs, and nothing of it afterwards."""
    made = Bench(folder, clock=clock)
    try:
        made.serve()
        yield made
    finally:
        made.close()


class Gate:
    """A way to the server that breaks after so many bytes; None for one that holds."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.left: int | None = None
        self.passed = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client = self._listener.accept()[0]
                server = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                return
            for one, other in ((client, server), (server, client)):
                Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(256):
                self.passed += len(data)
                if self.left is not None:
                    self.left -= len(data)
                    if self.left < 0:
                        break
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self._listener.close()
