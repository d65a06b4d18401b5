"""Options, gaps and accepted answers in the faces: what is shown before and after, and what each key does."""

from __future__ import annotations

from typing import Any

import pytest
from screens import Clock, Open, log, press, running, shown
from test_browse import until

from quiz import language, plain
from quiz.settings import ReviewSettings
from quiz.sides import asked, masked, options, seen, told
from quiz.tui.app import QuizApp
from quiz.tui.keys import actions, refusals

ONE = """\
# 도커
- 목록을 보는 명령은?
  - [x] `docker ps`
    실행 중인 것만 봅니다.
  - [ ] docker **images**
    이미지 목록입니다.
  - [ ] `[b]docker top[/b]`
  - 설명은 여기입니다.
"""
SEVERAL = """\
# 도커
- 볼륨에 맞는 것은?
  - [x] 오래 남는다
  - [x] 함께 쓴다
  - [ ] 레이어의 일부다
"""
CLOZE = """\
# 도커
- 기본은 {{c1::bridge::드라이버}}이고 `--network {{c2::host}}`
  - 네트워크 문서
"""
ACCEPT = "# 도커\n- 목록은?\n  - `docker ps`를 씁니다.\n  - accept: docker ps | docker container ls\n"


def review(study: Any, **more: Any) -> Any:
    return running(QuizApp(study, study.begin(), **more))


def letters(study: Any) -> dict[str, str]:
    """The text of an option → its letter today, in small."""
    (entry,) = study.entries()
    read = options(entry, study.today)
    return {option.text: "abcdef"[number] for number, option in enumerate(read.options)}


def row(screen: str, text: str) -> str:
    return next(line.strip() for line in screen.split("\n") if text in line)


def boxes(screen: str) -> list[str]:
    """The lines of the options."""
    return [line for line in screen.split("\n") if "○" in line or "●" in line]


# — one is right —


async def test_a_right_choice_suggests_good(open_library: Open) -> None:
    """The letter chooses, Space shows the marks, all feedback and the explanation, and Space again grades Good."""
    study = open_library(ONE)
    async with review(study) as pilot:
        screen = shown(pilot.app)
        assert all(text in screen for text in ("docker ps", "docker images", "[b]docker top[/b]", "○"))
        assert not any(text in screen for text in ("이미지 목록입니다.", "설명은", "✓", "✗", "[x]"))
        screen = await press(pilot, letters(study)["`docker ps`"])
        assert "●" in row(screen, "docker ps")
        screen = await press(pilot, "space")
        assert row(screen, "docker ps").startswith("✓")
        assert all(
            text in screen for text in ("실행 중인 것만", "이미지 목록", "설명은 여기", "✓ Right", "3 Good. You")
        )
        assert "✗" not in screen
        await press(pilot, "space")
        assert log(study) == [("grade", 4)]


async def test_a_wrong_choice_suggests_again(open_library: Open) -> None:
    """What is chosen and wrong, and what is right, have signs of their own; the person decides."""
    study = open_library(ONE)
    async with review(study) as pilot:
        screen = await press(pilot, letters(study)["docker **images**"], "enter")
        assert row(screen, "docker images").startswith("✗")
        assert row(screen, "docker ps").startswith("✓")
        assert "✗ Not right" in screen
        await press(pilot, "space")
        assert log(study) == [("grade", 2)]


@pytest.mark.parametrize("key", ["space", "enter"])
async def test_nothing_chosen(open_library: Open, key: str) -> None:
    """The answer can be shown without a choice, and then nothing is suggested."""
    study = open_library(ONE)
    async with review(study) as pilot:
        screen = await press(pilot, key)
        assert row(screen, "docker ps").startswith("✓")
        assert "Suggested" not in screen
        assert "Not right" not in screen
        await press(pilot, key)
        assert log(study) == [("grade", 4)]


async def test_arrows_and_space(open_library: Open) -> None:
    """Space chooses under the cursor, another choice takes the place of the first, and Space on it shows the answer."""
    study = open_library(ONE)
    async with review(study) as pilot:
        screen = await press(pilot, "down", "down", "space", "up", "space")
        assert row(screen, "●").startswith("› A")
        assert screen.count("●") == 1
        assert "설명은 여기" in await press(pilot, "space")


async def test_a_letter_again_takes_it_back(open_library: Open) -> None:
    """What was chosen by mistake need not be."""
    async with review(open_library(ONE)) as pilot:
        assert "●" not in await press(pilot, "b", "b")


async def test_letters_are_keys_of_the_card_again_once_it_is_shown(open_library: Open) -> None:
    """`b` and `f` choose while there is something to choose; then they bury and flag as ever."""
    study = open_library(ONE)
    async with review(study) as pilot:
        await press(pilot, "b", "c", "space", "f")
        assert log(study) == [("flag", None)]
        screen = shown(pilot.app)
        assert "설명은 여기" in screen
        assert "Suggested" in screen
        await press(pilot, "b")
        assert log(study)[-1] == ("bury", None)


async def test_escape_gives_the_keys_to_the_card(open_library: Open) -> None:
    """After Escape `b` buries; Tab goes back to the options."""
    study = open_library(ONE)
    async with review(study) as pilot:
        assert "●" in await press(pilot, "escape", "tab", "b")
        await press(pilot, "escape", "b")
        assert log(study) == [("bury", None)]


async def test_other_keys_work_while_one_chooses(open_library: Open) -> None:
    """Skipping, suspending and undoing need no Escape."""
    study = open_library(ONE)
    async with review(study) as pilot:
        await press(pilot, "x", "u", "w")
        assert log(study) == []
        assert "New: it was never graded." in shown(pilot.app)


async def test_letters_work_in_hangul_mode(open_library: Open) -> None:
    """`ㅠ` is on the key of `b`."""
    async with review(open_library(ONE)) as pilot:
        assert row(await press(pilot, "ㅠ"), "●").startswith("B")


async def test_a_click_chooses(open_library: Open) -> None:
    """The mouse chooses too."""
    async with review(open_library(ONE)) as pilot:
        await pilot.click("OptionLine")
        assert row(await press(pilot), "●").startswith("A")


async def test_the_drill_begins_anew(open_library: Open) -> None:
    """Asked again on the same day, the card forgets what was chosen and keeps its order."""
    study = open_library(ONE)
    async with review(study) as pilot:
        before = shown(pilot.app)
        screen = await press(pilot, "a", "space", "1")
        assert "drill 1/1" in screen
        assert "●" not in screen
        assert [line for line in screen.split("\n") if "○" in line] == [
            line for line in before.split("\n") if "○" in line
        ]


async def test_the_order_changes_from_day_to_day(open_library: Open, clock: Clock) -> None:
    """No place can be learned by heart."""
    study, orders = open_library(ONE), set()
    for _day in range(12):
        clock.next_day()
        orders.add(tuple(letters(study)))
    assert len(orders) > 2


# — several are right —


async def test_check_boxes(open_library: Open) -> None:
    """Where several are right each is checked; only all of them, and nothing else, suggest Good."""
    study = open_library(SEVERAL)
    keys = letters(study)
    async with review(study) as pilot:
        screen = await press(pilot, keys["오래 남는다"], keys["함께 쓴다"])
        assert (screen.count("☑"), screen.count("☐")) == (2, 1)
        assert "✓ Right" in await press(pilot, "space")
        await press(pilot, "1")
        assert "✗ Not right" in await press(pilot, keys["함께 쓴다"], "enter")


async def test_space_checks_and_unchecks(open_library: Open) -> None:
    """Under the cursor Space changes a box as often as it is pressed; Enter shows the answer."""
    async with review(open_library(SEVERAL)) as pilot:
        assert (await press(pilot, "down", "space", "down", "space", "space")).count("☑") == 1
        assert "✓" in await press(pilot, "enter")


# — gaps and accepted answers —


async def test_gaps_are_hidden_then_shown(open_library: Open) -> None:
    """Only the gap of the card is hidden; below it the whole sentence and what explains it."""
    async with review(open_library(CLOZE)) as pilot:
        screen = shown(pilot.app)
        assert "기본은 [드라이버]이고 --network host" in screen
        assert "bridge" not in screen
        screen = await press(pilot, "space")
        assert "기본은 bridge이고 --network host" in screen
        assert "네트워크 문서" in screen
        await press(pilot, "3")
        assert "기본은 bridge이고" not in shown(pilot.app)


async def test_a_gap_is_typed(open_library: Open) -> None:
    """Where short answers are typed, the text of the gap is exact."""
    async with review(open_library(CLOZE), manner=ReviewSettings(typed="short")) as pilot:
        assert "Exactly right" in await press(pilot, *"bridge", "enter")


async def test_what_is_accepted_is_exact(open_library: Open) -> None:
    """Each of the list is exact, the list is shown with the answer, and its line is not."""
    async with review(open_library(ACCEPT), manner=ReviewSettings(typed="short")) as pilot:
        screen = await press(pilot, *"docker container ls", "enter")
        assert "Exactly right" in screen
        assert "docker ps를 씁니다." in screen
        assert "Accepted when typed: docker ps, docker container ls" in screen
        assert "accept:" not in screen


# — everywhere —


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50)])
@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("text", [ONE, SEVERAL])
async def test_options_fit_every_screen(open_library: Open, size: tuple[int, int], spoken: str, text: str) -> None:
    """All options stand on the screen, and the answer can be shown, at every size and in every language."""
    language.use(spoken)
    try:
        async with running(QuizApp(study := open_library(text), study.begin()), size) as pilot:
            screen = shown(pilot.app)
            assert all(f" {name} " in screen for name in "ABC")
            assert "✓" in await press(pilot, "enter")
    finally:
        language.use("en")


async def test_browsing_shows_them(open_library: Open) -> None:
    """The table hides gaps, and the preview marks options."""
    study = open_library(CLOZE + ONE.removeprefix("# 도커\n"))
    async with running(QuizApp(study, study.begin()), (120, 40)) as pilot:
        pilot.app.open("browse")
        screen = await press(pilot)
        assert "기본은 [드라이버]이고" in screen
        assert "{{c1" not in screen
        await press(pilot, "end")
        await until(pilot, lambda: "✓ A ○ docker ps" in shown(pilot.app))


def test_letters_can_be_given_other_keys() -> None:
    """Options are a place of their own among the keys: their letters clash with nothing of the review."""
    assert [action.id for action in actions() if action.context == "Options"][:6] == [
        f"options.{key}" for key in "abcdef"
    ]
    assert refusals({"options.a": "1", "review.bury": "z"}) == []
    assert refusals({"options.a": "b"})


def test_sides_of_cards(open_library: Open) -> None:
    """Both sides in Markdown, for faces without a screen."""
    one, other, choice, accept = open_library(CLOZE + (ONE + ACCEPT).replace("# 도커\n", "")).entries()
    assert asked(one) == masked(one.question) == "기본은 [드라이버]이고 `--network host`"
    assert told(other) == "기본은 bridge이고 `--network `**`host`**\n\n- 네트워크 문서"
    assert seen(other, revealed=False) == "기본은 bridge이고 `--network […]`"
    assert seen(choice, revealed=False).startswith("목록을 보는 명령은?\n- `docker ps`\n- docker")
    assert seen(choice, revealed=True) == choice.answer
    assert told(choice) == "- 설명은 여기입니다."
    assert told(accept) == "- `docker ps`를 씁니다.\n\nAccepted when typed: `docker ps`, `docker container ls`"


def test_a_search_finds_what_a_gap_hides(open_library: Open) -> None:
    """A sentence with gaps is found by the words it says, over the edges of its gaps."""
    study = open_library(CLOZE)
    assert len(study.entries('"기본은 bridge이고"')) == 2
    assert len(study.entries("kind:cloze host")) == 2
    assert study.entries("kind:choice") == []


# — without a screen —


def typed(study: Any, *lines: str, **manner: Any) -> tuple[list[str], list[str]]:
    """What was shown, and the prompts, of a sitting in which these lines are typed."""
    written: list[str] = []
    prompts: list[str] = []
    left = iter(lines)

    def read(prompt: str) -> str | None:
        prompts.append(prompt)
        return next(left, None)

    plain.run(study, study.begin(), ReviewSettings(**manner), read, written.append)
    return written, prompts


def test_letters_are_typed(open_library: Open) -> None:
    """Options have letters, those typed are chosen, and words say which were right."""
    study = open_library(SEVERAL)
    keys = letters(study)
    written, prompts = typed(study, f"{keys['오래 남는다']}, {keys['함께 쓴다'].upper()}", "3")
    text = "\n".join(written)
    assert prompts[0] == "letters of all that are right > "
    assert f"{keys['레이어의 일부다'].upper()}. 레이어의 일부다\n" in text
    assert text.count("(right, chosen)") == 2
    assert "✓ Right" in text
    assert log(study) == [("grade", 4)]


@pytest.mark.parametrize(("word", "kind"), [("f", "flag"), ("s", None), ("", None), ("zz", None)])
def test_other_words_choose_nothing(open_library: Open, word: str, kind: str | None) -> None:
    """A key that names no option is a key; Enter, and what is neither, shows the answer without a suggestion."""
    study = open_library(ONE)
    written, prompts = typed(study, word)
    assert prompts[0] == "a letter > "
    assert "Suggested" not in "\n".join(written)
    assert [each for each, _grade in log(study)] == ([kind] if kind else [])


def test_b_is_an_option_first(open_library: Open) -> None:
    """Where there is an option B, `b` chooses it and buries nothing."""
    study = open_library(ONE)
    written, _prompts = typed(study, "b")
    assert "chosen)" in "\n".join(written)
    assert log(study) == []


def test_gaps_and_accepted_answers_are_typed(open_library: Open) -> None:
    """As on the screen."""
    study = open_library(CLOZE + ACCEPT.removeprefix("# 도커\n"))
    written, _prompts = typed(study, "bridge", "3", "docker container ls", "3", typed="short")
    assert "\n".join(written).count("Exactly right") == 2
