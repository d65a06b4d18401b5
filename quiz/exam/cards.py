"""The cards of a paper: what a class may take along to study, as a package for Anki for example."""

from __future__ import annotations

from quiz.exam.paper import Paper


def card_uids(paper: Paper) -> tuple[str, ...]:
    """The uids of all cards a paper asks, each once, in its order: a matching question stands for those of its pairs.

    `quiz.exchange.outgoing.export(study, target, uids=card_uids(paper), progress=False)` makes an Anki package of them.
    """
    asked = ([pair.uid for pair in question.pairs] or [question.uid] for question in paper.questions())
    return tuple(dict.fromkeys(uid for uids in asked for uid in uids))
