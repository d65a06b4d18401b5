"""A program under a pseudo-terminal, and how long it takes until something stands on its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE_S = 60


class Terminal:
    """`argv` running in a terminal of `columns` × `rows`; clocks are seconds of `time.perf_counter`."""

    def __init__(self, argv: Sequence[str], environ: Mapping[str, str], columns: int = 80, rows: int = 24) -> None:
        self.started = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(argv[0], list(argv), {**environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._seen = b""

    def wait_for(self, token: str) -> float:
        """The moment at which `token` has been written since the last wait."""
        wanted = token.encode()
        deadline = time.perf_counter() + PATIENCE_S
        while wanted not in self._seen:
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{token!r} did not appear; last seen: {self._seen[-400:]!r}")
            ready, _, _ = select.select([self._fd], [], [], 0.5)
            if ready:
                self._seen += self._read()
        self._seen = b""
        return time.perf_counter()

    def press(self, keys: str) -> float:
        self._seen = b""
        os.write(self._fd, keys.encode())
        return time.perf_counter()

    def settle(self, quiet_s: float = 0.4) -> None:
        """Read until nothing has been written for `quiet_s`: the learner thinks, the program is idle."""
        while select.select([self._fd], [], [], quiet_s)[0]:
            self._read()
        self._seen = b""

    def megabytes(self) -> float:
        """What the program holds in memory now, on Linux; 0 elsewhere."""
        try:
            pages = Path(f"/proc/{self._pid}/statm").read_text().split()[1]
        except FileNotFoundError:
            return 0.0
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def _read(self) -> bytes:
        try:
            return os.read(self._fd, 65536)
        except OSError as error:  # the program has ended
            raise RuntimeError(
                f"the program ended; last seen: {self._seen[-2000:].decode(errors='replace')}"
            ) from error

    def close(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)
