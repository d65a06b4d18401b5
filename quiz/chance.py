"""Chance that is the same in every run and on every machine."""

from __future__ import annotations


def chance(*of: object) -> int:
    """64 bits that nothing but the words of `of` decide."""
    from hashlib import blake2b  # loads OpenSSL, which a shell prompt need not wait for

    return int.from_bytes(blake2b("\x1f".join(map(str, of)).encode(), digest_size=8).digest())
