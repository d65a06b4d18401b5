"""What of another deck is not as it was: each kind once per deck, with how often it occurs and one example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import indent
from typing import TYPE_CHECKING

from quiz.brief import in_brief
from quiz.language import _

if TYPE_CHECKING:
    from quiz.anki.foreign import Lost

LONGEST_EXAMPLE = 80
"""Characters."""


@dataclass(slots=True)
class Loss:
    """A kind of loss in a deck, and how many notes or cards it befell.

    `texts` are what no card shows, in Markdown, by the guid of their notes.
    """

    deck: str
    reason: str
    example: str
    count: int = 0
    texts: list[tuple[str, str]] = field(default_factory=list)

    def line(self) -> str:
        """The kind, how often, and an example."""
        said = _("{reason} ({n})").format(reason=self.reason, n=self.count)
        return _("{said}, for example {example}").format(said=said, example=self.example) if self.example else said


class Losses:
    """Kinds of loss by deck."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Loss] = {}

    def add(self, lost: Lost) -> None:
        known = self._found.get((lost.deck, lost.reason))
        if known is None:
            example = lost.example or in_brief(lost.question, 4 * LONGEST_EXAMPLE)
            short = example if len(example) <= LONGEST_EXAMPLE else f"{example[: LONGEST_EXAMPLE - 1]}…"
            known = self._found[lost.deck, lost.reason] = Loss(lost.deck, lost.reason, short)
        known.count += 1
        if lost.text:
            known.texts.append((lost.guid, lost.text))

    def __iter__(self) -> Iterator[Loss]:
        """Deck by deck, what is most frequent first."""
        decks = list(dict.fromkeys(deck for deck, _reason in self._found))
        return iter(sorted(self._found.values(), key=lambda loss: (decks.index(loss.deck), -loss.count)))

    def __len__(self) -> int:
        return len(self._found)

    def written(self) -> str:
        """All of it, with the texts that no card shows."""
        lines: list[str] = []
        deck = None
        for loss in self:
            if loss.deck != deck:
                deck = loss.deck
                lines += [*[""] * bool(lines), deck]
            lines.append(f"  {loss.line()}")
            lines += [f"    {guid}:\n{indent(text, ' ' * 6)}" for guid, text in loss.texts]
        return "\n".join([*lines, ""])
