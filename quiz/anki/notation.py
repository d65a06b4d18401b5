"""A deck and its cards as a notes file has them, so that `quiz.notes` reads back what was given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quiz.anki.inline import GAP, inline
from quiz.anki.runs import Run

INDENT = "  "
ANSWER = "<!-- answer -->"
RULE = "***"
JOINER = "\u2060"

_YAML_ESCAPED = re.compile('["\\\\\u2028\u2029\ufffe\uffff]')


def head_text(deck: str) -> str:
    """What a file begins with: its deck in front matter, and as the heading that a person looks for."""
    quoted = _YAML_ESCAPED.sub(
        lambda found: f"\\u{ord(found[0]):04x}" if found[0] not in '"\\' else f"\\{found[0]}", deck
    )
    return f'---\ndeck: "{quoted}"\n---\n\n# {inline([Run(deck)])}\n\n'


def card_text(question: str, answer: str, id: str, topics: Sequence[str]) -> str:
    """A card. `question` and `answer` are Markdown of `html_markdown`, `without_rules`; the question is not empty.

    The comment with the id parts a question of one line from its answer; one of several lines needs the other too.
    """
    comments = [f"<!-- id: {id} -->"]
    if topics:
        comments.append(f"<!-- tags: {', '.join(topics)} -->")
    lines = [*question.split("\n"), " ".join(comments)]
    if "\n" in question:
        lines.append(ANSWER)
    if answer:
        lines += answer.split("\n")
    first, *others = lines
    return "\n".join([f"- {first}", *(f"{INDENT}{line}" if line else "" for line in others), "", ""])


def without_gaps(text: str) -> str:
    """A question whose code would have a gap of our notation, with a joiner that nobody sees between its braces."""
    return GAP.sub(f"{{{JOINER}", text)


def without_rules(text: str) -> str:
    """A rule parts what stands above from what stands below it; at an end it parts nothing."""
    lines = text.split("\n")
    kept = [index for index, line in enumerate(lines) if line not in ("", RULE)]
    return "\n".join(lines[kept[0] : kept[-1] + 1]) if kept else ""
