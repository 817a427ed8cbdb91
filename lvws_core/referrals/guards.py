"""Guards: what must be so before an offer leaves the house; every failure is told, not the first."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from lvws_core.consent.contact import ContactPlan
from lvws_core.consent.sharing import SharingDecision, SharingPath
from lvws_core.ids import OrganisationId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because
from lvws_core.referrals.moves import SET_ASIDE, Direction, RequestStatus
from lvws_core.referrals.presence import CANNOT_TAKE
from lvws_core.risk.dash import Band
from lvws_core.times import london_day
from lvws_core.vocabulary import CapacityState

ROUTINE = frozenset({SharingPath.CONSENT, SharingPath.NONE})
"""The paths that need an agreement; an emergency or a court's order does not wait for one."""

THROUGH_LEAD = because(
    "goes_through_lead",
    "lifecycle 1",
    "From partner to partner goes through the lead. Refer the person to the lead, who finds the right service.",
)
"""Why a partner may send to the lead and to nobody else."""


class SendFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known at the moment of sending, gathered by the caller.

    `duplicate` says that another live offer for the same person and need stands in the way
    (`co_work.IN_THE_WAY`), without saying whose; `duplicate_elsewhere` that one exists for somebody
    who is likely the same person, found by keyed token without saying where. `risk_set_on` is the
    London day of the last assessment, `consent_given_at` and `consent_expires_at` are the bounds of
    the consent that it rests on. `eligible` and
    `ineligible_because` come from routing. The three overrides are the words of the lead's manager.
    `to_lead` says that the organisation that is asked is a lead, `can_take` that somebody of its team who is
    there may know of the person (`presence.can_take`). `at`, `risk`, `co_work`,
    `organisation_id` (the partner's) and `direction` are filled in by `move`; without `at` no age
    can be judged.
    """

    sharing: SharingDecision
    agreement_live: bool
    duplicate: bool
    risk_set_on: date | None
    contact_plan: ContactPlan | None
    conflict: bool
    conflict_override: str = ""
    eligible: bool = True
    ineligible_because: tuple[Reason, ...] = ()
    eligibility_override: str = ""
    risk: Band | None = None
    safety_plan: bool = False
    marac_decided: bool = False
    service_paused: bool = False
    capacity: CapacityState | None = None
    request_status: RequestStatus | None = None
    co_work: bool = False
    consent_given_at: datetime | None = None
    consent_expires_at: datetime | None = None
    organisation_id: OrganisationId | None = None
    at: datetime | None = None
    to_lead: bool = False
    direction: Direction = Direction.ONWARD
    duplicate_elsewhere: bool = False
    duplicate_override: str = ""
    can_take: bool = True


def check_send(facts: SendFacts, policy: Policy = DEFAULT) -> tuple[Reason, ...]:
    """Give every reason against sending, in the order of the guards; none means that it may leave.

    Source: lifecycle 6; TOP-06, TOP-09, TOP-10, ROUTE-01, ROUTE-08.
    """
    return (
        *_direction(facts),
        *_basis(facts),
        *_service(facts),
        *_eligibility(facts),
        *_risk(facts, policy),
        *_high_risk(facts),
        *_conflict(facts),
    )


def _direction(facts: SendFacts) -> Iterator[Reason]:
    if facts.direction == Direction.INWARD and not facts.to_lead:
        yield THROUGH_LEAD


def _basis(facts: SendFacts) -> Iterator[Reason]:
    decided_for = facts.sharing.organisation_id
    if not facts.sharing.allowed:
        yield because("sharing_refused", "TOP-06", "There is no basis for sharing this with this partner.")
        yield from facts.sharing.reasons
    if None not in {facts.organisation_id, decided_for} and facts.organisation_id != decided_for:
        yield because("sharing_for_another", "TOP-06", "The basis for sharing names another organisation.")
    if not facts.agreement_live and facts.sharing.path in ROUTINE:
        yield because("agreement_not_live", "TOP-09", "No information sharing agreement with this partner is live.")


_DUPLICATE = {
    Direction.ONWARD: "An offer for this need is already with a partner.",
    Direction.INWARD: "This person is already with the lead: an earlier referral is not over. Write there instead.",
}


def _service(facts: SendFacts) -> Iterator[Reason]:
    if facts.request_status in SET_ASIDE:
        yield because("request_set_aside", "lifecycle 3", "The request is on hold or closed; resume or renew it first.")
    if facts.duplicate and not facts.co_work:
        yield because("duplicate_live_offer", "ROUTE-07", _DUPLICATE[facts.direction])
    if facts.duplicate_elsewhere and not facts.co_work and not facts.duplicate_override.strip():
        text = "An open referral exists for somebody who may be the same person. Call your manager before you send."
        yield because("duplicate_elsewhere", "ROUTE-07", text)
    if facts.service_paused:
        yield because("service_paused", "ROUTE-01", "The service takes no referrals at present.")
    if facts.capacity == CapacityState.CLOSED:
        yield because("capacity_closed", "ROUTE-01", "The service is closed to new referrals.")


def _eligibility(facts: SendFacts) -> Iterator[Reason]:
    if not facts.eligible and not facts.eligibility_override.strip():
        yield because("not_eligible", "ROUTE-01", "The service's rules do not fit, and no manager has overridden them.")
        yield from facts.ineligible_because


def _risk(facts: SendFacts, policy: Policy) -> Iterator[Reason]:
    if facts.risk_set_on is None:
        yield because("risk_not_set", "RISK-15", "The risk level has not been set.")
    elif facts.at is not None and (age := (london_day(facts.at) - facts.risk_set_on).days) > policy.risk_stale_days:
        text = f"The risk level was set {age} days ago; at most {policy.risk_stale_days} are allowed."
        yield because("risk_stale", "RISK-15", text)
    if facts.contact_plan is None:
        yield because("safe_contact_missing", "TOP-10", "Nothing is recorded about how to make contact safely.")


def _high_risk(facts: SendFacts) -> Iterator[Reason]:
    if facts.risk != Band.HIGH:
        return
    if not facts.safety_plan:
        yield because("safety_plan_missing", "ROUTE-03", "At high risk the lead makes a safety plan first.")
    if not facts.marac_decided:
        text = "At high risk it is decided first whether to refer to MARAC, with the reason if not."
        yield because("marac_decision_missing", "TOP-01", text)


def _conflict(facts: SendFacts) -> Iterator[Reason]:
    if not facts.can_take:
        yield CANNOT_TAKE  # and never the other beside it, which would say why
    elif facts.conflict and not facts.conflict_override.strip():
        yield because("conflict", "ROUTE-08", "Conflict – call the lead.")
