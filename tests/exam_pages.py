"""Papers for the tests of pages: one with a question of every kind in Korean and English, and a hostile one."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

from quiz.exam.paper import Asked, Gap, Option, Pair, Paper, Question, Variant

ANSWER = """컨테이너는 호스트의 **커널**을 함께 쓰고, 가상 머신은 *자기 커널*을 가집니다.

- 컨테이너: 프로세스를 격리합니다.
- 가상 머신: 하드웨어를 흉내 냅니다.

```console
$ docker run --rm -it alpine uname -r
```
"""

CHOICE = Question(
    uid="c1",
    kind="choice",
    stem="`docker run`에서 컨테이너의 80번 포트를 호스트의 8080번 포트로 여는 옵션은 무엇인가요?",
    answer="`-p`는 `호스트:컨테이너` 순서로 씁니다.",
    options=(
        Option("`-p 8080:80`", right=True, feedback="맞습니다. 앞이 호스트입니다."),
        Option("`-p 80:8080`", feedback="순서가 반대입니다."),
        Option("`--expose 8080`", feedback="`--expose`는 호스트에 열지 않습니다."),
        Option("`-v 8080:80`"),
    ),
    source="docker.md:12",
)
SEVERAL = Question(
    uid="c2",
    kind="choice",
    stem="Which of these survive `docker rm`?",
    answer="Named volumes and bind mounts live outside the container.",
    options=(
        Option("A named volume", right=True),
        Option("The writable layer"),
        Option("A bind mount", right=True),
        Option("Files in `/tmp` of the container"),
    ),
    points=200,
    source="docker.md:30",
)
YESNO = Question(
    uid="y1", kind="yesno", stem="컨테이너를 지우면 이미지도 지워집니까?", answer="이미지는 그대로 남습니다.", yes=False
)
SHORT = Question(
    uid="s1",
    kind="short",
    stem="여러 컨테이너를 파일 하나로 정의하는 도구의 이름은?",
    answer="`compose.yaml`에 적습니다.",
    accepted=("Docker Compose", "도커 컴포즈", "compose"),
)
CLOZE = Question(
    uid="z1",
    kind="cloze",
    stem="이미지를 만드는 파일은 [[1]]이고, 만드는 명령은 `docker [[2]] .`입니다.",
    answer="빌드 문맥은 마지막 점입니다.",
    gaps=(Gap(("Dockerfile",), "파일 이름"), Gap(("build", "buildx build"))),
    points=200,
)
MATCHING = Question(
    uid="m1",
    kind="matching",
    stem="명령과 하는 일을 이으세요.",
    pairs=(
        Pair("`docker ps`", "실행 중인 컨테이너를 보여 줍니다.", "p1"),
        Pair("`docker logs`", "컨테이너가 쓴 것을 보여 줍니다.", "p2"),
        Pair("`docker exec`", "실행 중인 컨테이너에서 명령을 실행합니다.", "p3"),
    ),
    points=300,
)
ORDER = Question(
    uid="o1",
    kind="order",
    stem="이미지가 서버에서 실행되기까지의 순서는?",
    answer="짓고, 올리고, 내려받고, 실행합니다.",
    steps=("`docker build`", "`docker push`", "`docker pull`", "`docker run`"),
    points=200,
)
OPEN = Question(
    uid="w1",
    kind="open",
    stem="컨테이너와 가상 머신은 무엇이 다릅니까?\n\n```yaml\nservices:\n  web:\n    image: nginx:1.27\n```",
    answer=ANSWER,
    points=400,
    source="docker.md:88",
)
QUESTIONS = (CHOICE, YESNO, SHORT, CLOZE, SEVERAL, MATCHING, ORDER, OPEN)
ORDERS = {"c1": (2, 0, 3, 1), "c2": (1, 0, 3, 2), "m1": (2, 0, 1), "o1": (3, 0, 2, 1)}


def paper(questions=QUESTIONS, letters="A", language="ko", title="도커 기초 — 1주차") -> Paper:
    """A paper with a variant for each letter; B asks the questions the other way round."""
    variants = []
    for number, letter in enumerate(letters):
        asked = [Asked(one, ORDERS.get(one.uid) or tuple(range(one.movable))) for one in questions]
        variants.append(Variant(letter, tuple(reversed(asked) if number % 2 else asked)))
    return Paper("417-205-386", title, language, tuple(variants))


TRAPS = (
    "</script><script>window.trapped = 1</script>",
    '<img src=x onerror="window.trapped = 2">',
    "<!-- <script>window.trapped = 3</script>",
    "]]> {~=} =cmd()|' /C calc'!A0 $HOME \\\\",
    "</textarea></style></title><svg onload=window.trapped=4>",
    "[x](javascript:window.trapped=5) `{{7*7}}` ${window.trapped=6}",
    '" autofocus onfocus="window.trapped=7',
    "`<b>` &lt;i&gt; &amp; \u2028 \u2029",
)


def hostile() -> Paper:
    """Every text of every kind of question tries to run a script, or to end the element it stands in."""
    text = "\n\n".join(TRAPS) + "\n\n```html\n<!-- a blank line -->\n\n</script>\n```"
    one = TRAPS[0]
    questions = (
        replace(CHOICE, stem=text, answer=text, options=(Option(one, True, text), Option(TRAPS[1], False, TRAPS[6]))),
        replace(YESNO, stem=text, answer=text),
        replace(SHORT, stem=text, answer=text, accepted=TRAPS),
        replace(CLOZE, stem=f"{text} [[1]] [x](https://example.org/[[2]])", gaps=(Gap(TRAPS, TRAPS[6]), Gap((one,)))),
        replace(MATCHING, stem=text, pairs=tuple(Pair(trap, trap, "p") for trap in TRAPS)),
        replace(ORDER, stem=text, steps=TRAPS),
        replace(OPEN, stem=text, answer=text),
    )
    asked = tuple(Asked(one, tuple(range(one.movable))) for one in questions)
    return Paper("417-205-386", TRAPS[0] + TRAPS[6], "en", (Variant("A", asked),))


def png(width: int = 4, height: int = 3) -> bytes:
    """A small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x99" * width for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
