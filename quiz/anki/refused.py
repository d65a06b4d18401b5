"""Why a package cannot be read, as a person is told it."""

from __future__ import annotations

from pathlib import Path

from quiz import disk
from quiz.errors import ExportError, PackageError
from quiz.language import N_, _

AGAIN = N_("Export it from Anki again (File, Export), as .apkg or .colpkg.")
OLDER = N_("Export it again with “Support older Anki versions” ticked.")
MIB = 1 << 20


def no_package(file: Path) -> PackageError:
    return PackageError(_("{file} is no Anki package.").format(file=file), _(AGAIN))


def unreadable(file: Path, error: OSError) -> PackageError:
    message = _("{file} cannot be read: {reason}.").format(file=file, reason=disk.reason(error))
    return PackageError(message, _("Check the name and the rights of the file."))


def damaged(file: Path, part: str) -> PackageError:
    """`part`: the entry or table that is amiss, a word of ours."""
    return PackageError(_("{file} is damaged: {part} cannot be read.").format(file=file, part=part), _(AGAIN))


def too_big(file: Path, part: str, limit: int) -> PackageError:
    """`limit` in bytes."""
    message = _("{file} holds too much: {part} is larger than {limit} MiB.")
    hint = _("Export a part of the collection: one deck, or without media.")
    return PackageError(message.format(file=file, part=part, limit=limit // MIB), hint)


def no_room(file: Path, folder: Path, error: OSError) -> PackageError:
    message = _("{file} cannot be unpacked in {folder}: {reason}.")
    told = message.format(file=file, folder=folder, reason=disk.reason(error))
    return PackageError(told, _("Check the rights and the space on the disk."))


def unknown_version(file: Path) -> PackageError:
    return PackageError(_("{file} was made by a version of Anki that quiz does not know.").format(file=file), _(OLDER))


def unwritable(target: Path, error: OSError) -> ExportError:
    message = _("{file} cannot be written: {reason}.").format(file=target, reason=disk.reason(error))
    return ExportError(message, _("Choose another file, or check the rights and the space on the disk."))
