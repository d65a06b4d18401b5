"""Shell commands compared by what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.typed.commands import compare

LINES = st.text("ab -=;|&'\"\\$<>#\n", max_size=30)


def told(answer: str, typed: str) -> str:
    """The diff in brackets: `[missing]` and `{extra}`."""
    around = {"same": "{}", "missing": "[{}]", "extra": "{{{}}}"}
    return "".join(around[mark].format(text) for mark, text in compare(answer, typed)[1].parts)


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("docker run -d -p 80:80 nginx", "docker run -p 80:80 -d nginx"),
        ("docker run -it ubuntu bash", "docker run -i -t ubuntu bash"),
        ("docker run -it ubuntu bash", "docker run -ti ubuntu bash"),
        ("docker run -dp 80:80 nginx", "docker run -d -p 80:80 nginx"),
        ("docker run --name=web nginx", "docker run --name web nginx"),
        ("kubectl get pods -n dev", "kubectl -n dev get pods"),
        ("kubectl apply -f -", "kubectl apply -f -"),
        ("cp -r a b", "cp a b -r"),
        ("git commit -m 'two words'", 'git commit -m "two words"'),
        ("ls -l | sort -r -k 2", "ls -l | sort -k 2 -r"),
        ("sudo docker run --rm -it x", "sudo docker run -it --rm x"),
        ("make all\nmake test", "make all; make test"),
        ("make all\nmake test", "make all && make test"),
        ("docker run -d nginx nginx -g 'daemon off;'", "docker run -d nginx nginx -g 'daemon off;'"),
        ("docker exec web ls -a -l", "docker exec web ls -l -a"),
        ("$ docker ps   # all of them", "docker ps"),
    ],
)
def test_the_same_command(answer: str, typed: str) -> None:
    """The order of flags, how they are joined, quotes, prompts and comments make no difference."""
    assert compare(answer, typed)[0]


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("docker ps -a", "docker ps -A"),
        ("docker ps", "Docker ps"),
        ("cp a b", "cp b a"),
        ("cp -r a b", "cp -r b a"),
        ("tail -n 5 -c 3 f", "tail -c 5 -n 3 f"),
        ("docker run -d nginx", "docker run nginx -d"),
        ("docker exec web ls -l", "docker exec -l web ls"),
        ("ssh -p 22 host ls", "ssh host ls -p 22"),
        ("git checkout -- -f", "git checkout -f --"),
        ("a && b", "a ; b"),
        ("a | b", "b | a"),
        ("docker ps", "docker ps -a"),
        ("docker ps", ""),
    ],
)
def test_another_command(answer: str, typed: str) -> None:
    """Case, the order of words, whose flag it is and whose value make a difference."""
    assert not compare(answer, typed)[0]


def test_flags_stand_where_the_answer_has_them() -> None:
    """What is wrong is told in the order of the answer, value by value."""
    assert (
        told("docker run -d -p 80:80 nginx", "docker run -p 81:80 nginx") == "docker run [-d] -p [80:80]{81:80} nginx"
    )
    assert told("ls -l dir", "ls dir -a -l") == "ls -l dir {-a}"


def test_several_commands_are_told_on_one_line() -> None:
    """The end of a line is a semicolon."""
    assert told("make all\nmake test", "make all") == "make all [; make test]"


@given(st.permutations(["-a", "-b", "--long", "-p 80:80", "--name web", "-v 'a b'"]))
def test_any_order_of_flags_is_exact(flags: list[str]) -> None:
    """Whatever takes a value keeps it, whatever takes none needs none."""
    answer = "docker run -a -p 80:80 --long --name web -b -v 'a b' nginx sleep 10"
    assert compare(answer, f"docker run {' '.join(flags)} nginx sleep 10")[0]


@given(LINES)
def test_every_text_is_its_own_command(text: str) -> None:
    """Exact is reflexive, unbalanced quotes and stray operators included."""
    same, (parts, likeness) = compare(text, text)
    assert same
    assert all(part.mark == "same" for part in parts)
    assert likeness == bool(parts)


@given(LINES, LINES)
def test_any_two_texts_can_be_compared(answer: str, typed: str) -> None:
    """Nothing fails; exact holds both ways unless one joins by `&&` what the other divides, and is likeness 1."""
    same, (parts, likeness) = compare(answer, typed)
    assert 0 <= likeness <= 1
    assert same == all(part.mark == "same" for part in parts)
    if "&&" not in answer + typed:
        assert same == compare(typed, answer)[0]
