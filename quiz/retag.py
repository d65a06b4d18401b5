"""Topics a person gives to cards beside those of the notes: what is added, what is taken away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quiz.errors import UsageError
from quiz.language import N_, _
from quiz.topics import finest, includes, topic_name

EXAMPLE = N_("Write for example +exam -docker::volume.")


class Retag(NamedTuple):
    """Topics to `add` to a card and to `remove` from it; a topic that is removed goes with those below it."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def applied(self, topics: Iterable[str]) -> tuple[str, ...]:
        """The topics of a card after it."""
        return finest((*_without(topics, self.remove), *self.add))

    def then(self, later: Retag) -> Retag:
        """Both, one after the other, as one."""
        add = dict.fromkeys((*_without(self.add, later.remove), *later.add))
        return Retag(tuple(add), tuple(dict.fromkeys((*self.remove, *later.remove))))

    def __str__(self) -> str:
        return " ".join([*(f"+{topic}" for topic in self.add), *(f"-{topic}" for topic in self.remove)])


def parse(text: str, *, signed: bool = False) -> Retag:
    """What `+exam -docker::volume` says; a word without a sign is added, unless all must be `signed`.

    UsageError where it says nothing.
    """
    add: list[str] = []
    remove: list[str] = []
    for word in text.split():
        if signed and word[0] not in "+-":
            raise UsageError(_("'{part}' has neither + nor -.").format(part=word), _(EXAMPLE))
        topic = topic_name(word.lstrip("+-"))
        if not topic:
            raise UsageError(_("'{part}' names no topic.").format(part=word), _(EXAMPLE))
        (remove if word.startswith("-") else add).append(topic)
    if not (add or remove):
        raise UsageError(_("no topic is named."), _(EXAMPLE))
    if both := next((topic for topic in add if topic in remove), None):
        raise UsageError(_("{topic} cannot be both added and removed.").format(topic=both), _(EXAMPLE))
    return Retag(tuple(dict.fromkeys(add)), tuple(dict.fromkeys(remove)))


def _without(topics: Iterable[str], removed: Iterable[str]) -> tuple[str, ...]:
    gone = tuple(removed)
    return tuple(topic for topic in topics if not any(includes(other, topic) for other in gone))
