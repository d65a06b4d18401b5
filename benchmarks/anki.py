"""`python -m benchmarks.anki`: 10,000 notes with code to Anki, beside stock genanki with the same fields.

genanki is given the HTML ready made: its time is that of writing a package, ours that of rendering and writing.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from quiz.anki import export
from quiz.anki.fields import Fields, fields
from quiz.anki.media import Media
from quiz.anki.notetype import ANSWER, CSS, FIELD_IDS, NIGHT, NOTETYPE_ID, QUESTION
from quiz.anki.rendered import Rendered
from quiz.entry import Entry
from quiz.highlight import code_css

NOTES, PER_DECK, EDITED = 10_000, 500, 100
RUNS = 5
AIM = "aim <= 1x"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measured(Path(folder)))
    width = max(len(name) for name, _, _ in rows)
    for name, value, aim in rows:
        print(f"{name:<{width}}  {value:>22}  {aim}")


def measured(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Medians of runs in turn. Every first export has an empty cache, every later one that of the run before."""
    entries = [entry(number) for number in range(NOTES)]
    rendered = Rendered()
    texts = [fields(each, Media(no_file), rendered) for each in entries]
    stock, ours = folder / "stock.apkg", folder / "ours.apkg"
    by_genanki(texts, stock)  # once for the imports
    times: dict[str, list[float]] = {"stock": [], "first": [], "again": [], "edited": []}
    for run in range(RUNS):
        cache = folder / f"cache{run}"
        edited = [*(entry(number, f" {run}.") for number in range(EDITED)), *entries[EDITED:]]
        times["stock"].append(spent(lambda: by_genanki(texts, stock)))
        times["first"].append(spent(lambda: by_quiz(entries, ours, cache)))  # noqa: B023  # called at once
        times["again"].append(spent(lambda: by_quiz(entries, ours, cache)))  # noqa: B023
        times["edited"].append(spent(lambda: by_quiz(edited, ours, cache)))  # noqa: B023
    floor = statistics.median(times["stock"])
    yield "stock genanki", f"{floor * 1000:.0f} ms", ""
    for name, told in (("first", "first export"), ("again", "again"), ("edited", f"again, {EDITED} edited")):
        ratio = statistics.median(took / stock for took, stock in zip(times[name], times["stock"], strict=True))
        yield f"{told} : stock genanki", f"{ratio:.2f}x ({statistics.median(times[name]) * 1000:.0f} ms)", AIM
    sizes = stock.stat().st_size, ours.stat().st_size
    yield "size : stock genanki", f"1/{sizes[0] / sizes[1]:.1f} ({sizes[1] / 1e6:.1f} MB)", "aim <= 1/10"


def entry(number: int, more: str = "") -> Entry:
    """A Korean note with code of its own, like those of real notes."""
    answer = (
        f"- answer{number:05} 볼륨은 **컨테이너(container)**가 사라져도 남습니다.{more}\n"
        "- `docker volume ls`로 목록을 봅니다.\n\n"
        f"```bash\ndocker volume create data{number}\ndocker run -v data{number}:/var/lib/data alpine\n```"
    )
    question = f"question{number:05} 컨테이너를 지워도 볼륨의 데이터는 **남아 있나요(persist)**?"
    topics = ("docker::volume",)
    return Entry(f"{number:016x}", f"Deck {number // PER_DECK}", question, answer, topics=topics, file="notes.md")


def by_genanki(texts: Sequence[Fields], target: Path) -> None:
    import genanki

    names = [{"name": name} for name in FIELD_IDS]
    templates = [{"name": "Card", "qfmt": QUESTION, "afmt": ANSWER}]
    model = genanki.Model(NOTETYPE_ID, "quiz", fields=names, templates=templates, css=CSS + code_css(NIGHT))
    decks = []
    for first in range(0, len(texts), PER_DECK):
        deck = genanki.Deck(first + 1, f"Deck {first // PER_DECK}")
        for text in texts[first : first + PER_DECK]:
            deck.add_note(genanki.Note(model, fields=list(text.row), tags=list(text.tags), guid=text.uid))
        decks.append(deck)
    genanki.Package(decks).write_to_file(str(target))


def by_quiz(entries: Sequence[Entry], target: Path, cache: Path) -> None:
    export(entries, target, stamps={}, now_ms=1_700_000_000_000, day_start_hour=4, image=no_file, cache=cache)


def no_file(_entry: Entry, _src: str) -> None:
    return None


def spent(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
