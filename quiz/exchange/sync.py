"""The library and an Anki account, brought together: pull, merge both logs, replay, write what differs, push.

Whatever ends a run in between, the next one goes on from there: rows of the log are known by their number, every
other thing is compared with what it should be, and nothing depends on how far an earlier run came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from quiz.errors import SyncError
from quiz.exchange import incoming
from quiz.exchange.carrying import take_carried
from quiz.exchange.edits import edits
from quiz.exchange.names import Names, acquaint
from quiz.exchange.planning import Plan, is_moved, planned
from quiz.exchange.report import Report
from quiz.exchange.settling import Wish, settle
from quiz.exchange.withdrawn import WITHDRAWN, take_withdrawn
from quiz.language import N_, _
from quiz.marks import Seen

if TYPE_CHECKING:
    from quiz.anki.mirror import Mirror
    from quiz.study import Study

ROUNDS = 3
FETCHING = N_("fetching what is new")
MERGING = N_("merging both logs")
COMPARING = N_("comparing cards")
WRITING = N_("writing what differs")
SENDING = N_("sending it")
PICTURES = N_("exchanging pictures")

Tell = Callable[[str], None]
"""Told which stage has begun."""


class Contact(NamedTuple):
    """What a first sync finds: notes there, those of them that are ours, those it would add, and how many cards there
    it would give another due day.
    """

    notes: int
    ours: int
    new: int
    rescheduled: int


class DeclinedError(Exception):
    """The person said no at the first contact; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run goes. `agree` is asked at the first contact with an account; False raises DeclinedError.

    `edits` is what becomes of texts that were edited there.
    """

    account: str
    dry_run: bool = False
    restore: bool = False
    media: bool = True
    agree: Callable[[Contact], bool] = lambda _contact: True
    edits: Wish = "show"


def run(study: Study, mirror: Mirror, wishes: Wishes, tell: Tell) -> Report:
    """Bring both sides together; SyncError, and both sides sound, where that cannot be."""
    report = Report()
    if study.store.anki_account() != wishes.account or (wishes.dry_run and mirror.changed):
        mirror.reset()  # another account's, or with something in it that a dry run must not send
    if wishes.dry_run:
        tell(_(FETCHING))
        _pull(mirror)
        _rehearsed(study, mirror, wishes, report, tell)
        return report
    _brought_together(study, mirror, wishes, report, tell)
    if wishes.edits != "show" and (found := report.edits):
        outcomes = settle(study, mirror, found, wishes.edits)
        _brought_together(study, mirror, wishes, report, tell)
        report.edits, report.outcomes = found, outcomes
    if wishes.media and mirror.has_pictures:
        tell(_(PICTURES))
        mirror.exchange_media()
        report.pictures = True
    return report


def _brought_together(study: Study, mirror: Mirror, wishes: Wishes, report: Report, tell: Tell) -> None:
    for _round in range(ROUNDS):
        tell(_(FETCHING))
        empty = _pull(mirror)
        if _round_done(study, mirror, wishes, report, tell, empty=empty):
            return
    raise SyncError(_("other devices keep syncing at the same time."), _("Run `quiz sync` again in a minute."))


def _round_done(study: Study, mirror: Mirror, wishes: Wishes, report: Report, tell: Tell, *, empty: bool) -> bool:
    """Merge, write and push; False where another device came in between."""
    serial = mirror.serial
    if study.store.anki_account() != wishes.account:
        _ask(study, mirror, wishes)
    plan, _cards = _merged(study, mirror, wishes, report, tell)
    if not plan.writes:
        return True
    tell(_(WRITING))
    report.missing_media += _write(study, mirror, plan)
    tell(_(SENDING))
    if not _push(mirror, empty=empty):
        return False
    _arrived(study, mirror.modified_ms)
    return empty or mirror.serial <= serial + 1


def _pull(mirror: Mirror) -> bool:
    """Bring the mirror up to date; whether there is nothing in it. It is a cache: what it had may be replaced."""
    match mirror.exchange():
        case "download":
            mirror.download()
            mirror.exchange()
        case "upload":  # the server lost everything: what the mirror holds of other decks is not ours to give
            mirror.reset()
            mirror.exchange()
    return mirror.counts.cards == 0


def _push(mirror: Mirror, *, empty: bool) -> bool:
    """Whether what was written arrived. A whole collection goes only to a server that had nothing, then and now."""
    answer = mirror.exchange()
    if answer == "upload" and empty:
        mirror.upload()
        answer = mirror.exchange()
    return answer == "done"


def _ask(study: Study, mirror: Mirror, wishes: Wishes) -> None:
    plan, cards = _rehearsed(study, mirror, wishes, Report(), silent)
    contact = Contact(
        mirror.counts.notes,
        len({each.note.id for each in cards.values()}),
        len(plan.notes.new),
        sum(is_moved(cards[card.id].card, card) for card in plan.cards),
    )
    if not wishes.agree(contact):
        raise DeclinedError


Merged = tuple[Plan, Mapping[int, incoming.There]]
"""What has to be written, and the cards of ours that are there by their numbers."""


def _merged(study: Study, mirror: Mirror, wishes: Wishes, report: Report, tell: Tell) -> Merged:
    """Take in what is new there, then see what is missing there."""
    store = study.store
    tell(_(MERGING))
    store.keep_anki_account(wishes.account)
    taken = incoming.Taken()
    acquaint(store, mirror)
    cards = incoming.there(mirror, Names(store), taken)
    withdrawn = frozenset(mirror.setting(WITHDRAWN) or ())
    taken.carried = take_carried(study, mirror, cards)
    incoming.take_answers(study, mirror, cards, taken, withdrawn=withdrawn)
    taken.edits = tuple(edits(store, mirror, cards.values()))
    report.took(taken, take_withdrawn(study, mirror, cards, withdrawn))
    _recognise(study, cards)
    incoming.take_marks(study, cards.values(), taken)
    report.marks_in += taken.marks
    tell(_(COMPARING))
    plan = planned(study, mirror, cards, withdrawn, restore=wishes.restore)
    store.keep_stamps(plan.notes.adopted)
    store.keep_anki_texts(plan.notes.texts.items())
    report.planned(plan, len(withdrawn))
    return plan, cards


def _recognise(study: Study, cards: Mapping[int, incoming.There]) -> None:
    """Marks that a run before wrote, and could not see arrive: they are ours, not something done there."""
    sent = study.store.sent_marks()
    study.store.keep_anki_marks(
        {each.uid: each.seen for each in cards.values() if sent.get(each.uid) == (each.seen.marks, each.card.mod)}
    )


def _write(study: Study, mirror: Mirror, plan: Plan) -> Sequence[str]:
    """Write into the mirror; the images that were not found. What is written is noted before, to be known again."""
    from quiz.exchange import outgoing

    store, now = study.store, study.now().utc_ms
    cards = [card._replace(mod=max(now // 1000, card.mod)) for card in plan.cards]
    sent = {plan.uids[card.id]: (plan.marks[card.id], card.mod) for card in cards if card.id in plan.marks}
    with store.alone():
        store.keep_anki_rows(plan.numbers, replace=True)
        store.keep_sent_marks(sent)
        store.keep_stamps(plan.notes.outdated)
    mirror.write(cards, plan.rows, now)
    if plan.withdrawn is not None:
        mirror.set(WITHDRAWN, sorted(plan.withdrawn))
    if not plan.notes.send:
        return ()
    with TemporaryDirectory(prefix="quiz-") as folder:
        package = Path(folder) / "notes.apkg"
        exported = outgoing.export(study, package, uids=set(plan.notes.send))
        mirror.take(package, kept_tags=plan.notes.kept_tags)
    return exported.missing_media


def _arrived(study: Study, at_ms: int) -> None:
    """What was sent is what both sides agree on."""
    store = study.store
    with store.alone():
        store.keep_anki_marks({uid: Seen(marks, at_ms) for uid, (marks, _mod) in store.sent_marks().items()})
        store.keep_sent_marks({})


def _rehearsed(study: Study, mirror: Mirror, wishes: Wishes, report: Report, tell: Tell) -> Merged:
    """See what a run would do: merge, compare, and take it all back."""
    with study.store.rehearsal():
        return _merged(study, mirror, wishes, report, tell)


def silent(_stage: str) -> None:
    """For whom nobody waits."""
