"""Formulas: LaTeX between dollars is one, and shell, prompts and prices never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz import formulas
from quiz.markdown import parser, to_html, to_plain
from quiz.typed.readings import plain


def found(text: str) -> list[str]:
    """The formulas of a Markdown text, as written."""
    children = (child for token in parser().parse(text) for child in token.children or ())
    return [child.content for child in children if child.type == formulas.TOKEN]


@pytest.mark.parametrize(
    "text",
    [
        r"$HOME/$USER",
        r"\$FOO와 \$BAR",
        r"\$x$",
        r"$x\$",
        "$5 and $6",
        "$5, $6, $7",
        "I paid $5 and got 3$.",
        "US$5$",
        "$A:$B",
        "$HOME:$PATH:$",
        "$PATH$",
        "$UID$",
        "$HOME와 $USER를",
        "$HOME에는 /root$",
        "$HOME matches ^/home$",
        "ubuntu $ ls $HOME",
        "user@host:~$ echo $HOME; host:~$",
        "$1,$@",
        "$1/$?",
        '"$1"/"$?"',
        "'$HOME'와 '$?'",
        "$1$2",
        "$$",
        "$$$$",
        "$$와 $$",
        "PID는 $$이고 부모는 $$가 아니다",
        "kill $$; echo $$",
        "${FOO}$",
        "${A}:${B}",
        "${A}와 ${B}",
        "$(pwd):$(id)",
        "$FOO_BAR$",
        "$a_long_name/$?",
        "$x $y$z",
        "$ x$",
        "$x $",
        "a$x$",
        "$x$y",
        "$x\n\ny$",
        "$x$_y",
        "$-$",
        "$$$x$$$",
        "`$x$`",
        "    $x$",
        "```\n$x$\n```",
        "$속도 = 거리/시간$",
        "$x$$y$",
        "$``$",
        "$` `$",
        "`$`x`$`",
        "$`$x$`$",
        "$`a\n\nb`$",
        r"\$`x`$",
        "`a`$와 `b`$",
    ],
)
def test_shell_and_prices_are_no_formulas(text: str) -> None:
    """Variables, prompts, substitutions, process numbers, prices and code stay what they are."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$는 $y$다", ["$x$", "$y$"]),
        ("값$x+1$은", ["$x+1$"]),
        ("**$n!$**", ["$n!$"]),
        ("($f'(x)$), $a$-축, $b$.", ["$f'(x)$", "$a$", "$b$"]),
        ("$E=mc^2$", ["$E=mc^2$"]),
        ("$PV = nRT$", ["$PV = nRT$"]),
        ("$O(n log n)$과 $O(n \\log n)$", ["$O(n log n)$", "$O(n \\log n)$"]),
        ("$a_i$ $x_{ij}$ $\\frac{1}{2}$", ["$a_i$", "$x_{ij}$", "$\\frac{1}{2}$"]),
        ("$\\text{속도} = s/t$", ["$\\text{속도} = s/t$"]),
        ("$α+β ≤ 2^n$", ["$α+β ≤ 2^n$"]),
        ("$a*b*c$ *d*", ["$a*b*c$"]),
        ("$\\text{\\$5}$", ["$\\text{\\$5}$"]),
        ("$x +\ny$", ["$x +\ny$"]),
        (r"\\$x$", ["$x$"]),
        ("$HOME와 $x$", ["$x$"]),
        ("$$ x^2 $$", ["$$ x^2 $$"]),
        ("a $$\\sum i$$ b", ["$$\\sum i$$"]),
        ("$$\n속도\n$$", ["$$\n속도\n$$"]),
        ("$$\na\n- b\n+ c\n# d\n$$", ["$$\na\n- b\n+ c\n# d\n$$"]),
        ("식은\n$$\na\n- b\n$$\n끝", ["$$\na\n- b\n$$"]),
        ("- 식\n\n  $$\n  a\n  - b\n  $$\n- 끝", ["$$\na\n- b\n$$"]),
        ("> $$ a_i\n> - b $$", ["$$ a_i\n- b $$"]),
        ("| a |\n|---|\n| $x^2$ |", ["$x^2$"]),
        ("$`PATH`$와 a$`n`$th $$`속도 = 거리/시간`$$", ["$PATH$", "$n$", "$$속도 = 거리/시간$$"]),
        (r"$`\text{a $b$}`$ $`\{a\}`$", [r"$\text{a $b$}$", r"$\{a\}$"]),
        ("| a |\n|---|\n| $`PATH`$ |", ["$PATH$"]),
        ("$`a`$$`b`$", ["$a$", "$b$"]),
    ],
)
def test_latex_is_a_formula(text: str, expected: list[str]) -> None:
    """Letters, powers, commands and known functions are formulas, before Korean particles and across lines.

    What stands between ticks inside the dollars is one, whatever it is.
    """
    assert found(text) == expected


WORDS = st.sampled_from(["HOME", "PATH", "USER_ID", "file", "docker", "이름", "{FOO}", "(pwd)", "?", "@", "#"])
GAPS = st.sampled_from([" ", "/", ":", ", ", "와 ", "; ", " = ", "="])


@given(st.lists(st.tuples(WORDS, GAPS), max_size=6))
def test_variables_in_a_row_are_no_formula(parts: list[tuple[str, str]]) -> None:
    """However shell variables and substitutions follow one another, none of them is half of a formula."""
    assert found("echo " + "".join(f"${word}{gap}" for word, gap in parts)) == []


@given(st.text(st.sampled_from("$\\ab_{}^ \n가(5-`*[]"), max_size=40))
def test_nothing_is_lost(text: str) -> None:
    """A formula begins and ends with as many dollars, has no blank line, and is found in the text as it stands."""
    for written in found(text):
        assert written.startswith("$")
        assert written.endswith("$$" if written.startswith("$$") else "$")
        assert "\n\n" not in written
    for start in range(len(text)):
        end = formulas.formula(text, start)
        assert end is None or (text[start] == text[end - 1] == "$" and end - start > 2)


@given(st.text(st.sampled_from("$$ab -\n>``"), max_size=40))
def test_the_parser_takes_any_number_of_dollars(text: str) -> None:
    """Unfinished formulas between the marks of lists, quotes and code are text, and all of their lines are kept."""
    assert to_html(text, image=lambda _: None).count("$") == text.count("$")


def test_a_formula_is_shown_as_written() -> None:
    """HTML has it in a span of its own, the terminal has its dollars; nothing within is Markdown."""
    text = "$a_1*b*c < 2^n$은 **크다**"
    assert to_html(text, image=lambda _: None) == (
        '<p><span class="math">$a_1*b*c &lt; 2^n$</span>은 <strong>크다</strong></p>'
    )
    assert to_plain(text) == plain(text) == "$a_1*b*c < 2^n$은 크다"
    assert to_plain("- 식\n\n  $$\n  a\n  - b\n  $$") == "- 식\n\n  $$\n  a\n  - b\n  $$"


def test_the_alt_text_of_an_image_has_its_formula() -> None:
    """What a screen reader says of an image is all that stands in its brackets."""
    assert to_html("![원 $x^2$ `c` *d*](a.png)", image=lambda src: src) == '<p><img src="a.png" alt="원 $x^2$ c d"></p>'


async def test_the_terminal_shows_formulas_as_written() -> None:
    """The widget for notes keeps dollars, stars and the lines of a formula."""
    from textual.app import App, ComposeResult
    from textual.widgets.markdown import MarkdownBlock

    from quiz.tui.text import Text

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Text("$a*b*c$는 **x**\n\n$$\na\n- b\n$$")

    app = Page()
    async with app.run_test():
        shown = [block.content.plain for block in app.query(MarkdownBlock)]
    assert shown == ["$a*b*c$는 x", "$$\na\n- b\n$$"]
