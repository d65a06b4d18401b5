"""Formulas in Markdown: what stands between dollars is LaTeX where a face asks for it, and prices are prices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.markdown import to_html, to_plain, tokens


def html(text: str) -> str:
    return to_html(text, image=lambda _: None, formula=lambda latex, apart: f"<{'div' if apart else 'i'}>{latex}</i>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$a_1*b*c$", "<i>a_1*b*c</i>"),
        ("$\\{a\\}$", "<i>\\{a\\}</i>"),
        ("**$x*y$**", "<strong><i>x*y</i></strong>"),
        ("값은 $y$입니다", "값은 <i>y</i>입니다"),
        ("$\\$5$", "<i>\\$5</i>"),
        ("$$ \\frac{a}{b} $$", "<div>\\frac{a}{b}</i>"),
        ("`$x$`", "<code>$x$</code>"),
        ("$5 and $6", "$5 and $6"),
        ("$5, $6", "$5, $6"),
        ("\\$x$", "$x$"),
        ("$HOME/$USER", "$HOME/$USER"),
        ("$ x$", "$ x$"),
        ("$`x`$", "$<code>x</code>$"),
        ("$$", "$$"),
        ("$$$$", "$$$$"),
    ],
)
def test_what_is_a_formula(text: str, shown: str) -> None:
    """A formula begins and ends at a sign, no letter or digit follows it, and Markdown reads nothing in it."""
    assert html(text) == f"<p>{shown}</p>"


def test_formulas_stay_as_written_in_plain_text() -> None:
    """Plain text keeps the dollars and all between them."""
    assert to_plain("*Is* $a*b*c$?", math=True) == "Is $a*b*c$?"


@given(st.text(alphabet="$ax1 \\*`_\n{}"))
def test_dollars_are_text_unless_asked_for(text: str) -> None:
    """Where no face asks for formulas there is none, and asking for them loses no letter."""
    assert all(child.type != "math" for token in tokens(text) for child in token.children or ())
    assert to_plain(text, math=True).count("a") == text.count("a")
