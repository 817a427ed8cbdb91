"""Cases: one person's referral into the service, and what has to be told of one before it is taken in."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from lvws_core.consent.contact import Safety
from lvws_core.forms import FieldError
from lvws_core.ids import CaseId, OfferId, OrganisationId, PersonId, Reference, UserId
from lvws_core.risk.dash import Band
from lvws_core.risk.priority import SeriousCrime
from lvws_core.vocabulary import (
    Borough,
    ClosureReason,
    CrimeCategory,
    DomesticAbuseLevel,
    NeedCategory,
    PoliceForce,
    ReferralSource,
    SupportType,
)
from portal.intake.terms.model import Involvement, NoAge, TakeUp, Trait
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity, age_on


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One person's referral into the service.

    Days are London days, instants aware UTC. `person_id` is None until somebody has said who it is,
    `taken_up` while nobody has asked and where nobody was reached. `da_level` and `epr` are the core's,
    `source_da_level` and `source_epr` what the source said, None where it said nothing. `taken_by` took
    it in; `allocated_to` is the caseworker whose it is. `returned_at` is since when the taker has it back
    to mend. `trial_on` is when a witness is to be heard. `definitions` is the version by which
    take-up and closure were recorded.

    Source: domain section 8; design 5.1 for the names.
    """

    id: CaseId
    reference: Reference
    organisation_id: OrganisationId
    source: ReferralSource
    received_on: date
    created_at: datetime
    taken_by: UserId
    policy_version: str
    epr: bool
    involvement: Involvement = Involvement.VICTIM
    needs: frozenset[NeedCategory] = frozenset()
    person_id: PersonId | None = None
    offer_id: OfferId | None = None
    source_organisation_id: OrganisationId | None = None
    agency: str = ""
    force: PoliceForce | None = None
    crime_category: CrimeCategory | None = None
    da_level: DomesticAbuseLevel | None = None
    source_da_level: DomesticAbuseLevel | None = None
    source_epr: bool | None = None
    borough: Borough = Borough.UNKNOWN
    age: int | None = None
    no_age: NoAge | None = None
    risk: Band | None = None
    reported_on: date | None = None
    trial_on: date | None = None
    taken_up: bool | None = None
    take_up: TakeUp | None = None
    taken_up_on: date | None = None
    support_type: SupportType | None = None
    allocated_to: UserId | None = None
    allocated_at: datetime | None = None
    returned_at: datetime | None = None
    closed_on: date | None = None
    closure_reason: ClosureReason | None = None
    outcomes: str = ""
    definitions: str = ""
    version: int = 1


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of a case."""

    reference: Reference
    source: ReferralSource
    source_organisation_id: OrganisationId | None
    agency: str
    received_on: date
    risk: Band | None
    epr: bool
    da_level: DomesticAbuseLevel | None
    needs: frozenset[NeedCategory]
    is_matched: bool
    allocated_to: UserId | None
    take_up: TakeUp | None
    returned_at: datetime | None
    closed_on: date | None
    closure_reason: ClosureReason | None


class Particulars(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case is sealed under the person's key: it says more about the person than the case does.

    `source_reference` is the source's own number, such as a crime reference; `closing` what was written
    when it was closed.
    """

    source_reference: str = ""
    domestic_abuse: bool | None = None
    traits: frozenset[Trait] = frozenset()
    serious_crimes: frozenset[SeriousCrime] = frozenset()
    closing: str = ""


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is told when somebody is taken in, however it came: typed, or read from a file.

    Days are London days. `age` counts only where the identity has no date of birth, `no_age` says why
    there is neither. `contact` is the safe-contact plan, None where nobody was asked; it counts as
    confirmed with the person on a self-referral alone. The last six are of a case that has gone on.
    """

    identity: Identity
    source: ReferralSource
    received_on: date
    contact: SafeContact | None = None
    involvement: Involvement = Involvement.VICTIM
    particulars: Particulars = Particulars()
    age: int | None = None
    no_age: NoAge | None = None
    reported_on: date | None = None
    trial_on: date | None = None
    force: PoliceForce | None = None
    agency: str = ""
    crime_category: CrimeCategory | None = None
    risk: Band | None = None
    source_da_level: DomesticAbuseLevel | None = None
    source_epr: bool | None = None
    needs: frozenset[NeedCategory] = frozenset()
    take_up: TakeUp | None = None
    taken_up_on: date | None = None
    support_type: SupportType | None = None
    allocated_to: UserId | None = None
    closed_on: date | None = None
    closure_reason: ClosureReason | None = None

    @property
    def age_at_referral(self) -> int | None:
        """The age in completed years on the day on which the referral was received, None where it is not known."""
        born = self.identity.birth_date
        if born is None:
            return self.age
        return age_on(born, self.received_on) if born <= self.received_on else None


FIRST_DAY: Final = date(2019, 1, 1)
"""No referral is older: the service began in 2019, and so do the working days that it counts by."""

_OLDEST: Final = 120
_FURTHEST_TRIAL: Final = timedelta(days=2 * 365)
_NEEDED: Mapping[ReferralSource, tuple[str, ...]] = {
    ReferralSource.POLICE: ("force", "reported_on", "crime_category", "age", "way"),
    ReferralSource.SELF_REFERRAL: ("crime_category", "age", "contact"),
    ReferralSource.OTHER_AGENCY: ("agency", "crime_category", "age", "way"),
    ReferralSource.WITNESS_CARE_UNIT: ("involvement", "crime_category", "way"),
}
"""What each source has to tell, besides a name and the day of receipt. Source: domain 8.1, 8.7 (9, 23)."""

_SAID: Mapping[str, FieldError] = {
    each.field: each
    for each in (
        FieldError(field="force", code="required", text="Choose the police force that sent this"),
        FieldError(field="reported_on", code="required", text="Enter the day on which it was reported to the police"),
        FieldError(field="crime_category", code="required", text="Choose the crime, or “Non-crime”"),
        FieldError(field="agency", code="required", text="Enter which agency sent this"),
        FieldError(field="involvement", code="not_a_witness", text="Choose “Witness” or “Victim and witness”"),
    )
} | {
    "age": FieldError(
        field="birth_date", code="required", text="Enter the date of birth or the age, or choose why it is not known"
    ),
    "way": FieldError(field="phone", code="required", text="Enter a phone number or an address, to reach the person"),
    "contact": FieldError(
        field="call", code="required", text="Ask whether it is safe to call: without an answer nobody rings"
    ),
}


def check_registration(registration: Registration, today: date) -> tuple[FieldError, ...]:
    """Give everything that is missing for its source, or cannot be; nothing when it can be taken in.

    Each fault names its field, a stable code, and what to do next; `today` is the London day.
    """
    return (*_dates(registration, today), *_missing(registration))


def _missing(registration: Registration) -> Iterator[FieldError]:
    contact, identity = registration.contact, registration.identity
    told = {
        "force": registration.force is not None,
        "reported_on": registration.reported_on is not None,
        "crime_category": registration.crime_category is not None,
        "agency": bool(registration.agency),
        "involvement": registration.involvement is not Involvement.VICTIM,
        "age": registration.age_at_referral is not None or registration.no_age is not None,
        "way": bool(identity.phone or identity.address or (contact and contact.ways)),
        "contact": contact is not None
        and (contact.plan.no_contact_requested or set(contact.plan.channels.values()) - {Safety.UNKNOWN} != set()),
    }
    yield from (_SAID[name] for name in _NEEDED[registration.source] if not told[name])


def _dates(registration: Registration, today: date) -> Iterator[FieldError]:
    received, reported, born = registration.received_on, registration.reported_on, registration.identity.birth_date
    if received > today:
        yield _fault(
            "received_on", "in_the_future", "The day of receipt is in the future: enter today or an earlier day"
        )
    if received < FIRST_DAY:
        yield _fault("received_on", "too_early", "The day of receipt is before 2019: check the year")
    if reported is not None and reported > received:
        text = "It cannot be reported after it was received: check both days"
        yield _fault("reported_on", "after_received", text)
    if born is not None and born > received:
        yield _fault("birth_date", "after_received", "The date of birth is after the day of receipt: check the year")
    if registration.age is not None and not 0 <= registration.age <= _OLDEST:
        yield _fault("birth_date", "out_of_range", f"The age must be from 0 to {_OLDEST}")
    yield from against_trial(registration.trial_on, received, today)
    taken_up, closed = registration.taken_up_on, registration.closed_on
    for name, day in (("taken_up_on", taken_up), ("closed_on", closed)):
        if day is not None and not received <= day <= today:
            yield _fault(name, "out_of_order", "This day must lie between the day of receipt and today")
    if (closed is None) != (registration.closure_reason is None):
        yield _fault("closure_reason", "incomplete", "A closed case needs both the day and the reason")


def against_trial(trial_on: date | None, received_on: date, today: date) -> Iterator[FieldError]:
    """Give what is wrong with the day of a trial: it comes after the referral, and within two years from today."""
    if trial_on is not None and trial_on < received_on:
        yield _fault("trial_on", "out_of_order", "The trial cannot be before the day of receipt: check both days")
    if trial_on is not None and trial_on > today + _FURTHEST_TRIAL:
        yield _fault("trial_on", "out_of_range", "The trial is more than two years from now: check the year")


def _fault(field: str, code: str, text: str) -> FieldError:
    return FieldError(field=field, code=code, text=text)
