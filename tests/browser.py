"""Chromium without a window, driven over a pipe by its DevTools protocol: nothing but Debian's `chromium` is needed."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
PRINTING = ("pdftotext", "pdftoppm", "pdffonts")
KEYS = {
    "Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " "), "Escape": (27, ""), "Backspace": (8, ""),
    "ArrowLeft": (37, ""), "ArrowUp": (38, ""), "ArrowRight": (39, ""), "ArrowDown": (40, ""),
}  # fmt: skip
_AS_3_AND_4 = """
import fcntl, os, sys
reading, writing = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(reading, 3)
os.dup2(writing, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads commands from descriptor 3 and writes answers to 4."""
PATIENCE = 60
"""Seconds until an answer of the browser is given up."""


def needs_browser(*, printing: bool = False) -> None:
    """Skip where the browser, or what reads what it prints, is missing; continuous integration has both."""
    _needs([] if _program() else ["a browser (Debian: chromium)"])
    if printing:
        needs_poppler()


def needs_poppler() -> None:
    """The same for what reads a PDF alone."""
    _needs([] if all(map(shutil.which, PRINTING)) else ["poppler (Debian: poppler-utils)"])


def _needs(missing: list[str]) -> None:
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed here: {', '.join(missing)}")
    assert not missing


def _program() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One browser; `page` opens a page in a profile of its own, which `with` ends."""

    def __init__(self, folder: Path) -> None:
        program = _program()
        assert program
        reading, self._out = os.pipe()
        self._in, writing = os.pipe()
        flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
        quiet = ("--disable-background-networking", "--no-first-run", f"--user-data-dir={folder}")
        flags += ("--remote-debugging-pipe",)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _AS_3_AND_4, str(reading), str(writing), program, *flags, *quiet],
            pass_fds=(reading, writing),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reading)
        os.close(writing)
        os.set_blocking(self._in, False)
        self._buffer = b""
        self._count = 0
        self.events: list[dict[str, Any]] = []

    def close(self) -> None:
        """Ends the browser."""
        os.close(self._out)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """The result of a command that does not fail."""
        told = self.ask(method, session, **params)
        assert "error" not in told, (method, told["error"])
        result: dict[str, Any] = told["result"]
        return result

    def ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """The answer to a command; events that come meanwhile are kept in `events`."""
        self._count += 1
        number = self._count
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == number:
                return told
            self.events.append(told)

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            read = os.read(self._in, 1 << 20)
            assert read, "the browser has ended"
            self._buffer += read
        told, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(told)
        return message

    def page(self, path: Path, *, width: int = 1280, height: int = 900, **features: str) -> Page:
        """A page of its own profile with a file in it; `features` are those of media queries, `_` for `-`."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, context)
        page.call("Page.enable")
        page.call("Runtime.enable")
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        media = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        page.call("Emulation.setEmulatedMedia", features=media)
        page.open(path)
        return page


class Page:
    def __init__(self, browser: Browser, session: str, context: str) -> None:
        self._browser, self._session, self.context = browser, session, context

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **params)

    def open(self, path: Path) -> None:
        """Goes to a file and waits until it is loaded."""
        self.call("Page.navigate", url=path.as_uri())
        self.until(f"location.href.startsWith({json.dumps(path.as_uri())}) && document.readyState === 'complete'")

    def reload(self) -> None:
        self.js("window.before = true")
        self.call("Page.reload")
        self.until("!window.before && document.readyState === 'complete'")

    def before_load(self, script: str) -> None:
        """A script that runs before those of each page opened from now on."""
        self.call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def js(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON has it."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def until(self, expression: str) -> None:
        """Waits until an expression is true; a page that is just going away is asked again."""
        until = time.monotonic() + PATIENCE
        while True:
            told = self._browser.ask("Runtime.evaluate", self._session, expression=expression, returnByValue=True)
            if told.get("result", {}).get("result", {}).get("value") is True:
                return
            assert time.monotonic() < until, expression

    @staticmethod
    def wait(done: Callable[[], bool]) -> None:
        """Waits until something has happened outside of the page."""
        until = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < until
            select.select([], [], [], 0.02)

    def click(self, selector: str) -> None:
        """A click as a script makes it."""
        self.js(f"document.querySelector({json.dumps(selector)}).click()")

    def press(self, *keys: str) -> None:
        """Keys by name, or letters, as a keyboard sends them."""
        for name in keys:
            key = name.removeprefix("Shift+")
            code, text = KEYS.get(key, (ord(key.upper()) if len(key) == 1 else 0, key))
            event = {"key": key, "windowsVirtualKeyCode": code, "code": key if len(key) > 1 else ""}
            event["modifiers"] = 8 if key != name else 0
            self.call("Input.dispatchKeyEvent", type="keyDown", **event, **({"text": text} if text else {}))
            self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        """A text as an input method commits it."""
        self.call("Input.insertText", text=text)

    def shot(self, path: Path, *, whole: bool = False) -> None:
        told = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(b64decode(told["data"]))

    def pdf(self, path: Path) -> None:
        """What a printer would get."""
        told = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        path.write_bytes(b64decode(told["data"]))

    def problems(self) -> list[str]:
        """What the page's scripts or its policy complained of."""
        mine = [event for event in self._browser.events if event.get("sessionId") == self._session]
        thrown = [event["params"] for event in mine if event["method"] == "Runtime.exceptionThrown"]
        return [json.dumps(event) for event in thrown]

    def close(self) -> None:
        self._browser.call("Target.disposeBrowserContext", browserContextId=self.context)
