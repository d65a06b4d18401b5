"""`python docs/pictures.py`: the pictures of the README, made by the real program from the bundled decks."""

from __future__ import annotations

import asyncio
import re
import tempfile
from html import unescape
from pathlib import Path

from quiz.study import open_study
from quiz.terminal import cell_width
from quiz.tui.app import QuizApp

FOLDER = Path(__file__).parent
SIZE = (92, 26)
CARD = "CMD"
GRADED_BEFORE = 2
CELL = 12.2
"""Width of a column in the exported picture."""


async def main() -> None:
    with tempfile.TemporaryDirectory() as home, open_study({"QUIZ_HOME": home}) as study:
        study.welcome()
        sitting = study.begin(f"topic:docker::dockerfile or {CARD}")
        app = QuizApp(study, sitting)
        async with app.run_test(size=SIZE) as pilot:
            for _ in range(GRADED_BEFORE):
                await pilot.press("space", "3")
            await pilot.press("space")
            await pilot.pause()
            picture = _wide(_slim(app.export_screenshot(title="quiz", simplify=True)))
            (FOLDER / "review.svg").write_text(picture, "utf-8")


def _slim(svg: str) -> str:
    """Without the fonts of another server, which a README may not load anyway."""
    return re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL).replace("Fira Code,", "")


def _wide(svg: str) -> str:
    """With two columns for a Hangul syllable: the export counts characters."""
    text = re.compile(r'(<text[^>]* textLength=")[\d.]+("[^>]*>)([^<]*)')
    return text.sub(lambda found: f"{found[1]}{CELL * cell_width(unescape(found[3])):g}{found[2]}{found[3]}", svg)


if __name__ == "__main__":
    asyncio.run(main())
