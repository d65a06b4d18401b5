"""Why the system did not do something with a file, in the person's language."""

from __future__ import annotations

import errno
import os

from quiz.language import N_, _

REASONS = {
    errno.ENOENT: N_("it is not there"),
    errno.EACCES: N_("Permission denied"),
    errno.EPERM: N_("Operation not permitted"),
    errno.EISDIR: N_("Is a directory"),
    errno.ENOTDIR: N_("Not a directory"),
    errno.EEXIST: N_("File exists"),
    errno.ENOTEMPTY: N_("Directory not empty"),
    errno.ENOSPC: N_("No space left on device"),
    errno.EDQUOT: N_("Disk quota exceeded"),
    errno.EFBIG: N_("File too large"),
    errno.EROFS: N_("Read-only file system"),
    errno.ENAMETOOLONG: N_("File name too long"),
    errno.ELOOP: N_("Too many levels of symbolic links"),
    errno.EBUSY: N_("Device or resource busy"),
    errno.EXDEV: N_("Invalid cross-device link"),
    errno.EMFILE: N_("Too many open files"),
    errno.EINVAL: N_("Invalid argument"),
    errno.EIO: N_("Input/output error"),
}
"""In the words of the system where nothing is gained by others."""


def reason(error: OSError) -> str:
    """Without a full stop. Words that are not those of the system for the number of the error stay."""
    if error.errno in REASONS and error.strerror in (None, os.strerror(error.errno)):
        return _(REASONS[error.errno])
    return error.strerror or str(error)
