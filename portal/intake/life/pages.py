"""The pages of take-up and closure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.vocabulary import ClosureReason, Labelled, SupportType
from portal.intake.life.forms import CloseForm, TakeUpForm
from portal.intake.life.model import DEFINITIONS, SUPPORT, TAKEN_UP, Change, Outcome, needs_safety_check
from portal.intake.model import Case
from portal.intake.terms.model import TakeUp

Option = Mapping[str, Any]


class TakeUpPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the person answered when support was offered, with the definition that it is recorded by."""

    template: ClassVar[str] = "intake/take_up.html"

    title: str
    reference: Reference
    version: int
    answers: tuple[Option, ...]
    supports: tuple[Option, ...]
    definition: str
    support_definition: str
    typed: TakeUpForm
    errors: tuple[FieldError, ...] = ()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One outcome that is asked about, with its answers."""

    name: str
    label: str
    answers: tuple[Option, ...]


class ClosePage(msgspec.Struct, frozen=True, kw_only=True):
    """How a case ends: planned reasons first, then the others, and what came of it."""

    template: ClassVar[str] = "intake/close.html"

    title: str
    reference: Reference
    version: int
    reasons: tuple[Option, ...]
    outcomes: tuple[Asked, ...]
    asks_safety: bool
    typed: CloseForm
    definitions: str
    errors: tuple[FieldError, ...] = ()


def take_up_page(
    case: Case, today: date, typed: TakeUpForm | None = None, errors: tuple[FieldError, ...] = ()
) -> TakeUpPage:
    """Give the form, with today unless something was typed."""
    shown = typed or TakeUpForm(on_day=str(today.day), on_month=str(today.month), on_year=str(today.year))
    return TakeUpPage(
        title=f"Record the answer on case {case.reference}",
        reference=case.reference,
        version=case.version,
        answers=_options(TakeUp, shown.answer),
        supports=_options(SupportType, shown.support),
        definition=f"{TAKEN_UP} Definitions {DEFINITIONS}.",
        support_definition=SUPPORT,
        typed=shown,
        errors=errors,
    )


def close_page(
    case: Case, today: date, typed: CloseForm | None = None, errors: tuple[FieldError, ...] = ()
) -> ClosePage:
    """Give the form, with today unless something was typed."""
    shown = typed or CloseForm(on_day=str(today.day), on_month=str(today.month), on_year=str(today.year))
    planned = [reason for reason in ClosureReason if reason.is_planned]
    others = [reason for reason in ClosureReason if not reason.is_planned]
    ways = [_reason(reason, shown.reason) for reason in planned]
    return ClosePage(
        title=f"Close case {case.reference}",
        reference=case.reference,
        version=case.version,
        reasons=(*ways, {"divider": "or"}, *(_reason(reason, shown.reason) for reason in others)),
        outcomes=tuple(
            Asked(name=each.value, label=each.label, answers=_answers(getattr(shown, each.value))) for each in Outcome
        ),
        asks_safety=needs_safety_check(case),
        typed=shown,
        definitions=f"Recorded by the definitions of {DEFINITIONS}.",
        errors=errors,
    )


def _reason(reason: ClosureReason, chosen: str) -> Option:
    return {"value": reason.value, "text": reason.label, "checked": reason.value == chosen}


def _answers(chosen: str) -> tuple[Option, ...]:
    asked = tuple({"value": each.value, "text": each.label, "selected": each.value == chosen} for each in Change)
    return ({"value": "", "text": "Not asked"}, *asked)


def _options(choices: type[Labelled], chosen: str) -> tuple[Option, ...]:
    return tuple({"value": each.value, "text": each.label, "checked": each.value == chosen} for each in choices)
