"""Gaps, options and typed answers in Anki: note types of their own, judged by its engine."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_anki import DAY_MS, NOW_MS, PIXEL, Phone, entry, package, phone, rows, write

from quiz.anki.kinds import written
from quiz.anki.types import TYPES
from quiz.entry import Entry
from quiz.notes import cloze

__all__ = ["package", "phone"]

OPTIONS = "- [x] `docker ps`\n  왜냐하면 **a**\n- [ ] [sound:x] {{c1::y}} <b>\n- [ ] c\n- 출처: 문서"


def gapped(uid: str = "u1", question: str = "기본은 {{c1::bridge::이름}}다") -> Entry:
    return entry(uid, "- 문서", question=question, kind="cloze")


def choice(uid: str = "u1", answer: str = OPTIONS) -> Entry:
    return entry(uid, answer, kind="choice")


GAP = re.compile(r'<span class="cloze"(?: [\w-]+="[^"]*")*>(.*?)</span>', re.DOTALL)
"""A gap as the engine shows it."""


def sides(phone: Phone, uid: str = "u1") -> tuple[str, str]:
    """What the engine shows before and after."""
    shown = phone.card(uid).render_output()
    return shown.question_text, shown.answer_text


def plain(html: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]*>", "", html, flags=re.DOTALL)


def fields(given: Entry) -> tuple[str, ...]:
    return written(given, lambda _src: None).row


def test_all_kinds_arrive_in_one_package(phone: Phone, package: Path) -> None:
    """Each note has the type of its kind and one card, and the check finds nothing amiss."""
    typed = entry("u3", "- 답\n- accept: docker ps | x")
    write([entry("u0"), gapped("u1"), choice("u2"), typed], package)
    assert phone.take(package) == {"new": 4}
    assert {uid: phone.note(uid).note_type()["name"] for uid in ("u0", "u1", "u2", "u3")} == {
        "u0": "quiz", "u1": "quiz cloze", "u2": "quiz choice", "u3": "quiz typed",
    }  # fmt: skip
    assert phone.col.db.scalar("SELECT count() FROM cards WHERE ord = 0") == phone.col.card_count() == 4
    assert all(phone.note(uid)["ID"] == uid for uid in ("u0", "u1", "u2", "u3"))
    assert all(phone.note(uid)["Source"] == "docker.md:7" for uid in ("u0", "u1", "u2", "u3"))
    assert phone.problems() == []


def test_a_gap_is_hidden_and_shown(phone: Phone, package: Path) -> None:
    """Before, the hint stands in brackets; after, the sentence with its gap, then what explains it."""
    write([gapped()], package)
    phone.take(package)
    before, after = sides(phone)
    assert "기본은 [이름]다" in plain(before)
    assert "bridge" not in plain(before)
    assert re.search(r'<span class="cloze"[^>]*>bridge</span>', after)
    assert plain(after).count("문서") == 1


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("`docker {{c1::run}} -it` {{ .Values.x }} [sound:x]", "run"),
        ("{{c1::`std::vector`}} a::b", "std::vector"),
        ("{{c1::`}}`}} }}", "}}"),
        ("{{c1::{{ .Values.x }}}}", "{{ .Values.x }}"),
        ("**{{c1::a}}** _{{c1::b}}_", "a"),
        ("```bash\ndocker {{c1::ps}} -a | grep x\n```", "ps"),
        ("[{{c1::a}}](https://example.org)", "a"),
        ("[b](https://example.org/{{c1::a}})", "a"),
        ("{{c1::a\ue000b\ue001}}", "ab"),
        ("{{c1::<b>::</b>::}}", "<b>"),
    ],
)
def test_any_gap_is_one_gap_to_the_engine(phone: Phone, package: Path, question: str, answer: str) -> None:
    """In code, in bold, in links, and with braces and colons of its own: one card, which hides just that."""
    write([gapped(question=question)], package)
    assert phone.take(package) == {"new": 1}
    assert len(phone.note("u1").cards()) == 1
    hidden, shown = ([unescape(plain(gap)) for gap in GAP.findall(side)] for side in sides(phone))
    assert shown[0] == answer
    assert hidden[0] == ("[</b>::]" if "</b>" in question else "[...]")
    assert phone.problems() == []


signs = ["{{c1::", "}}", "::", "`", "{", "}", "**", "a", " ", "가", "<b>", "[x](", ")", "![", "&#125;", "\n", "$"]


@given(st.lists(st.sampled_from(signs), max_size=14).map("".join))
def test_nothing_but_gaps_is_live(question: str) -> None:
    """Whatever a sentence holds, its field has as many gaps as it has, and no other brace or bracket."""
    for card in cloze.cards(question).values():
        text = fields(gapped(question=card))[0]
        found = re.findall(r"\{\{c1::[^{}]*\}\}", text)
        assert len(found) == len(cloze.gaps(card))
        assert all(gap.count("::") <= 2 for gap in found)
        assert not re.search(r"[\[{}]", re.sub(r"\{\{c1::|\}\}", "", text))


def test_options_are_listed_and_marked(phone: Phone, package: Path) -> None:
    """Before, options without marks; after, each with its mark and feedback, then what explains them."""
    write([choice()], package)
    phone.take(package)
    before, after = sides(phone)
    assert before.count("<li>") == 3
    assert not re.search("✓|✗|왜냐하면|출처", before)
    assert re.search(r'<li class="right">✓ <code>docker ps</code><div class="feedback"><p>왜냐하면 <strong>a', after)
    assert after.count('<li class="wrong">✗ ') == 2
    assert "출처: 문서" in plain(after)
    assert phone.card("u1").render_output().answer_av_tags == []
    assert re.findall("<li[^>]*>(?:[✓✗] )?(.*?)<", before)[0] == re.findall("<li[^>]*>(?:[✓✗] )?(.*?)<", after)[0]


def test_the_order_is_not_that_of_the_notes() -> None:
    """It hangs on the card alone, so that a new export changes nothing and the first is not always right."""
    rows = [fields(choice(f"u{number}"))[1] for number in range(12)]
    assert rows == [fields(choice(f"u{number}"))[1] for number in range(12)]
    assert len(set(rows)) > 2


def test_a_typed_answer_is_compared(phone: Phone, package: Path) -> None:
    """The card asks to type, Anki compares with the first that is accepted, and the answer names all."""
    write([entry("u1", "- 답\n- accept: `docker ps` | docker container ls")], package)
    phone.take(package)
    assert phone.note("u1")["Typed"] == "docker ps"
    before, after = sides(phone)
    assert "[[type:Typed]]" in before
    assert "[[type:Typed]]" in after
    assert "docker container ls" in plain(after)
    assert "accept" not in after


def test_a_note_keeps_its_type(phone: Phone, package: Path) -> None:
    """Anki takes no note over to another type, so a card that was open stays so there, with all it says."""
    now = {"now_ms": NOW_MS + DAY_MS}
    first = write([entry("u1"), entry("u2"), entry("u3")], package)
    phone.take(package)
    changed = [choice("u1"), gapped("u2"), entry("u3", "- 답\n- accept: a | b")]
    second = write(changed, package, stamps=first.stamps, **now)
    assert phone.take(package) == {"updated": 3}
    assert {phone.note(uid).note_type()["name"] for uid in ("u1", "u2", "u3")} == {"quiz"}
    text = [plain(side) for uid in ("u1", "u2", "u3") for side in sides(phone, uid)]
    assert "docker ps" in text[0]
    assert "✓ docker ps" in text[1]
    assert "기본은 &#91;이름]다" in text[2]
    assert "기본은 bridge다" in text[3]
    assert "✓ a · b" in text[5]
    assert write(changed, package, stamps=second.stamps, now_ms=NOW_MS + 2 * DAY_MS).unchanged == 3


@pytest.mark.parametrize("before", [choice(), entry("u1", "- 답\n- accept: a")])
@pytest.mark.parametrize("after", [choice(), entry("u1"), gapped(), entry("u1", "- 답\n- accept: b")])
def test_other_types_hold_what_a_card_becomes(phone: Phone, package: Path, before: Entry, after: Entry) -> None:
    """Options and lists that come and go reach the phone, in the type that the note has."""
    first = write([before], package)
    phone.take(package)
    kind = phone.note("u1").note_type()["name"]
    second = write([after], package, stamps=first.stamps, now_ms=NOW_MS + DAY_MS)
    assert phone.take(package) == ({"duplicate": 1} if before == after else {"updated": 1})
    assert phone.note("u1").note_type()["name"] == kind
    assert second.changed == (before != after)
    wanted = {"choice": "docker ps", "cloze": "bridge", "open": "답"}[after.kind]
    assert wanted in plain(sides(phone)[1])


def test_images_in_options_and_gaps_are_collected(phone: Phone, package: Path, tmp_path: Path) -> None:
    """A picture may be an option, feedback, or stand in a sentence with gaps."""
    (tmp_path / "x.png").write_bytes(PIXEL)
    entries = [choice("u1", "- [x] ![a](x.png)\n- [ ] b\n  ![c](x.png)"), gapped("u2", "![a](x.png) {{c1::b}}")]
    write(entries, package, image=lambda _entry, src: tmp_path / src)
    phone.take(package)
    assert [before.count("<img") for before in (sides(phone, "u1")[0], sides(phone, "u2")[0])] == [1, 1]
    assert sides(phone, "u1")[1].count("<img") == 2
    assert phone.problems() == []


def test_a_new_look_reaches_the_phone_in_place(phone: Phone, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another style makes no second note type."""
    from quiz.anki import notetype

    first = write([gapped("u1"), choice("u2")], package)
    phone.take(package)
    monkeypatch.setattr(notetype, "CSS", ".card { color: teal; }")
    write([gapped("u1"), choice("u2")], package, stamps=first.stamps, now_ms=NOW_MS + DAY_MS)
    assert phone.take(package) == {"duplicate": 2}
    assert sorted(phone.notetypes()) == ["quiz choice", "quiz cloze"]
    assert "teal" in phone.col.models.by_name("quiz cloze")["css"]


def test_every_number_is_fixed(package: Path) -> None:
    """The numbers of version 1, and no two alike; no script, no font, nothing from elsewhere."""
    write([entry("u0"), gapped("u1"), choice("u2"), entry("u3", "- accept: a")], package)
    ((models,),) = rows(package, "SELECT models FROM col")
    found = {model["name"]: model for model in json.loads(models).values()}
    assert {name: int(model["id"]) for name, model in found.items()} == {
        "quiz": 1_262_304_001_001,
        "quiz cloze": 1_262_304_001_002,
        "quiz choice": 1_262_304_001_003,
        "quiz typed": 1_262_304_001_004,
    }
    assert {name: [field["id"] - 1_262_304_002_000 for field in model["flds"]] for name, model in found.items()} == {
        "quiz": [1, 2, 3, 4, 5, 6],
        "quiz cloze": [101, 102, 103, 104],
        "quiz choice": [201, 202, 203, 204, 205, 206],
        "quiz typed": [301, 302, 303, 304, 305, 306],
    }
    assert [model["tmpls"][0]["id"] - 1_262_304_003_000 for model in found.values()] == [1, 2, 3, 4]
    assert set(found) == set(TYPES)
    assert not re.search(r"<script|@font-face|@import|url\(", models)


def test_the_bundled_decks_arrive_whole(phone: Phone, package: Path) -> None:
    """Every bundled card becomes one note with one card, and the engine's check finds nothing amiss."""
    from quiz.notes import parse

    entries = [
        Entry(f"u{number}", file.stem, card.question, card.answer, card.kind, card.topics, file.name, card.place.line)
        for file in sorted((Path(__file__).parent.parent / "decks").glob("*/*.md"))
        for number, card in enumerate(parse(file.read_bytes(), file.name).deck.cards, 1000 * len(file.stem))
    ]
    write(entries, package)
    assert phone.take(package) == {"new": len(entries)}
    assert phone.col.card_count() == len(entries)
    assert sorted(phone.notetypes()) == ["quiz", "quiz choice", "quiz cloze", "quiz typed"]
    assert phone.problems() == []
