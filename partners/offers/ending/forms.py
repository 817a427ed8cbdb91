"""The form of an outcome: why support ended, and a score of each need at the start and now."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.needs import HIGHEST, LOWEST, assess
from lvws_core.vocabulary import ClosureReason, NeedCategory
from partners.offers.acts.forms import LONGEST
from partners.offers.ending.model import Outcome

Errors = tuple[FieldError, ...]
NOT_APPLICABLE, LATER = "na", "later"


class OutcomeForm(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome, as it was typed: `first` and `last` by the key of the need, the others by their names."""

    version: str = ""
    outcome: str = ""
    first: Mapping[str, str] = {}
    last: Mapping[str, str] = {}
    note: str = ""


def outcome_form(raw: Mapping[str, Many]) -> OutcomeForm:
    """Give the form from the fields as they came; unknown ones are left out."""

    def one(name: str) -> str:
        return next(iter(many(raw.get(name, ""))), "")

    return OutcomeForm(
        version=one("version"),
        outcome=one("outcome"),
        first={need.value: one(f"first_{need.value}") for need in NeedCategory},
        last={need.value: one(f"last_{need.value}") for need in NeedCategory},
        note=one("note"),
    )


def parse_outcome(form: OutcomeForm) -> Outcome | Errors:
    """Read an outcome; a planned ending compares at least one need.

    Source: NEED-01; domain 8.6.
    """
    faults = Faults()
    read = read_outcome(faults, form)
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    return faults.found if faults.found or read is None else replace(read, note=note or "")


def read_outcome(faults: Faults, form: OutcomeForm) -> Outcome | None:
    """Read how it ended and the scores of the needs, whoever records it; None where a fault was noted.

    Source: NEED-01; domain 8.6.
    """
    reason = faults.choice("outcome", form.outcome, ClosureReason, text="Choose how it ended")
    before = len(faults.found)
    first, last = _scores(faults, "first", form.first), _scores(faults, "last", form.last)
    if reason is None or len(faults.found) > before:
        return None
    outcome = Outcome(reason=reason, first=assess(first), last=assess(last))
    if reason.is_planned and not outcome.distance.by_category:
        faults.add("needs", "required", "Say for at least one need how it was at the start and how it is now")
        return None
    return outcome


def _scores(faults: Faults, prefix: str, typed: Mapping[str, str]) -> dict[NeedCategory, int | None]:
    return {
        NeedCategory(key): _score(faults, f"{prefix}_{key}", NeedCategory(key), value)
        for key, value in typed.items()
        if value
    }


def _score(faults: Faults, field: str, need: NeedCategory, value: str) -> int | None:
    if value == NOT_APPLICABLE:
        return None
    return faults.number(field, value, label=need.label, lowest=LOWEST, highest=HIGHEST)
