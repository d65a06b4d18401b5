"""A year of answers for the tests of what shows statistics: made by a rule, so that it is the same every time."""

from support import TODAY

from quiz.entry import Entry
from quiz.reviews import Moment, Progress, Review, replay
from quiz.stats import Statistics, statistics

QUESTIONS = ("보라인 매듭은 어디에 쓰나요?", "What is a `bowline` for?", "클로브 히치는?")
TOPICS = ("항해::매듭", "sailing::knots", "")
HOSTILE = "</title><script>alert('x')</script> [/b] [x] \x1b[31m \u202eevil & \"quoted\" <img src=http://e.example/x>"


def log(cards: int = 30, days: int = 400) -> list[Review]:
    """Card n is first asked on day n, then every n + 2 days, mostly passed; every eleventh day is practice."""
    events: list[Review] = []
    for day in range(TODAY - days, TODAY + 1):
        for card in range(min(cards, day - TODAY + days + 1)):
            if day % (card + 2) == 0:
                kind = "grade" if day % 11 else "cram"
                grade = 2 if (day // (card + 2)) % 9 == 0 else 3 + card % 3
                moment = Moment(day * 86_400_000 + len(events))
                events.append(Review(f"e{len(events):06}", f"c{card}", moment, day, kind, grade, 4000 + 100 * card))
    return events


def entries(events: list[Review], cards: int = 30, question: str = "", topic: str = "") -> list[Entry]:
    """The cards of such a log; one more was never asked, and one has no answer."""
    known = replay(events)
    found = []
    for card in range(cards + 2):
        asked = question or f"{QUESTIONS[card % 3]} {card}"
        topics = tuple(filter(None, [topic or TOPICS[card % 3]]))
        answer = "yes" if card <= cards else ""
        progress = known.get(f"c{card}", Progress())
        found.append(
            Entry(f"c{card}", "Deck", asked, answer, topics=topics, file="notes.md", line=card + 1, progress=progress)
        )
    return found


def figures(cards: int = 30, days: int = 400, question: str = "", topic: str = "") -> Statistics:
    events = log(cards, days)
    return statistics(events, entries(events, cards, question, topic), TODAY)
