"""The file of topics given by hand, beside the library: the notes stay as they are, and every line can be edited.

[3fa9c0d1e2f30415]  # When is a volume used?
add = ["exam"]
remove = ["docker::volume"]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quiz.brief import in_brief
from quiz.entry import Entry
from quiz.errors import ConfigError
from quiz.language import _
from quiz.retag import Retag
from quiz.sources import RETAGGED
from quiz.store import Store
from quiz.terminal import fit
from quiz.toml_file import BYTE_ORDER_MARK, TomlFile
from quiz.topics import topic_name

if TYPE_CHECKING:
    from quiz.notes.problems import Problem

HEAD = """\
# Topics given to single cards by hand; the notes stay as they are. quiz reads this file again when it changes.
"""
COMMENT_WIDTH = 80

Retags = Mapping[str, Retag]
"""uid → what is done to its topics; an empty one stands for nothing."""


def place(store: Store) -> Path:
    return store.path.with_name(RETAGGED)


def take_in(store: Store) -> Problem | None:
    """Follow the file where it was changed by hand; what is wrong where it cannot be read, and all stays as it was."""
    try:
        file = TomlFile.read(place(store))
        if file.text != store.overlay():
            store.retag(_read(file), file.text)
    except ConfigError as error:
        from quiz.notes.problems import Problem

        return Problem(str(place(store)), 1, "bad-rules", f"{error.message} {error.hint}")
    return None


def retag(store: Store, entries: Iterable[Entry], change: Retag) -> dict[str, Retag]:
    """Change the topics of cards, in the file and in the library.

    What the file said before of those whose topics are others now: `restore` takes it back. ConfigError where the
    file cannot be read or written; then nothing has changed.
    """
    with store.alone():
        file = TomlFile.read(place(store))
        known = _read(file)
        changed = {entry.uid: entry for entry in entries if change.applied(entry.topics) != entry.topics}
        before = {uid: known.get(uid, Retag()) for uid in changed}
        after = {uid: _joined(before[uid], change, entry) for uid, entry in changed.items()}
        _write(store, file, known, after, {uid: entry.question for uid, entry in changed.items()})
    return before


def hand_on(store: Store, giver: str, taker: str) -> dict[str, Retag]:
    """Do to the topics of `taker` what is done to those of `giver`, too; what the file said before, if it changed."""
    known = said(store)
    before, more = known.get(taker, Retag()), known.get(giver, Retag())
    if (after := before.then(more)) == before:
        return {}
    restore(store, {taker: after})
    return {taker: before}


def said(store: Store) -> dict[str, Retag]:
    """What the file says; ConfigError where it cannot be read."""
    return _read(TomlFile.read(place(store)))


def restore(store: Store, before: Retags) -> None:
    """Let the file say of these cards what it said before."""
    with store.alone():
        file = TomlFile.read(place(store))
        questions = {entry.uid: entry.question for entry in store.some(before)}
        _write(store, file, _read(file), before, questions)


def written(file: TomlFile, known: Retags, changes: Retags, questions: Mapping[str, str]) -> TomlFile:
    """The file with these changes; what a person wrote beside them stays."""
    import tomlkit

    text = file.text.removeprefix(BYTE_ORDER_MARK) or HEAD
    old = {uid: change for uid, change in changes.items() if uid in known}
    if old:
        document = tomlkit.parse(text)
        for uid, change in old.items():
            if change == Retag():
                document.remove(uid)
                continue
            for name, topics in change._asdict().items():
                document[uid][name] = list(topics)
        text = tomlkit.dumps(document)
    new = {uid: change for uid, change in changes.items() if uid not in known and change != Retag()}
    sections = (_section(uid, change, questions.get(uid, "")) for uid, change in new.items())
    return TomlFile.parsed(file.path, "\n".join([text.rstrip("\n") + "\n", *sections]))


def _section(uid: str, change: Retag, question: str) -> str:
    import tomlkit

    lines = (f"{name} = {tomlkit.item(list(topics)).as_string()}\n" for name, topics in change._asdict().items())
    return f"[{tomlkit.key(uid).as_string()}]  # {fit(in_brief(question), COMMENT_WIDTH)}\n{''.join(lines)}"


def _write(store: Store, file: TomlFile, known: Retags, changes: Retags, questions: Mapping[str, str]) -> None:
    after = written(file, known, changes, questions)
    after.write()
    store.retag(_read(after), after.text)


def _joined(before: Retag, change: Retag, entry: Entry) -> Retag:
    """Both as one, less what says nothing of this card: what the notes add, or lack, without it."""
    both = before.then(change)
    mine = tuple(topic for topic in entry.topics if topic not in before.add)
    removing = (topic for topic in both.remove if topic in before.remove or Retag((), (topic,)).applied(mine) != mine)
    return Retag(tuple(topic for topic in both.add if topic not in mine), tuple(removing))


def _read(file: TomlFile) -> dict[str, Retag]:
    """What the file says of each card; ConfigError for what it cannot mean."""
    return {uid: Retag(*(_topics(file, uid, said, name) for name in Retag._fields)) for uid, said in file.table.items()}


def _topics(file: TomlFile, uid: str, said: object, name: str) -> tuple[str, ...]:
    if not isinstance(said, dict) or not said.keys() <= set(Retag._fields):
        raise _refused(file, (uid,), _('it takes add = ["topic", …] and remove = ["topic", …]'))
    listed = said.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(topic, str) and topic_name(topic) for topic in listed):
        raise _refused(file, (uid, name), _("it must be a list of topics"))
    return tuple(dict.fromkeys(map(topic_name, listed)))


def _refused(file: TomlFile, keys: tuple[str, ...], what: str) -> ConfigError:
    message = _("{file}:{line}: {name}: {what}.")
    told = message.format(file=file.path, line=file.line_of(keys), name=".".join(keys), what=what)
    return ConfigError(told, _("Correct or remove this line."))
