"""Which kinds a card can be, and what the question has then."""

import pytest
from exam_cards import card, choice

from quiz.exam.candidates import leans
from quiz.exam.drafts import draft
from quiz.exam.kinds import PREFERRED, possible, question, verdict
from quiz.exam.matching import groups, short_answer
from quiz.notes import parse


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("네, 맞습니다.", True),
        ("- 네", True),
        ("**예**, 그렇습니다.", True),
        ("- 아니오,  그렇지 않습니다.", False),
        ("아뇨. 다릅니다.", False),
        ("Yes.", True),
        ("yes, it does", True),
        ("No — it differs", False),
        ("네 가지가 있습니다.", None),
        ("네트워크를 씁니다.", None),
        ("예를들어 이렇습니다.", None),
        ("예: docker ps", None),
        ("No longer supported.", None),
        ("No. 5 is the one.", None),
        ("Yesterday.", None),
        ("Notes, mostly.", None),
        ("아니오기 때문입니다", None),
        ("", None),
        ("그런가요?\n네, 맞습니다.", None),
    ],
)
def test_yes_and_no_are_words_of_their_own(answer, said):
    """Only a first word that is followed by punctuation or the end decides."""
    assert verdict(answer) is said


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("볼륨은 남아 있나요?", ("yesno", "open")),
        ("볼륨은 사라지지 않나요?", ("open",)),
        ("이러면 안 되나요?", ("open",)),
        ("방법이 없나요?", ("open",)),
        ("지정하지 않으면 모두에 적용되나요?", ("yesno", "open")),
        ("Doesn't it stay?", ("open",)),
        ("Is it not there?", ("open",)),
        ("A인가요? B인가요?", ("open",)),
        ("A인가요, 아니면 B인가요?", ("open",)),
        ("Does it stay?", ("yesno", "open")),
    ],
)
def test_a_negative_or_double_question_stays_open(asked, kinds):
    """Yes to a denial means two things, and yes to either-or means nothing."""
    assert possible(card("x", asked, "네, 맞습니다. 이유는 이렇고 저렇고 그렇습니다."), PREFERRED) == kinds


def test_a_bare_yes_is_no_open_question():
    """Where the answer is no more than yes, there is nothing to write; a denial stays, as it cannot be ticked."""
    assert possible(card("x", "맞나요?", "- 네, 맞습니다."), PREFERRED) == ("yesno",)
    assert possible(card("x", "아닌가요?", "- 네, 맞습니다."), PREFERRED) == ("open",)


def test_options_are_those_of_the_notes():
    """A choice has its options with their feedback, its explanation as answer, and is nothing else."""
    answer = "- [x] right\n  because\n- [ ] wrong\n\nIt is so."
    made = card("x", answer=answer, kind="choice")
    assert possible(made, PREFERRED) == ("choice",)
    told = question(made, "choice", {"choice": 200})
    assert [tuple(option) for option in told.options] == [("right", True, "because"), ("wrong", False, "")]
    assert (told.answer, told.points, told.several) == ("It is so.", 200, False)
    assert possible(choice("x", ["same"], ["`Same`", "same"]), PREFERRED) == ()


def test_gaps_are_numbered_in_the_stem():
    """`[[1]]`, `[[2]]` stand where the gaps are, in code too; code is accepted without its backticks."""
    made = card("x", "run `docker {{c1::ps}} -a` or {{c1::`top`::a tool}}", "accept: none", kind="cloze")
    told = question(made, "cloze", {})
    assert told.stem == "run `docker [[1]] -a` or [[2]]"
    assert [tuple(gap) for gap in told.gaps] == [(("ps",), ""), (("top",), "a tool")]
    one = question(card("x", "a {{c1::gap}}", "accept: hole | slot", kind="cloze"), "cloze", {})
    assert one.gaps[0].accepted == ("gap", "hole", "slot")
    assert possible(card("x", "if [[1]] then {{c1::gap}}", "", kind="cloze"), PREFERRED) == ()


def test_accepted_answers_make_a_short_question():
    """The list is what is accepted; the model answer is the rest."""
    made = card("x", answer="`docker ps`, in full `docker container ls`.\naccept: docker ps | docker container ls")
    told = question(made, "short", {})
    assert told.accepted == ("docker ps", "docker container ls")
    assert told.answer == "`docker ps`, in full `docker container ls`."
    assert possible(made, PREFERRED) == ("short", "open")


@pytest.mark.parametrize(
    ("answer", "steps"),
    [
        ("1. first\n2. then\n3. last", ("first", "then", "last")),
        ("1) a\n\n2) b\n\n3) c\n4) d", ("a", "b", "c", "d")),
        ("1. a\n2. b", None),
        ("1. a\n2. b\n4. c", None),
        ("1. a\n2. a\n3. b", None),
        ("Steps:\n1. a\n2. b\n3. c", None),
        ("1. a\n2. b\n   more of b\n3. c", None),
        ("\n".join(f"{n}. s{n}" for n in range(1, 10)), None),
    ],
)
def test_a_numbered_list_makes_an_order_question(answer, steps):
    """Three to eight short steps, numbered from 1, and nothing else."""
    made = card("x", answer=answer)
    assert ("order" in possible(made, PREFERRED)) == (steps is not None)
    if steps:
        assert question(made, "order", {}).steps == steps


@pytest.mark.parametrize("answer", ["two\nlines", "x" * 90, "네, 맞습니다.", "![](x.png)", "", "```\ncode\n```"])
def test_long_or_empty_answers_are_not_matched(answer):
    """Only an answer of one short line can stand in a list."""
    assert short_answer(card("x", answer=answer)) is None


def test_a_longer_answer_is_matched_by_what_it_accepts():
    """Where the notes say what is right when it is typed, the first of that stands in the list."""
    answer = "- It is `docker ps`.\n- More of it.\naccept: docker ps | docker container ls"
    assert short_answer(card("x", answer=answer)).answer == "`docker ps`"


def test_a_group_has_no_answer_that_fits_twice():
    """An answer within another one, whatever its case, would be right for both questions."""
    told = ["`docker ps`", "docker ps -a", "A volume.", "a volume", "bridge", "host"]
    matches = [short_answer(card(f"c{n}", answer=text)) for n, text in enumerate(told)]
    made = list(groups(matches, {match.candidate.uid: ("docker",) for match in matches}, "1", 6))
    assert len(made) == 1
    answers = [match.answer for match in made[0].matches]
    assert len(answers) == 4
    assert {"bridge", "host"} <= set(answers)


def test_cards_of_two_topics_are_never_matched_with_each_other():
    """Only questions of one topic have answers that look alike; fewer than three make no group."""
    matches = [short_answer(card(f"c{n}", answer=f"answer {n}.")) for n in range(8)]
    topics = {match.candidate.uid: (("a",) if n < 6 else ("b",)) for n, match in enumerate(matches)}
    made = groups(matches, topics, "1", 4)
    assert [(group.topic, len(group.matches)) for group in made] == [("a", 4)]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("위의 그림은 무엇인가요?", "위의"),
        ("앞의 예제에서 왜 그런가요?", "앞의"),
        ("교재 3쪽은 무슨 뜻인가요?", "교재"),
        ("What does the example above print?", "above"),
        ("Dockerfile p15 에서 왜 그런가요?", "p15"),
        ("볼륨을 위해 무엇을 하나요?", ""),
        ("위험한 점과 단위는 무엇인가요?", ""),
        ("앞으로 어떻게 되나요?", ""),
        ("Deployment를 바로 앞 리비전으로 되돌리나요?", ""),
        ("줄 맨 앞에 붙는 `I`는 무엇인가요?", ""),
        ("위 명령은 무엇을 하나요?", "위"),
        ("What does `kubectl top` show?", ""),
        ("What is a p99 latency?", "p99"),
    ],
)
def test_pointing_words_are_found(asked, words):
    """Words that point off the paper are found, words that merely contain them are not; a guess may be wrong."""
    assert leans(asked) == words


def test_drafts_are_notes_that_no_paper_takes():
    """Drafted options read back as choices of the right answer, and every card says that it is for no quiz."""
    told = {f"c{n}": f"answer number {n}." for n in range(6)}
    text, count = draft([card(uid, answer=answer) for uid, answer in told.items()], "1")
    made = parse(text.encode(), "draft.md").deck.cards
    assert count == len(made) == 6
    assert all(each.kind == "choice" and "no-quiz" in each.remarks for each in made)
    for each in made:
        right = told[each.question.removeprefix("What is ").removesuffix("?")]
        assert f"[x] {right}" in each.answer
        assert each.answer.count("[ ]") == 3
