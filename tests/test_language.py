"""Korean and English: every message in both, nothing said past the catalogues, and the language a person chose."""

import ast
import gettext
import os
import re
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from click.testing import CliRunner
from support import quiz, write

from quiz import errors, language
from quiz.cli import cli, words
from quiz.language import N_, _, chosen, n_
from quiz.terminal import cell_width

PACKAGE = Path(language.__file__).parent
CATALOGUES = sorted(language.FOLDER.glob("*/LC_MESSAGES/*.po"))
MESSAGES = next(file for file in CATALOGUES if file.stem == language.DOMAIN)
MODULES = sorted(PACKAGE.rglob("*.py"))
SEE = "; docs/languages.md says how to bring the catalogues up to date"


def catalogue(file):
    """What stands in a catalogue, the header left out."""
    with file.open("rb") as stream:
        return [message for message in read_po(stream) if message.id]


def told(message):
    """The translations of a message: one, or one for each plural form."""
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


def fields(text):
    """The names of the values in a message; other braces are punctuation."""
    return {name for _, name, _, _ in Formatter().parse(text) if name and name.isidentifier()}


# — the catalogues —


def test_every_message_of_the_code_is_translated_and_no_other():
    """A message without a translation is shown in English, one that nothing says any more only misleads."""
    keywords = {**DEFAULT_KEYWORDS, "n_": (1, 2)}
    said = {found[2] for found in extract_from_dir(PACKAGE, [("**.py", "python")], keywords=keywords)}
    translated = {message.id for message in catalogue(MESSAGES) if all(told(message))}
    assert said - translated == set(), f"not translated{SEE}"
    assert translated - said == set(), f"said nowhere{SEE}"


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_placeholders_survive_translation(file):
    """A translation names the values its message names, or formatting it fails or drops one."""
    for message in catalogue(file):
        named = fields(message.id[-1] if isinstance(message.id, tuple) else message.id)
        assert [fields(text) for text in told(message)] == [named] * len(told(message)), message.id


def test_variants_and_kinds_have_one_word_each():
    """A variant is 형 and nothing else; 유형 is what a question or a note is of, and 벌 is nothing that is counted."""
    for message in catalogue(MESSAGES):
        whole = " ".join(message.id if isinstance(message.id, tuple) else (message.id,))
        english = re.sub(r"\{\w+\}|--\w+", "", whole)
        for text in told(message):
            assert not re.search(r"(?<![가-힣])벌(?:[로마의 .,]|$)|[0-9}]벌", text), whole
            if re.search(r"\bvariants?\b", english, re.IGNORECASE):
                assert "형" in text.replace("유형", ""), whole
                assert "유형" not in text or re.search(r"\b(?:kind|type)s?\b", english), whole


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_nothing_is_left_to_be_looked_over(file):
    """A guess of the tools is no translation."""
    assert [message.id for message in catalogue(file) if message.fuzzy or not all(told(message))] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_what_is_compiled_is_what_was_written(file):
    """The program reads compiled catalogues: they say what the written ones say."""
    again = f"run `pybabel compile -D {file.stem} -d quiz/locale`"
    assert file.with_suffix(".mo").exists(), again
    with file.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for message in catalogue(file):
        plural = isinstance(message.id, tuple)
        said = compiled.ngettext(*message.id, 1) if plural else compiled.gettext(message.id)
        assert said == told(message)[0], again


PARTICLE = re.compile(r"""[}][`'’”"]?(?:은|는|이|가|을|를|과|와|으로|로|라|나|며|이?여|아|야|[(][으이][)])""")


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_no_particle_hangs_on_the_sound_of_a_value(file):
    """Whether 은 or 는 follows depends on how the value ends, which nobody knows: it stands where none follows."""
    assert PARTICLE.search("{value}이 아니라")
    assert PARTICLE.search("“{value}”을(를) 씁니다")
    assert not PARTICLE.search("{file}에 {n}장입니다")
    assert [text for message in catalogue(file) for text in told(message) if PARTICLE.search(text)] == []


# — nothing past the catalogues —

SPOKEN = {
    **{name: (slice(2), {"message", "hint"}) for name, item in vars(errors).items() if isinstance(item, type)},
    **{name: (slice(1), {"title"}) for name in ("echo", "tell", "notify", "write", "_write", "update")},
    **{name: (slice(1), {"placeholder", "label"}) for name in ("Static", "Label", "Button", "Input", "Checkbox")},
    **{name: (slice(0), {"help", "epilog"}) for name in ("option", "command", "group", "version_option")},
    "Problem": (slice(3, 4), {"message"}),
    "Binding": (slice(2, 3), {"description", "tooltip"}),
}
"""call → the arguments and the keywords in which it takes what a person reads."""
MARKS = {"_": 1, "N_": 1, "n_": 2}
"""call → how many messages it takes."""
ALLOWED = {
    "quiz: ": "the name of the program before its complaint",
}


def literals(node):
    """The texts that stand in an expression, but not those inside a call, which may be `_`."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(part.value for part in parts if isinstance(part, ast.Constant))
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from (*literals(one), *literals(other))
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            yield from (text for part in parts for text in literals(part))
        case ast.Starred(value=inner) | ast.Call(func=ast.Attribute(value=inner, attr="format")):
            yield from literals(inner)


def calls(node):
    """The calls in a module or a part of it, each with the name it is called by."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            yield getattr(part.func, "attr", getattr(part.func, "id", "")), part


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_nothing_is_said_past_the_catalogues(file):
    """What is handed to a person goes through `_` or `n_`, or is marked with `N_` and translated when shown."""
    for name, call in calls(ast.parse(file.read_text("utf-8"))):
        places, keywords = SPOKEN.get(name, (slice(0), set()))
        shown = [*call.args[places], *(keyword.value for keyword in call.keywords if keyword.arg in keywords)]
        said = [text for node in shown for text in literals(node) if re.search(r"[^\W\d_]{2}", text)]
        assert [text for text in said if text not in ALLOWED] == [], f"line {call.lineno}"


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_messages_are_written_out(file):
    """What is filled in before it is looked up is found in no catalogue, what stands in an f-string by no tool."""
    tree = ast.parse(file.read_text("utf-8"))
    for name, call in calls(tree):
        given = call.args[: MARKS.get(name, 0)]
        filled = [getattr(getattr(node, "func", node), "attr", type(node).__name__) for node in given]
        assert not {"format", "join", "JoinedStr", "BinOp"} & set(filled), f"line {call.lineno}"
    hidden = [call for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in calls(node)]
    assert [call.lineno for name, call in hidden if name in MARKS and isinstance(call.args[0], ast.Constant)] == []


# — the language in force —


@pytest.fixture
def korean():
    words.speak("ko")
    yield
    words.speak("en")


@pytest.mark.parametrize(
    ("setting", "environ", "spoken"),
    [
        ("ko", {"LANG": "en_US.UTF-8"}, "ko"),
        ("en", {"LANG": "ko_KR.UTF-8"}, "en"),
        ("auto", {}, "en"),
        ("auto", {"LANG": "ko_KR.UTF-8"}, "ko"),
        ("auto", {"LANG": "ko"}, "ko"),
        ("auto", {"LANG": "de_DE.UTF-8"}, "en"),
        ("auto", {"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ("auto", {"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR.eucKR"}, "ko"),
        ("auto", {"LANGUAGE": "de:ko:en", "LC_ALL": "en_US.UTF-8"}, "ko"),
        ("auto", {"LANGUAGE": "", "LANG": "ko_KR.UTF-8"}, "ko"),
        ("한국어", {"LANG": "ko_KR.UTF-8"}, "ko"),
    ],
)
def test_whose_language_it_is(setting, environ, spoken):
    """The setting decides, then the environment in the order of gettext; what is not ours is English."""
    assert chosen(setting, environ) == spoken


@pytest.mark.usefixtures("korean")
def test_counts_have_the_plural_of_their_language():
    """English sets one apart from many, Korean does not; other values stand beside the count."""
    one, many = N_("took back {what} of {n} card"), N_("took back {what} of {n} cards")
    assert [n_(one, many, count, what="x") for count in (1, 2)] == [f"되돌렸습니다: x, 카드 {n}장" for n in (1, 2)]
    words.speak("en")
    assert [n_(one, many, count, what="x") for count in (1, 2)] == ["took back x of 1 card", "took back x of 2 cards"]


@pytest.mark.usefixtures("korean")
def test_what_has_no_words_stays_as_it_is():
    """An unknown message is shown as written; the empty one is not the header of the catalogue."""
    assert (_("Nobody says this."), _("")) == ("Nobody says this.", "")


def test_a_paper_speaks_its_language_and_its_maker_hears_theirs():
    """In its block the paper's language is spoken, faults are told in the reader's, and after it all is as before."""
    assert (language.spoken(), _("error")) == ("en", "error")
    with language.speaking("ko"):
        assert (language.spoken(), _("error")) == ("ko", "오류")
        with language.to_reader():
            assert (language.spoken(), _("error")) == ("en", "error")
        assert _("error") == "오류"
    assert (language.spoken(), _("error")) == ("en", "error")


def test_speaking_changes_no_environment(request):
    """An editor we start speaks the language the person gave it."""
    before = dict(os.environ)
    request.getfixturevalue("korean")
    assert dict(os.environ) == before


# — the command line —

ENGLISH = re.compile(r"(?:[A-Za-z']+ ){3}[a-z]+")
"""Four words of English in a row; commands quoted in Korean sentences are shorter."""


def every_command(group=cli, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize("path", [(), *(path for path, _ in every_command())], ids=" ".join)
def test_every_help_page_is_korean(path):
    """Help is translated down to the words of click, and no line is wider than the page."""
    result = CliRunner().invoke(cli, [*path, "--help"], prog_name="quiz")
    assert result.exit_code == 0
    assert "사용법: quiz" in result.stdout
    assert ENGLISH.findall(result.stdout) == []
    assert max(map(cell_width, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("path", [path for path, _ in every_command()], ids=" ".join)
def test_commands_and_options_translate_their_help(path):
    """A command or an option of click itself would show its help in English."""
    command = dict(every_command())[path]
    assert isinstance(command, words.Command | words.Group)
    assert [
        param.name for param in command.params if isinstance(param, click.Option) != isinstance(param, words.Option)
    ] == []


@pytest.mark.usefixtures("korean")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nonsense"], "'nonsense' 명령이 없습니다."),
        (["reviw"], "혹시 'review'인가요?"),
        (["--nonsense"], "'--nonsense' 옵션이 없습니다."),
        (["due", "--jso"], "혹시 '--json'인가요?"),
        (["due", "--json=x"], "'--json' 옵션은 값을 받지 않습니다."),
        (["due", "x"], "남는 인수가 있습니다(x)."),
        (["export"], "빠진 인수: 'FILE'."),
        (["review", "--scale"], "'--scale' 옵션에는 값 1개가 필요합니다."),
        (["review", "--scale", "5"], "'--scale'의 값이 잘못되었습니다: '5' 대신 '4', '6' 가운데 하나를 쓰세요."),
        (["completion"], "빠진 인수: '{bash|zsh|fish}'."),
    ],
)
def test_wrong_usage_is_told_in_korean(arguments, sentence):
    """What click complains about it says in our words, whatever the environment speaks."""
    result = CliRunner().invoke(cli, arguments, prog_name="quiz", env={"LANGUAGE": "en"})
    assert sentence in result.stderr
    assert ENGLISH.findall(result.stderr) == []


@pytest.mark.parametrize(
    ("config", "environ", "korean_spoken"),
    [
        ("", {}, False),
        ("", {"LANG": "ko_KR.UTF-8"}, True),
        ('[ui]\nlanguage = "ko"\n', {"LANG": "C"}, True),
        ('[ui]\nlanguage = "en"\n', {"LANG": "ko_KR.UTF-8"}, False),
        ("nonsense", {"LANG": "ko_KR.UTF-8"}, True),
        ("nonsense", {}, False),
    ],
)
def test_a_process_speaks_the_chosen_language(tmp_path, config, environ, korean_spoken):
    """The settings decide, else the environment, also where the settings cannot be read."""
    write(tmp_path / "config.toml", config)
    done = quiz(tmp_path, "--help", **environ)
    assert done.returncode == 0
    assert ("사용법:" in done.stdout, "Usage:" in done.stdout) == (korean_spoken, not korean_spoken)


def test_errors_and_reports_speak_korean(tmp_path):
    """What rules, edges and faces say reaches the person in one language."""
    notes = write(tmp_path / "a.md", "- 볼륨은 무엇인가요?\n  - 폴더입니다.\n- 답이 없는 질문인가요?\n")
    ko = {"LANG": "ko_KR.UTF-8"}
    added = quiz(tmp_path, "add", notes, **ko).stdout
    assert added.splitlines()[0] == "파일 1개를 읽었습니다: 새 카드 2장, 그대로 0장"
    assert ": 경고: 질문에 아직 답이 없습니다. 답을 쓸 때까지 묻지 않습니다 [no-answer]" in added
    refusal, hint = quiz(tmp_path, "cards", "is:x", **ko).stderr.splitlines()
    assert refusal == "quiz: 검색식의 1번째 글자를 읽을 수 없습니다: is:에 쓸 수 없는 값입니다: 'x'."
    assert hint.startswith("      쓸 수 있는 값: new, due, ")
    assert '"severity": "warning"' in quiz(tmp_path, "check", notes, "--json", **ko).stdout
