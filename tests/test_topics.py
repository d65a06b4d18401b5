"""Topics: names and their hierarchy, what headings give, and what keyword rules add."""

import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quiz
from quiz.notes import parse
from quiz.topics import Ruleset, as_tree, finest, heading_text, heading_topic, includes, parents, refine, topic_name


def shipped():
    """The rules that come with quiz for Docker and Kubernetes."""
    table = tomllib.loads((Path(quiz.__file__).parent / "rules" / "containers.toml").read_text("utf-8"))
    return Ruleset.read(table["topics"], table["names"])


SHIPPED = shipped()


def refined(question, *, given="", explicit=(), rulesets=(), title="", answer=""):
    return refine(given, explicit, rulesets, title=title, question=question, answer=answer)


def says(word, text):
    """Whether a rule with this one keyword has a say on a text."""
    return Ruleset.read({"t": [word]}).best(text, "", []) == "t"


# — names —


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Docker", "docker"),
        ("  Docker ::  Bind \t Mount ", "docker::bind-mount"),
        ("자료 구조", "자료-구조"),
        (unicodedata.normalize("NFD", "힙 정렬"), "힙-정렬"),
        ("a::::b::", "a::b"),
        ("STRASSE::Straße", "strasse::strasse"),
        (" :: ", ""),
        ("", ""),
    ],
)
def test_names_of_topics(text, name):
    """Casefolded, composed, blanks to one hyphen, and no empty levels."""
    assert topic_name(text) == name


@given(st.text())
def test_a_name_is_a_name_of_itself(text):
    """Naming is idempotent, and a name has no blanks: names are stored with blanks between them."""
    name = topic_name(text)
    assert topic_name(name) == name
    assert name.split() == ([name] if name else [])


def test_a_topic_includes_what_stands_below_it():
    """The hierarchy is one of levels, not of letters."""
    assert includes("docker", "docker")
    assert includes("docker", "docker::volume::nfs")
    assert not includes("docker", "dockerfile")
    assert not includes("docker::volume", "docker")
    assert parents("a::b::c") == ["a", "a::b", "a::b::c"]


def test_coarse_topics_give_way_to_finer_ones():
    """What another topic refines is left out, the rest stays in order, each once."""
    assert finest(["a", "x-y", "a::b", "", "x", "a::b::c", "x-y", "a::d"]) == ("x-y", "x", "a::b::c", "a::d")


levels = st.lists(st.sampled_from(["a", "b", "a-b", "ab", "가"]), min_size=1, max_size=4).map("::".join)


@given(st.lists(st.sampled_from(["b", "b::y", "b::x", "a::b::c", "a", "a::b", "ab"])))
def test_a_tree_of_topics_stands_in_the_order_of_appearance(topics):
    """Each stands once, below its parent and beside its siblings, in the order in which it or one below it came."""
    tree = as_tree(topics)
    seen = list(dict.fromkeys(level for topic in topics for level in parents(topic)))
    assert sorted(tree) == sorted(seen)
    for at, topic in enumerate(tree):
        below = [other for other in tree if includes(topic, other)]
        assert tree[at : at + len(below)] == below
        siblings = [other for other in tree if parents(other)[:-1] == parents(topic)[:-1]]
        assert siblings == [other for other in seen if other in siblings]


@given(st.lists(levels, max_size=12))
def test_the_finest_topics_say_all_the_topics_say(topics):
    """Nothing of the finest includes another, and every topic given includes one of them."""
    fine = finest(topics)
    assert set(fine) <= set(topics)
    assert not any(includes(one, other) for one in fine for other in fine if one != other)
    assert all(any(includes(topic, one) for one in fine) for topic in topics)


# — headings —


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("**굵은** `code` ~~x~~", "굵은 code x"),
        ("[Link](http://x/a(b)) more", "Link more"),
        ("![icon](a.png) Docker", "icon Docker"),
        ("_강조_ snake_case", "강조 snake_case"),
        ("[not a link] x", "[not a link] x"),
        ("***", ""),
    ],
)
def test_a_heading_without_its_marks(title, text):
    """Emphasis, code and links leave their text; an underscore inside a word is part of it."""
    assert heading_text(title) == text


@pytest.mark.parametrize(
    ("titles", "topic"),
    [
        (["Docker", "Volume"], "docker::volume"),
        (["1. Docker", "1.2 Bind mount", "3) NFS"], "docker::bind-mount::nfs"),
        (["2023년 회고"], "2023년-회고"),
        (["Q&A", "Docker", "FAQ"], "docker"),
        (["질문과 답변", "자주 묻는 질문", "**Q & A**", "q/a", "[질문](#q)", "1. Questions"], ""),
        (["질문하는 법"], "질문하는-법"),
        (["Docker", "***"], "docker"),
        ([], ""),
    ],
)
def test_the_topic_of_a_heading_path(titles, topic):
    """Numbering and marks are left out, and so are headings that only say that there are questions."""
    assert heading_topic(titles) == topic


def test_the_title_of_a_deck_is_no_topic():
    """The first `#` heading names the deck; any further one gives a topic, and so does the rest of the path."""
    text = "# Docker\n- a?\n  - 1\n## Q&A\n- b?\n  - 2\n### Volume\n- c?\n  - 3\n# Kubernetes\n- d?\n  - 4\n"
    topics = {card.question: card.topics for card in parse(text.encode(), "x.md").deck.cards}
    assert topics == {"a?": (), "b?": (), "c?": ("volume",), "d?": ("kubernetes",)}


# — explicit topics —


def test_explicit_topics_stand_beside_those_of_headings():
    """A tag below the heading's topic refines it; another one is added."""
    assert refined("q", given="docker", explicit=["docker::volume", "exam"]) == ("docker::volume", "exam")
    assert refined("q", given="docker", explicit=["exam"]) == ("docker", "exam")


def test_an_explicit_topic_is_not_second_guessed():
    """Where a tag already refines the heading, no rule adds a topic of its own."""
    rules = Ruleset.read({"docker::image": ["이미지"]})
    assert refined("이미지?", given="docker", explicit=["docker::lab"], rulesets=[rules]) == ("docker::lab",)
    assert refined("이미지?", given="docker", explicit=["exam"], rulesets=[rules]) == ("docker::image", "exam")


# — keywords —


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("volume", "volume을 만드는 법"),
        ("volume", "Volumes?"),
        ("volume", "`docker_volume`"),
        ("bus", "two buses"),
        ("볼륨", "도커볼륨은"),
        ("bind mount", "bind-mount와 bindmount, Bind  Mounts"),
        ("bind-mount", "bind mount"),
        ("detach*", "detached"),
        ("g/w", "G/W의 주소"),
        ("-v", "docker run -v x:y"),
        ("--mount", "옵션 --mount는"),
        ("C++", "c++의 템플릿"),
        (unicodedata.normalize("NFD", "볼륨"), "볼륨"),
        ("볼륨", unicodedata.normalize("NFD", "볼륨")),
    ],
)
def test_keywords_that_match(word, text):
    """Korean particles follow a word at once, a plural counts, blanks and hyphens are one, and case is none."""
    assert says(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("os", "osi 7계층, host, pos"),
        ("volume", "volumetric"),
        ("run", "runtime과 prune"),
        ("-v", "docker -version v2"),
        ("--mount", "amount"),
        ("detach", "detached"),
        ("볼륨", "볼 륨"),
        ("core", "https://example.org/core/api"),
        ("a.c", "abc"),
    ],
)
def test_keywords_that_do_not_match(word, text):
    """Latin words match whole, options only with their hyphens, and an address says nothing of the subject."""
    assert not says(word, text)


def test_the_question_weighs_three_times_the_answer():
    """One word asked beats two told, and loses to four; the earlier rule wins a tie."""
    rules = Ruleset.read({"asked": ["힙"], "told": ["큐", "스택", "트리", "덱"]})
    assert rules.best("힙?", "큐 스택", []) == "asked"
    assert rules.best("힙?", "큐 스택 트리 덱", []) == "told"
    assert rules.best("힙?", "큐, 스택, 트리; 큐, 스택, 트리", []) == "asked"
    assert rules.best("없음?", "없음", []) is None


def test_only_finer_topics_are_added():
    """A rule for the heading's own topic or for another one's has no say below it."""
    rules = Ruleset.read({"docker": ["힙"], "docker::image": ["레이어"], "kubernetes::pod": ["힙", "파드"]})
    assert rules.best("힙 파드", "레이어", ["docker"]) == "docker::image"
    assert refined("레이어?", given="docker::volume", rulesets=[SHIPPED]) == ("docker::volume",)


@pytest.mark.parametrize(
    "topics",
    [
        "x",
        [["x"]],
        {"a": 1},
        {"a": [1]},
        {"a": [""]},
        {"a": " "},
        {"a": ["*"]},
        {"a": ["--"]},
        {"": ["x"]},
        {"::": ["x"]},
    ],
)
def test_rules_that_cannot_be_read(topics):
    """What is no table of words, or a word that would match everything, is refused with a sentence."""
    with pytest.raises(ValueError, match="topic"):
        Ruleset.read(topics)


keywords = st.text(st.sampled_from("ab가 -*/.+("), min_size=1, max_size=6)


@given(keywords, st.text(st.sampled_from("ab가 -\n"), max_size=12))
def test_any_keyword_that_is_taken_can_be_looked_for(word, text):
    """A keyword is words, never a pattern of its own, and it never matches nothing."""
    try:
        rules = Ruleset.read({"t": [word]})
    except ValueError:
        assert not word.strip(" *-")
        return
    assert rules.best("", "", []) is None
    assert rules.best(word.rstrip("* "), text, []) == "t"


# — whose rules —


def test_rules_with_names_speak_only_of_notes_that_bear_one():
    """In a history deck an 이미지 is no Docker image; under a heading that says Docker, or such a deck, it is."""
    assert refined("이미지의 힘", title="조선사 노트", rulesets=[SHIPPED]) == ()
    assert refined("이미지의 힘", given="조선사", title="Docker와 역사", rulesets=[SHIPPED]) == ("조선사",)
    assert refined("이미지란?", title="도커 노트", rulesets=[SHIPPED]) == ("docker::image",)
    assert refined("이미지란?", given="docker", rulesets=[SHIPPED]) == ("docker::image",)


@pytest.mark.parametrize("given", ["도커", "docker"])
def test_a_heading_may_call_a_topic_by_another_name(given):
    """도커 is docker, as a heading and as a tag, and what stands below it goes along."""
    assert refined("볼륨?", given=given, rulesets=[SHIPPED]) == ("docker::volume",)
    assert refined("?", given=f"{given}::compose", rulesets=[SHIPPED]) == ("docker::compose",)
    assert refined("?", explicit=[given], rulesets=[SHIPPED]) == ("docker",)


def test_a_heading_may_say_more_than_the_name():
    """`Docker 기초` or `1일차 / 쿠버네티스` keeps its own topic and lets the rules of that name speak."""
    assert refined("볼륨?", given="docker-기초", rulesets=[SHIPPED]) == ("docker-기초", "docker::volume")
    assert refined("파드?", given="1일차::쿠버네티스", rulesets=[SHIPPED]) == ("1일차::쿠버네티스", "kubernetes::pod")
    assert refined("볼륨?", given="docker::네트워킹", rulesets=[SHIPPED]) == ("docker::네트워킹",)


def test_a_deck_of_two_names_may_be_about_either():
    """Without headings the words decide between all the topics the deck's name speaks of."""
    title = "Docker & k8s"
    assert refined("인그레스?", title=title, rulesets=[SHIPPED]) == ("kubernetes::ingress",)
    assert refined("Dockerfile의 COPY?", title=title, rulesets=[SHIPPED]) == ("docker::dockerfile",)


def test_rules_without_names_speak_of_all_they_are_given():
    """A person's own rules may lead below the heading or to another topic altogether."""
    rules = Ruleset.read({"algo::sort": ["정렬"], "exam": ["기출"]})
    assert refined("정렬?", given="algo", rulesets=[rules]) == ("algo::sort",)
    assert refined("기출?", given="algo", rulesets=[rules]) == ("algo", "exam")
    assert refined("정렬?", rulesets=[rules]) == ("algo::sort",)


def test_the_first_rules_with_a_say_decide():
    """A person's own rules come before the shipped ones, which speak where those are silent."""
    own = Ruleset.read({"docker::mine": ["볼륨"]})
    assert refined("볼륨과 네트워크?", given="docker", rulesets=[own, SHIPPED]) == ("docker::mine",)
    assert refined("네트워크?", given="docker", rulesets=[own, SHIPPED]) == ("docker::network",)


# — the shipped rules —


@pytest.mark.parametrize(
    ("given", "question", "topic"),
    [
        ("docker", "named volume과 bind mount는 어떻게 다른가요?", "volume"),
        ("docker", "호스트의 8080 포트를 게시(publish)하려면?", "network"),
        ("docker", "ENTRYPOINT와 CMD를 Dockerfile에 함께 쓰면?", "dockerfile"),
        ("docker", "멀티스테이지 빌드가 이미지를 줄이는 까닭은?", "build"),
        ("docker", "사설 레지스트리에 push하려면 무엇을 먼저 하나요?", "registry"),
        ("docker", "같은 호스트의 컨테이너들은 커널을 공유하나요?", "concept"),
        ("docker", "docker exec와 attach는 무엇이 다른가요?", "container"),
        ("docker", "이미지 레이어는 왜 읽기 전용인가요?", "image"),
        ("kubernetes", "livenessProbe가 실패하면 kubelet은 무엇을 하나요?", "probe"),
        ("kubernetes", "ConfigMap을 환경 변수로 넣는 두 방법은?", "config"),
        ("kubernetes", "CPU limit을 넘긴 Pod는 어떻게 되나요?", "resource"),
        ("kubernetes", "ClusterIP 서비스의 DNS 이름은 어떻게 정해지나요?", "service"),
        ("kubernetes", "한 인그레스로 두 호스트 이름을 받을 수 있나요?", "ingress"),
        ("kubernetes", "롤링 업데이트에서 maxSurge는 무엇을 정하나요?", "deployment"),
        ("kubernetes", "시스템 로그의 형식은?", "logging"),
        ("kubernetes", "etcd는 어느 노드에 있나요?", "cluster"),
        ("kubernetes", "레이블 셀렉터의 연산자는?", "label"),
        ("kubernetes", "사이드카를 Pod에 넣는 까닭은?", "pod"),
        ("kubernetes", "선언형 매니페스트를 적용하는 명령은?", "manifest"),
        ("kubernetes", "이 프로그램을 실행하려면?", ""),
    ],
)
def test_what_the_shipped_rules_make_of_typical_questions(given, question, topic):
    """Korean and English words of the subject find its topic, and a 프로그램 is no 로그."""
    assert refined(question, given=given, rulesets=[SHIPPED]) == (f"{given}::{topic}" if topic else given,)


def test_the_shipped_rules_stay_below_their_names():
    """Every topic they give stands below one of the topics that they have names for."""
    roots = {root for root, _ in SHIPPED.names}
    assert {parents(topic)[0] for topic, _ in SHIPPED.keywords} == roots
