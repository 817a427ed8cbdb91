"""Take-up, closure and outcomes: what can be recorded, and by which definition."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from lvws_core.reasons import Reason, because
from lvws_core.vocabulary import ClosureReason, Labelled, SupportType
from portal.intake.model import Case
from portal.intake.terms.model import TakeUp

DEFINITIONS: Final = "2026-11"
"""The version of the definitions below, stored with what was recorded by them (TAKE-01, TOP-20)."""

TAKEN_UP: Final = (
    "Taken up: the first two-way contact in which the person accepts at least one service beyond information, and "
    "agrees to a record."
)
SUPPORT: Final = "Immediate: met in two contacts within 14 days. Ongoing: under a support plan."
"""Source: TAKE-01; domain 8.2."""


class Outcome(Labelled):
    """What is asked at the end. Source: domain 8.6; coping stands in the eight needs."""

    SAFETY = "safety", "Feels safer"
    WELL_BEING = "well_being", "Health and well-being"
    INFORMED = "informed", "Informed and confident"


class Change(Labelled):
    """How it changed."""

    BETTER = "better", "Better"
    SAME = "same", "The same"
    WORSE = "worse", "Worse"


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What a person answered, or that nobody was reached; the day is a London day."""

    take_up: TakeUp
    on: date
    support: SupportType | None = None


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """How a case ends; `summary` is sealed, `is_safe` says that safety was checked."""

    reason: ClosureReason
    on: date
    outcomes: Mapping[Outcome, Change] = {}
    summary: str = ""
    is_safe: bool = False


def against_acts(case: Case) -> tuple[Reason, ...]:
    """Give every reason why nothing can be recorded on a case."""
    found = (
        (case.closed_on is not None, "closed", "This case is closed."),
        (case.person_id is None, "not_matched", "Say first who this is about."),
    )
    return tuple(because(code, "domain 8.6", text) for holds, code, text in found if holds)


def needs_safety_check(case: Case) -> bool:
    """Say whether safety is checked before a case is closed: where there is domestic abuse. Source: domain 8.6."""
    return case.da_level is not None


def outcomes_kept(outcomes: Mapping[Outcome, Change]) -> str:
    """Give outcomes as a row keeps them, in their order."""
    return " ".join(f"{outcome.value}:{outcomes[outcome].value}" for outcome in Outcome if outcome in outcomes)


def outcomes_read(kept: str) -> Mapping[Outcome, Change]:
    """Read outcomes as a row keeps them."""
    pairs = (each.split(":") for each in kept.split())
    return {Outcome(outcome): Change(change) for outcome, change in pairs}
