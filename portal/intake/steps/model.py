"""The clock of a case that did not come by an offer: when the person is tried, and on which ways."""

from collections.abc import Iterable
from datetime import date, datetime

from lvws_core.consent.contact import Attempt, ContactPlan, NextAttempt
from lvws_core.policy import Policy
from lvws_core.ports import FoundCase
from lvws_core.risk.dash import Band
from lvws_core.times import WorkingCalendar
from lvws_core.vocabulary import CrimeCategory, DomesticAbuseLevel
from portal.intake.model import Case
from portal.intake.terms.model import Involvement, TakeUp
from portal.people.attempts.model import ToReach

_SEXUAL = {CrimeCategory.RAPE, CrimeCategory.OTHER_SEXUAL_OFFENCES}


def found_case(
    received_at: datetime,
    *,
    da_level: DomesticAbuseLevel | None,
    risk: Band | None,
    is_epr: bool,
    crime: CrimeCategory | None,
    involvement: Involvement,
    trial_on: date | None,
) -> FoundCase:
    """Give what a case says about reaching its person; `received_at` is aware.

    Every case of domestic abuse is of enhanced priority too, and has rows of its own in the table of attempts.

    Source: domain 3.8, 5.4.
    """
    return FoundCase(
        received_at=received_at,
        high_risk=da_level is DomesticAbuseLevel.HIGH or risk is Band.HIGH,
        domestic_abuse=da_level is not None,
        enhanced=is_epr and da_level is None,
        sexual_violence=crime in _SEXUAL,
        is_witness=involvement is Involvement.WITNESS,
        trial_on=trial_on,
    )


def found_of(case: Case) -> FoundCase:
    """Give the same of a whole case."""
    return found_case(
        case.created_at,
        da_level=case.da_level,
        risk=case.risk,
        is_epr=case.epr,
        crime=case.crime_category,
        involvement=case.involvement,
        trial_on=case.trial_on,
    )


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
    level: Band | None = None,
    details_changed_at: datetime | None = None,
) -> NextAttempt:
    """Give when the person is tried next, and on which ways: as the page of attempts and the day say it.

    `level` is that of the assessment that counts, `details_changed_at` since when the numbers are as they are.

    Source: domain 5.4, CONT-04.
    """
    person = ToReach(
        since=case.created_at, level=level, plan=plan, case=found_of(case), details_changed_at=details_changed_at
    )
    return person.next(made, now, calendar, policy)
