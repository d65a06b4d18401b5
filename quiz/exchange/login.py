"""Opening the account: which server, and what opens it. A password is used once and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from quiz import vault
from quiz.errors import SyncError, UsageError
from quiz.language import _

if TYPE_CHECKING:
    from quiz.anki.mirror import Account, Mirror
    from quiz.settings import SyncSettings

PASSWORD = "QUIZ_SYNC_PASSWORD"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a person is asked: for the password, which is None where nobody is there, and whether to stay logged in."""

    password: Callable[[], str | None]
    stay: Callable[[], bool]


def account(settings: SyncSettings) -> Account:
    """The account of the settings; UsageError where they name none, or a server to which no password should go."""
    from quiz.anki.mirror import Account

    if not settings.user:
        raise UsageError(
            _("the settings name no Anki account."), _("For example: quiz config set sync.user you@example.com")
        )
    server = settings.server.strip()
    if not server:
        return Account("", settings.user)
    try:
        parts = urlsplit(server)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https") or parts.username is not None:
        raise UsageError(
            _("{server} is no address of a server.").format(server=server),
            _("For example: quiz config set sync.server https://anki.example.com/"),
        )
    if parts.scheme == "http" and not (_is_here(host) or settings.insecure):
        raise UsageError(
            _("{server} is not encrypted: anyone on the way could read the password.").format(server=server),
            _("Use https, or accept it in a network of your own: quiz config set sync.insecure true"),
        )
    return Account(server if server.endswith("/") else server + "/", settings.user)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def log_in(mirror: Mirror, account: Account, environ: Mapping[str, str], asking: Asking) -> None:
    """Open the account: by the environment, by what the keyring kept of an earlier login, or by asking.

    What is kept is the key that the server gave, not the password.
    """
    name = " ".join(account)
    if password := environ.get(PASSWORD):
        mirror.use(account, mirror.login(account, password))
        return
    key = vault.kept(name)
    if key and mirror.accepts(account, key):
        return
    if key:
        vault.forget(name)
    given = asking.password()
    if given is None:
        raise SyncError(
            _("the password of {user} is needed.").format(user=account.user),
            _("Run `quiz sync` in a terminal, or set {variable}.").format(variable=PASSWORD),
        )
    key = mirror.login(account, given)
    mirror.use(account, key)
    if vault.available() and asking.stay():
        vault.keep(name, key)
