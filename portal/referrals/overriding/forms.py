"""The forms that set a guard aside: why, on which grounds, and whether the person is told."""

from uuid import UUID

import msgspec

from lvws_core.consent.sharing import Ground, Schedule1
from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import ServiceId
from portal.reviews.overrides.model import (
    AT_ONCE,
    RESPECTS_REFUSAL,
    SEEKS_VIEWS,
    Outweighs,
    ToldPerson,
    Views,
    Written,
)

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
    picked: str = ""
    views: str = ""
    outweighs: Many = ""
    options: str = ""
    best_interests: str = ""


class WithoutConsent(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked to share without consent: the grounds, whether the person is told, and what was written.

    `picked` is the paragraph of Schedule 1, None for the usual one of the ground (CONS-01).
    """

    grounds: frozenset[Ground]
    told: ToldPerson
    written: Written
    picked: Schedule1 | None = None
    views: Views | None = None
    outweighs: frozenset[Outweighs] = frozenset()


def parse_why(form: WhyForm) -> Written | Errors:
    """Read why a guard is set aside."""
    faults = Faults()
    why = _reason(faults, "why", form.why, label="Why this is right for this person")
    return faults.found if faults.found or why is None else Written(why=why)


def parse_sharing(form: SharingForm) -> WithoutConsent | Errors:
    """Read why something is shared without consent; who is not told, is explained.

    Source: CONS-01, CONS-03, CONS-07, CONS-10; domain 4.4.
    """
    faults = Faults()
    grounds = faults.choices("grounds", form.grounds, Ground, text="Choose the ground on which it is shared")
    why = _reason(faults, "why", form.why, label="Why it is necessary")
    told = faults.choice("told", form.told, ToldPerson, text="Say whether the person has been told")
    is_needed = told in {ToldPerson.WILL_BE, ToldPerson.NOT_SAFE}
    told_why = faults.text("told_why", form.told_why, label="Why not yet", longest=LONGEST, required=is_needed)
    claimed = grounds or frozenset()
    views, outweighs = _views(faults, form, claimed), _outweighs(faults, form, claimed)
    picked = faults.choice("picked", form.picked, Schedule1, text="Choose the paragraph") if form.picked else None
    is_urgent = bool(claimed & AT_ONCE)
    options = _words(faults, "options", form.options, label="What else you considered", required=not is_urgent)
    lacks = Ground.LACKS_CAPACITY in claimed
    interests = _words(faults, "best_interests", form.best_interests, label=_INTERESTS, required=lacks)
    if faults.found or grounds is None or why is None or told is None:
        return faults.found
    written = Written(why=why, told_why=told_why or "", options=options, best_interests=interests)
    return WithoutConsent(grounds=grounds, told=told, written=written, picked=picked, views=views, outweighs=outweighs)


_INTERESTS = "Who decided in their best interests, and why"


def _words(faults: Faults, field: str, typed: str, *, label: str, required: bool) -> str:
    return faults.text(field, typed, label=label, longest=LONGEST, required=required) or ""


def _views(faults: Faults, form: SharingForm, grounds: frozenset[Ground]) -> Views | None:
    if not form.views and not grounds & SEEKS_VIEWS:
        return None
    return faults.choice("views", form.views, Views, text="Say what the person says to it, or why nobody asked")


def _outweighs(faults: Faults, form: SharingForm, grounds: frozenset[Ground]) -> frozenset[Outweighs]:
    is_needed = form.views == Views.REFUSES and bool(grounds & RESPECTS_REFUSAL) and not grounds & AT_ONCE
    if not is_needed and not many(form.outweighs):
        return frozenset()
    text = "A refusal is normally respected: choose what outweighs it, or do not share"
    return faults.choices("outweighs", form.outweighs, Outweighs, text=text) or frozenset()


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
