"""Every notation of notes, written back in other words: nothing changes but the words."""

from __future__ import annotations

from difflib import unified_diff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.notes import parse
from quiz.notes.rewrite import rewritten

NOTATIONS = {
    "item": """\
- Word of a line? <!-- id: item -->
  - Word `one`
    - deep
  - two
""",
    "star": """\
* Word, no question mark <!-- id: star --> <!-- tags: a -->
    * Word one
        * deep
""",
    "number": """\
1. Word of a line?
   - Word one
     * deep
   <!-- id: number -->
   - two
""",
    "bracket": """\
10) Word?

    Word of a paragraph
    over two lines

    and another

    <!-- id: bracket -->
""",
    "tabs": """\
-\tWord of a line?
\t- Word one
\t\t- deep
\t- two <!-- id: tabs -->
""",
    "wide": """\
-   Word?
    <!-- id: wide -->
    Word one

    two
""",
    "deep": """\
  - Word?
     - Word one
     <!-- id: deep -->
     - two
""",
    "wrapped": """\
- Word of a question
  over several <!-- id: wrapped -->
  lines?
  - Word one
""",
    "fence": """\
- ```sh
  Word  # shell

  ls
  ```
  <!-- id: fence -->
  - Word one
""",
    "blocks": """\
- Word of several blocks? <!-- id: blocks -->

  - one
  - two
  <!-- answer -->
  Word one

  two
""",
    "loose": """\
1. Word of blocks

   - one

   two
   <!-- id: loose -->
   <!--answer-->

   - Word one
   - two
""",
    "nested": """\
- - Word one
  - two
  <!-- id: nested -->
  <!-- answer -->
  Word one
""",
    "coded": """\
- Word?

  ```py
  a = 1
  ```

  <!-- answer --> <!-- id: coded -->
  Word

  ~~~
  Word
  ~~~
""",
    "fenced": """\
- Word?
  - Word one
```bash
- not a card?
  ls
```
  - two
  <!-- id: fenced -->
""",
    "choice": """\
- Word? <!-- id: choice -->
  - [x] Word one
    because
  - [ ] two
  - Word told
""",
    "stem": """\
- Word?

  ```sh
  ls
  ```

  - [ ] Word one
  <!-- id: stem -->
  - [x] two
""",
    "accept": """\
- Word?
  - Word one
  <!-- id: accept -->
  - accept: `a` | b
""",
    "gap": """\
- Word of {{c1::a gap::hint}} <!-- id: gap -->
  - Word one
""",
    "gaps": """\
- Word of {{c1::a}} and {{c2::b}}
  goes on {{c3::here}} <!-- id: gaps -->
  - Word one
""",
    "shell": """\
- ```sh
  Word {{c1::-a}} # {{c2::b}}
  ```
  Word one
  <!-- id: shell -->
""",
    "bare": """\
- Word without an answer <!-- id: bare -->
""",
    "quoted": """\
- Word?
  > Word one
  > two

  | a | Word |
  | --- | --- |
  <!-- id: quoted --> <!-- difficulty: hard -->
""",
    "remark": """\
- Word?
  <!--
  id: remark
  tags: x
  -->
  Word one\x20\x20
  two
""",
}
HEADS = ("", "# D\n\n", "---\ndeck: D\ntopics:\n  t: [other]\n---\n", "D\n===\n\n<!-- tags: s -->\n## H\n\n")
EDITS = {
    "word": lambda text: text.replace("Word", "Other"),
    "words": lambda text: text.replace("Word", "One or other Word"),
    "last": lambda text: text.replace("Word", "*Word* <b>"),
}
ANSWERS = {
    **EDITS,
    "more": lambda text: f"{text}\n- more".strip(),
    "paragraph": lambda text: f"{text}\n\nand so on".strip(),
    "code": lambda text: f"{text}\n\n```py\nif x:\n\n    - y\n```".strip(),
    "less": lambda text: text.partition("\n")[2].lstrip() or "- less",
    "list": lambda _: "- a\n  - b\n\n  c\n- d",
    "none": lambda _: "",
}  # fmt: skip


STEM = ANSWERS.keys() - {"less", "list", "none"}
"""Code above options is the question's for as long as there are options."""


def edited(data: bytes, name: str, ask=lambda text: text, tell=lambda text: text) -> bytes:
    """The file with the card of that id in other words, which are read back, and nothing else with them."""
    before = parse(data, "n.md").deck.cards
    place = next(index for index, card in enumerate(before) if card.id == name)
    old = before[place]
    siblings = [card for card in before if card.place.line == old.place.line]
    asked, told = ask(old.question), tell(old.answer)
    whole = ask(sentence(data, old.place.line)) if len(siblings) > 1 else asked
    after = rewritten(data, old.place.line, whole, told)
    assert after is not None
    again = parse(after, "n.md").deck.cards
    assert [card.id for card in again] == [card.id for card in before]
    for index, (one, other) in enumerate(zip(before, again, strict=True)):
        change = one in siblings
        assert other.question == (ask(one.question) if change else one.question)
        assert other.answer == (tell(one.answer) if change else one.answer)
        assert (other.heading, other.remarks) == (one.heading, one.remarks)
        assert change or other.topics == one.topics
        assert change or index != place
    assert rewritten(after, again[place].place.line, whole, told) == after
    return after


def sentence(data: bytes, line: int) -> str:
    """All gaps of a question that makes several cards."""
    from quiz.notes.patch import Source
    from quiz.notes.rewrite import _drafts

    return next(draft.question for draft in _drafts(Source.read(data)) if draft.number == line)


def changed(data: bytes, after: bytes) -> list[str]:
    """The lines that are no more, and those that are new."""
    texts = [one.decode().split("\n") for one in (data, after)]
    return [
        line for line in unified_diff(*texts, lineterm="", n=0) if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]


@pytest.mark.parametrize("name", NOTATIONS)
def test_a_word_of_the_question_is_a_word_of_the_file(name: str) -> None:
    """Markers, wraps, comments and what parts the answer stay where they are."""
    data = f"# D\n\n{NOTATIONS[name]}\n- Next?\n  - Yes\n".encode()
    after = edited(data, name, EDITS["word"])
    line = next(line for line in NOTATIONS[name].split("\n") if "Word" in line)
    assert changed(data, after) == [f"-{line}", f"+{line.replace('Word', 'Other')}"]


@pytest.mark.parametrize("name", sorted(NOTATIONS.keys() - {"bare"}))
def test_a_word_of_the_answer_is_a_word_of_the_file(name: str) -> None:
    """Indentation, markers, fences at the margin and comments stay as they are."""
    data = f"# D\n\n{NOTATIONS[name]}\n- Next?\n  - Yes\n".encode()
    after = edited(data, name, tell=EDITS["word"])
    old, new = (text.decode().split("\n") for text in (data, after))
    others = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    assert len(others) == parse(data, "").deck.cards[0].answer.count("Word")
    assert all(other == one.replace("Word", "Other") for one, other in others)


@pytest.mark.parametrize("how", ANSWERS)
@pytest.mark.parametrize("name", NOTATIONS)
def test_every_notation_takes_other_answers(name: str, how: str) -> None:
    """Lines more or less, code, lists and paragraphs, below whatever stands there."""
    if name == "stem" and how not in STEM:
        return
    data = f"- Before?\n  - Yes\n\n{NOTATIONS[name]}\n- Next?\n  - Yes\n".encode()
    edited(data, name, tell=ANSWERS[how])


@given(st.data())
def test_files_of_all_notations_keep_all_but_the_words(data: st.DataObject) -> None:
    """In any order, with any head, line ends and a byte order mark: the card asks and answers what is meant."""
    names = data.draw(st.lists(st.sampled_from(sorted(NOTATIONS)), min_size=1, max_size=6, unique=True))
    names.sort(key=lambda name: name != "deep")  # what is deeper than the card above belongs to it
    between = st.sampled_from(["\n", "\n\n", "\n---\n\n"])
    text = data.draw(st.sampled_from(HEADS)) + "".join(NOTATIONS[name] + data.draw(between) for name in names)
    text = data.draw(st.sampled_from([text, text.rstrip("\n"), text.replace("\n", "\r\n")]))
    mark = data.draw(st.sampled_from(["", "\ufeff"]))
    ask = EDITS[data.draw(st.sampled_from(sorted(EDITS)))] if data.draw(st.booleans()) else lambda text: text
    name = data.draw(st.sampled_from(names))
    how = data.draw(st.sampled_from(sorted(STEM if name == "stem" else ANSWERS)))
    tell = ANSWERS[how] if data.draw(st.booleans()) else lambda text: text
    after = edited((mark + text).encode(), name, ask, tell)
    assert after.startswith(mark.encode())
    assert after.count(b"\r\n") in (0, after.count(b"\n"))
