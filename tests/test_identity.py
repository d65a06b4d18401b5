"""Which edited card is which old card: history follows what can be recognised, and nothing is guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.identity import Face, Matching, match, new_uid
from quiz.likeness import DISTINCTIVE, alike, names_differ, weight
from quiz.notes import cloze

DECK = "네트워크와 자료 구조"
LONG = "요청을 보낸 쪽이 응답을 기다리는 동안 다른 일을 할 수 있기 때문입니다."


def face(question, answer=LONG, *, heading="절", deck=DECK, **more):
    return Face(deck, (heading,), question, answer, **more)


def library(*faces):
    """Old cards under the uids a, b, c, …"""
    return dict(zip("abcdefghijklmnopqrstuvwxyz", faces, strict=False))


def paired(old, *new):
    """The uid that each new face continues, or None."""
    matching = match(old, new)
    return [matching.uids.get(index) for index in range(len(new))]


def candidates(old, *new):
    """index → the old cards that a new one is doubted to be."""
    return {doubt.index: list(doubt.candidates) for doubt in match(old, new).doubts}


# — the mutated copy —

NOTES = """\
# 힙
이진 힙은 왜 배열로 구현하나요?
배열에 이진 힙을 담는 까닭은?
완전 이진 트리라서 빈칸 없이 번호로 자식을 찾습니다.
힙에서 최솟값을 꺼낸 뒤에는 무엇을 하나요?
After extract-min, how is a heap repaired?
마지막 원소를 뿌리로 옮기고 아래로 내려 보냅니다.
heapify의 시간 복잡도는?
힙으로 만드는 데 걸리는 시간은 얼마인가요?
아래에서부터 쌓으면 원소 수에 비례하는 시간이면 됩니다.
우선순위 큐를 정렬된 배열로 만들면 무엇이 느린가요?
정렬된 배열로 우선순위 큐를 구현할 때의 단점은?
넣을 때마다 뒤의 원소를 모두 한 칸씩 밀어야 합니다.
# 해시
해시 충돌은 어떻게 푸나요?
같은 칸에 두 키가 들어오면 어떻게 하나요?
체이닝으로 이어 달거나 다음 빈칸을 찾아 넣습니다.
load factor가 커지면 무슨 일이 생기나요?
적재율이 높아지면 생기는 일은?
충돌이 잦아져 찾는 시간이 길어지므로 표를 늘려야 합니다.
해시 테이블의 순회 순서는 왜 믿을 수 없나요?
왜 해시 테이블을 도는 순서를 믿으면 안 되나요?
칸의 수가 바뀌면 같은 키도 다른 칸으로 옮겨 가기 때문입니다.
Bloom filter가 틀리는 방향은?
블룸 필터는 어느 쪽으로 틀릴 수 있나요?
없는 것을 있다고 할 수는 있어도 있는 것을 없다고 하지는 않습니다.
# 트리
B-tree의 노드는 왜 큰가요?
비트리에서 노드 하나에 키를 많이 담는 이유는?
디스크에서 한 번에 읽는 블록의 크기에 맞추기 때문입니다.
AVL 트리와 레드-블랙 트리 중 찾기가 빠른 것은?
찾기가 더 빠른 쪽은 레드-블랙 트리인가요, AVL 트리인가요?
높이를 더 엄하게 지키는 쪽이지만 넣고 빼기는 느려집니다.
트라이는 어떤 검색에 쓰나요?
접두사 자동 완성에는 무슨 구조를 쓰죠?
앞부분이 같은 낱말들을 한꺼번에 찾을 때 알맞습니다.
세그먼트 트리의 갱신은 몇 개의 노드를 고치나요?
세그먼트 트리에서 값을 바꾸면 노드 몇 개를 고치게 되나요?
뿌리까지의 길 위에 있는 것만, 곧 높이만큼 고칩니다.
# TCP
TCP는 왜 손을 세 번 흔드나요?
three-way handshake가 필요한 이유를 설명하세요.
양쪽이 서로의 첫 순서 번호를 받았음을 확인해야 하기 때문입니다.
TIME_WAIT은 얼마나 이어지나요?
TIME_WAIT 상태로 머무는 시간은?
세그먼트가 살아 있을 수 있는 시간의 두 배 동안 남습니다.
슬라이딩 윈도우가 0이면 보내는 쪽은?
윈도우 크기가 0이라는 알림을 받으면 송신자는 무엇을 하나요?
멈추고 작은 조각을 가끔 보내 다시 열렸는지 물어봅니다.
Nagle 알고리즘은 언제 꺼야 하나요?
언제 네이글 알고리즘을 끄는 것이 좋나요?
작은 메시지를 바로 보내야 하는 대화형 프로그램에서 끕니다.
# HTTP
HTTP/2는 왜 연결 하나로 충분한가요?
연결을 하나만 여는 것으로 HTTP/2에서는 왜 충분하죠?
여러 흐름을 프레임으로 쪼개 한 연결에 섞어 보냅니다.
ETag는 무엇에 쓰나요?
조건부 요청에서 ETag의 역할은?
내려받은 것이 아직 새것인지 이름표로 물어보는 데 씁니다.
쿠키의 SameSite는 무엇을 막나요?
SameSite 속성을 쿠키에 붙이는 까닭은?
다른 사이트에서 시작된 요청에 쿠키가 딸려 가는 것을 막습니다.
302와 307은 어떻게 다른가요?
307 응답이 302와 다른 점은?
뒤의 것은 요청의 방법과 본문을 바꾸지 않고 다시 보내게 합니다.
# DNS
CNAME을 루트 도메인에 쓸 수 없는 까닭은?
왜 루트 도메인에는 CNAME이 안 되나요?
같은 이름에 다른 레코드가 함께 있을 수 없는데 SOA가 꼭 있습니다.
TTL을 짧게 두면 잃는 것은?
DNS 레코드의 수명을 줄이면 무엇이 나빠지나요?
묻는 횟수가 늘어 이름 서버의 짐이 무거워집니다.
재귀 질의와 반복 질의의 차이는?
반복 질의는 재귀 질의와 어떻게 다른가요?
끝까지 대신 물어 주는가, 다음에 물을 곳만 알려 주는가입니다.
음성 캐시란 무엇인가요?
없는 이름이라는 답도 저장하나요?
그런 이름이 없다는 답을 얼마 동안 기억해 두는 것입니다.
"""
"""Of each card its question, the same reworded, and its answer."""


def faces_of(text):
    """[(face, its question reworded)]"""
    found, heading, rows = [], "", []
    for line in text.splitlines():
        if line.startswith("# "):
            heading = line.removeprefix("# ")
        else:
            rows.append(line)
        if len(rows) == 3:
            found.append((face(rows[0], rows[2], heading=heading), rows[1]))
            rows = []
    return found


ADDED = [
    face(
        "이진 힙은 왜 링크로 구현하지 않나요?",
        "가리키는 칸이 자리를 차지하고 메모리에 흩어지기 때문입니다.",
        heading="힙",
    ),
    face("HTTP/3는 왜 UDP를 쓰나요?", "한 흐름의 손실이 다른 흐름을 막지 않게 하기 위해서입니다.", heading="HTTP"),
    face("SOA 레코드에는 무엇이 있나요?", "영역의 일련번호와 새로 고치는 주기가 들어 있습니다.", heading="DNS"),
]
REWRITTEN = "새로 쓴 답입니다. 앞의 답과는 같은 말이 거의 없습니다: 직접 그려 보고 손으로 따라가 봅시다."
CARDS = faces_of(NOTES)
OLD = {f"u{number:02}": card for number, (card, _) in enumerate(CARDS)}


@given(st.permutations(range(len(CARDS))))
def test_a_mutated_copy_keeps_the_history_of_every_survivor(order):
    """10 cards reworded, 5 moved, 5 answered anew, 3 deleted and 3 added: each survivor is known, no other taken."""
    reworded, moved, rewritten, deleted = order[:10], order[10:15], order[15:20], order[20:23]
    new, truth = list(ADDED), [None] * len(ADDED)
    for number, (uid, old) in enumerate(OLD.items()):
        if number in deleted:
            continue
        now = replace(old, question=CARDS[number][1]) if number in reworded else old
        now = replace(now, heading=("다른 곳", "더 깊이")) if number in moved else now
        now = replace(now, answer=f"{REWRITTEN} {number}") if number in rewritten else now
        new.append(now)
        truth.append(uid)
    assert paired(OLD, *new) == truth


# — each rule alone —


def test_an_explicit_id_wins_over_everything():
    """The card with the id is the card, whatever its text says and however like another one it looks."""
    old = library(face("하나?", "1", id="x"), face("둘?", "2", id="y"))
    assert paired(old, face("둘?", "2", id="x"), face("하나?", "1", id="y")) == ["a", "b"]
    assert paired(old, face("전혀 다른 물음", "다른 답", heading="다른 절", deck="다른", id="y")) == ["b"]


def test_an_id_is_that_of_its_file_first():
    """Two files may number their cards alike; a file that is renamed takes its ids along."""
    old = library(face("가?", "1", id="1", file="a.md"), face("나?", "2", id="1", file="b.md"))
    assert paired(old, face("다?", "3", id="1", file="b.md"), face("라?", "4", id="1", file="a.md")) == ["b", "a"]
    assert paired(library(face("가?", "1", id="1", file="a.md")), face("다?", "3", id="1", file="c.md")) == ["a"]


def test_an_id_given_twice_decides_nothing():
    """The card whose text is the old one keeps the history, the other is new."""
    old = library(face("가?", "1", id="x"))
    assert paired(old, face("나?", "2", id="x"), face("가?", "1", id="x")) == [None, "a"]


@pytest.mark.parametrize(
    "question",
    ["TCP는 왜 믿을 만한가요?", "tcp는 왜 믿을만한가요", "**TCP**는  왜 _믿을 만한_가요??", "TCP는 왜, 믿을 만한가요…"],
)
def test_cosmetic_edits_change_nothing(question):
    """Case, blanks, punctuation and emphasis are no rewording, also when the answer is another one now."""
    assert paired(library(face("TCP는 왜 믿을 만한가요?")), face(question, "다 쓴 답")) == ["a"]


def test_cards_move_between_headings_decks_and_files():
    """Unchanged text is the same card wherever it stands now, also when everything of a file moves at once."""
    old = library(*(face(f"{word}란 무엇인가요?", f"{word}입니다", file="a.md") for word in ("스택", "큐", "덱")))
    moved = [replace(card, heading=("새 절",), deck="새 이름", file="b.md") for card in old.values()]
    assert paired(old, *reversed(moved)) == ["c", "b", "a"]


def test_a_long_answer_carries_the_history_of_any_rewording():
    """Who asks in other words, even in another language, and keeps the answer, asks the same."""
    assert paired(library(face("이벤트 루프를 쓰는 까닭은?")), face("Why use an event loop?")) == ["a"]


def test_a_typo_is_no_new_card():
    """A small correction of the question is recognised, though its short answer says nothing and changes too."""
    old = library(face("TCP의 흐름 제어는 받는 쪽의 버퍼를 지키나요?", "네."), face("UDP는?", "네."))
    assert paired(old, face("TCP의 흐름 제어는 받는 쪽의 버퍼를 지킬까요?", "예, 그렇습니다.")) == ["a"]
    assert paired(library(face("Does TCP recieve in order?", "Yes.")), face("Does TCP receive in order?", "Yes.")) == [
        "a"
    ]


def test_question_and_answer_may_change_a_little_together():
    """What is alike on both sides, and like nothing else, is the same card."""
    old = library(
        face("슬라이딩 윈도우는 흐름을 어떻게 조절하나요?"),
        face("혼잡 제어는?", "다른 답입니다. 손실을 보고 줄입니다."),
    )
    new = face("슬라이딩 윈도우는 흐름을 어떻게 제어하게 되나요?", LONG.replace("보낸 쪽이", "보낸 측에서"))
    assert paired(old, new) == ["a"]


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        ("TIME_WAIT은 왜 필요한가요?", "TIME_WAIT 상태가 필요한 이유는?", "지연 패킷 처리"),
        ("TCP와 UDP의 차이는 무엇인가요?", "TCP와 UDP는 무엇이 다른가요?", "TCP는 연결 지향"),
        ("3-way handshake의 세 단계를 말하세요.", "handshake 단계 세 개를 순서대로 말하세요.", "SYN, SYN/ACK, ACK"),
        ("DNS는 어느 포트를 쓰나요?", "DNS가 쓰는 포트는 무엇인가요?", "53"),
        (
            "프로세스를 띄우는 시점에 쓰기 레이어가 데몬에 의해 만들어지나요?",
            "프로세스를 띄우는 시점에 데몬에 의해 만들어지나요?",
            "네.",
        ),
    ],
)
def test_a_short_answer_of_some_content_keeps_its_card_in_its_place(before, after, answer):
    """A keyword that no other card answers, or a few words left out of the question, make it the same card."""
    others = [face("스택이란?", "네."), face("큐란 무엇인가요?", "먼저 온 것이 먼저")] if answer != "네." else []
    old = library(face(before, answer), *others)
    assert paired(old, face(after, answer), *others)[0] == "a"


def test_unanswered_questions_are_recognised_too():
    """While both have no answer the questions decide, and answering one at its place keeps it."""
    old = library(face("Container ready와 Ready의 차이는 뭔가요?", ""))
    assert paired(old, face("Container ready와 Ready는 무슨 차이인가요?", "")) == ["a"]
    assert paired(old, face("Container ready와 Ready의 차이는 뭔가요?", "뒤의 것은 모두를 봅니다.")) == ["a"]


# — what is not guessed —

TEMPLATES = [
    ("Docker Hub는 공개 레지스트리인가요?", "Harbor는 사설 레지스트리인가요?"),
    ("선택 정렬은 안정 정렬인가요?", "버블 정렬은 안정 정렬인가요?"),
    ("readinessProbe가 실패하면 컨테이너가 재시작되나요?", "livenessProbe가 실패하면 컨테이너가 재시작되나요?"),
    ("`docker run -p`는 포트를 게시하나요?", "`docker run -P`는 포트를 게시하나요?"),
    ("HTTP/2는 다중화를 지원하나요?", "HTTP/3는 다중화를 지원하나요?"),
    ("Python 3.11은 예외 그룹을 지원하나요?", "Python 3.10은 예외 그룹을 지원하나요?"),
    ("Does a list keep its order?", "Does a set keep its order?"),
    ("Is TCP connection-oriented?", "Is UDP connection-oriented?"),
]


@pytest.mark.parametrize("answer", ["네, 맞습니다.", "아니오.", "Yes."])
@pytest.mark.parametrize(("before", "after"), TEMPLATES)
def test_a_short_answer_never_carries_a_history_to_another_question(before, after, answer):
    """However alike two questions are: where each names something else and the answer is anybody's, both are cards."""
    assert paired(library(face(before, answer)), face(after, answer)) == [None]
    assert paired(library(face(after, answer)), face(before, answer)) == [None]


@pytest.mark.parametrize(
    ("before", "told", "after", "tells"),
    [
        ("What is the capital of Austria?", "Vienna", "What is the capital of Australia?", "Canberra"),
        (
            "인자가 값으로 전달되는 언어의 예는 무엇인가요?",
            "자바",
            "인자가 참조로 전달되는 언어의 예는 무엇인가요?",
            "파이썬",
        ),
    ],
)
def test_nearly_the_same_question_with_another_answer_is_another_card(before, told, after, tells):
    """A letter or two can turn a question into another one; the answer tells, and the doubt is reported."""
    old, new = library(face(before, told)), face(after, tells)
    assert paired(old, new) == [None]
    assert candidates(old, new) == {0: ["a"]}


def test_boilerplate_carries_no_history():
    """A long answer that a third card has too says nothing of which is which."""
    told = "자세한 내용은 나누어 드린 강의 자료의 마지막 장을 참고하시기 바랍니다."
    old = library(face("스택의 용도는?", told), face("큐의 용도는?", told))
    assert weight(told) > DISTINCTIVE
    assert paired(old, face("스택의 용도는?", told), face("해시 함수를 고르는 법은?", told)) == ["a", None]


def test_a_short_question_elsewhere_is_another_question():
    """`장점은?` under another heading with another answer is new; at its place it may be answered anew."""
    old = library(face("장점은?", "찾기가 빠르다고 할 수 있습니다.", heading="해시"))
    elsewhere = face("장점은?", "순서대로 돌 수 있습니다.", heading="트리")
    assert paired(old, elsewhere) == [None]
    assert candidates(old, elsewhere) == {0: ["a"]}
    assert paired(old, replace(elsewhere, heading=("해시",))) == ["a"]


def test_two_candidates_are_a_doubt():
    """What two old cards could be, or what two new ones could continue, is given to none and reported."""
    one, other = face("큐에서 원소를 꺼내는 순서는?", "선입선출"), face("덱에서 원소를 꺼내는 순서는?", "양쪽 어디서나")
    both = library(one, other)
    between = face("큐나 덱에서 원소를 꺼내는 순서는?", "쓰기 나름")
    assert paired(both, between) == [None]
    assert candidates(both, between) == {0: ["b", "a"]}
    assert paired(library(between), one, other) == [None, None]
    assert candidates(library(between), one, other) == {0: ["a"], 1: ["a"]}


def test_a_card_that_is_still_there_is_a_rival():
    """A new card that is as like a deleted one as like one that stayed is not taken for the deleted one."""
    old = library(*(face(f"{word} 정렬의 최악 시간은 얼마인가요?", "제곱") for word in ("삽입", "선택", "버블")))
    stayed, new = old["b"], face("교환 정렬의 최악 시간은 얼마인가요?", "제곱")
    assert paired(old, stayed, new) == ["b", None]
    assert candidates(old, stayed, new) == {1: ["a", "c"]}


def test_a_card_split_in_two_is_a_doubt_or_its_own():
    """Neither half is taken for the whole unless it still asks what the whole asked."""
    whole = face(
        "스택과 큐는 각각 어떤 순서로 꺼내나요?",
        "스택은 후입선출, 큐는 선입선출로 꺼냅니다. 둘 다 한쪽에서만 넣습니다.",
    )
    stack = face("스택은 어떤 순서로 꺼내나요?", "스택은 후입선출로 꺼냅니다. 한쪽에서만 넣습니다.")
    queue = face("큐는 어떤 순서로 꺼내나요?", "큐는 선입선출로 꺼냅니다. 한쪽에서만 넣습니다.")
    assert paired(library(whole), stack, queue) == [None, None]
    assert candidates(library(whole), stack, queue) == {0: ["a"], 1: ["a"]}
    assert paired(library(whole), replace(whole, answer=stack.answer), queue) == ["a", None]


def test_a_shared_long_answer_is_a_doubt():
    """Two new questions with the answer of a lost card: it may be either, and the report says so."""
    old = library(face("이벤트 루프를 쓰는 까닭은?"))
    new = face("Why asynchronous?"), face("콜백이란 무엇에 쓰는 것인지 말하시오.")
    assert paired(old, *new) == [None, None]
    assert candidates(old, *new) == {0: ["a"], 1: ["a"]}


def test_swapped_answers_do_not_swap_histories():
    """The question tells the card, not the answer."""
    one, other = face("스택의 예는?", LONG), face("큐의 예는?", "줄을 서서 차례를 기다리는 사람들을 생각하면 됩니다.")
    swapped = replace(one, answer=other.answer), replace(other, answer=one.answer)
    assert paired(library(one, other), *swapped) == ["a", "b"]


# — copies and orphans —


def test_exact_copies_are_paired_in_order():
    """Each copy keeps a history of its own; one more is new, one less is lost."""
    card = face("같은 물음?", "같은 답")
    assert paired(library(card, card), card, card, card) == ["a", "b", None]
    assert paired(library(card, card), card) == ["a"]


def test_copies_with_different_answers_are_told_apart():
    """The same question twice: the answer that stayed is known, and so is then the one that did not."""
    old = library(face("왜?", "첫째 답"), face("왜?", "둘째 답"))
    assert paired(old, face("왜?", "셋째 답"), face("왜?", "첫째 답")) == ["b", "a"]


def test_a_copy_of_a_file_takes_nothing_from_it():
    """The same cards in a second file are new, whichever file is read first."""
    original = [face(f"{word}란?", f"{word}입니다", file="notes.md") for word in ("스택", "큐")]
    copies = [replace(card, file="backup.md") for card in original]
    assert paired(library(*original), *copies, *original) == [None, None, "a", "b"]
    assert paired(library(*original), *copies) == ["a", "b"]


def test_live_cards_come_before_orphans():
    """An orphan like a card in the notes neither takes its place nor makes it doubtful; alone it returns."""
    now, orphan = face("이벤트 루프는 왜 쓰나요?"), face("이벤트 루프는 왜 쓰는가?", live=False)
    edited = face("Why is an event loop used?")
    assert paired(library(orphan, now), edited) == ["b"]
    assert paired(library(orphan, now), replace(now, answer="고친 답")) == ["b"]
    assert paired(library(orphan, replace(now, live=False)), edited) == [None]
    assert paired(library(orphan), replace(edited, deck="다른 곳")) == ["a"]


# — sentences with gaps —

UNIX = "Unix was created in {{c1::1969}} at {{c2::Bell Labs}} by {{c3::Ken Thompson}}."
C = "The language C was created in {{c1::1972}} at {{c2::Bell Labs}} by {{c3::Dennis Ritchie}}."
STORED = "Docker volumes are stored under {{c1::/var/lib}} by default."


def sentence(text, **more):
    """A card for each gap."""
    return [face(asked, "", **more) for asked in cloze.cards(text).values()]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (UNIX, UNIX.replace("created", "invented")),
        (UNIX, UNIX.replace("created", "first written")),
        (UNIX, UNIX.replace("Unix was created in", "It was in").replace("by", "that Unix was created by")),
        (STORED, STORED.replace("stored", "kept")),
        (C, C.replace("The language C", "C as a language")),
    ],
)
def test_a_reworded_sentence_keeps_the_history_of_each_gap(before, after):
    """Other words, also more of them, around the same gaps: each card goes on, also next to a sentence like it."""
    others = [face for text in {UNIX, C} - {before} for face in sentence(text)]
    old, new = [*others, *sentence(before)], [*sentence(after), *others]
    uids = paired(library(*old), *new)
    assert None not in uids
    assert all(library(*old)[uid].gap == card.gap for uid, card in zip(uids, new, strict=True))


def test_two_sentences_reworded_at_once_keep_their_own():
    """What they hide tells them apart, however alike they read."""
    old = [*sentence(UNIX), *sentence(C)]
    new = [*sentence(C.replace("created", "invented")), *sentence(UNIX.replace("created", "invented"))]
    assert paired(library(*old), *new) == ["d", "e", "f", "a", "b", "c"]


def test_a_sentence_on_another_subject_is_another_sentence():
    """The same gaps, and a proper name or a piece of code exchanged: nothing is taken, and the doubt is told."""
    copies = "`COPY` copies from {{c1::the context}} to {{c2::the image}}."
    for before, after in [(UNIX, UNIX.replace("Unix", "Linux")), (copies, copies.replace("COPY", "ADD"))]:
        old, new = library(*sentence(before)), sentence(after)
        assert paired(old, *new) == [None] * len(new)


def test_sentences_that_hide_the_same_are_a_doubt():
    """Which of two a reworded one was is not guessed; nor which of two that are new."""
    fast, safe = "{{c1::TCP}} is a protocol that is slow", "{{c1::TCP}} is a protocol that is safe"
    between = "{{c1::TCP}} is a protocol that is sure"
    assert paired(library(*sentence(fast), *sentence(safe)), *sentence(between)) == [None]
    assert paired(library(*sentence(between)), *sentence(fast), *sentence(safe)) == [None, None]


def test_a_lost_gap_is_offered_to_the_card_that_hides_the_same():
    """The doubt names no sibling: what another gap of the sentence hides is known to be that one's."""
    first, second, third = sentence(UNIX.replace("Unix", "Linux"))
    (lost, *_others) = sentence(UNIX, live=False)
    assert candidates(library(lost), second, first, third) == {1: ["a"]}


# — uids —


def test_a_uid_is_made_of_deck_and_question():
    """Sixteen hex digits, the same on every machine, and a counter where it is taken."""
    uid = new_uid("Deck", "Why?", ())
    assert uid == new_uid("Deck", "why", set()) == "49189cf3e1c1c00b"
    assert len({uid, new_uid("Deck", "Why?", {uid}), new_uid("Other", "Why?", ()), new_uid("Deck", "How?", ())}) == 4


# — properties —

WORDS = ["힙", "큐", "tree", "왜", "정렬", "는", "`-p`", "TCP", "언제", "쓰나요", "?", "네", "맞습니다", "O(n)"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
faces = st.builds(
    Face,
    deck=st.sampled_from(["d", "e"]),
    heading=st.sampled_from([("h",), ("i", "j")]),
    question=texts,
    answer=texts | st.just(""),
    id=st.none() | st.sampled_from(["1", "2"]),
    file=st.sampled_from(["a.md", "b.md"]),
    live=st.booleans(),
)
decks = st.lists(faces, max_size=10)


def held(old):
    return {f"u{number}": card for number, card in enumerate(old)}


@given(decks, decks)
def test_no_uid_is_given_to_two_cards(old, new):
    """Every new card continues at most one old card, and no old card is continued twice or doubted when it is."""
    matching = match(held(old), new)
    assert len(set(matching.uids.values())) == len(matching.uids)
    assert matching.uids.keys() == matching.how.keys() <= set(range(len(new)))
    assert set(matching.uids.values()) <= held(old).keys()
    for doubt in matching.doubts:
        assert doubt.index not in matching.uids
        assert doubt.candidates
        assert not {*doubt.candidates} & {*matching.uids.values()}


@given(decks, decks, st.randoms())
def test_the_order_of_the_library_makes_no_difference(old, new, random):
    """However the database lists its cards, the same are recognised and the same doubted."""
    shuffled = list(held(old).items())
    random.shuffle(shuffled)
    assert match(dict(shuffled), new) == match(held(old), new)


@given(decks, decks, st.randoms())
def test_unchanged_notes_match_whatever_is_added(old, added, random):
    """All cards of the notes as they were are themselves, among any others and in any order."""
    notes = [replace(card, live=True, id=None) for card in old]
    files = [replace(card, id=None) for card in added]
    new = notes + files
    random.shuffle(new)
    matching = match(held(notes), new)
    assert sorted(matching.uids.values()) == sorted(held(notes))
    for index, uid in matching.uids.items():
        kept, now = held(notes)[uid], new[index]
        assert (kept.question, kept.answer, kept.heading, kept.file) == (
            now.question,
            now.answer,
            now.heading,
            now.file,
        )


stretches = st.lists(st.sampled_from(["the", "queue", "은", "keeps", "를", "`-p`", "TCP", "쓴다"]), max_size=4).map(
    " ".join
)
notes_with_gaps = st.lists(
    st.tuples(st.permutations(["1969", "Bell Labs", "큐", "`run`", "네"]), st.lists(stretches, min_size=2, max_size=5)),
    max_size=4,
)


def written(notes):
    """The cards of sentences, each with a gap less than it has stretches around them."""
    texts = []
    for answers, (first, *others) in notes:
        gaps = (f"{{{{c{at}::{answers[at]}}}}} {more}" for at, more in enumerate(others, 1))
        texts.append(f"{first} {' '.join(gaps)}")
    return [card for text in texts for card in sentence(text)]


@given(notes_with_gaps, notes_with_gaps)
def test_no_history_goes_from_one_gap_to_its_sibling(before, after):
    """However sentences are reworded, the cards of one sentence never mix up what they hid."""
    old, new = held(written(before)), written(after)
    uids = match(old, new).uids
    for index, uid in uids.items():
        siblings = {new[other].gap for other in range(len(new)) if new[other].note == new[index].note}
        assert old[uid].gap == new[index].gap or old[uid].gap not in siblings


@given(decks)
def test_nothing_comes_of_nothing(new):
    """Without old cards all are new, and without notes none is taken."""
    assert match({}, new) == Matching()
    assert match(held(new), []) == Matching()


@given(faces, faces)
def test_likeness_is_symmetric(one, other):
    """How alike two cards are does not depend on which of them is the old one."""
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 100
    assert names_differ(one, other) == names_differ(other, one)
    assert not names_differ(one, one)
