"""`quiz sync`: the library and an Anki account, brought together."""

from __future__ import annotations

import os
import sys

import click

from quiz.cli import as_json, cli, is_terminal, refresh, settings, study, tell, tell_json
from quiz.cli.exchange import KEEP_HELP
from quiz.cli.words import Option
from quiz.errors import SyncError, UsageError
from quiz.language import N_, _

HELP = N_(
    "Sync with an Anki account: answers come and go, cards get their due days on every device.\n\n"
    "Set sync.user, and sync.server for a server of your own. Nothing is ever deleted."
)


@cli.command(help=HELP)
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Only say what would come and go."))
@click.option("--restore", cls=Option, is_flag=True, help=N_("Send again what was deleted in Anki."))
@click.option("--yes", cls=Option, is_flag=True, help=N_("Do not ask before the first sync with an account."))
@click.option("--write-notes", cls=Option, is_flag=True, help=N_("Write texts edited in Anki into the notes."))
@click.option("--keep-notes", cls=Option, is_flag=True, help=KEEP_HELP)
@as_json
def sync(dry_run: bool, restore: bool, yes: bool, write_notes: bool, keep_notes: bool, as_json: bool) -> None:
    from quiz import config, synced
    from quiz.anki import engine
    from quiz.anki.lock import alone
    from quiz.anki.mirror import Mirror
    from quiz.exchange import login, settling
    from quiz.exchange import sync as exchange

    wished = settling.wish(write_notes=write_notes, keep_notes=keep_notes)
    engine.require()
    wanted = settings().sync
    account = login.account(wanted)
    folder = config.home(os.environ).data / "anki"

    stages = Stages()

    def agree(contact: exchange.Contact) -> bool:
        stages.end()
        tell(synced.contact_lines(contact), err=True)
        if yes:
            return True
        if not is_terminal(sys.stdin):
            raise UsageError(_("the first sync asks, and nobody is there."), _("Say --yes."))
        return click.confirm(_("Go on?"), default=True, err=True)

    try:
        with study() as open_study, alone(folder / "lock"):
            refresh(open_study)
            wishes = exchange.Wishes(" ".join(account), dry_run, restore, wanted.media, agree, wished)
            with Mirror(folder, stages.progress) as mirror:
                login.log_in(mirror, account, os.environ, login.Asking(_password, _stay))
                report = exchange.run(open_study, mirror, wishes, stages.begin)
    except exchange.DeclinedError:
        stages.end()
        tell([_("Nothing was changed.")], err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        stages.end()
        told = _("stopped; both sides are sound.")
        raise SyncError(told, _("The next `quiz sync` finishes what is left.")) from None
    finally:
        stages.end()
    if as_json:
        tell_json(synced.as_json(report, rehearsal=dry_run))
        return
    missing = _("the image {image} is not there; the card shows its name")
    tell([missing.format(image=image) for image in report.missing_media], err=True)
    tell(synced.lines(report, rehearsal=dry_run))


def _password() -> str | None:
    if not is_terminal(sys.stdin):
        return None
    return str(click.prompt(_("Password"), hide_input=True, err=True))


def _stay() -> bool:
    return click.confirm(_("Stay logged in? The keyring of this system keeps the key."), default=True, err=True)


class Stages:
    """Says on stderr what is being done; on a terminal how far, in one line that goes away."""

    def __init__(self) -> None:
        self._live = is_terminal(sys.stderr)
        self._stage = ""
        self._shown = False

    def begin(self, stage: str) -> None:
        self._stage = stage
        if self._live:
            self._draw(f"{stage} …")
        else:
            tell([stage], err=True)

    def progress(self, how_far: str) -> None:
        if self._live and self._stage:
            self._draw(f"{self._stage} … {how_far}")

    def end(self) -> None:
        if self._shown:
            click.echo("\r\033[K", nl=False, err=True)
            self._shown = False

    def _draw(self, text: str) -> None:
        click.echo(f"\r\033[K{text}", nl=False, err=True)
        self._shown = True
