"""`python -m benchmarks.anki`: 10,000 notes with code to Anki, beside stock genanki with the same notes.

A first export begins with Markdown, as does whoever gives genanki what markdown-it and Pygments make of it. Every later
one is held against genanki given its HTML ready made, whose time is that of writing a package alone.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from quiz.anki import Stamp, export
from quiz.anki.kinds import written
from quiz.anki.notetype import ANSWER, CSS, FIELD_IDS, NIGHT, NOTETYPE_ID, QUESTION
from quiz.entry import Entry
from quiz.highlight import code_css

NOTES, PER_DECK, EDITED = 10_000, 500, 100
RUNS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measured(Path(folder)))
    width = max(len(name) for name, _, _ in rows)
    for name, value, aim in rows:
        print(f"{name:<{width}}  {value:>22}  {aim}")


def measured(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Medians of runs in turn. Every first export has an empty cache, every later one that of the run before."""
    entries = [entry(number) for number in range(NOTES)]
    ready = [written(each, no_name).row for each in entries]
    stock, ours = folder / "stock.apkg", folder / "ours.apkg"
    by_genanki(entries, ready, stock)  # once for the imports
    sizes = [stock.stat().st_size]
    times: dict[str, list[float]] = {"ready": [], "whole": [], "first": [], "again": [], "edited": []}
    for run in range(RUNS):
        times["ready"].append(spent(lambda: by_genanki(entries, ready, stock)))
        times["whole"].append(spent(lambda: by_genanki(entries, from_markdown(entries), stock)))
        kept, stamps = folder / f"cache{run}", dict[str, Stamp]()
        edited = [*(entry(number, f" {run}.") for number in range(EDITED)), *entries[EDITED:]]
        for name, notes in (("first", entries), ("again", entries), ("edited", edited)):
            act = partial(by_quiz, notes, ours, kept, stamps)
            times[name].append(spent(lambda: stamps.update(act())))  # noqa: B023  # called at once
    sizes.append(ours.stat().st_size)
    for name, told in (("ready", "genanki, HTML ready made"), ("whole", "genanki, from Markdown")):
        yield told, f"{statistics.median(times[name]) * 1000:.0f} ms", ""
    for name, floor, told in (
        ("first", "whole", "first export : genanki, from Markdown"),
        ("first", "ready", "first export : genanki, HTML ready made"),
        ("again", "ready", "again : genanki, HTML ready made"),
        ("edited", "ready", f"again, {EDITED} edited : genanki, HTML ready made"),
    ):
        ratio = statistics.median(took / stock for took, stock in zip(times[name], times[floor], strict=True))
        aim = "" if (name, floor) == ("first", "ready") else "aim <= 1x"
        yield told, f"{ratio:.2f}x ({statistics.median(times[name]) * 1000:.0f} ms)", aim
    yield "size : genanki", f"1/{sizes[0] / sizes[1]:.1f} ({sizes[1] / 1e6:.1f} MB)", "aim <= 1/10"


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


def by_genanki(entries: Sequence[Entry], rows: Sequence[Sequence[str]], target: Path) -> None:
    import genanki

    names = [{"name": name} for name in FIELD_IDS]
    templates = [{"name": "Card", "qfmt": QUESTION, "afmt": ANSWER}]
    model = genanki.Model(NOTETYPE_ID, "quiz", fields=names, templates=templates, css=CSS + code_css(NIGHT))
    decks: dict[str, Any] = {}
    for note, fields in zip(entries, rows, strict=True):
        deck = decks.setdefault(note.deck, genanki.Deck(len(decks) + 1, note.deck))
        deck.add_note(genanki.Note(model, fields=list(fields), tags=list(note.topics), guid=note.uid))
    genanki.Package(list(decks.values())).write_to_file(str(target))


def from_markdown(entries: Iterable[Entry]) -> list[Sequence[str]]:
    """The same fields by markdown-it and Pygments, as their manuals tell to use them."""
    from markdown_it import MarkdownIt
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    lexer, formatter = cache(get_lexer_by_name), HtmlFormatter(nowrap=True)
    markdown = MarkdownIt("commonmark", {"highlight": lambda code, name, _: highlight(code, lexer(name), formatter)})
    html = markdown.render
    return [(html(each.question), html(each.answer), "", f"{each.file}:{each.line}", each.uid, "") for each in entries]


def by_quiz(entries: Sequence[Entry], target: Path, cache: Path, stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
    now_ms = 1_700_000_000_000
    return export(entries, target, stamps=stamps, now_ms=now_ms, day_start_hour=4, image=no_file, cache=cache).stamps


def no_file(_entry: Entry, _src: str) -> None:
    return None


def no_name(_src: str) -> None:
    return None


def spent(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
