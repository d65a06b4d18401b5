"""Cards of every kind, made up by number or by chance, for the tests of papers."""

import random
from collections.abc import Sequence

from quiz.entry import Entry
from quiz.exam.blueprint import Blueprint, validated
from quiz.exam.candidates import Candidate
from quiz.reviews import Progress
from quiz.sm2 import Memory

TOPICS = ("docker::volume", "docker::image", "docker", "kubernetes::pod", "kubernetes", "git")


def card(uid: str, question: str = "", answer: str = "An answer.", **more: object) -> Candidate:
    """A candidate; `remarks` and `number` are its own, all else is of its entry."""
    remarks, number = more.pop("remarks", ()), more.pop("number", 0)
    fields = {"topics": ("docker",), **more}
    entry = Entry(uid, "Deck", question or f"What is {uid}?", answer, **fields)
    return Candidate(entry, remarks, f"notes.md:{number + 1}", number)


def choice(uid: str, right: Sequence[str], wrong: Sequence[str], **more: object) -> Candidate:
    lines = [f"- [x] {text}" for text in right] + [f"- [ ] {text}" for text in wrong]
    return card(uid, answer="\n".join(lines), kind="choice", **more)


def plan(**table: object) -> Blueprint:
    return validated(table)


def any_card(dice: random.Random, number: int) -> Candidate:
    """One of the kinds, under one or two topics, with or without a history."""
    uid = f"{number:04}-{dice.randrange(10**6):06}"
    topics = tuple(dict.fromkeys(dice.choices(TOPICS, k=dice.choice((1, 1, 2)))))
    progress = Progress(
        Memory(2, 6, dice.choice((130, 190, 250, 260))), 740_000, reviews=dice.randrange(9), lapses=dice.randrange(2)
    )
    more = {"topics": topics, "number": number, "progress": progress if dice.random() < 0.5 else Progress()}
    match dice.randrange(6):
        case 0:
            texts = [f"`option {uid} {letter}`" for letter in "pqrstu"[: dice.randint(2, 6)]]
            right = dice.sample(texts, dice.randint(1, len(texts) - 1))
            lines = "\n".join(f"- [{'x' if text in right else ' '}] {text}" for text in texts)
            return card(uid, answer=lines, kind="choice", **more)
        case 1:
            return card(uid, f"The {{{{c1::gap {uid}}}}} and {{{{c1::other {uid}::hint}}}}.", "", kind="cloze", **more)
        case 2:
            return card(uid, answer=f"It is {uid}.\naccept: {uid} | `{uid} -a`", **more)
        case 3:
            said = dice.choice(("네, 맞습니다.", "아니요, 다릅니다.", "Yes.", "No, it differs."))
            return card(uid, f"{uid} 인가요?", f"{said}\n- because of {uid}", **more)
        case 4:
            steps = "\n".join(f"{place}. step {place} of {uid}" for place in range(1, dice.randint(3, 8) + 1))
            return card(uid, answer=steps, **more)
        case _:
            return card(uid, answer=f"Answer {uid}.", **more)


def cards(seed: int, many: int) -> list[Candidate]:
    dice = random.Random(seed)
    return [any_card(dice, number) for number in range(many)]
