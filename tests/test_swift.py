"""The short way to HTML: never another result than the full parser's, and taken by what notes mostly hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.highlight import code_html
from quiz.markdown import full_html, to_html
from quiz.swift import swift_html
from quiz.terminal import safe

PIECES = [
    *("가나", "abc", "x_y", "12", "1.", "3) ", "이진 탐색", "(b)", "“c”", "'", '"', "é", "\u00a0", "\u3000", "\u2028"),
    *(" ", "  ", "\t", "\n", "\n\n", "\n- ", "\n  - ", "\n    - ", "\n  ", "\n      ", "- ", "-", "+ ", "# ", "> "),
    *("```", "\n```\n", "\n```py\n", "\n  ```sh\n", "\n  ```\n", "\n```", "\n  ```", "````", "~~~", "~", "~~", "`"),
    *("`a b`", "` a`", "``", "*", "**", "***", "**굵게**", "**a(b)**은", "__a__", "_", "[", "]", "(", ")", "!", "|"),
    *("[문서](https://a.b/c_d#e)", "[a b](http://a.b)", "https://a.b", "<https://a.b>", "<", ">", "&", "&amp;", "\\"),
    *("$x$", "$", "---", "===", "\n===\n", "| a |\n|---|", ":", "[a]: b", "![a](b)", "www.a.b", "Aa@b.c", "{}"),
]


LINES = st.lists(
    st.sampled_from(
        [
            "- ",
            "하나",
            "`둘`",
            "**셋**",
            "[문서](https://a.b/c)",
            "```sh",
            "```",
            "ls",
            "  a",
            "",
            "",
            "1. x",
            "끝 &",
            "| < ",
        ]
    ),
    max_size=3,
).map("".join)
INDENTS = st.sampled_from(["", "", "  ", "    "])
MARKS = st.sampled_from(["", "- ", "- ", "- ", "```", "```sh"])
DOCUMENTS = st.lists(st.tuples(INDENTS, MARKS, LINES).map("".join), max_size=10).map("\n".join)


@st.composite
def outlines(draw: st.DrawFn, indent: str = "", depth: int = 2) -> str:
    """Bullets with bullets and code below them, as notes have them."""
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        lines.append(f"{indent}- {draw(st.sampled_from(['하나', '`둘`', '**셋**', 'a', '1.', '넷 `x`']))}")
        if draw(st.booleans()):
            code = draw(st.lists(st.sampled_from(["ls", "  -l", "", "- x", "# y"]), max_size=3))
            lines += [f"{indent}  ```sh", *(f"{indent}  {line}" if line else "" for line in code), f"{indent}  ```"]
        if depth and draw(st.booleans()):
            lines.append(draw(outlines(indent + "  ", depth - 1)))
        lines += [""] * draw(st.sampled_from([0, 0, 0, 0, 1]))
    return "\n".join(lines)


def image(_: str) -> None:
    return None


@settings(max_examples=400)
@given(
    DOCUMENTS
    | st.lists(outlines() | st.sampled_from(["", "끝", "```sh\nls\n```", "  x"]), max_size=3).map("\n".join)
    | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
    | st.text(st.sampled_from("-- `*a가(\n\n 1.[]\t"), max_size=30)
    | st.text(max_size=30)
)
def test_the_short_way_leads_to_the_same(text: str) -> None:
    """Whatever is taken has, byte for byte, the HTML of the full parser."""
    text = safe(text)
    short = swift_html(text, code_html)
    assert short is None or short == full_html(text, image)
    assert to_html(text, image=image) == full_html(text, image).rstrip("\n")


@pytest.mark.parametrize(
    "text",
    [
        "컨테이너를 지워도 볼륨의 데이터는 **남아 있나요**?",
        '`docker run`의 `-v`와 A & B는 x_y와 "z"가 어떻게 다른가요?',
        "한 줄\n`두` 줄\n\n새 문단",
        "- 하나\n- `둘` & 셋 > 넷\n  - 다섯\n    - 여섯\n- 출처: [문서](https://docs.example.org/a/b_c#d), [b](https://b.example)",
        "- 하나\n  ```bash\n  ls -l\n\n    cd x\n  ```\n- 둘",
        "- 하나\n\n```python\ndef f():\n    return 1\n```\n\n끝",
        "문단\n- 하나\n```\nx\n```",
    ],
)
def test_plain_notes_take_the_short_way(text: str) -> None:
    """Text, bullets, code, bold words and links to the web need no full parser."""
    short = swift_html(text, code_html)
    assert short is not None
    assert short == full_html(text, image)
