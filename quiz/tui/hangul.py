"""Which Latin keys were pressed when a key arrives in Hangul mode (두벌식)."""

from __future__ import annotations

import unicodedata

from quiz.hangul import latin

TYPED_AS = {
    made[0]: made[1:]
    for made in (
        "ㅘㅗㅏ", "ㅙㅗㅐ", "ㅚㅗㅣ", "ㅝㅜㅓ", "ㅞㅜㅔ", "ㅟㅜㅣ", "ㅢㅡㅣ", "ㄳㄱㅅ", "ㄵㄴㅈ",
        "ㄶㄴㅎ", "ㄺㄹㄱ", "ㄻㄹㅁ", "ㄼㄹㅂ", "ㄽㄹㅅ", "ㄾㄹㅌ", "ㄿㄹㅍ", "ㅀㄹㅎ", "ㅄㅂㅅ",
    )
}  # fmt: skip
"""Letters that have no key of their own: two keys make them."""


def keycaps(key: str) -> tuple[str, ...]:
    """`ㅂ` → q, `ctrl+ㅂ` → ctrl+q, and `녀`, which the input method composed, → s, u. Other keys stay as they are."""
    modifiers, _, last = key.rpartition("+")
    if len(last) != 1:
        return (key,)
    prefix = f"{modifiers}+" if modifiers else ""
    return tuple(prefix + latin(jamo) for jamo in _letters(last))


def _letters(char: str) -> list[str]:
    """The jamo of a syllable as the letters on the keys; any other character is its own letter."""
    syllable = "가" <= char <= "힣"
    letters = [_letter(part) for part in unicodedata.normalize("NFD", char)] if syllable else [char]
    return [key for letter in letters for key in TYPED_AS.get(letter, letter)]


def _letter(jamo: str) -> str:
    """`ᄂ` and `ᆫ`, which stand in a syllable, are both the letter `ㄴ`."""
    name = unicodedata.name(jamo, "").replace("CHOSEONG", "LETTER").replace("JUNGSEONG", "LETTER")
    try:
        return unicodedata.lookup(name.replace("JONGSEONG", "LETTER"))
    except KeyError:
        return jamo
