"""The library of the golden screens: a Korean and an English deck, and a log that gives every screen something to show.

Eight months of answers by a rule, cards that are due, new, set aside, flagged, failing again and again, to be repeated
today, without an answer; one that the notes lost, and one that it may have become.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from support import TODAY, noon, write

from quiz import library
from quiz.entry import Entry
from quiz.reader import Reader
from quiz.schedule import Rules
from quiz.store import Store
from quiz.study import DATABASE, Study

FIRST_DAY = TODAY - 240
OTHER_DAYS = (TODAY - 30, TODAY - 90)
"""Nothing was done on these."""

EVER_ON = "\n".join(f"    {mile}해리 섬 {mile % 7} 등대 {mile % 3}" for mile in range(1, 231))

KOREAN = f"""# 항해

## 매듭

- 보라인 매듭은 어디에 쓰나요?
  - 풀리지 않는 **고리(loop)**를 만들 때 씁니다.
- 클로브 히치는 어디에 쓰나요?
  - 기둥에 줄을 *임시로* 묶을 때 씁니다.
- 8자 매듭은 왜 줄 끝에 지어 두나요?
  - 줄이 도르래에서 빠지지 않게 막아 줍니다.
- 두 줄을 잇는 매듭은 무엇인가요?
  - 굵기가 같으면 맞매듭, 다르면 접친매듭입니다.
- 매듭을 푸는 순서를 처음부터 끝까지 말해 보세요.
  1. 당기던 줄을 늦춥니다.
  2. 고리를 밀어 넣습니다.

## 바람

- 바람을 받는 각도마다 돛을 어떻게 둡니까?
  - 각도가 클수록 많이 풉니다.

    | 각도 | 부르는 말 | 돛 |
    |-----:|:---------|:---|
    | 45°  | 클로스홀드 | 당김 |
    | 90°  | 빔리치 | 절반 |
    | 180° | 러닝 | 모두 풂 |
- 겉보기 바람을 셈하는 함수를 써 보세요.
  - 두 바람을 벡터로 더합니다.

    ```python
    def apparent(true: complex, boat: complex) -> complex:
        return true - boat  # 배가 나아가면 앞바람이 생깁니다
    ```
- 돛의 세 모서리는 어떻게 부르나요?
  - ![돛의 그림](img/sail.png) [항해 교실](https://example.org/sail)과 [곁에 둔 글](parts.md)에 있습니다.
- 배를 세우려면 무엇부터 합니까?
- 북쪽 바닷길에는 무엇이 있나요?
  - 섬과 등대가 있습니다.

    ```
{EVER_ON}
    ```

## 명령

<!-- tags: typed -->

- 항적 파일의 줄 수를 세는 명령은 무엇인가요?
  - `wc -l track.gpx`
<!-- tags: typed -->
- 배의 왼쪽을 무엇이라 하나요?
  - 좌현
"""

ENGLISH = """# Garden

## Soil

- What does lime do to sour soil?
  - It raises the pH, so that **beans** and *cabbages* thrive.
- Why is clay dug in autumn?
  - Frost breaks the clods.
- Which bed follows potatoes?
  - Beans.

## Trees

- When are plums pruned?
  - In summer, for the silver leaf fungus travels in winter.
- How deep does a young apple tree stand?
  - As deep as it stood before: the graft stays a hand above the earth.
"""

LOST = "- Where do leeks grow?\n  - In trenches.\n- Which herb keeps moths away?\n  - Lavender.\n"
KITCHEN = "# Kitchen\n\n- Where do leeks grow?\n  - Wherever beets were dug out, with plenty of sand below.\n"

ASKED = """# 항해

## 신호

- 붉은 등은 배의 어느 쪽에 켜나요?
  - [ ] 오른쪽 뱃전
    오른쪽은 초록입니다.
  - [x] 왼쪽 뱃전
  - [ ] 돛대 꼭대기
    꼭대기에는 **흰 등**을 켭니다.
  - 밤에 마주 오는 배의 방향을 알 수 있습니다.
- 안개 속에서 나아가는 동력선은 `{{c1::2분::시간}}`에 한 번 길게 울립니다.
  - 멈춘 배는 두 번 울립니다.
"""

DROPPED = {"보라인": 5, "Why is clay": 3}
"""A card fails at every so many answers."""


def build(folder: Path) -> Path:
    """Make the library in this folder; the file of its database."""
    clock = Days()
    with Study(Store(folder / DATABASE), Reader(), Rules(), clock) as study:
        _take_in(study, folder, KOREAN, ENGLISH + LOST)
        for clock.day in range(FIRST_DAY, TODAY):
            if clock.day not in OTHER_DAYS:
                _a_day(study, clock.day)
        clock.day = TODAY
        _take_in(study, folder, KOREAN, ENGLISH + LOST, KITCHEN)
        _take_in(study, folder, KOREAN, ENGLISH)
        _today(study)
    return folder / DATABASE


def empty(folder: Path) -> Path:
    """A library that never had a card."""
    with Study(Store(folder / DATABASE), Reader(), Rules(), Days()):
        return folder / DATABASE


def two(folder: Path) -> Path:
    """Two cards, both new."""
    with Study(Store(folder / DATABASE), Reader(), Rules(), Days()) as study:
        _take_in(study, folder, KOREAN.partition("- 8자")[0])
    return folder / DATABASE


def asked(folder: Path) -> Path:
    """A card with options and one with a gap, both new."""
    with Study(Store(folder / DATABASE), Reader(), Rules(), Days()) as study:
        _take_in(study, folder, ASKED)
        return folder / DATABASE


def done(folder: Path) -> Path:
    """The same two, both answered today."""
    file = two(folder)
    with opened(file) as study:
        for entry in study.entries():
            study.store.record(entry.uid, "grade", study.now(), TODAY, grade=4, duration_ms=40_000)
    return file


def opened(file: Path) -> Study:
    return Study(Store(file), Reader(), Rules(), Days())


class Days:
    """Noon of a study day."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> object:
        return noon(self.day)


def _take_in(study: Study, folder: Path, *texts: str) -> None:
    names = ("voyage.md", "garden.md", "kitchen.md")
    files = {str(write(folder / name, text)): "file" for name, text in zip(names, texts, strict=False)}
    library.refresh(study.store, study.reader, added=files)


def _a_day(study: Study, day: int) -> None:
    """Answer what is due; every twentieth day a new card begins."""
    for number, entry in enumerate(study.entries("is:due")):
        every = next((every for start, every in DROPPED.items() if entry.question.startswith(start)), 9)
        grade = 2 if entry.progress.reviews % every == every - 1 else 3 + (number + day) % 3
        _answer(study, entry, day, grade, 6000 + 700 * number)
    if (day - FIRST_DAY) % 20 == 0 and (fresh := _new(study)):
        _answer(study, fresh, day, 4, 9000)


def _new(study: Study) -> Entry | None:
    later = ("바람을 받는", "겉보기", "돛의 세", "북쪽", "매듭을 푸는", "배의 왼쪽")
    return next((entry for entry in study.entries("is:new") if not entry.question.startswith(later)), None)


def _answer(study: Study, entry: Entry, day: int, grade: int, duration_ms: int) -> None:
    study.store.record(entry.uid, "grade", study.now(), day, grade=grade, duration_ms=duration_ms)


def _today(study: Study) -> None:
    uid = _finder(study)
    study.act([uid("클로브"), uid("When are plums")], "flag")
    study.act([uid("How deep")], "suspend")
    study.act([uid("두 줄을")], "bury")
    for start, grade in (("8자", 4), ("Which bed", 2)):
        study.act([uid(start)], "due", 0)
        _answer(study, study.entry(uid(start)), TODAY, grade, 45_000)
    for start in ("보라인", "클로브"):
        study.act([uid(start)], "due", -3)


def _finder(study: Study) -> Callable[[str], str]:
    return lambda start: next(entry.uid for entry in study.entries() if entry.question.startswith(start))
