"""What every benchmark prints, and which quiz it measures."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import quiz

Row = tuple[str, str, str]
"""What was measured, what came out, and what is aimed at."""

NAME, VALUE = 40, 24


def tell(rows: Iterable[Row]) -> None:
    """Print rows as they come: some of them take a while."""
    for name, value, aim in rows:
        print(f"{name:<{NAME}}  {value:>{VALUE}}  {aim}".rstrip(), flush=True)


def environment(folder: Path) -> dict[str, str]:
    """English, a home of its own, and the quiz that stands beside these benchmarks, whichever is installed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return environ | {
        "LANGUAGE": "en",
        "PYTHONPATH": str(Path(quiz.__file__).parent.parent),
        "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
        "QUIZ_HOME": str(folder / "home"),
    }


def _quiz() -> list[str]:
    beside = shutil.which("quiz", path=str(Path(sys.executable).parent))
    return [beside] if beside else [sys.executable, "-m", "quiz"]


QUIZ = _quiz()
