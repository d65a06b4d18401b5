"""`quiz sync` when things go wrong, and what it must never touch: on the real server on loopback."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from accounts import PASSWORD, Bench, Gate, bench
from phones import FAKETIME, needs_engine
from support import notes, quiz, write

from quiz.anki.lock import alone

QUESTIONS = [f"질문 {number}?" for number in range(8)]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Bench]:
    needs_engine()
    with bench(tmp_path) as made:
        yield made


def a_library(there: Bench, name: str = "home", server: str | None = None) -> Path:
    """A library with some cards, whose settings name the account."""
    file = write(there.folder / "notes.md", notes(*QUESTIONS))
    home = there.home(name, server)
    assert quiz(home, "add", file).returncode == 0
    return home


def sync(home: Path, *options: str, password: str = PASSWORD, **more: str) -> tuple[int, str, str]:
    done = quiz(home, "sync", *options, QUIZ_SYNC_PASSWORD=password, PYTHON_KEYRING_BACKEND=NO_KEYRING, **more)
    return done.returncode, done.stdout, done.stderr


NO_KEYRING = "keyring.backends.fail.Keyring"


def uids(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "quiz.db")) as db:
        return [uid for (uid,) in db.execute("SELECT uid FROM cards ORDER BY position")]


def holds_secret(folder: Path, *secrets: str) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if any(secret.encode() in path.read_bytes() for secret in secrets)]


def test_the_first_sync_asks_and_the_second_has_nothing_to_do(there: Bench) -> None:
    """Without a terminal and without --yes nothing goes anywhere; with it the cards arrive, and stay as they are."""
    home = a_library(there)
    code, _out, err = sync(home)
    assert (code, "--yes" in err, "8 cards would be added" in err) == (2, True, True)
    phone = there.phone("phone")
    assert phone.do(("add", "Basic", "Default", ["own", ""], []), ("sync", *there.account))[1] == "uploaded"
    code, out, _err = sync(home, "--yes")
    assert (code, "8 notes added" in out) == (0, True)
    assert sync(home)[1] == "Both sides are the same already.\n"
    assert phone.do(("sync", *there.account), ("state",))[0] == "merged"


def test_an_account_with_nothing_in_it_gets_what_is_here(there: Bench) -> None:
    """A phone that comes later downloads all cards."""
    home = a_library(there)
    assert sync(home, "--yes")[0] == 0
    downloaded, state = there.phone("phone").do(("sync", *there.account), ("state",))
    assert downloaded == "downloaded"
    assert sorted(state["cards"]) == sorted(f"{uid}/0" for uid in uids(home))


def test_a_dry_run_changes_neither_side(there: Bench) -> None:
    """It says what would come and go; the library and the account hold just what they held."""
    phone, home = there.phone("phone"), a_library(there)
    assert sync(home, "--yes")[0] == 0
    first, second = uids(home)[:2]
    phone.do(("sync", *there.account), ("answer", first, 3), ("sync", *there.account))
    assert quiz(home, "suspend", f"uid:{second}").returncode == 0
    server = next(there.base.rglob("collection.anki2"))
    before = account(server), content(home)
    code, out, _err = sync(home, "--dry-run")
    assert (code, "1 review came" in out, "nothing was changed" in out) == (0, True, True)
    assert (account(server), content(home)) == before
    assert "1 review came" in sync(home)[1]


def account(server: Path) -> list[Any]:
    """All cards, notes, answers and removals of an account, also those that wait beside its file to be written.

    The counter by which clients ask what is new goes on whenever one of them has asked.
    """
    copy = server.parents[1] / "copy"
    shutil.copytree(server.parent, copy, dirs_exist_ok=True)
    with closing(sqlite3.connect(copy / server.name)) as db:
        return [db.execute(f"SELECT * FROM {table}").fetchall() for table in ("cards", "notes", "revlog", "graves")]


def content(home: Path) -> list[Any]:
    """All that a library knows."""
    with closing(sqlite3.connect(home / "quiz.db")) as db:
        return list(db.iterdump())


def test_tags_given_in_anki_stay_there(there: Bench) -> None:
    """A note that is sent anew gets other topics of ours, and keeps the tags that a person gave it on the phone."""
    phone, home = there.phone("phone"), a_library(there)
    notes_file = there.folder / "notes.md"
    assert sync(home, "--yes")[0] == 0
    first = uids(home)[0]
    phone.do(("sync", *there.account), ("tag", first, "topic", "내-태그", "marked"), ("sync", *there.account))
    text = notes_file.read_text("utf-8")
    notes_file.write_text(text.replace("## Topic", "## Other"), "utf-8")
    assert sync(home)[0] == 0
    phone.do(("sync", *there.account))
    tags = dict(phone.do(("tags",))[0])[first].split()
    assert sorted(tags) == ["marked", "other", "내-태그"]


@pytest.mark.parametrize(
    ("password", "said"),
    [("wrong", "the server does not take this name and password."), (PASSWORD, "the server cannot be reached")],
)
def test_a_wrong_password_and_no_server_are_a_sentence(there: Bench, password: str, said: str) -> None:
    """One sentence, exit 1, and nothing changed; once it is right again, the sync goes through."""
    home = a_library(there)
    if password == PASSWORD:
        there.stop()
    before = content(home)
    code, out, err = sync(home, "--yes", password=password)
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err
    assert content(home) == before
    if password == PASSWORD:
        there.serve()
    assert sync(home, "--yes")[0] == 0


def test_clocks_that_differ_are_a_sentence(there: Bench) -> None:
    """A server ten minutes ahead refuses; the clock set, the sync goes through."""
    needs_engine(clock=True)
    home = a_library(there)
    there.stop()
    there.serve(LD_PRELOAD=str(FAKETIME[0]), FAKETIME="+10m", FAKETIME_DONT_FAKE_MONOTONIC="1")
    code, _out, err = sync(home, "--yes")
    assert (code, "more than five minutes apart" in err) == (1, True)
    there.stop()
    there.serve()
    assert sync(home, "--yes")[0] == 0


def test_no_password_at_all_is_a_sentence(there: Bench) -> None:
    """Without a terminal to ask on and without the variable nobody waits for an answer."""
    code, _out, err = sync(a_library(there), "--yes", password="")
    assert (code, "QUIZ_SYNC_PASSWORD" in err) == (1, True)


def test_a_connection_that_breaks_anywhere_leaves_both_sides_sound(there: Bench) -> None:
    """Broken after more and more bytes, each sync is a sentence or done; the last one brings all together."""
    gate = Gate(there.port)
    server = f"http://127.0.0.1:{gate.port}/"
    account = (server, *there.account[1:])
    phone, desk = there.phone("phone"), there.terminal("desk")
    file = write(there.folder / "notes.md", notes(*QUESTIONS))
    desk.do(("add", str(file)), ("sync", *account))
    cards = desk.do(("uids",))[0]
    phone.do(("sync", *there.account))
    gate.passed = 0
    desk.do(("grade", cards[0], 4), ("sync", *account))
    whole, failed = gate.passed, 0
    for part in range(STEPS):
        phone.do(("answer", cards[1 + part % 7], 3), ("sync", *there.account))
        gate.left = whole * part // STEPS + 1
        mark = ("act", cards[0], "flag" if part % 2 else "unflag")
        told = desk.do(mark, ("grade", cards[0], 4), ("fails", *account))[2]
        failed += bool(told)
        assert len(told) in (0, 2)
    gate.left = None
    assert failed > STEPS // 2
    desk.do(("sync", *account))
    assert not desk.do(("sync", *account))[0]["reviews_out"]
    phone.do(("sync", *there.account))
    gate.close()
    ours, theirs = desk.do(("state",))[0], phone.do(("state",))[0]
    assert ours["log"] == [row[:3] for row in theirs["log"]]
    assert len(ours["log"]) == 1 + 2 * STEPS
    flags = {uid: card[5] for uid, card in ours["cards"].items()}
    assert flags == {uid: theirs["cards"][f"{uid}/0"][7] > 0 for uid in flags}


STEPS = 14


def test_what_is_not_ours_stays_as_it_is(there: Bench) -> None:
    """Foreign notes, cards, log, decks, note types and options are the same rows after any number of syncs."""
    phone = there.phone("phone")
    own = [phone.do(("add", "Basic", f"Deck {number % 3}", [f"own {number}", ""], []))[0] for number in range(12)]
    phone.do(("answer", own[0], 3), ("answer", own[1], 1), ("suspend", own[2]), ("flag", own[3], 4))
    phone.do(("tag", own[4], "mine", "leech"), ("due_in", own[5], "7"), ("sync", *there.account))
    tables = ("notes", "cards", "revlog", "decks", "notetypes", "fields", "templates", "deck_config", "col")
    before = dict(zip(tables, phone.do(*(("rows", table) for table in tables)), strict=True))
    home = a_library(there)
    assert sync(home, "--yes")[0] == 0
    assert quiz(home, "suspend", f"uid:{uids(home)[0]}").returncode == 0
    assert sync(home)[0] == 0
    fresh = there.phone("fresh")
    fresh.do(("sync", *there.account))
    after = dict(zip(tables, fresh.do(*(("rows", table) for table in tables)), strict=True))
    for table in tables[:-1]:
        missing = [row for row in before[table] if unsent(row) not in [unsent(each) for each in after[table]]]
        assert (table, missing) == (table, [])
    assert len(after["notes"]) == 12 + len(QUESTIONS)
    assert phone.do(("sync", *there.account)) == ["merged"]


def unsent(row: list[Any]) -> list[Any]:
    """A row without the number of the sync it went with, which is −1 where it did not go yet."""
    return [value for value in row if value not in (-1, 0, 1, 2)]


def test_what_opens_the_account_is_in_no_file(there: Bench) -> None:
    """Neither the password nor the key of a login lies anywhere in the library's folder."""
    home = a_library(there)
    assert sync(home, "--yes")[0] == 0
    assert sync(home)[0] == 0
    key = there.phone("phone").do(("sync", *there.account), ("key",))[1]
    assert len(key) > 20
    assert len(list(home.rglob("*"))) > 3
    assert holds_secret(home, PASSWORD, key) == []


def test_two_syncs_at_once(there: Bench) -> None:
    """The second one says so and leaves."""
    home = a_library(there)
    with alone(home / "anki" / "lock"):
        code, _out, err = sync(home, "--yes")
    assert (code, "another `quiz sync` is at work" in err) == (1, True)


def test_a_damaged_mirror_is_fetched_anew(there: Bench) -> None:
    """It is moved aside, and the sync goes through as if nothing had been."""
    phone, home = there.phone("phone"), a_library(there)
    assert sync(home, "--yes")[0] == 0
    phone.do(("sync", *there.account), ("answer", uids(home)[0], 3), ("sync", *there.account))
    (home / "anki" / "collection.anki2").write_bytes(b"no database" * 9_000)
    code, out, _err = sync(home)
    assert (code, "1 review came" in out) == (0, True)
    assert (home / "anki" / "damaged-collection.anki2").exists()


def test_what_was_deleted_on_the_phone_comes_back_only_when_asked_for(there: Bench) -> None:
    """It is named, and stays away until --restore; then the phone has it with its log."""
    phone, home = there.phone("phone"), a_library(there)
    assert sync(home, "--yes")[0] == 0
    gone = uids(home)[0]
    phone.do(("sync", *there.account), ("answer", gone, 3), ("sync", *there.account))
    assert sync(home)[0] == 0
    phone.do(("remove", gone), ("sync", *there.account))
    for _twice in range(2):
        code, out, _err = sync(home)
        assert (code, "1 note was deleted in Anki" in out, "notes.md:3 질문 0?" in out) == (0, True, True)
    assert "1 note added" in sync(home, "--restore")[1]
    state = phone.do(("sync", *there.account), ("state",))[1]
    assert f"{gone}/0" in state["cards"]
    assert [row[1] for row in state["log"]] == [gone]
    other = a_library(there, "other")
    assert "taken back" not in sync(other, "--yes")[1]
    assert sync(home)[1] == "Both sides are the same already.\n"


def test_a_text_goes_out_and_one_edited_there_stays(there: Bench) -> None:
    """A note changed here arrives with its tags of the phone; one changed there is named and never overwritten."""
    phone, home = there.phone("phone"), a_library(there)
    assert sync(home, "--yes")[0] == 0
    changed, edited = uids(home)[:2]
    phone.do(("sync", *there.account), ("tag", changed, "leech", "Topic"), ("write", edited, "Back", "my own words"))
    phone.do(("sync", *there.account))
    text = notes(*QUESTIONS).replace("?0 문질", "더 나은 답").replace("?1 문질", "또 다른 답")
    assert text.count("답") == 2
    write(there.folder / "notes.md", text)
    code, out, _err = sync(home)
    assert (code, "1 note updated" in out) == (0, True)
    assert "edited in Anki: 질문 1?" in out
    assert "+my own words" in out
    phone.do(("sync", *there.account))
    rows = {row[1]: row for row in phone.do(("rows", "notes"))[0]}
    assert "더 나은 답" in rows[changed][6]
    assert "leech" in rows[changed][5].split()
    assert rows[edited][6].split("\x1f")[1] == "my own words"


def test_a_reworded_sentence_with_gaps_arrives(there: Bench) -> None:
    """A note of a type of its own is updated in place, and a second sync has nothing to do."""
    phone, home = there.phone("phone"), there.home("home")
    file = write(there.folder / "gaps.md", "# D\n- Docker {{c1::builds}} images for {{c2::everyone}} here\n")
    assert quiz(home, "add", file).returncode == 0
    assert sync(home, "--yes")[0] == 0
    write(file, file.read_text().replace("images", "small images"))
    code, out, _err = sync(home)
    assert (code, "2 notes updated" in out) == (0, True)
    assert sync(home)[1] == "Both sides are the same already.\n"
    rows = phone.do(("sync", *there.account), ("rows", "notes"))[1]
    assert ["small images" in row[6] for row in rows] == [True, True]


def test_a_text_edited_there_is_settled_by_a_sync(there: Bench) -> None:
    """--write-notes takes it into the notes, --keep-notes gives the phone the text of the notes; then both agree."""
    phone, home = there.phone("phone"), a_library(there)
    assert sync(home, "--yes")[0] == 0
    first, second = uids(home)[:2]
    phone.do(("sync", *there.account), ("write", first, "Back", "my own words"), ("sync", *there.account))
    assert "written; " in sync(home, "--write-notes")[1]
    assert "my own words" in (there.folder / "notes.md").read_text()
    phone.do(("write", second, "Back", "no words of mine"), ("sync", *there.account))
    assert "1 note updated" in sync(home, "--keep-notes")[1]
    assert sync(home)[1] == "Both sides are the same already.\n"
    rows = {row[1]: row[6] for row in phone.do(("sync", *there.account), ("rows", "notes"))[1]}
    assert "my own words" in rows[first]
    assert "no words of mine" not in rows[second]


def test_pictures_go_along(there: Bench) -> None:
    """The picture of a card is on the phone after both exchanged theirs."""
    (there.folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    file = write(there.folder / "notes.md", "# D\n## T\n- what?\n  - ![that](a.png)\n")
    home, phone = there.home("home"), there.phone("phone")
    assert quiz(home, "add", file).returncode == 0
    assert '"media": true' in sync(home, "--yes", "--json")[1]
    phone.do(("sync", *there.account))
    (names,) = phone.do(("media", *there.account))
    assert [name[:5] for name in names] == ["quiz-"]


def test_a_server_that_lost_everything_is_not_filled_unasked(there: Bench) -> None:
    """What was there counts as deleted there; --restore alone brings ours back, and nothing foreign."""
    phone, home = there.phone("phone"), a_library(there)
    phone.do(("add", "Basic", "Default", ["own", ""], []), ("sync", *there.account))
    assert sync(home, "--yes")[0] == 0
    assert sync(home)[0] == 0
    there.stop()
    there.base.rename(there.folder / "lost")
    there.serve()
    code, out, _err = sync(home)
    assert (code, "8 notes were deleted in Anki" in out) == (0, True)
    assert "8 notes added" in sync(home, "--restore")[1]
    state = there.phone("fresh").do(("sync", *there.account), ("state",))[1]
    assert sorted(state["cards"]) == sorted(f"{uid}/0" for uid in uids(home))


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ("http://anki.example.com/", "not encrypted"),
        ("ftp://anki.example.com/", "no address of a server"),
        ("anki.example.com", "no address of a server"),
        ("https://me:pass@anki.example.com/", "no address of a server"),
    ],
)
def test_no_password_goes_to_such_a_server(tmp_path: Path, server: str, said: str) -> None:
    """What is not encrypted, or is no address, is refused before anything is asked."""
    needs_engine()
    (tmp_path / "config.toml").write_text(f'[sync]\nserver = "{server}"\nuser = "me"\n')
    code, _out, err = sync(tmp_path)
    assert (code, said in err) == (2, True)


def test_settings_without_a_user_say_so(tmp_path: Path) -> None:
    """The hint shows how the name is set."""
    needs_engine()
    code, _out, err = sync(tmp_path)
    assert (code, "quiz config set sync.user" in err) == (2, True)
    assert os.listdir(tmp_path) in ([], ["quiz.db"])
