"""The forms of composing a referral: raw strings in, commands or faults out."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import ServiceId
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import ByAndFor, CrimeCategory, NeedCategory
from portal.referrals.model import Composition, MaracAnswer, Words

LONGEST_INCIDENT = 600
LONGEST_PLAN = 2000
LATER = "later"
"""What `then` says when the form is saved in order to come back to it."""


class NeedForm(msgspec.Struct, kw_only=True):
    """Part 1: what is needed, and what happened in two or three lines."""

    needs: Many = ""
    domestic_abuse: str = ""
    crime: str = ""
    wants: Many = ""
    incident: str = ""
    safety_plan: str = ""
    marac: str = ""
    marac_reason: str = ""
    contact: str = ""
    version: str = ""
    then: str = ""


class ServiceForm(msgspec.Struct, kw_only=True):
    """Part 2: which service is asked."""

    service: str = ""
    version: str = ""
    then: str = ""


class ShareForm(msgspec.Struct, kw_only=True):
    """Part 3: which categories it would see."""

    categories: Many = ""
    version: str = ""
    then: str = ""


class SendForm(msgspec.Struct, kw_only=True):
    """Part 4: the version and the digest of what was previewed."""

    version: str = ""
    digest: str = ""


def typed(form: NeedForm) -> Mapping[str, str | list[str]]:
    """Give part 1 exactly as it was typed, to be kept until somebody comes back to it."""
    values = msgspec.structs.asdict(form)
    return {name: value for name, value in values.items() if value and name not in {"version", "then", "contact"}}


def form_from(unfinished: Mapping[str, str | list[str]]) -> NeedForm:
    """Give part 1 again as it was typed."""
    return msgspec.convert(unfinished, NeedForm)


def parse_need(form: NeedForm, risk: Band | None) -> tuple[Composition, Words] | tuple[FieldError, ...]:
    """Read part 1; a high-risk person needs a safety plan and a MARAC decision as well (lifecycle section 6)."""
    faults = Faults()
    needs = faults.choices("needs", form.needs, NeedCategory, text="Select at least one thing that is needed")
    if form.domestic_abuse not in {"yes", "no"}:
        faults.add("domestic_abuse", "required", "Select whether this is about domestic abuse")
    crime = _optional(faults, form.crime)
    wants = [faults.choice("wants", w, ByAndFor, text="Select groups from the list") for w in many(form.wants)]
    incident = faults.text("incident", form.incident, label="What happened", longest=LONGEST_INCIDENT)
    marac, words = _high_risk(faults, form, is_high=risk is Band.HIGH)
    if faults.found:
        return faults.found
    composition = Composition(
        needs=needs or frozenset(),
        domestic_abuse=form.domestic_abuse == "yes",
        crime=crime,
        wants_by_and_for=frozenset(w for w in wants if w is not None),
        marac=marac,
    )
    return composition, msgspec.structs.replace(words, incident=incident or "")


def _optional(faults: Faults, crime: str) -> CrimeCategory | None:
    return faults.choice("crime", crime, CrimeCategory, text="Select a crime from the list") if crime else None


def _high_risk(faults: Faults, form: NeedForm, *, is_high: bool) -> tuple[MaracAnswer | None, Words]:
    plan = faults.text("safety_plan", form.safety_plan, label="The safety plan", longest=LONGEST_PLAN, required=is_high)
    marac = None
    if form.marac or is_high:
        marac = faults.choice("marac", form.marac, MaracAnswer, text="Select what was decided about MARAC")
    against = marac is MaracAnswer.DECIDED_AGAINST
    reason = faults.text("marac_reason", form.marac_reason, label="Why not", longest=LONGEST_PLAN, required=against)
    return marac, Words(safety_plan=plan or "", marac_reason=reason or "")


def parse_service(form: ServiceForm) -> ServiceId | tuple[FieldError, ...]:
    """Read part 2."""
    try:
        return ServiceId(UUID(form.service))
    except ValueError:
        return (FieldError(field="service", code="required", text="Select who to ask"),)


def parse_share(form: ShareForm) -> frozenset[DataCategory] | tuple[FieldError, ...]:
    """Read part 3."""
    faults = Faults()
    chosen = faults.choices("categories", form.categories, DataCategory, text="Select at least one thing to share")
    return chosen if chosen is not None and not faults.found else faults.found


def parse_version(text: str) -> int:
    """Read the version that a form was made from; anything else is no version that exists."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
