"""Topics: names, hierarchy, and the keyword rules that refine flat notes without editing them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType

from quiz.language import _
from quiz.terminal import safe
from quiz.text import fold, key

LEVEL = "::"
QUESTION_WEIGHT = 3
ANSWER_WEIGHT = 1

_NOT_A_TOPIC = frozenset(
    key(word)
    for word in (
        "Q&A", "Q/A", "Q and A", "QnA", "Q&As", "FAQ", "FAQs", "Questions", "Question", "Questions & Answers",
        "Questions and Answers", "질문", "질문들", "질문과 답", "질문과 답변", "질문 답변", "질문/답변", "질의응답",
        "질의 및 응답", "문답", "자주 묻는 질문", "자주하는 질문", "질문 모음", "Q&A 모음",
    )
)  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]]+")
_NUMBERING = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_MARKUP = re.compile(r"[`*~]+|(?<!\w)_+|(?<!_)_+(?!\w)")


@lru_cache(maxsize=4096)
def topic_name(text: str) -> str:
    """`Docker :: Bind Mount` → `docker::bind-mount`; `""` when nothing is left. What is not `safe` is no part."""
    plain = unicodedata.normalize("NFC", safe(text))
    levels = (re.sub(r"\s+", "-", level.strip()) for level in plain.split(LEVEL))
    return LEVEL.join(level.casefold() for level in levels if level)


def heading_text(title: str) -> str:
    """What a heading says, without Markdown marks."""
    return _MARKUP.sub("", _LINK.sub(r"\1", title)).strip()


def heading_topic(titles: Iterable[str]) -> str:
    """The topic of a heading path. Headings that only say Q&A, FAQ, 질문 and the like are left out."""
    plain = (_NUMBERING.sub("", heading_text(title)) for title in titles)
    return topic_name(LEVEL.join(title for title in plain if key(title) not in _NOT_A_TOPIC))


def includes(topic: str, other: str) -> bool:
    """Whether `other` is `topic` or stands below it."""
    return other == topic or other.startswith(topic + LEVEL)


def parents(topic: str) -> list[str]:
    """`a::b::c` → `["a", "a::b", "a::b::c"]`."""
    levels = topic.split(LEVEL)
    return [LEVEL.join(levels[: depth + 1]) for depth in range(len(levels))]


def as_tree(topics: Iterable[str]) -> list[str]:
    """The topics and all above them: parents before children, those of one parent in order of first appearance."""
    below: dict[str, list[str]] = {}
    for topic in dict.fromkeys(level for name in topics for level in parents(name)):
        below.setdefault(topic.rpartition(LEVEL)[0], []).append(topic)
    left, found = below.get("", [])[::-1], []
    while left:
        topic = left.pop()
        found.append(topic)
        left += below.get(topic, [])[::-1]
    return found


def finest(topics: Iterable[str]) -> tuple[str, ...]:
    """The topics without those that another of them already refines, in order, each once."""
    named = list(dict.fromkeys(topic for topic in topics if topic))
    ordered = sorted(named, key=lambda topic: topic.split(LEVEL))
    coarse = {topic for topic, following in pairwise(ordered) if includes(topic, following)}
    return tuple(topic for topic in named if topic not in coarse)


@dataclass(frozen=True)
class Ruleset:
    """Keywords per topic, and per top-level topic the words by which a heading or a deck may call it.

    A set with `names` speaks only of notes that bear one of them; one without speaks of all notes it is given.
    A keyword counts once a text. Latin letters and digits match whole words, a plural `s` included; `*` stands
    for the rest of a word. Other scripts match anywhere, since particles follow the word without a blank.
    """

    keywords: tuple[tuple[str, tuple[str, ...]], ...] = ()
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def read(cls, topics: object, names: object = MappingProxyType({})) -> Ruleset:
        """From tables `{topic: [word, …]}`, as TOML or YAML give them; ValueError says what is wrong."""
        return cls(_words(topics, "topics"), _words(names, "names"))

    @cached_property
    def _patterns(self) -> list[tuple[str, list[re.Pattern[str]]]]:
        return [(topic, [_pattern(word) for word in words]) for topic, words in self.keywords]

    @cached_property
    def _aliases(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(root, _pattern(name)) for root, names in self.names for name in names]

    @cached_property
    def _roots(self) -> dict[str, str]:
        return {topic_name(name): root for root, names in self.names for name in names}

    def canonical(self, topic: str) -> str:
        """`도커::볼륨` → `docker::볼륨` where the set names 도커 so."""
        top, *rest = topic.split(LEVEL)
        return LEVEL.join((self._roots.get(top, top), *rest))

    def below(self, given: str, title: str) -> list[str]:
        """The topics it may refine: `given`, or those named by its last level, or by the title where none is given."""
        if any(includes(given, topic) for topic, _ in self.keywords):
            return [given]
        folded = fold(given.split(LEVEL)[-1] or title)
        return list(dict.fromkeys(root for root, pattern in self._aliases if pattern.search(folded)))

    def best(self, question: str, answer: str, under: Sequence[str]) -> str | None:
        """The topic below one of `under` (anywhere when that is empty) that the words speak for most.

        A keyword in the question weighs three times one in the answer; the earlier rule wins a tie.
        """
        asked, told = (fold(_ADDRESS.sub("", text)) for text in (question, answer))
        scores: dict[str, int] = {}
        for topic, patterns in self._patterns:
            if under and not any(includes(root, topic) and root != topic for root in under):
                continue
            hits = sum(
                QUESTION_WEIGHT * bool(pattern.search(asked)) + ANSWER_WEIGHT * bool(pattern.search(told))
                for pattern in patterns
            )
            if hits:
                scores[topic] = hits
        return max(scores, key=lambda topic: scores[topic]) if scores else None


def refine(
    given: str, explicit: Sequence[str], rulesets: Sequence[Ruleset], *, title: str, question: str, answer: str
) -> tuple[str, ...]:
    """The topics of a card: `given` by its headings, `explicit` ones, and what the first rule set with a say adds.

    `title` is the name of the deck, which stands in for headings in notes that have none.
    """
    for rules in rulesets:
        given, explicit = rules.canonical(given), [rules.canonical(topic) for topic in explicit]
    if given and any(includes(given, topic) and topic != given for topic in explicit):
        return finest((given, *explicit))
    for rules in rulesets:
        under = rules.below(given, title)
        topic = rules.best(question, answer, under) if under else None
        if topic is None and not rules.names:
            topic = rules.best(question, answer, [])
        if topic:
            return finest((given, topic, *explicit))
    return finest((given, *explicit))


def _words(table: object, name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(table, Mapping):
        raise ValueError(_("`{table}` must be a table of topic = [word, …]").format(table=name))
    read = []
    for topic, words in table.items():
        listed = [words] if isinstance(words, str) else words
        if not isinstance(listed, list) or not all(isinstance(word, str) and word.strip(" *-") for word in listed):
            raise ValueError(_("the words of topic `{topic}` must be a list of words").format(topic=topic))
        if not topic_name(str(topic)):
            raise ValueError(_("a topic needs a name"))
        read.append((topic_name(str(topic)), tuple(listed)))
    return tuple(read)


def _pattern(keyword: str) -> re.Pattern[str]:
    """A keyword as a pattern over folded text; blanks and hyphens are one and may be missing."""
    word = fold(keyword).strip()
    stem = word.rstrip("* ")
    latin = r"a-z0-9"
    start = rf"(?<![{latin}])" if re.match(rf"-*[{latin}]", stem) else ""
    end = rf"(?:s|es)?(?![{latin}])" if re.search(rf"[{latin}]$", stem) and stem == word else ""
    parts = re.split(r"(?<=\w)[\s\-]+(?=\w)", stem)
    return re.compile(start + r"[\s\-_]*".join(map(re.escape, parts)) + end)
