"""The statistics as text and as JSON, and the command that prints them."""

import json
import re
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from statistics_support import HOSTILE, figures
from support import TODAY, noon, quiz, write

from quiz import charts, language
from quiz.brief import in_brief
from quiz.cli import cli
from quiz.clock import now
from quiz.language import LANGUAGES
from quiz.schedule import study_day
from quiz.stats import statistics
from quiz.stats.show import words
from quiz.stats.show.data import as_json
from quiz.stats.show.lines import CHARTS, plain, section
from quiz.store import Store
from quiz.terminal import cell_width

NOTES = """# 항해
## 매듭
- 보라인 매듭은 어디에 쓰나요?
  - 풀리지 않는 고리를 만들 때 씁니다.
- 클로브 히치는 어디에 쓰나요?
  - 기둥에 줄을 임시로 묶을 때 씁니다.
"""


@pytest.fixture(params=LANGUAGES)
def spoken(request):
    language.use(request.param)
    yield
    language.use("en")


@pytest.fixture(scope="module")
def year():
    return figures()


# — charts —


@given(st.floats(0, 1e6), st.floats(0.1, 1e6), st.integers(1, 60))
def test_bar_is_as_long_as_its_value(value, most, width):
    """A bar is never longer than its room, never nothing for something, and never something for nothing."""
    drawn = charts.bar(min(value, most), most, width)
    assert len(drawn) <= width
    assert bool(drawn) == (value > 0)
    assert abs(len(drawn) - width * min(value, most) / most) <= 1


def test_bar_in_eighths():
    """Half a column is half a block."""
    assert [charts.bar(n, 4, 2) for n in range(5)] == ["", "▌", "█", "█▌", "██"]
    assert charts.bar(0, 0, 5) == ""


@given(st.lists(st.integers(0, 999), min_size=1, max_size=60), st.integers(1, 6), st.integers(60, 200))
def test_columns(values, height, width):
    """Every row has the same length within the width, and only what is above zero leaves a mark."""
    rows = charts.columns(values, height, width)
    size = max(1, width // len(values))
    assert len(rows) == height
    assert {len(row) for row in rows} == {size * len(values)}
    assert size * len(values) <= width
    assert [rows[-1][size * place] != " " for place in range(len(values))] == [value > 0 for value in values]


@given(st.lists(st.integers(0, 999), min_size=1, max_size=4), st.integers(1, 80))
def test_shares_fill_their_width(values, width):
    """The pieces of a bar fill it exactly, whatever rounding does."""
    assert len("".join(charts.shares(values, "abcd", width))) == (width if any(values) else 0)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted), st.integers(2, 60))
def test_whiskers_hold_their_point(places, width):
    """The point stands between the ends, on a scale of exactly the width."""
    drawn = charts.whiskers(*places, width)
    assert len(drawn) == width
    assert drawn.count("●") == 1
    assert drawn.strip().strip("─") == "●"


@given(st.lists(st.text("가a·", min_size=1, max_size=9), max_size=12), st.integers(1, 40))
def test_wrapped_keeps_every_word(words, width):
    """No word is lost or cut, and only one that is too long by itself makes a line too long."""
    lines = charts.wrapped(words, width, "  ")
    assert "  ".join(lines) == "  ".join(words)
    assert all(cell_width(line) <= width or line in words for line in lines)


# — text —


@pytest.mark.parametrize("width", [36, 37, 38, 57, 76, 80, 110, 160])
@pytest.mark.usefixtures("spoken")
def test_no_line_is_too_wide(year, width):
    """In either language, with wide letters and long questions, every line fits."""
    wide = figures(cards=3, days=90, question="가나다라마바사 " * 30, topic="아주-긴-주제의-이름입니다::" + "깊은" * 20)
    for shown in (year, wide, statistics([], [], TODAY)):
        lines = list(plain(shown, "", width))
        assert max(map(cell_width, lines)) <= width
        assert not [line for line in lines if line != line.rstrip()]


def test_heatmap_in_text(year):
    """Seven rows of the same days that the value holds, each with the sign of its level; 53 weeks where they fit."""
    chart = next(chart for chart in CHARTS if chart.name == "heatmap")
    rows = [list(line) for line in section(chart, year, 80)][3:10]
    cells = [list(row[1:]) for row in rows]
    assert {len(row) for row in cells} == {53}
    shown = [cells[day % 7][day // 7] for day in range(53 * 7)]
    offset = date.fromordinal(year.days[0].day).weekday()
    assert all(not span.text.strip() for span in [*shown[:offset], *shown[offset + 365 :]])
    for day, span in zip(year.days, shown[offset:], strict=False):
        assert (span.text == "·") == (day.answers == 0)
        assert span.tone == f"heat{charts.HEAT.index(span.text)}"


def test_retention_is_drawn_to_scale(year):
    """Each rate stands where it belongs between the ends of the scale that the first row names."""
    chart = next(chart for chart in CHARTS if chart.name == "retention")
    lines = {line[0].text.partition("  ")[0]: line for line in section(chart, year, 100) if len(line) == 2}
    start = int(lines[""][1].text.strip().partition("%")[0]) / 100
    for name, recall in words.recalls(year.retention):
        drawn = lines[name][1].text[2:]
        assert drawn.index("●") == round((recall.rate - start) / (1 - start) * (len(drawn) - 1))
    assert 0 < start <= min(recall.interval[0] for _name, recall in words.recalls(year.retention))


def test_text_says_the_figures(year):
    """Totals, retention with its range, what is due, and the weakest cards stand in the text."""
    text = "\n".join(plain(year, "topic:sailing", 80))
    assert text.startswith("Statistics of topic:sailing on 2027-01-19\n")
    recall = year.retention.overall
    low, high = recall.interval
    assert re.search(rf"All +{recall.rate:.1%} +{100 * low:.1f}–{high:.1%} +{recall.passed}/{recall.asked}", text)
    assert f"today {year.forecast.days[0]} ({year.forecast.overdue} overdue)" in text
    assert all(in_brief(card.entry.question) in text for card in year.weakest)
    assert "21 days or more" in text


def test_hostile_texts_do_not_drive_the_terminal():
    """Nothing of a question, a topic or a query reaches the terminal as a control."""
    text = "\n".join(plain(figures(cards=3, days=60, question=HOSTILE, topic="x\x1b[2J"), HOSTILE, 80))
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "[/b] [x]" in text


# — JSON —


def test_json_names(year):
    """The names that the documentation promises, on every level, and plain JSON all through."""
    data = json.loads(json.dumps(as_json(year, "topic:x")))
    assert list(data) == [
        "today", "query", "cards", "streak", "totals", "days", "grades", "retention", "forecast", "ease", "intervals",
        "topics", "weakest",
    ]  # fmt: skip
    assert list(data["cards"]) == ["total", "new", "learning", "mastered", "mastered_share", "set_aside"]
    assert list(data["streak"]) == ["current", "longest", "today"]
    assert list(data["totals"]) == ["since", "days", "reviews", "new", "drills", "crams", "minutes"]
    assert list(data["days"][0]) == ["day", "reviews", "new", "drills", "crams", "minutes"]
    assert list(data["grades"]) == list("012345")
    assert list(data["retention"]) == ["overall", "last_30_days", "by_interval"]
    assert list(data["retention"]["overall"]) == ["passed", "asked", "rate", "low", "high"]
    assert list(data["retention"]["by_interval"][0])[:2] == ["least_days", "most_days"]
    assert list(data["forecast"]) == ["days", "overdue", "later"]
    assert list(data["ease"]) == ["median", "bands"]
    assert list(data["intervals"]["bands"][0]) == ["least_days", "most_days", "cards"]
    assert list(data["topics"][0]) == ["topic", "total", "new", "learning", "mastered", "mastered_share", "weakest"]
    assert list(data["weakest"][0]) == [
        "uid", "question", "deck", "topics", "file", "line", "lapses", "ease_factor", "failed", "answers",
    ]  # fmt: skip


def test_json_figures(year):
    """Days are ISO 8601 and complete, ease is a factor, shares lie between 0 and 1, bands without end end in null."""
    data = as_json(year, "")
    assert [day["day"] for day in data["days"]][::364] == ["2026-01-20", "2027-01-19"]
    assert [day["reviews"] for day in data["days"]] == [day.reviews for day in year.days]
    assert [day["minutes"] for day in data["days"]] == [round(day.ms / 60_000, 1) for day in year.days]
    assert data["ease"]["bands"][0]["least"] == 1.3
    assert data["intervals"]["bands"][-1]["most_days"] is None
    assert sum(band["cards"] for band in data["intervals"]["bands"]) == 28
    assert data["retention"]["overall"]["low"] < data["retention"]["overall"]["rate"] < 1
    assert data["cards"]["total"] == data["cards"]["new"] + data["cards"]["learning"] + data["cards"]["mastered"]
    assert len(data["forecast"]["days"]) == 30


def test_json_of_nothing():
    """What cannot be known is null, never a number."""
    data = as_json(statistics([], [], TODAY), "")
    assert data["totals"]["since"] is None
    assert data["retention"]["overall"] == {"passed": 0, "asked": 0, "rate": None, "low": None, "high": None}
    assert (data["ease"]["median"], data["intervals"]["median_days"]) == (None, None)


# — the command —


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Runs `quiz` in a library of two cards, the first of which was answered yesterday and the day before."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        result = CliRunner().invoke(
            cli, [str(argument) for argument in arguments], env={"QUIZ_HOME": str(tmp_path / "home")}, prog_name="quiz"
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    write(tmp_path / "knots.md", NOTES)
    assert run("add", "knots.md").exit_code == 0
    with Store(tmp_path / "home" / "quiz.db") as store:
        first = store.entries()[0].uid
        today = study_day(now(), 4)
        for ago, grade in ((2, 4), (1, 2)):
            store.record(first, "grade", noon(today - ago), today - ago, grade=grade, duration_ms=60_000)
    return run


def test_command_prints_text(shell):
    """`quiz stats` tells what was done; with a query only of the cards it selects."""
    result = shell("stats")
    assert result.exit_code == 0
    assert "2 reviews · 1 new card" in result.stdout
    assert "0/1" in result.stdout
    assert "보라인 매듭은 어디에 쓰나요?" in result.stdout
    assert "Nothing was answered yet." in shell("stats", "클로브").stdout


def test_command_prints_json(shell):
    """`--json` prints the whole value, with the query."""
    data = json.loads(shell("stats", "topic:매듭", "--json").stdout)
    assert data["query"] == "topic:매듭"
    assert data["totals"]["reviews"] == 2
    assert data["streak"] == {"current": 2, "longest": 2, "today": False}
    assert data["topics"][0]["topic"] == "매듭"


def test_command_writes_a_page(shell, tmp_path):
    """`--html FILE` writes the page and says where; with `--json` that goes to stderr."""
    result = shell("stats", "--html", "page.html")
    assert (result.exit_code, result.stdout) == (0, "The statistics are in page.html.\n")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    result = shell("stats", "--json", "--html", "page.html")
    assert json.loads(result.stdout)["totals"]["reviews"] == 2
    assert "page.html" in result.stderr


def test_command_that_cannot_write(shell, tmp_path):
    """A file that cannot be written is told in one sentence with a hint, exit 1."""
    result = shell("stats", "--html", tmp_path)
    sentence, hint = result.stderr.splitlines()
    assert result.exit_code == 1
    assert sentence.startswith("quiz: ")
    assert "cannot be written" in sentence
    assert hint.startswith("      ")


def test_command_with_nothing_to_tell(shell, tmp_path):
    """Nothing selected, nothing taken in: a sentence on stderr and no empty charts; JSON stays JSON."""
    result = shell("stats", "nowhere")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No card matches.\n")
    assert json.loads(shell("stats", "nowhere", "--json").stdout)["cards"]["total"] == 0
    empty = quiz(tmp_path / "empty", "stats")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert "No cards yet." in empty.stderr


def test_lost_cards_count_in_the_whole(shell, tmp_path):
    """What was answered on a card that the notes lost stays in the statistics of everything, and only there."""
    less = [line for line in NOTES.splitlines() if "보라인" not in line and "고리" not in line]
    write(tmp_path / "knots.md", "\n".join(less))
    assert json.loads(shell("stats", "--json").stdout)["totals"]["reviews"] == 2
    assert json.loads(shell("stats", "topic:매듭", "--json").stdout)["totals"]["reviews"] == 0


def test_today_is_the_day_of_the_study(shell):
    """The last of the 365 days is today by the day-start hour."""
    days = [day["day"] for day in json.loads(shell("stats", "--json").stdout)["days"]]
    assert (len(days), days[-1]) == (365, date.fromordinal(study_day(now(), 4)).isoformat())
