"""What is wrong with notes, as values a person can act on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from quiz.language import N_, _

Severity = Literal["error", "warning", "info"]
"""error: the file cannot be taken in as it is. warning: a card suffers. info: worth knowing."""

SEVERITY: dict[str, Severity] = {
    "bad-front-matter": "error",
    "not-utf8": "error",
    "unclosed-comment": "error",
    "unclosed-fence": "error",
    "unreadable": "error",
    "bad-rules": "error",
    "bad-gap": "warning",
    "duplicate-id": "warning",
    "duplicate-question": "warning",
    "empty-accept": "warning",
    "fence-in-fence": "warning",
    "gap-in-answer": "warning",
    "missing-image": "warning",
    "missing-source": "warning",
    "no-answer": "warning",
    "no-cards": "warning",
    "one-option": "warning",
    "same-option": "warning",
    "stray-option": "warning",
    "unknown-remark": "warning",
    "all-options-right": "info",
    "no-right-option": "info",
    "very-long-answer": "info",
}

SEVERITIES: dict[Severity, str] = {"error": N_("error"), "warning": N_("warning"), "info": N_("info")}


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` is 1-based; `message` is one sentence; `code` is a key of `SEVERITY`."""

    file: str
    line: int
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.code]

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "severity": self.severity}

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_(SEVERITIES[self.severity])}: {self.message} [{self.code}]"
