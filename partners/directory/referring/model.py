"""What stands against sending to a service, whatever the person's need is."""

from datetime import date

from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import day_in_words
from lvws_core.vocabulary import CapacityState
from partners.directory.agreements.model import AgreementFile
from partners.directory.agreements.pages import status_words
from partners.directory.model import ListedService


def against_sending(
    listed: ListedService, agreement: AgreementFile | None, today: date, policy: Policy
) -> tuple[Reason, ...]:
    """Give every reason why nothing can be sent to a service on a London day, whoever it is about.

    Source: CONS-50, ROUTE-01.
    """
    reasons = []
    if not listed.service.agreement_live:
        reasons.append(because("agreement_not_live", "CONS-50", _agreement_words(agreement, today)))
    if listed.pause is not None:
        until, why = day_in_words(listed.pause.ends_on), listed.pause.reason.label.lower()
        reasons.append(because("paused", "ROUTE-01", f"It takes no referrals until {until}: {why}."))
    if listed.service.capacity.state_on(today, policy) is CapacityState.CLOSED:
        reasons.append(because("capacity_closed", "ROUTE-01", "It says that it is closed to new referrals."))
    return tuple(reasons)


def _agreement_words(file: AgreementFile | None, today: date) -> str:
    if file is None:
        return "There is no information sharing agreement. The lead's manager records one."
    agreement = file.agreement
    if agreement.ends_on is not None and agreement.ends_on < today:
        return f"The agreement ended on {day_in_words(agreement.ends_on)}."
    if agreement.starts_on > today:
        return f"The agreement begins on {day_in_words(agreement.starts_on)}."
    return f"The agreement is not live: {status_words(agreement.status).lower()}."


def held_up_by(agreement: AgreementFile | None, today: date) -> tuple[str, ...]:
    """Say who is waited on before an agreement can be live, for what, and since how many days.

    Source: domain 4.9, `blockers[]`.
    """
    if agreement is None:
        return ()
    return tuple(f"Waiting on {b.who} for {(today - b.since).days} days: {b.what}." for b in agreement.blockers)
