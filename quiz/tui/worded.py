"""What is said once and stays on the screen: how it is said anew when the person chooses another language."""

from __future__ import annotations

from textual.widget import Widget


class Worded(Widget):
    """A widget that keeps words of ours; those that ask for them whenever they are drawn need not be one."""

    async def reword(self) -> None:
        """Say anew what stands here, in the language now spoken. What a person typed or wrote stays."""
        raise NotImplementedError


async def reword_below(widget: Widget) -> None:
    """Let all below a widget be said and drawn anew."""
    for inner in list(widget.walk_children(Widget)):
        if isinstance(inner, Worded) and inner.is_attached:
            await inner.reword()
        inner.refresh(layout=True)
