"""The words about who may refer to a service, and whether today."""

from datetime import date

import msgspec

from lvws_core.policy import Policy
from lvws_core.vocabulary import CapacityState
from partners.directory.agreements.model import AgreementFile
from partners.directory.model import ListedService
from partners.directory.referring.model import against_sending, held_up_by


class Referring(msgspec.Struct, frozen=True, kw_only=True):
    """Whether something can be sent today, why not, and who may."""

    answer: str
    why_not: tuple[str, ...]
    who: str


WHO = (
    "The lead's caseworkers, advisers and managers refer here, with the person's consent for this organisation. "
    "Another partner refers through the lead."
)


def referring(
    listed: ListedService, agreement: AgreementFile | None, today: date, policy: Policy, *, sees_file: bool
) -> Referring:
    """Give the words; who holds an agreement up is for those who may read it."""
    reasons = against_sending(listed, agreement, today, policy)
    blockers = held_up_by(agreement, today) if sees_file and not listed.service.agreement_live else ()
    return Referring(
        answer="No, nothing can be sent today." if reasons else _yes(listed, today, policy),
        why_not=(*(reason.text for reason in reasons), *blockers),
        who=WHO,
    )


def _yes(listed: ListedService, today: date, policy: Policy) -> str:
    if listed.service.capacity.state_on(today, policy) is CapacityState.UNKNOWN:
        return "Yes, but ask first: its room is not known."
    return "Yes, for whoever fits what it takes."
