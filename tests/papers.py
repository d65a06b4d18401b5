"""Papers for tests: one of every kind, and random ones whose texts are as hostile as a note can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st

from quiz.exam.paper import Asked, Gap, Kind, Option, Pair, Paper, Question, Variant

HOSTILE = (
    "]]>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=cmd()",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "{~=}",
    "{1:SHORTANSWER:=x}",
    "```sh\nfirst\n\n\n// second\n```",
    "```python\nprint('a')\n\nif a -> b:\n\tpass\n```",
    "    indented\n\n    code",
    "a -> b",
    "// a comment",
    "::name::",
    "####",
    "$CATEGORY: x",
    "[html]",
    "[markdown]x",
    "%50%",
    "3:4 and https://example.org/?a=1&b=2",
    "$x^2$ and $$\\frac{a}{b}$$",
    "costs $5 or $10",
    "\\n \\\\ \\{ \\",
    "&lt;b&gt; &amp;&amp;058; &&058;",
    "* _ ** `",
    "\x00\x07\x1b[31mred\x1b[0m",
    "\u202egnp.exe\u200b\ufeff\ufffe\uffff",
    "\ud800",
    "\r\nnext\rline\u2028",
    "[[1]]",
    "[link](javascript:alert(1))",
    "![picture](../../etc/passwd)",
    "<!-- id: x -->",
    "#set page(width: 1pt)",
    '#import "x"; *bold* @ref <label> $ x $ //',
    "| a | b |\n|---|---|\n| c | `d` |",
    "> quote\n\n1. one\n2. two\n   - three",
    "볼륨은 컨테이너가 지워져도 **남습니다(볼륨)**은",
    "_x0041_",
    "'=1",
    "~~gone~~ ***both***",
)

Sentence = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), min_size=0, max_size=3
).map(" ".join)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Markdown that says something: it has a letter whatever else it has."""
    joined = st.sampled_from(("\n\n", " ", "\n"))
    return st.builds(lambda word, gap, rest: f"Q{word}{gap}{rest}", st.sampled_from("abc가"), joined, Sentence)


def answers() -> st.SearchStrategy[str]:
    """What a learner may type, as the notes accept it."""
    return st.one_of(st.sampled_from([text for text in HOSTILE if "\n" not in text]), st.text(max_size=8)).map(
        lambda text: f"a{text}z" if text.startswith(("\t", " ")) else f"{text}z"
    )


def _sets(elements: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(elements, min_size=least, max_size=most, unique=True).map(tuple)


@st.composite
def _parts(draw: st.DrawFn, kind: Kind) -> dict[str, object]:
    match kind:
        case "short":
            return {"accepted": draw(_sets(answers(), 1, 3))}
        case "yesno":
            return {"yes": draw(st.booleans())}
        case "choice":
            said = draw(_sets(texts(), 2, 5))
            right = draw(st.lists(st.booleans(), min_size=len(said) - 1, max_size=len(said) - 1))
            feedback = draw(st.one_of(st.just(""), texts()))
            return {"options": tuple(Option(*two, feedback) for two in zip(said, [True, *right], strict=True))}
        case "cloze":
            accepted = draw(st.lists(_sets(answers(), 1, 2), min_size=1, max_size=3))
            return {"gaps": tuple(Gap(texts, draw(st.sampled_from(("", "hint")))) for texts in accepted)}
        case "matching":
            sides = zip(draw(_sets(texts(), 2, 4)), draw(st.lists(texts(), min_size=4, max_size=4)), strict=False)
            return {"pairs": tuple(Pair(*two, f"pair{number}") for number, two in enumerate(sides))}
        case "order":
            return {"steps": draw(_sets(texts(), 2, 4))}
        case _:
            return {}


@st.composite
def questions(draw: st.DrawFn, kinds: Sequence[Kind] = get_args(Kind)) -> Question:
    kind = draw(st.sampled_from(kinds))
    parts = draw(_parts(kind))
    stem = draw(texts())
    for number, _gap in enumerate(parts.get("gaps", ()), 1):
        stem += draw(st.sampled_from((f" [[{number}]]", f"\n\n- [[{number}]], then", f" `[[{number}]]`")))
    topics = draw(st.sampled_from(((), ("docker::volume",), ("docker", "망::브리지"))))
    uid = draw(st.uuids(version=4)).hex[:16]
    points = draw(st.sampled_from((100, 50, 25, 250, 333, 1000)))
    answer = draw(st.one_of(st.just(""), texts()))
    return Question(uid, kind, stem, answer, topics=topics, points=points, source="notes.md:3", **parts)  # type: ignore[arg-type]


def _asked(draw: st.DrawFn, question: Question) -> Asked:
    return Asked(question, tuple(draw(st.permutations(range(question.movable)))))


@st.composite
def papers(draw: st.DrawFn, kinds: Sequence[Kind] = get_args(Kind), variants: int = 1, least: int = 1) -> Paper:
    """`kinds` are those of its questions, at least `least` and at most four; each variant has an order of its own."""
    asked = draw(st.lists(questions(kinds), min_size=least, max_size=4, unique_by=lambda question: question.uid))
    made = []
    for letter in "ABCDEF"[:variants]:
        order = draw(st.permutations(asked)) if letter != "A" else asked
        made.append(
            Variant(letter, tuple(Asked(one, tuple(draw(st.permutations(range(one.movable))))) for one in order))
        )
    title = draw(st.sampled_from(("Docker", "컨테이너 1/2", "=x {~} </script> ]]> $course$ \\: #")))
    return Paper("417-205-386", title, draw(st.sampled_from(("en", "ko"))), tuple(made))


def paper(*asked: Question, language: str = "en", title: str = "Docker", variants: int = 1) -> Paper:
    """These questions in order; the second variant has all of them, and their parts, the other way round."""

    def ask(question: Question, *, turned: bool) -> Asked:
        places = range(question.movable)
        return Asked(question, tuple(reversed(places)) if turned else tuple(places))

    made = [Variant("A", tuple(ask(question, turned=False) for question in asked))]
    if variants > 1:
        made.append(Variant("B", tuple(ask(question, turned=True) for question in reversed(asked))))
    return Paper("417-205-386", title, language, tuple(made))


EVERY_KIND = (
    Question("open01", "open", "What is a `volume`?", "Storage **outside** a container.", topics=("docker::volume",)),
    Question("short1", "short", "Which command lists containers?", accepted=("docker ps", "docker container ls")),
    Question("yesno1", "yesno", "Is a volume deleted with its container?", "No: it stays.", yes=False, points=50),
    Question(
        "choic1", "choice", "Which is a network driver?", "See `docker network`.",
        options=(Option("bridge", True, "Right."), Option("`overlay2`", feedback="It stores layers."), Option("tmpfs")),
    ),
    Question(
        "choic2", "choice", "Which are network drivers?",
        options=(Option("bridge", True), Option("overlay", True), Option("tmpfs")), points=200,
    ),
    Question("cloze1", "cloze", "A [[1]] runs an image.", gaps=(Gap(("container", "컨테이너"), "c…"),)),
    Question(
        "cloze2", "cloze", "`docker [[1]] -d [[2]]` starts one.", "In the background.",
        gaps=(Gap(("run",)), Gap(("nginx",))),
    ),
    Question(
        "match1", "matching", "What does each do?",
        pairs=(Pair("`FROM`", "names the image", "m1"), Pair("`COPY`", "copies", "m2"), Pair("`->`", "a -> b", "m3")),
    ),
    Question("order1", "order", "Bring into order.", steps=("build", "push", "`pull`"), topics=("docker",)),
)  # fmt: skip
"""A question of every kind, a choice with several right options and a cloze with several gaps."""
