"""The person's choices that decide what is asked when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from quiz.fields import About, check
from quiz.language import N_
from quiz.sm2 import INTERVAL_CAP, Profile

DueOrder = Literal["overdue", "day", "hardest", "random"]
NewOrder = Literal["notes", "random"]
NewPlace = Literal["last", "first", "mixed"]
MOST_A_DAY = 9999


@dataclass(frozen=True, slots=True)
class DeckRules:
    """Caps of one deck, within those of the day; None for none of its own."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    new_per_day: Annotated[
        int | None, About(N_("How many new cards of the deck a study day introduces at most."), most=MOST_A_DAY)
    ] = None
    reviews_per_day: Annotated[
        int | None, About(N_("How many due cards of the deck a study day asks at most."), most=MOST_A_DAY)
    ] = None

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class Rules:
    """The person's choices that decide what is asked when; ValueError for one out of range."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    day_start_hour: Annotated[int, About(N_("The hour at which a new study day begins."), most=23)] = 4
    new_per_day: Annotated[int, About(N_("How many new cards a study day introduces at most."), most=MOST_A_DAY)] = 20
    reviews_per_day: Annotated[int, About(N_("How many due cards a study day asks at most."), most=MOST_A_DAY)] = 200
    decks: Annotated[
        dict[str, DeckRules],
        About(N_("Caps for single decks, by their name."), example='decks."Docker".new_per_day = 5'),
    ] = field(default_factory=dict)
    order: Annotated[
        DueOrder,
        About(
            N_(
                "Which due card comes first: the most overdue for its interval, that of the earliest day, "
                "the hardest, or any."
            )
        ),
    ] = "overdue"
    new_order: Annotated[NewOrder, About(N_("New cards in the order of the notes, or at random."))] = "notes"
    new_cards: Annotated[NewPlace, About(N_("New cards after those due, before them, or mixed among them."))] = "last"
    siblings_apart: Annotated[
        bool,
        About(N_("Whether cards that ask the same thing are kept to different days.")),
    ] = True
    longest_interval_days: Annotated[
        int, About(N_("No interval grows beyond so many days."), least=1, most=INTERVAL_CAP)
    ] = INTERVAL_CAP
    fuzz: Annotated[
        bool,
        About(N_("Whether due days move a little, so that cards learned together part; intervals stay exact.")),
    ] = False
    balance: Annotated[
        bool,
        About(N_("Whether a due day moves to the least loaded day within reach; intervals stay exact.")),
    ] = False
    leech_lapses: Annotated[int, About(N_("After how many lapses a card is called a leech; 0 for never."), most=99)] = 8
    profile: Annotated[
        Profile,
        About(N_("How intervals are rounded: `sm2` up, as published; `sm2-nearest` to the nearest day, half to even.")),
    ] = "sm2"

    def __post_init__(self) -> None:
        check(self)

    @property
    def new_by_deck(self) -> dict[str, int]:
        """`new_per_day` of the decks that have one of their own."""
        return {name: deck.new_per_day for name, deck in self.decks.items() if deck.new_per_day is not None}

    @property
    def reviews_by_deck(self) -> dict[str, int]:
        """`reviews_per_day` of the decks that have one of their own."""
        return {name: deck.reviews_per_day for name, deck in self.decks.items() if deck.reviews_per_day is not None}
