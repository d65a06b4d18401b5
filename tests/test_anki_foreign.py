"""Moving over from Anki: decks of any kind become notes to edit, with their history, and nothing is lost or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import DAY_MS, Person, moment, person
from phones import Phone, needs_engine
from test_anki_edits import edited, written

from quiz.anki.reading import open_package
from quiz.errors import ExportError
from quiz.exchange.foreign import Settled, settle
from quiz.exchange.importing import is_foreign, take, take_more
from quiz.exchange.incoming import Taken
from quiz.exchange.outgoing import export
from quiz.exchange.rewriting import keep_notes, write_notes
from quiz.exchange.words import edit_json, edit_lines
from quiz.language import _

NOW = moment("UTC", 20, 12, 0)


def move_over(owner: Person, file: Path, folder: Path) -> tuple[Settled, Taken]:
    with open_package(file, file.parent / "scratch") as package:
        return settle(owner.study, package, folder), take(owner.study, package)


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    """A phone with notes of its own, some of them answered."""
    needs_engine(clock=True)
    made = Phone(tmp_path / "phone", "UTC", NOW.utc_ms / 1000 - 9 * 86_400)
    made.do(("keep", "그림.png", "abc"), ("keep", "unused.png", "x"))
    return made


def notes(phone: Phone) -> list[str]:
    adds = [
        ("add", "Basic", "언어::C++", ["<b>포인터</b>란?", 'x<br><img src="그림.png">'], ["c++::mem", "시험"]),
        ("add", "Basic (and reversed card)", "언어::C++", ["앞", "뒤"], []),
        ("add", "Cloze", "바다", ["{{c1::보라인}}은 {{c2::고리::모양}}를 만든다", "덧붙임"], []),
        ("add", "Basic", "바다", ["<div>두 줄</div><div>질문</div>", "<pre><code>a  b\n\n# c</code></pre>"], ["leech"]),
    ]
    return phone.do(*adds)


def test_every_card_becomes_a_card_of_notes_with_its_history(tmp_path: Path, phone: Phone) -> None:
    """Front and back, tags, pictures, clozes and second templates are notes; answers, marks and due days came along."""
    basic, reverse, cloze, lines = notes(phone)
    back = tmp_path / "mine.colpkg"
    phone.at = NOW.utc_ms / 1000 - 3 * 86_400
    phone.do(("answer", basic, 3), ("answer", cloze, 4), ("suspend", reverse), ("flag", lines, 2))
    phone.at = NOW.utc_ms / 1000 - 3600
    phone.do(("answer", cloze, 3), ("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        with open_package(back, tmp_path / "scratch") as package:
            assert is_foreign(owner.study, package)
        settled, taken = move_over(owner, back, tmp_path / "anki")
        assert sorted(path.name for path in settled.files) == ["바다.md", "언어 - C++.md"]
        assert (settled.cards, settled.media, taken.reviews) == (6, 1, 3)
        cards = {entry.question: entry for entry in owner.study.entries("-deck:덱")}
        assert list(cards) == [
            "**포인터**란?",
            "앞",
            "뒤",
            "{{c1::보라인}}은 고리를 만든다",
            "보라인은 {{c1::고리::모양}}를 만든다",
            "두 줄\n질문" if "두 줄\n질문" in cards else next(q for q in cards if q.startswith("두 줄")),
        ]
        assert cards["앞"].answer == "뒤"
        assert cards["뒤"].answer == "앞"
        assert set(cards["**포인터**란?"].topics) >= {"c++::mem", "시험"}
        assert "](media/" in cards["**포인터**란?"].answer
        assert (tmp_path / "anki" / "media" / "그림.png").read_bytes() == b"abc"
        assert {entry.deck for entry in cards.values()} == {"언어::C++", "바다"}
        assert cards["앞"].progress.suspended
        assert not cards["뒤"].progress.suspended
        assert sum(entry.progress.reviews for entry in cards.values()) == 3
        assert next(entry for entry in cards.values() if entry.question.startswith("두 줄")).progress.flagged


def test_a_card_without_a_back_goes_on_being_asked(tmp_path: Path, phone: Phone) -> None:
    """It has a history in Anki and is due here like any other; the report says what it lacks."""
    (bare,) = phone.do(("add", "Basic", "바다", ["앞만 있는 카드", ""], []))
    back = tmp_path / "mine.colpkg"
    phone.do(("answer", bare, 3), ("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        settled, taken = move_over(owner, back, tmp_path / "anki")
        (entry,) = owner.study.entries("앞만 is:due")
        assert (entry.progress.reviews, taken.reviews) == (1, 1)
        assert [lost.reason for lost in settled.lost] == [_("a card shows nothing on the back")]


def test_moving_over_twice_adds_only_what_is_new(tmp_path: Path, phone: Phone) -> None:
    """Notes that were edited here stay as they are, new notes get files of their own, new answers join the log."""
    basic, reverse, *_ = notes(phone)
    back, folder = tmp_path / "mine.colpkg", tmp_path / "anki"
    phone.do(("answer", basic, 3), ("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        move_over(owner, back, folder)
        file = folder / "언어 - C++.md"
        file.write_text(file.read_text().replace("**포인터**란?", "포인터는 무엇인가?"))
        owner.study.refresh()
        phone.at = NOW.utc_ms / 1000 - 86_400
        phone.do(
            ("add", "Basic", "언어::C++", ["새 질문", "새 답"], []),
            ("answer", basic, 4),
            ("answer", reverse, 1),
            ("give", back, "colpkg", True),
        )
        before = file.read_text()
        settled, taken = move_over(owner, back, folder)
        assert (settled.cards, taken.reviews, taken.unknown) == (1, 2, 0)
        assert file.read_text() == before
        assert [path.name for path in settled.files] == ["언어 - C++ (2).md"]
        settled, taken = move_over(owner, back, folder)
        assert (settled.cards, settled.files, taken.reviews, taken.marks) == (0, [], 0, 0)
        assert sorted(event.grade for event in owner.log if event.grade is not None) == [2, 4, 5]
        assert owner.study.entries("포인터는")[0].progress.reviews == 2


def test_a_run_that_broke_off_is_taken_up_again(tmp_path: Path, phone: Phone) -> None:
    """Files that were written before the library heard of them are not written a second time."""
    notes(phone)
    back, folder = tmp_path / "mine.colpkg", tmp_path / "anki"
    phone.do(("give", back, "colpkg", False))
    with person(tmp_path / "a", 1, NOW) as other:
        move_over(other, back, folder)
    (folder / ".quiz-import").mkdir()
    (folder / ".quiz-import" / "바다.md").write_text("- half")
    with person(tmp_path / "mine", 1, NOW) as owner:
        settled, taken = move_over(owner, back, folder)
        assert (settled.cards, taken.known, taken.unknown) == (0, 6, 0)
        assert sorted(path.name for path in folder.iterdir() if path.suffix == ".md") == ["바다.md", "언어 - C++.md"]
        assert not (folder / ".quiz-import").exists()
        assert len(owner.study.entries("-deck:덱")) == 6


def test_texts_edited_in_anki_afterwards_are_shown_and_written(tmp_path: Path, phone: Phone) -> None:
    """A note that came from Anki and was edited there later is a difference like any other."""
    basic, *_ = notes(phone)
    back, folder = tmp_path / "mine.colpkg", tmp_path / "anki"
    phone.do(("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        _, taken = move_over(owner, back, folder)
        assert taken.edits == ()
        phone.do(("write", basic, "Back", "더 나은 답"), ("give", back, "colpkg", False))
        _, taken = move_over(owner, back, folder)
        (outcome,) = written(owner, back)
        assert outcome.copy
        assert "더 나은 답" in (folder / "언어 - C++.md").read_text()
        assert move_over(owner, back, folder)[1].edits == ()


def test_a_note_of_ankis_stays_different_where_the_notes_stand(tmp_path: Path, phone: Phone) -> None:
    """The notes are not written over it there, the command says so, and it is no news any more."""
    basic, *_ = notes(phone)
    back, folder = tmp_path / "mine.colpkg", tmp_path / "anki"
    phone.do(("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        move_over(owner, back, folder)
        before = (folder / "언어 - C++.md").read_bytes()
        phone.do(("write", basic, "Back", "더 나은 답"), ("give", back, "colpkg", False))
        edits = move_over(owner, back, folder)[1].edits
        outcomes = keep_notes(owner.study, edits)
        assert list(edit_lines(edits, outcomes))[-1] == (
            "  the notes stand: this note came from Anki and stays different there"
        )
        assert [(told["written"], told["kept"]) for told in (edit_json(edit, outcomes) for edit in edits)] == [
            (False, True)
        ]
        assert (folder / "언어 - C++.md").read_bytes() == before
        assert move_over(owner, back, folder)[1].edits == ()


def test_a_sentence_edited_in_anki_is_written_once(tmp_path: Path, phone: Phone) -> None:
    """A cloze note is a line of the notes with all its gaps; edited there it is that line that changes."""
    *_, cloze, _lines = notes(phone)
    back, folder = tmp_path / "mine.colpkg", tmp_path / "anki"
    phone.do(("answer", cloze, 3), ("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        move_over(owner, back, folder)
        assert "- {{c1::보라인}}은 {{c2::고리::모양}}를 만든다\n" in (folder / "바다.md").read_text()
        before = {entry.uid: entry.progress.reviews for entry in owner.study.entries('deck:"바다"')}
        phone.do(("write", cloze, "Text", "{{c1::보라인}}은 둥근 {{c2::고리::꼴}}를 만든다"))
        phone.do(("give", back, "colpkg", False))
        _, taken = move_over(owner, back, folder)
        outcomes = written(owner, back)
        assert [outcome.why for outcome in outcomes] == ["", ""]
        assert "- {{c1::보라인}}은 둥근 {{c2::고리::꼴}}를 만든다\n" in (folder / "바다.md").read_text()
        assert {entry.uid: entry.progress.reviews for entry in owner.study.entries('deck:"바다"')} == before
        assert move_over(owner, back, folder)[1].edits == ()
        phone.do(("write", cloze, "Text", "{{c1::보라인}}은 둥글다"), ("give", back, "colpkg", False))
        _, taken = move_over(owner, back, folder)
        assert taken.edits
        assert all(outcome.why for outcome in written(owner, back))
        assert "{{c2::고리::꼴}}" in (folder / "바다.md").read_text()


def test_a_gap_that_a_sentence_got_in_anki_comes_along(tmp_path: Path, phone: Phone) -> None:
    """It becomes a card with what was answered of it there, and the others keep what they had; no gap is dropped."""
    *_, cloze, _lines = notes(phone)
    back, folder = tmp_path / "mine.colpkg", tmp_path / "anki"
    phone.do(("answer", cloze, 3), ("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        move_over(owner, back, folder)
        before = [entry.uid for entry in owner.study.entries('deck:"바다"')]
        text = "{{c1::보라인}}은 {{c2::고리::모양}}를 {{c4::만든다}}"
        phone.at = NOW.utc_ms / 1000 - 86_400
        phone.do(("write", cloze, "Text", text), ("answer", f"{cloze}/3", 4), ("give", back, "colpkg", False))
        with open_package(back, tmp_path / "scratch") as package:
            taken = take(owner.study, package)
            outcomes = write_notes(owner.study, taken.edits, package)
            assert [(outcome.why, outcome.edit.diff()) for outcome in outcomes] == [("", [f"+{text}"])]
            assert taken.reviews == 0
            take_more(owner.study, package, taken)
        assert (taken.reviews, taken.cards) == (1, 1)
        assert f"- {text}\n" in (folder / "바다.md").read_text()
        after = owner.study.entries('deck:"바다"')
        assert [entry.uid for entry in after if entry.uid in before] == before
        (added,) = (entry for entry in after if entry.uid not in before)
        assert added.question == "보라인은 고리를 {{c1::만든다}}"
        assert added.progress.reviews == 1
        assert move_over(owner, back, folder)[1].edits == ()
        phone.do(("write", cloze, "Text", "{{c1::보라인}}은 {{c5::만든다}}"), ("give", back, "colpkg", False))
        assert all(outcome.why for outcome in written(owner, back))
        assert f"- {text}\n" in (folder / "바다.md").read_text()


def test_what_came_from_anki_is_not_written_there_again(tmp_path: Path, phone: Phone) -> None:
    """An export leaves out what has a note there already, and says so where nothing else is left."""
    notes(phone)
    back = tmp_path / "mine.colpkg"
    phone.do(("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        move_over(owner, back, tmp_path / "anki")
        with pytest.raises(ExportError, match="came from Anki"):
            export(owner.study, tmp_path / "out.apkg", 'deck:"언어::C++" 포인터')
        exported = export(owner.study, tmp_path / "out.apkg")
        before = phone.state()
        taken, after = phone.do(("take", tmp_path / "out.apkg"), ("state",))
        assert (exported.new, exported.left, taken["new"]) == (1, 6, 1)
        assert len(after["cards"]) == len(before["cards"]) + 1


def test_a_package_of_ours_is_not_foreign(tmp_path: Path) -> None:
    """Where a card is known, other notes of the package are left where they are unless a folder is named."""
    needs_engine()
    with person(tmp_path, 2, NOW._replace(utc_ms=NOW.utc_ms + DAY_MS)) as owner:
        back = edited(owner, tmp_path)
        with open_package(back, tmp_path / "scratch") as package:
            assert not is_foreign(owner.study, package)
