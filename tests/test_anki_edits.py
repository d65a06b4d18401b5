"""Texts edited on the phone: seen as a difference, never written without being asked, and written so that they last."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import DAY_MS, Person, moment, person
from phones import Phone, needs_engine
from support import write
from test_anki_import import take_in

from quiz import library
from quiz.anki.reading import open_package
from quiz.exchange.outgoing import export
from quiz.exchange.rewriting import Outcome, keep_notes, write_notes
from quiz.exchange.words import edit_lines


def edited(owner: Person, folder: Path, *writes: tuple[str, str, str]) -> Path:
    """Export, edit fields on a phone, and what the phone exports then."""
    export(owner.study, folder / "out.apkg")
    phone = Phone(folder / "phone")
    back = folder / "back.colpkg"
    acts = [("write", *each) for each in writes]
    phone.do(("take", folder / "out.apkg"), *acts, ("give", back, "colpkg", False))
    return back


def written(owner: Person, back: Path) -> list[Outcome]:
    """What becomes of the edits in a package that are to be written."""
    edits = take_in(owner, back).edits
    with open_package(back, back.parent / "scratch") as package:
        return write_notes(owner.study, edits, package)


def test_an_edit_is_shown_and_nothing_written(tmp_path: Path) -> None:
    """The difference names the place; notes, log and library stay as they are, and it is told again next time."""
    needs_engine()
    with person(tmp_path, 3, moment("UTC", 20, 12, 0)) as owner:
        uid = owner.uids[1]
        back = edited(owner, tmp_path, (uid, "Back", "<ul><li>더 <b>나은</b> 답</li></ul>"))
        before = (tmp_path / "notes.md").read_bytes()
        taken = take_in(owner, back)
        assert list(edit_lines(taken.edits, ())) == [
            f"{tmp_path / 'notes.md'}:5: edited in Anki: 질문 1?",
            "   ",
            "  -- 답 `1`",
            "  +- 더 **나은** 답",
            "`--write-notes` writes this into the notes, `--keep-notes` stands by the notes.",
        ]
        assert (tmp_path / "notes.md").read_bytes() == before
        assert [edit.lost for edit in taken.edits] == [()]
        assert take_in(owner, back).edits == taken.edits


def test_an_edit_is_written_with_a_copy_and_keeps_its_history(tmp_path: Path) -> None:
    """The notes say what the phone says, the card keeps its grades, and neither side has news for the other."""
    needs_engine()
    with person(tmp_path, 3, moment("UTC", 20, 12, 0)) as owner:
        first, second, _ = owner.uids
        owner.act(first, "grade", 4)
        memory = owner.study.entry(first).progress
        back = edited(owner, tmp_path, (first, "Front", "<p>첫 질문?</p>"), (second, "Back", "답<br>두 줄"))
        before = (tmp_path / "notes.md").read_bytes()
        outcomes = written(owner, back)
        assert {outcome.why for outcome in outcomes} == {""}
        assert {outcome.copy.read_bytes() for outcome in outcomes if outcome.copy} == {before}
        text = (tmp_path / "notes.md").read_text()
        assert "- 첫 질문?\n  - 답 `0`\n" in text
        assert "- 질문 1?\n" in text
        assert "답" in text.partition("- 질문 1?")[2].partition("- 질문 2?")[0]
        assert owner.study.entry(first).question == "첫 질문?"
        assert owner.study.entry(first).progress == memory
        assert take_in(owner, back).edits == ()
        assert owner.uids[:2] == [first, second]


def test_what_changed_on_both_sides_is_left_to_the_person(tmp_path: Path) -> None:
    """Where the notes went on as well, the edit is shown and not written over them."""
    needs_engine()
    with person(tmp_path, 2, moment("UTC", 20, 12, 0)) as owner:
        back = edited(owner, tmp_path, (owner.uids[0], "Back", "폰의 답"))
        notes = write(tmp_path / "notes.md", "# 덱\n## 주제\n- 질문 0?\n  - 노트의 답\n- 질문 1?\n  - 답 `1`\n")
        owner.study.refresh()
        (outcome,) = written(owner, back)
        assert outcome.copy is None
        assert outcome.why == "it was changed in the notes as well"
        assert "노트의 답" in notes.read_text()


def test_standing_by_the_notes_ends_the_matter(tmp_path: Path) -> None:
    """The edit is no news any more, and the next export replaces it on the phone."""
    needs_engine(clock=True)
    now = moment("UTC", 20, 12, 0)
    with person(tmp_path, 2, now) as owner:
        uid = owner.uids[0]
        back = edited(owner, tmp_path, (uid, "Back", "폰의 답"))
        edits = take_in(owner, back).edits
        lines = list(edit_lines(edits, keep_notes(owner.study, edits)))
        assert lines[-1] == "  the notes stand: the next export or sync replaces this in Anki"
        assert take_in(owner, back).edits == ()
        owner.now = now._replace(utc_ms=4_000_000_000_000)
        assert export(owner.study, tmp_path / "again.apkg").changed == 1
        phone = Phone(tmp_path / "phone")
        taken, _ = phone.do(("take", tmp_path / "again.apkg"), ("give", back, "colpkg", False))
        assert taken["updated"] == 1
        assert take_in(owner, back).edits == ()


def test_older_texts_of_ours_are_no_edits(tmp_path: Path) -> None:
    """A phone that has not yet taken the last export says what we wrote before: that is no edit."""
    needs_engine()
    with person(tmp_path, 2, moment("UTC", 20, 12, 0)) as owner:
        back = edited(owner, tmp_path)
        write(tmp_path / "notes.md", "# 덱\n## 주제\n- 질문 0?\n  - 새 답\n- 질문 1?\n  - 답 `1`\n")
        owner.study.refresh()
        export(owner.study, tmp_path / "later.apkg")
        assert take_in(owner, back).edits == ()


KINDS = """# 덱
## 주제
- 고르세요?
  - [x] 맞음
    까닭
  - [ ] 틀림
  - 설명
- `docker run {{c1::--rm::지움}}`은 {{c2::지운다}}
  - 설명
- 명령은?
  - 설명
  - accept: docker ps | docker container ls
- 그냥 질문?
  - ![그림](x.png) $a_1$
"""


def test_notes_of_every_kind_come_back_unedited(tmp_path: Path) -> None:
    """Options, gaps, accepted answers, formulas and pictures are no edits when nobody edited them."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        write(tmp_path / "x.png", b"abc")
        write(tmp_path / "notes.md", KINDS)
        owner.study.refresh()
        assert take_in(owner, edited(owner, tmp_path)).edits == ()


def test_questions_of_every_kind_can_be_edited_there(tmp_path: Path) -> None:
    """The question is carried over, gaps and all; what would take options or accepted answers apart is only shown."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        write(tmp_path / "x.png", b"abc")
        write(tmp_path / "notes.md", KINDS)
        owner.study.refresh()
        uid = {entry.question: entry.uid for entry in owner.study.entries("is:new")}
        back = edited(
            owner,
            tmp_path,
            (uid["고르세요?"], "Front", "하나 고르세요?"),
            (uid["명령은?"], "Back", "<p>다른 설명</p>"),
            (uid["그냥 질문?"], "Front", "다른 질문?"),
        )
        outcomes = written(owner, back)
        why = {outcome.edit.entry.uid: outcome.why for outcome in outcomes}
        assert why == {
            uid["고르세요?"]: "",
            uid["그냥 질문?"]: "",
            uid["명령은?"]: "it has options, gaps or accepted answers; change them in the notes",
        }
        changed = KINDS.replace("- 고르세요?", "- 하나 고르세요?").replace("그냥 질문?", "다른 질문?")
        assert (tmp_path / "notes.md").read_text() == changed
        assert [edit.why != "" for edit in take_in(owner, back).edits] == [True]


def test_notes_of_every_kind_stand_against_edits(tmp_path: Path) -> None:
    """Whatever type the note is of, the next export gives the phone the text of the notes back, in place."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        write(tmp_path / "x.png", b"abc")
        write(tmp_path / "notes.md", KINDS)
        owner.study.refresh()
        edits = [(entry.uid, "Text" if entry.kind == "cloze" else "Front") for entry in owner.study.entries("is:new")]
        back = edited(owner, tmp_path, *((uid, field, "{{c1::딴}} 말") for uid, field in edits))
        keep_notes(owner.study, take_in(owner, back).edits)
        owner.now = owner.now._replace(utc_ms=owner.now.utc_ms + 3_650 * DAY_MS)  # after the edit, whenever this runs
        again = export(owner.study, tmp_path / "again.apkg")
        assert again.changed == len(edits) == 5
        taken, rows = Phone(tmp_path / "phone").do(("take", tmp_path / "again.apkg"), ("rows", "notes"))
        assert (taken["updated"], taken["conflicting"]) == (5, 0)
        assert not [row for row in rows if "딴" in row[6]]


def test_a_picture_from_the_phone_comes_along(tmp_path: Path) -> None:
    """It stands beside the notes, the card shows it from then on, and a file of its name is not touched."""
    needs_engine()
    with person(tmp_path, 2, moment("UTC", 20, 12, 0)) as owner:
        first, second = owner.uids
        write(tmp_path / "media" / "taken.png", b"mine")
        export(owner.study, tmp_path / "out.apkg")
        back = tmp_path / "back.colpkg"
        Phone(tmp_path / "phone").do(
            ("take", tmp_path / "out.apkg"),
            ("keep", "새 그림.png", "abc"),
            ("keep", "taken.png", "theirs"),
            ("write", first, "Back", '답 <img src="새 그림.png">'),
            ("write", second, "Back", '답 <img src="taken.png">'),
            ("give", back, "colpkg", False),
        )
        why = {outcome.edit.entry.uid: outcome.why for outcome in written(owner, back)}
        assert why == {first: "", second: f"another file has the name {tmp_path / 'media' / 'taken.png'}"}
        assert (tmp_path / "media" / "새 그림.png").read_bytes() == b"abc"
        assert (tmp_path / "media" / "taken.png").read_bytes() == b"mine"
        assert export(owner.study, tmp_path / "again.apkg").missing_media == ()
        with open_package(tmp_path / "again.apkg", tmp_path / "scratch") as package:
            assert [package.read_media(name) for name in package.media] == [b"abc"]


def test_what_notes_cannot_say_of_an_edit_is_told(tmp_path: Path) -> None:
    """Before it is written and after: here the lines of a cell, which come over as one."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        notes = write(tmp_path / "notes.md", "# 덱\n- 표?\n\n  | a |\n  |---|\n  | 2 |\n")
        owner.study.refresh()
        (uid,) = owner.uids
        back = edited(owner, tmp_path, (uid, "Back", "<table><tr><th>a</th></tr><tr><td>2<br>3</td></tr></table>"))
        told = "  not as it is there: lines of a table cell or a heading are joined"
        assert told in edit_lines(take_in(owner, back).edits, ())
        outcomes = written(owner, back)
        assert told in edit_lines([outcome.edit for outcome in outcomes], outcomes)
        assert "| 2 3 |" in notes.read_text()


def test_copies_of_two_files_of_one_name_are_apart(tmp_path: Path) -> None:
    """In one second and under one name: each file as it was can be had back."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        other = write(tmp_path / "other" / "notes.md", "# 둘\n- 다른 질문?\n  - 다른 답\n")
        library.refresh(owner.study.store, owner.study.reader, added={str(other): "file"})
        before = {(tmp_path / "notes.md").read_bytes(), other.read_bytes()}
        back = edited(owner, tmp_path, *((uid, "Back", "새 답") for uid in owner.uids))
        outcomes = written(owner, back)
        assert {outcome.copy.read_bytes() for outcome in outcomes if outcome.copy} == before


BLOCKS = """# 덱

1. 어느 것이 남는가? <!-- id: blocks -->

   - `docker run -v data:/x`
   -  __tmpfs__ 마운트,
      줄이 바뀐다
   <!-- answer -->
   첫째: 볼륨은 어느
   컨테이너의 것도 아니다.
   ```sh
   docker volume ls
   ```
"""


def test_a_question_of_blocks_is_edited_twice(tmp_path: Path) -> None:
    """Each edit on the phone changes its words in the file and nothing else, the second like the first."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        notes = write(tmp_path / "notes.md", BLOCKS)
        owner.study.refresh()
        (uid,) = owner.uids
        text = BLOCKS
        for place, (field, old, new) in enumerate([("Front", "마운트", "볼륨"), ("Back", "것도", "물건도")]):
            export(owner.study, tmp_path / f"{place}.apkg")
            phone, back = Phone(tmp_path / f"phone{place}"), tmp_path / f"back{place}.colpkg"
            _, rows = phone.do(("take", tmp_path / f"{place}.apkg"), ("rows", "notes"))
            fields = dict(zip(("Front", "Back"), rows[0][6].split("\x1f"), strict=False))
            phone.do(("write", uid, field, fields[field].replace(old, new)), ("give", back, "colpkg", False))
            assert [outcome.why for outcome in written(owner, back)] == [""]
            text = text.replace(old, new)
            assert notes.read_text() == text
            assert take_in(owner, back).edits == ()
        assert owner.uids == [uid]


SENTENCE = """# 덱

- 바다는 {{c1::넓고::모양}} {{c2::깊다}},
  산은 {{c3::높다}}.
  까닭이 있다
"""


def test_sentences_with_several_gaps_take_edits_as_a_whole(tmp_path: Path) -> None:
    """Words and gaps edited in one of its cards are written around the other gaps, and each keeps its history."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        notes = write(tmp_path / "notes.md", SENTENCE)
        owner.study.refresh()
        first, second, third = owner.uids
        for uid in owner.uids:
            owner.act(uid, "grade", 4)
        changes = [
            (first, "Text", "<p>바다는 {{c1::드넓고::모양}} 깊다, 산은 높다.</p>"),
            (second, "Back Extra", "<p>까닭이 없다</p>"),
            (third, "Text", "<p>바다는 드넓고 깊다, 산은 {{c1::높다}}.</p>"),
        ]
        back = edited(owner, tmp_path, *changes)
        why = {outcome.edit.entry.uid: outcome.why for outcome in written(owner, back)}
        assert notes.read_text() == SENTENCE.replace("넓고", "드넓고").replace("있다", "없다")
        assert why == dict.fromkeys((first, second, third), "")
        assert owner.uids == [first, second, third]
        assert [entry.progress.reviews for entry in owner.study.entries()] == [1, 1, 1]
        assert take_in(owner, back).edits == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<p>바다는 넓고 깊다, 산은 높다.</p>", "its gaps are set in a way that the notes cannot say"),
        ("<p>바다는 {{c1::넓고::모양}} 깊다, 산은 {{c2::높다}}.</p>", "it has another gap in Anki"),
        ("<p>바다는 {{c1::넓고::모양}}.</p>", "its sentence would have more or fewer gaps"),
        ("<p><b>바다는 {{c1::넓</b>고}} 깊다, 산은 높다.</p>", "its gaps are set in a way that the notes cannot say"),
    ],
)
def test_what_would_take_a_sentence_apart_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """A gap more or less, or one that our notation cannot set: one sentence says so, and the file stays."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        notes = write(tmp_path / "notes.md", SENTENCE)
        owner.study.refresh()
        outcomes = written(owner, edited(owner, tmp_path, (owner.uids[0], "Text", text)))
        assert [outcome.why.partition(";")[0] for outcome in outcomes] == [reason]
        assert notes.read_text() == SENTENCE


def test_two_gaps_that_were_edited_otherwise_are_not_mixed(tmp_path: Path) -> None:
    """The sentence says what one of its cards says there; the other stays as it is and is told."""
    needs_engine()
    with person(tmp_path, 1, moment("UTC", 20, 12, 0)) as owner:
        notes = write(tmp_path / "notes.md", SENTENCE)
        owner.study.refresh()
        first, second, _ = owner.uids
        changes = [
            (first, "Text", "<p>강은 {{c1::넓고::모양}} 깊다, 산은 높다.</p>"),
            (second, "Text", "<p>바다는 넓고 {{c1::깊다}}, 언덕은 높다.</p>"),
        ]
        outcomes = written(owner, edited(owner, tmp_path, *changes))
        assert sorted(outcome.why for outcome in outcomes) == [
            "",
            "the words of another gap of its sentence were edited otherwise, and are written",
        ]
        assert notes.read_text() in (SENTENCE.replace("바다", "강"), SENTENCE.replace("산은", "언덕은"))
        assert owner.uids[:2] == [first, second]
