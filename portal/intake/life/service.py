"""Recording take-up, and closing a case."""

from msgspec.structs import replace

from lvws_core.errors import Conflict
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.intake import store
from portal.intake.life.model import DEFINITIONS, Answered, Closing, against_acts, outcomes_kept
from portal.intake.model import Case
from portal.intake.terms.model import TakeUp
from portal.people import store as people
from portal.people.service import Desk


def open_act(desk: Desk, reference: Reference) -> Case:
    """Give a case on which something can be recorded.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: It is closed, or nobody said yet who it is.
    """
    case = store.get(desk.session, reference)
    if reasons := against_acts(case):
        raise Conflict(reasons)
    return case


def record_take_up(desk: Desk, case: Case, version: int, answered: Answered) -> None:
    """Store what the person answered, or that nobody was reached, by this version's definition; event `case.take_up`.

    Raises:
        Conflict: Somebody changed the case meanwhile.

    Source: TAKE-01.
    """
    _check(case, version)
    taken_up = {TakeUp.TAKEN_UP: True, TakeUp.NOT_TAKEN_UP: False}.get(answered.take_up)
    store.put(
        desk.session,
        case,
        take_up=answered.take_up,
        taken_up=taken_up,
        taken_up_on=answered.on,
        support_type=answered.support,
        definitions=DEFINITIONS,
    )
    desk.note("case.take_up", case.id, answer=answered.take_up.value, definitions=DEFINITIONS)


def close(desk: Desk, case: Case, version: int, closing: Closing) -> None:
    """Close a case with its coded reason and outcomes; what is on its way back is called off. Event `case.closed`.

    Raises:
        Conflict: Somebody changed the case meanwhile.

    Source: domain 8.6.
    """
    _check(case, version)
    store.put(
        desk.session,
        case,
        closed_on=closing.on,
        closure_reason=closing.reason,
        outcomes=outcomes_kept(closing.outcomes),
        definitions=DEFINITIONS,
        returned_at=None,
    )
    if closing.summary and case.person_id is not None:
        key = people.key_of(desk.session, people.reference_of(desk.session, case.person_id))
        told = store.particulars_of(desk.session, desk.vault, key, case.id)
        store.seal_particulars(desk.session, desk.vault, key, case, replace(told, closing=closing.summary))
    told_codes = {"reason": closing.reason.value, "planned": closing.reason.is_planned, "definitions": DEFINITIONS}
    desk.note("case.closed", case.id, **told_codes, safety_checked=closing.is_safe)


def _check(case: Case, version: int) -> None:
    if case.version != version:
        raise Conflict(because("version_changed", "assurance P15", "Somebody else changed this case meanwhile."))
