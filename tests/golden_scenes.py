"""Every screen of the full screen, and how a person gets there."""

from golden_walk import LATER, Scene

from quiz.settings import ReviewSettings

SCENES = (
    Scene("home", "Home"),
    Scene("question", "ReviewScreen", ("enter",)),
    Scene("answer", "ReviewScreen", ("enter", "space")),
    Scene("why", "Why", ("enter", "space", "w")),
    Scene("reset", "Confirm", ("enter", "r")),
    Scene("table", "ReviewScreen", ("slash", '"각도마다', "enter", "enter", "space")),
    Scene("image", "ReviewScreen", ("slash", '"모서리', "enter", "enter", "space")),
    Scene("links", "LinkPicker", ("slash", '"모서리', "enter", "enter", "space", "o")),
    Scene("address", "Address", ("slash", '"모서리', "enter", "enter", "space", "o", "enter")),
    Scene("typing", "ReviewScreen", ("slash", '"왼쪽을', "enter", "enter")),
    Scene("typed", "ReviewScreen", ("slash", '"왼쪽을', "enter", "enter", '"우현', "enter")),
    Scene("drill", "ReviewScreen", ("enter", "space", "1", "space", "3", "space"), "two"),
    Scene("summary", "Summary", ("enter", "space", "1", "space", "3", "space", "3"), "two"),
    Scene("help", "Help", ("question_mark",)),
    Scene("commands", "Palette", ("ctrl+p",)),
    Scene("themes", "Palette", ("ctrl+p", '"theme', "enter")),
    Scene("browse", "BrowseScreen", ("b",)),
    Scene("browse-lost", "BrowseScreen", ("b", "o")),
    Scene("link", "Choose", ("b", "o", "l")),
    Scene("due-day", "Ask", ("b", "d")),
    Scene("statistics", "StatisticsScreen", ("t",)),
    Scene("statistics-end", "StatisticsScreen", ("t", "end")),
)
"""At every size."""

STATES = (
    Scene("home-matching", "Home", ("slash", '"is:due')),
    Scene("home-nothing", "Home", ("slash", '"없는말')),
    Scene("home-fault", "Home", ("slash", '"due:soon')),
    Scene("home-empty", "Home", library="empty"),
    Scene("home-done", "Home", library="done"),
    Scene("code", "ReviewScreen", ("slash", '"겉보기', "enter", "enter", "space")),
    Scene("very-long", "ReviewScreen", ("slash", '"바닷길', "enter", "enter", "space", *["pagedown"] * 30)),
    Scene("practice", "ReviewScreen", ("slash", '"보라인', "enter", "c", "space")),
    Scene("leech", "ReviewScreen", ("slash", '"보라인', "enter", "enter", "space", "1")),
    Scene("typed-exactly", "ReviewScreen", ("slash", '"왼쪽을', "enter", "enter", '"좌현', "enter")),
    Scene("time-up", "Summary", ("enter", "space", LATER, "3"), "two", ReviewSettings(minutes=1)),
    Scene("practice-done", "Summary", ("slash", '"보라인', "enter", "c", "space", "3")),
    Scene("help-review", "Help", ("enter", "question_mark")),
    Scene("six-grades", "ReviewScreen", ("enter", "space"), manner=ReviewSettings(scale=6)),
    Scene("commands-found", "Palette", ("ctrl+p", '"undo')),
    Scene("commands-nothing", "Palette", ("ctrl+p", '"zzz')),
    Scene("languages", "Palette", ("ctrl+p", '"language', "enter")),
    Scene("message", "BrowseScreen", ("b", "x")),
    Scene("browse-chosen", "BrowseScreen", ("b", "space", "space", "j", "space", "s")),
    Scene("browse-matching", "BrowseScreen", ("b", "slash", '"is:leech')),
    Scene("browse-nothing", "BrowseScreen", ("b", "slash", '"zzz')),
    Scene("browse-empty", "BrowseScreen", ("b",), "empty"),
    Scene("browse-preview", "BrowseScreen", ("b", "p")),
    Scene("help-browse", "Help", ("b", "question_mark")),
    Scene("due-day-fault", "Ask", ("b", "d", '"zzz', "enter")),
    Scene("topics", "Ask", ("b", "t")),
    Scene("export", "Ask", ("b", "a")),
    Scene("statistics-matching", "StatisticsScreen", ("t", "slash", '"is:due', "enter")),
    Scene("statistics-empty", "StatisticsScreen", ("t",), "empty"),
)
"""Other states of theirs, at the size with the least room."""
