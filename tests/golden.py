"""Screens as values: what every cell shows and in which style, what must not be cut, and the files they are kept in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from string import ascii_letters
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

FOLDER = Path(__file__).parent / "golden"
THEMES = ("textual-dark", "textual-light")
HINTS = "Hints"
CLICK = "click"
ATTRIBUTES = ("bold", "dim", "italic", "underline", "strike", "reverse", "blink", "conceal", "link")


class Run(NamedTuple):
    """Cells one after the other in one style, such as `#e0e0e0 on #121212 bold`."""

    text: str
    style: str

    @property
    def width(self) -> int:
        return cell_len(self.text)


Picture = tuple[tuple[Run, ...], ...]
"""Every line of a screen."""


@dataclass(frozen=True, slots=True)
class Control:
    """A widget a person acts with or reads: where it stands, how much is in sight, what must be whole inside."""

    name: str
    region: Region
    seen: Region
    inner: Region
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A screen of so many columns and lines in every theme; `kind` is its class, `front` all of it or its dialog."""

    name: str
    kind: str
    size: tuple[int, int]
    pictures: tuple[Picture, ...]
    controls: tuple[Control, ...]
    front: Region

    @property
    def lines(self) -> list[str]:
        return lines(self.pictures[0])


def lines(picture: Picture) -> list[str]:
    return ["".join(run.text for run in line) for line in picture]


# — from a screen that is shown —


def picture(app: App[Any]) -> Picture:
    """What the terminal would show now."""
    shown: Any = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    return tuple(_runs(segment for strip in line for segment in strip) for line in shown.strips)


def controls(screen: Screen[Any], kinds: Mapping[type[Widget], Callable[[Any], Iterable[str]]]) -> tuple[Control, ...]:
    """The widgets of these kinds that are to be seen and do not scroll away, with the texts that must be whole."""
    found = []
    for widget in screen.walk_children(Widget):
        texts = next((texts for kind, texts in kinds.items() if isinstance(widget, kind)), None)
        if texts and _stands(widget):
            place = screen.find_widget(widget)
            seen = place.region.intersection(place.clip)
            inner = widget.content_region.intersection(place.clip)
            found.append(Control(type(widget).__name__, place.region, seen, inner, tuple(texts(widget))))
    return tuple(found)


def _stands(widget: Widget) -> bool:
    if widget.styles.height and widget.styles.height.value == 0:
        return False
    above = [node for node in widget.ancestors if isinstance(node, Widget) and not isinstance(node, Screen)]
    return all(node.display for node in (widget, *above)) and not any(node.max_scroll_y for node in above)


def _runs(segments: Iterable[Any]) -> tuple[Run, ...]:
    parts = [(segment.text, _named(segment.style, segment.text.isspace())) for segment in segments if segment.text]
    return tuple(
        Run("".join(text for text, _ in run), style) for style, run in groupby(parts, key=lambda part: part[1])
    )


def _named(style: Style | None, blank: bool) -> str:
    """The colour of blanks is not seen, unless something is drawn on them. `click` stands for what a click does."""
    style = style or Style()
    attributes = [name for name in ATTRIBUTES if getattr(style, name)] + [CLICK] * ("@click" in style.meta)
    unseen = blank and not {"underline", "strike", "reverse", CLICK}.intersection(attributes)
    colours = (colour.get_truecolor().hex if colour else "-" for colour in (style.color, style.bgcolor))
    return f"- on {[*colours][1]}" if unseen else " ".join([" on ".join(colours), *attributes])


# — to a text that can be reviewed —


def written(shot: Shot) -> str:
    """The lines of the screen, then for each of them the runs `name+width` of a style; a legend says, theme by theme,

    what the names stand for. The last run of a line goes on to its end, and lines styled alike stand together.
    """
    styles: dict[tuple[str, ...], str] = {}
    names = (name for length in (1, 2) for name in _words(length))
    coded = []
    for together in zip(*shot.pictures, strict=True):
        runs = [
            (styles.setdefault(style, "") or _name(styles, style, names), width) for style, width in _joined(together)
        ]
        coded.append(" ".join([*(f"{name}{width}" for name, width in runs[:-1]), runs[-1][0]]))
    columns, rows = shot.size
    return "\n".join(
        [
            f"{shot.name} · {shot.kind} · {columns}×{rows}",
            *_framed(line.rstrip() for line in shot.lines),
            *_numbered(coded),
            "",
            *(f"{name:2} {'  |  '.join(style)}" for style, name in styles.items()),
            "",
        ]
    )


def _framed(shown: Iterable[str]) -> Iterator[str]:
    yield "┌"
    yield from (f"│{line}" for line in shown)
    yield "└"


def _name(styles: dict[tuple[str, ...], str], style: tuple[str, ...], names: Iterator[str]) -> str:
    styles[style] = next(names)
    return styles[style]


def _words(length: int) -> Iterator[str]:
    return iter(ascii_letters) if length == 1 else (a + b for a in ascii_letters for b in ascii_letters)


def _joined(together: Sequence[Sequence[Run]]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The styles of a line in all themes, cut where any of them changes, with how many cells each holds for."""
    ends = [list(accumulate(run.width for run in line)) for line in together]
    start = 0
    for end in sorted({end for some in ends for end in some}):
        at = [
            next(run for run, stop in zip(line, stops, strict=True) if stop > start)
            for line, stops in zip(together, ends, strict=True)
        ]
        yield tuple(run.style for run in at), end - start
        start = end


def _numbered(coded: Sequence[str]) -> Iterator[str]:
    number = 1
    for line, same in groupby(coded):
        last = number + len(list(same)) - 1
        yield f"{number}{f'-{last}' if last > number else ''}: {line}"
        number = last + 1


# — what is wrong with a screen —


def misfits(shot: Shot, width: Callable[[str], int]) -> list[str]:
    """The lines that are not exactly as wide as the screen."""
    return [line for shown in shot.pictures for line in lines(shown) if width(line) != shot.size[0]]


def clipped(shot: Shot) -> list[str]:
    """Controls that are not wholly in sight, and texts in them that are cut. Of hints some are enough."""
    found = []
    for control in shot.controls:
        if control.seen != control.region or not Region(0, 0, *shot.size).contains_region(control.region):
            found.append(f"{control.name} {tuple(control.region)}, of which {tuple(control.seen)} is in sight")
        inner = control.inner
        told = _squeezed("".join(_cut(line, inner) for line in shot.lines[inner.y : inner.bottom]))
        if control.name == HINTS:
            wanted = [told] if _left(told, map(_squeezed, control.texts)) else []
        else:
            wanted = [text for text in control.texts if _squeezed(text) not in told]
        found += [f"{control.name}: {text!r} is cut" for text in wanted]
    return found


def _left(line: str, parts: Iterable[str]) -> str:
    """What is left of a line of some of the parts, in their order, when these are taken away."""
    for part in parts:
        line = line.removeprefix(part)
    return line


def _within(line: Sequence[Run], region: Region) -> Iterator[Run]:
    starts = accumulate((run.width for run in line), initial=0)
    for run, start in zip(line, starts, strict=False):
        yield Run(_cut(run.text, region.translate((-start, 0))), run.style)


def _cut(line: str, region: Region) -> str:
    starts = accumulate(map(cell_len, line), initial=0)
    return "".join(char for char, start in zip(line, starts, strict=False) if region.x <= start < region.right)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def faint(shot: Shot, least: float) -> list[str]:
    """Texts whose contrast with their background is below `least`, by WCAG 2."""
    found: dict[str, None] = {}
    for shown in shot.pictures:
        front = (_within(line, shot.front) for line in shown[shot.front.y : shot.front.bottom])
        for run in (run for line in front for run in line if re.search(r"[^\W_]", run.text)):
            ratio = contrast(*re.findall(r"#\w{6}", run.style)) if run.style.count("#") == 2 else 0.0
            if ratio < least:
                found.setdefault(f"{run.text.strip()!r} {run.style}: {ratio:.2f}")
    return list(found)


def english(shot: Shot, known: Collection[str]) -> list[str]:
    """Words of Latin letters in front that are none of the known ones, nor the beginning of one before `…`."""
    front = " ".join(_cut(line, shot.front) for line in shot.lines[shot.front.y : shot.front.bottom])
    found = dict.fromkeys(re.findall(r"([A-Za-z]{2,})( ?…)?", front))
    cut = {word[:length] for word in known for length in range(len(word))}
    return [word for word, more in found if word not in known and not (more and word in cut)]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as `#1e1e1e`, 1–21: (L1 + 0.05) / (L2 + 0.05) of WCAG 2."""
    darker, lighter = sorted(_luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
