"""The .apkg file: a collection and its images in one archive, whole or not at all."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from quiz.anki.refused import unwritable
from quiz.picture_file import content

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Fixed, so that the same content gives the same bytes."""

COMPRESSION = 1
"""7 % larger than 6 would make a collection, in two fifths of the time."""


def write(target: Path, collection: bytes, media: Mapping[str, Path]) -> None:
    """Replace `target`; on ExportError it is what it was before. `media`: name in the package → file."""
    temporary = target.with_name(f".{uuid4().hex}.tmp")
    try:
        try:
            with temporary.open("xb") as file, zipfile.ZipFile(file, "w") as package:
                _add(package, "collection.anki2", collection)
                _add(package, "media", json.dumps(dict(enumerate(media))).encode())
                for number, image in enumerate(media.values()):
                    _add(package, str(number), content(image))
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(target, error) from error


def _add(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, content, compresslevel=COMPRESSION)
