"""The Latin letter on the keycap of a Hangul jamo (두벌식), so that keys work in Hangul mode."""

from __future__ import annotations

_KEYCAPS = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ" + "ㅃㅉㄸㄲㅆㅒㅖ",
        "qwertyuiopasdfghjklzxcvbnm" + "QWERTOP",
        strict=True,
    )
)


def latin(key: str) -> str:
    """`ㅂ` → `q`, `ㅃ` → `Q`, and whatever is no jamo as it is."""
    return _KEYCAPS.get(key, key)
