"""The clock of a case that did not come by an offer: when the person is tried, and on which ways."""

from collections.abc import Iterable
from datetime import datetime

from lvws_core.consent.attempts import AttemptPriority
from lvws_core.consent.contact import Attempt, ContactPlan, NextAttempt, next_attempt
from lvws_core.policy import Policy
from lvws_core.times import WorkingCalendar
from lvws_core.vocabulary import CrimeCategory, DomesticAbuseLevel
from portal.intake.model import Case
from portal.intake.terms.model import Involvement, TakeUp

_SEXUAL = {CrimeCategory.RAPE, CrimeCategory.OTHER_SEXUAL_OFFENCES}


def attempt_priority(case: Case) -> AttemptPriority:
    """Give how pressing it is to reach the person. Source: domain 5.4."""
    if case.da_level is DomesticAbuseLevel.HIGH:
        return AttemptPriority.DA_HIGH
    if (case.epr and case.da_level is None) or case.crime_category in _SEXUAL:
        return AttemptPriority.EPR_OR_SEXUAL_VIOLENCE
    if case.da_level is not None:
        return AttemptPriority.DA_LOW_MEDIUM
    return AttemptPriority.WITNESS if case.involvement is Involvement.WITNESS else AttemptPriority.NON_EPR


def is_to_be_reached(case: Case) -> bool:
    """Say whether the person is still to be spoken to: the case is open and nobody has answered."""
    return case.closed_on is None and case.take_up in {None, TakeUp.NO_CONTACT} and case.offer_id is None


def attempt_ahead(
    case: Case,
    plan: ContactPlan,
    made: Iterable[Attempt],
    now: datetime,
    *,
    calendar: WorkingCalendar,
    policy: Policy,
) -> NextAttempt:
    """Give when the person is tried next, and on which ways, by the contact plan. Source: domain 5.4, CONT-04."""
    return next_attempt(plan, attempt_priority(case), made, case.created_at, now, calendar, policy)
