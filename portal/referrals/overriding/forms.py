"""The forms that set a guard aside: why, on which grounds, and whether the person is told."""

from uuid import UUID

import msgspec

from lvws_core.consent.sharing import Ground
from lvws_core.forms import Faults, FieldError, Many
from lvws_core.ids import ServiceId
from portal.reviews.overrides.model import ToldPerson, Written

LONGEST = 2000
SHORTEST = 20
"""Characters of a reason: fewer say nothing that anybody could look at later."""

Errors = tuple[FieldError, ...]


class WhyForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why a guard is set aside, as it was typed; `service` is which one, for eligibility."""

    version: str = ""
    service: str = ""
    why: str = ""


class SharingForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is shared without consent, as it was typed."""

    version: str = ""
    grounds: Many = ""
    why: str = ""
    told: str = ""
    told_why: str = ""


class WithoutConsent(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked to share without consent: the grounds, whether the person is told, and what was written."""

    grounds: frozenset[Ground]
    told: ToldPerson
    written: Written


def parse_why(form: WhyForm) -> Written | Errors:
    """Read why a guard is set aside."""
    faults = Faults()
    why = _reason(faults, "why", form.why, label="Why this is right for this person")
    return faults.found if faults.found or why is None else Written(why=why)


def parse_sharing(form: SharingForm) -> WithoutConsent | Errors:
    """Read why something is shared without consent; who is not told, is explained (CONS-03)."""
    faults = Faults()
    grounds = faults.choices("grounds", form.grounds, Ground, text="Choose the ground on which it is shared")
    why = _reason(faults, "why", form.why, label="Why it is necessary")
    told = faults.choice("told", form.told, ToldPerson, text="Say whether the person has been told")
    is_needed = told in {ToldPerson.WILL_BE, ToldPerson.NOT_SAFE}
    told_why = faults.text("told_why", form.told_why, label="Why not yet", longest=LONGEST, required=is_needed)
    if faults.found or grounds is None or why is None or told is None:
        return faults.found
    return WithoutConsent(grounds=grounds, told=told, written=Written(why=why, told_why=told_why or ""))


def _reason(faults: Faults, field: str, typed: str, *, label: str) -> str | None:
    words = faults.text(field, typed, label=label, longest=LONGEST)
    if words is not None and len(words) < SHORTEST:
        faults.add(field, "too_short", f"{label}: write at least {SHORTEST} characters, so that others can follow it")
        return None
    return words


def service_of(text: str) -> ServiceId | None:
    """Give the service that an address or a form names, None for anything else."""
    try:
        return ServiceId(UUID(text))
    except ValueError:
        return None
