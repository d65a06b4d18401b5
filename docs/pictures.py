"""`python docs/pictures.py`: the pictures of the README, made by the real program from the bundled decks.

The pages of a paper are printed by Chromium and drawn by `pdftoppm` (Debian: chromium, poppler-utils, fonts-nanum).
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import tempfile
from html import unescape
from pathlib import Path

from quiz.exam.blueprint import validated
from quiz.making import make
from quiz.study import Study, open_study
from quiz.terminal import cell_width
from quiz.tui.app import QuizApp

FOLDER = Path(__file__).parent
SIZE = (92, 26)
CARD = "CMD"
GRADED_BEFORE = 2
KEY = "정답"
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
            _keep(app, "review.svg")
        app = QuizApp(study)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            _keep(app, "home.svg")
        _print(study, Path(home))


def _keep(app: QuizApp, name: str) -> None:
    (FOLDER / name).write_text(_wide(_slim(app.export_screenshot(title="quiz", simplify=True))), "utf-8")


def _print(study: Study, folder: Path) -> None:
    """The first page of a paper, and that of its key."""
    plan = {
        "title": "컨테이너 기초",
        "count": 12,
        "seed": "7",
        "kinds": ["choice=5", "cloze", "short"],
        "formats": ["html"],
    }
    (page,) = make(study, validated(plan), folder).files
    pdf = folder / "paper.pdf"
    quiet = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    subprocess.run([*quiet, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True)
    texts = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout.split("\f")
    key = next(number for number, text in enumerate(texts, 1) if KEY in text)
    for name, number in (("paper", 1), ("key", key)):
        drawn = ("pdftoppm", "-png", "-gray", "-singlefile", "-r", "64", "-f", str(number), "-l", str(number))
        subprocess.run([*drawn, pdf, FOLDER / name], check=True)


def _slim(svg: str) -> str:
    """Without the fonts of another server, which a README may not load anyway."""
    return re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL).replace("Fira Code,", "")


def _wide(svg: str) -> str:
    """With two columns for a Hangul syllable: the export counts characters."""
    text = re.compile(r'(<text[^>]* textLength=")[\d.]+("[^>]*>)([^<]*)')
    return text.sub(lambda found: f"{found[1]}{CELL * cell_width(unescape(found[3])):g}{found[2]}{found[3]}", svg)


if __name__ == "__main__":
    asyncio.run(main())
