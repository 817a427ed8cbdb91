"""Countersigning a lower level: a manager who did not make the assessment, with a reason."""

from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.people import store as people
from portal.people.risk import store
from portal.people.risk.model import Assessment, Countersignature, countersigned
from portal.people.risk.service import note_level
from portal.people.service import Desk

_OWN = because("own_assessment", "RISK-15", "You made this assessment: another manager has to countersign it.")
_CHANGED = because("changed_meanwhile", "RISK-38", "There is a newer assessment. Look at it before you countersign.")


def before_countersigning(desk: Desk, reference: Reference) -> Assessment:
    """Give the assessment whose lower judgement waits for a manager; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: Nothing waits.
    """
    key = people.key_of(desk.session, reference)
    desk.note("person.read", key.record_id, fields=("contact_plan", "risk_assessment"))
    found = store.latest(desk.session, desk.vault, key)
    if found is None or not found.awaits_countersignature:
        raise Conflict(because("nothing_to_countersign", "RISK-15", "No lower level waits for a manager here."))
    return found


def countersign(desk: Desk, reference: Reference, assessment_id: str, reason: str) -> Assessment:
    """Let the lower judgement count; events `risk.countersigned` and `risk.assessed`.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: Nothing waits, or there is a newer assessment than the page showed.
        NotAllowed: The manager made the assessment.

    Source: RISK-15, RISK-38.
    """
    waiting, key = before_countersigning(desk, reference), people.key_of(desk.session, reference)
    if str(waiting.id) != assessment_id:
        raise Conflict(_CHANGED)
    assessor = store.assessor(desk.session, waiting.id)
    if assessor == desk.actor.id:
        raise NotAllowed(_OWN)
    word = Countersignature(by=desk.actor.id, at=desk.now, reason=reason)
    made = countersigned(waiting, word, assessment_id=desk.new_id(), policy=desk.policy)
    store.add(desk.session, desk.vault, key, made, by=assessor, at=desk.now)
    desk.note("risk.countersigned", key.record_id, level=made.level.value)
    note_level(desk, key, made)
    return made
