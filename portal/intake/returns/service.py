"""Sending an intake back to whoever took it in, and counting what goes back."""

from datetime import timedelta

from lvws_core.errors import Conflict
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.intake import store
from portal.intake.model import Case
from portal.intake.returns import store as returns
from portal.intake.returns.model import Gap, Month, Returned, by_month
from portal.people.service import Desk

_COUNTED = timedelta(days=366)


def may_return(case: Case) -> bool:
    """Say whether a case can go back: it is open, somebody said who it is, and it is not on its way already."""
    return case.closed_on is None and case.returned_at is None and case.person_id is not None


def returnable(desk: Desk, reference: Reference) -> Case:
    """Give a case that can be sent back.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: It is closed, on its way already, or nobody said yet who it is.
    """
    case = store.get(desk.session, reference)
    if not may_return(case):
        text = "This case is closed, is being mended already, or nobody has said who it is about."
        raise Conflict(because("not_returnable", "assurance P15", text))
    return case


def send_back(desk: Desk, reference: Reference, version: int, gaps: frozenset[Gap]) -> None:
    """Give a case back to whoever took it in, to mend it; whoever has it keeps it. Event `case.returned`.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: As `returnable`, or somebody changed it meanwhile.

    Source: domain 8.7 (23).
    """
    case = returnable(desk, reference)
    if case.version != version:
        raise Conflict(because("version_changed", "assurance P15", "Somebody else changed this case meanwhile."))
    store.put(desk.session, case, returned_at=desk.now)
    returned = Returned(
        id=desk.new_id(), case_id=case.id, taker_id=case.taken_by, gaps=gaps, by=desk.actor.id, at=desk.now
    )
    returns.add(desk.session, returned, desk.actor.organisation_id)
    desk.note("case.returned", case.id, taker_id=str(case.taken_by), gaps=sorted(gap.value for gap in gaps))


def months(desk: Desk) -> tuple[Month, ...]:
    """Give the last twelve months in numbers, the newest first; no person and no colleague is in them."""
    return by_month(returns.since(desk.session, desk.actor.organisation_id, desk.now - _COUNTED))
