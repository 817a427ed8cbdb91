"""The codes that say why something was done, and what each move must be told."""

from collections.abc import Mapping
from datetime import date

import msgspec

from lvws_core.errors import Invalid
from lvws_core.referrals.delivery import Heard
from lvws_core.referrals.moves import Move, OfferStatus
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import ClosureReason, DeclineReason, Labelled, WhoseChoice


class WithdrawReason(Labelled):
    """Why the lead takes an offer back; the person is the reason in most of them."""

    BY_LEAD = "by_lead", "Withdrawn by the lead"
    BY_PERSON = "by_person", "The person asked for it"
    CONSENT_WITHDRAWN = "consent_withdrawn", "Consent withdrawn"
    WRONG_RECIPIENT = "wrong_recipient", "Wrong recipient"
    RECALLED = "recalled", "Recalled before it was opened"
    FOUND_ELSEWHERE = "found_elsewhere", "Found elsewhere"
    NO_LONGER_NEEDED = "no_longer_needed", "No longer needed"
    NO_PLACE_IN_TIME = "no_place_in_time", "No place in time"
    RISK_CHANGED = "risk_changed", "Risk changed"
    DIED = "died", "Died"


class HandBackReason(Labelled):
    """Why a partner gives back what it accepted: the causes of a decline, and those that arise later."""

    OUT_OF_AREA = "out_of_area", "Out of area"
    AGE = "age", "Outside our ages"
    NOT_ELIGIBLE_GROUP = "not_eligible_group", "Not a group we serve"
    CAPACITY = "capacity", "No capacity"
    RISK_TOO_HIGH = "risk_too_high", "Risk too high for this service"
    CONFLICT = "conflict", "Conflict of interest"
    DECLINED_BY_CLIENT = "declined_by_client", "The person does not want it"
    DUPLICATE = "duplicate", "Duplicate"
    INSUFFICIENT_INFORMATION = "insufficient_information", "Not enough information"
    NEED_CHANGED = "need_changed", "Need changed"
    MOVED_AWAY = "moved_away", "Moved away"
    DISENGAGED = "disengaged", "Disengaged"
    OUT_OF_REMIT = "out_of_remit", "Out of remit"
    WORKER_LEFT = "worker_left", "The worker has left"
    SERVICE_ENDED = "service_ended", "The service has ended"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"


class NotReachedReason(Labelled):
    """How it was found that the person cannot be reached."""

    NO_CONTACT = "no_contact", "Could not be contacted"
    ATTEMPTS_EXHAUSTED = "attempts_exhausted", "Attempts exhausted"
    UNABLE_TO_CONTACT = "unable_to_contact", "Unable to contact"
    CONTACT_DETAILS_WRONG = "contact_details_wrong", "Contact details wrong"
    NO_SAFE_CHANNEL = "no_safe_channel", "No safe channel"
    OTHER = "other", "Another reason"


class PauseReason(Labelled):
    """Why support stands still for a time."""

    PERSON_ASKED = "person_asked", "The person asked for it"
    AWAY = "away", "Away"
    IN_HOSPITAL = "in_hospital", "In hospital"
    IN_CUSTODY = "in_custody", "In custody"
    UNSAFE_TO_CONTACT = "unsafe_to_contact", "Unsafe to contact"
    AWAITING_OTHER_SERVICE = "awaiting_other_service", "Awaiting other service"
    AWAITING_COURT = "awaiting_court", "Awaiting court"
    WORKER_ABSENT = "worker_absent", "Worker absent"
    OTHER = "other", "Another reason"


class CloseReason(Labelled):
    """Why a need is closed unmet; "no service available" is counted as unmet need."""

    NO_SERVICE_AVAILABLE = "no_service_available", "No service available"
    PERSON_DECLINED = "person_declined", "Person declined"
    FOUND_ELSEWHERE = "found_elsewhere", "Found elsewhere"
    NO_LONGER_NEEDED = "no_longer_needed", "No longer needed"
    NO_CONTACT = "no_contact", "Could not be contacted"
    MOVED_AWAY = "moved_away", "Moved away"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"


REASONS: Mapping[Move, type[Labelled]] = {
    Move.DECLINE: DeclineReason,
    Move.HAND_BACK: HandBackReason,
    Move.NOT_REACHED: NotReachedReason,
    Move.PAUSE: PauseReason,
    Move.WITHDRAW: WithdrawReason,
}
"""The moves that need a reason, and the closed list from which it comes."""


class ExpireReason(Labelled):
    """Why an offer returns to the lead by itself."""

    NO_RESPONSE = "no_response", "No answer in time"
    CANNOT_TAKE = "cannot_take", "This team cannot take it"


ALWAYS: Mapping[Move, str] = {Move.EXPIRE: ExpireReason.NO_RESPONSE.value, Move.MARK_ERROR: "entered_in_error"}
"""The moves whose reason is the move itself, unless an offer returns because nobody there may open it."""

AT_THE_END = frozenset({WithdrawReason.WRONG_RECIPIENT, WithdrawReason.CONSENT_WITHDRAWN})
"""The only reasons that still withdraw an offer whose outcome is due: they protect the person."""


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """What a move is told besides its name; which parts are needed depends on the move.

    `reason` and `outcome` are codes of the closed lists; `until` is the day on which a pause or a
    waiting list is expected to end; `note` and `override` are words for people. The words go into
    a message or a review, never into an event. `heard` is needed where the lead records for a partner
    without an account.
    """

    reason: str | None = None
    whose_choice: WhoseChoice | None = None
    outcome: ClosureReason | None = None
    note: str = ""
    until: date | None = None
    override: str | None = None
    heard: Heard | None = None


NO_DETAIL = Detail()
"""What is told with a move that needs nothing more."""


def waits_at_high_risk(action: Move, risk: Band) -> bool:
    """Say whether a move would put a person at high risk on a waiting list. Source: ROUTE-04."""
    return action == Move.WAITLIST and risk == Band.HIGH


def require_code(field: str, value: str | None, codes: type[Labelled]) -> str:
    """Give the code if the closed list has it.

    Raises:
        Invalid: `required` when there is none, `unknown` when the list does not have it.
    """
    if not value:
        raise Invalid(field, "required")
    if value not in {code.value for code in codes}:
        raise Invalid(field, "unknown")
    return codes(value).value


def coded_reason(action: Move, status: OfferStatus, risk: Band, detail: Detail) -> str | None:
    """Check that a detail is complete for a move, and give the code under which it is recorded.

    Raises:
        Invalid: A part is missing (`required`), not in its list (`unknown`), or the reason does
            not suit the state (`not_in_this_state`); `field` names the part.
    """
    if action == Move.RECORD_OUTCOME:
        return require_code("outcome", detail.outcome, ClosureReason)
    if action == Move.ASK and _blank(detail.note):
        raise Invalid("note", "required")
    if waits_at_high_risk(action, risk) and _blank(detail.override):
        raise Invalid("override", "required")
    if action == Move.EXPIRE and detail.reason is not None:
        return require_code("reason", detail.reason, ExpireReason)
    if action not in REASONS:
        return ALWAYS.get(action)
    return _listed_reason(action, status, detail)


def _listed_reason(action: Move, status: OfferStatus, detail: Detail) -> str:
    reason = require_code("reason", detail.reason, REASONS[action])
    if action == Move.DECLINE or detail.whose_choice is not None:
        require_code("whose_choice", detail.whose_choice, WhoseChoice)
    if action == Move.WITHDRAW and not _suits(reason, status):
        raise Invalid("reason", "not_in_this_state")
    return reason


def _suits(reason: str, status: OfferStatus) -> bool:
    if status == OfferStatus.OUTCOME_DUE:
        return reason in AT_THE_END
    return reason != WithdrawReason.RECALLED or status == OfferStatus.SENT


def _blank(words: str | None) -> bool:
    return not str(words or "").strip()
