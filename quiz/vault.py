"""The keyring of the system, where there is one: the only place that keeps what opens an account."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "quiz sync"


def available() -> bool:
    return _backend() is not None


def kept(name: str) -> str | None:
    """What is kept under a name; None where nothing is, or the keyring stays shut."""
    if backend := _backend():
        from keyring.errors import KeyringError

        with suppress(KeyringError):
            return backend.get_password(SERVICE, name)
    return None


def keep(name: str, secret: str) -> bool:
    """Whether it is kept now."""
    if backend := _backend():
        from keyring.errors import KeyringError

        with suppress(KeyringError):
            backend.set_password(SERVICE, name, secret)
            return True
    return False


def forget(name: str) -> None:
    if backend := _backend():
        from keyring.errors import KeyringError

        with suppress(KeyringError):
            backend.delete_password(SERVICE, name)


def _backend() -> KeyringBackend | None:
    """The system's; None where there is none to trust, as on a machine without a desktop."""
    try:
        import keyring
    except ImportError:
        return None
    backend = keyring.get_keyring()
    return backend if backend.priority > 0 else None
