"""`python -m benchmarks.exam`: 200 variants of 50 questions from 10,000 cards, beside the hashes they cannot spare."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from quiz.entry import Entry
from quiz.exam.blueprint import validated
from quiz.exam.candidates import Candidate
from quiz.exam.compose import compose
from quiz.exam.formats import Options, written

CARDS, QUESTIONS, VARIANTS, OPTIONS = 10_000, 50, 200, 4
RUNS = 3
TOPICS = 20
AIM_SECONDS = 5.0


def main() -> None:
    cards = [card(number) for number in range(CARDS)]
    topics = {f"topic-{number}::part": 3 for number in range(10)}
    counted = {"kinds": ["choice=20", "yesno=10", "matching=2", "open", "cloze", "short"]}
    floor = median(hashes)
    rows = [("floor: one hash a card and a part", floor, floor)]
    for name, table in (("paper by topics", {}), ("paper with counted kinds", counted)):
        blueprint = validated({"topics": topics, "count": QUESTIONS, "variants": VARIANTS, **table})
        rows.append((name, median(partial(compose, cards, blueprint)), floor))
    blueprint = validated({"topics": topics, "count": QUESTIONS, "variants": VARIANTS})
    paper = compose(cards, blueprint).paper
    rows.append(("its files: md, json", median(lambda: written(paper, ["md", "json"], Options())), floor))
    for name, seconds, least in rows:
        print(f"{name:<36} {seconds * 1000:>8.0f} ms  {seconds / least:>6.1f}x")
    whole = rows[1][1] + rows[-1][1]
    print(f"{'all of it':<36} {whole * 1000:>8.0f} ms  aim <= {AIM_SECONDS:.0f} s")
    sys.exit(whole > AIM_SECONDS)


def hashes() -> None:
    """What any such selection hashes: each card once, each question and each of its options once a variant."""
    for number in range(CARDS + VARIANTS * QUESTIONS * (1 + OPTIONS)):
        sha256(b"seed/purpose/%d" % number).hexdigest()


def median(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def card(number: int) -> Candidate:
    """A third choices, the rest written, short, yes/no and gap questions, in twenty topics."""
    uid, topic = f"{number:016x}", f"topic-{number % TOPICS}::part"
    asked, answer, kind = f"질문 {number}은 무엇인가요?", f"- 답 {number}입니다.", "open"
    match number % 6:
        case 0 | 1:
            lines = [
                f"- [{'x' if place == number % OPTIONS else ' '}] 보기 {number}-{place}" for place in range(OPTIONS)
            ]
            answer, kind = "\n".join(lines), "choice"
        case 2:
            asked, answer, kind = f"문장 {number}의 {{{{c1::빈칸 {number}}}}}입니다.", "", "cloze"
        case 3:
            answer = f"답 {number}\naccept: 답 {number} | answer {number}"
        case 4:
            asked, answer = (
                f"{number}은 맞나요?",
                f"- {'네' if number % 4 else '아니요'}, 설명 {number}입니다.\n- 더 있습니다.",
            )
    return Candidate(Entry(uid, "Deck", asked, answer, kind, (topic,)), (), f"notes.md:{number + 1}", number)


if __name__ == "__main__":
    main()
