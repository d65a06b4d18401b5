"""What a notes file says, as frozen pydantic values."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from quiz.topics import topic_name

Kind = Literal["open", "choice", "cloze"]
"""open: a question with a model answer. choice: one with options. cloze: a sentence with gaps; it is its own answer."""

Remark = Literal["easy", "medium", "hard", "no-quiz", "keep-order"]
"""What the notes say of a card for papers: how difficult it is; that it is for no paper; that its options stay in
their order."""

Topic = Annotated[str, AfterValidator(topic_name), Field(min_length=1)]


def _unique(topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(topics))


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Value):
    """Where a card stands: the file as the person named it, and the 1-based line of the question."""

    file: str
    line: int = Field(ge=1)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Card(Value):
    """One question of the notes. Texts are Markdown as written, less the list marker and common indentation.

    The structure of a choice, a cloze, and what is accepted when it is typed, is read from them: `quiz.notes.choice`,
    `cloze` and `accept`. The question of a cloze card keeps the gaps of its own number, as the first.

    `id` is the explicit id of an `<!-- id: … -->` comment; `heading` is the path of headings above the question;
    `remarks` are those of comments such as `<!-- difficulty: hard -->`.
    """

    question: str = Field(min_length=1)
    answer: str = ""
    kind: Kind = "open"
    topics: Annotated[tuple[Topic, ...], AfterValidator(_unique)] = ()
    place: Place
    heading: tuple[str, ...] = ()
    id: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def answered(self) -> bool:
        return self.kind == "cloze" or bool(self.answer.strip())


class Deck(Value):
    """The cards of one notes file, in its order."""

    name: str = Field(min_length=1)
    file: str
    language: str | None = None
    cards: tuple[Card, ...] = ()
