"""Requests: raise one, move it on, propose an answer, look at it as the second person."""

from typing import Any

import msgspec
from msgspec.structs import replace

from lvws_core import desk as desks
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import because
from lvws_core.rights import Asker, Right, may_give_pack
from portal.people import store as people
from portal.rights.erasure.model import EraseReason
from portal.rights.erasure.service import erase_person, look
from portal.rights.requests import store
from portal.rights.requests.model import Answer, Answered, Raised, Request, Step, Stepped

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

_ANSWERED = because("already_answered", "domain 9.5", "This request has been answered already.")
_WAITS = because("waits_for_second", "SAR-01", "An answer waits for a second person; let them look at it first.")
_NO_ANSWER = because("nothing_proposed", "SAR-01", "No answer waits for a second person here.")
_SAME = because("second_person_is_first", "SAR-01", "Somebody else has to look at it, on their own sign-in.")
_NOT_CHECKED = because("identity_not_checked", "domain 9.5", "Record first how it was checked who is asking.")
_UNKNOWN = because("answer_not_possible", "SAR-01", "This request cannot be answered in that way.")


def raise_request(desk: Desk, person: Reference, raised: Raised) -> Request:
    """Store a request of a person; event `rights.raised`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, person)
    made = Request(
        id=desk.new_id(),
        reference=desk.new_reference(),
        person_id=people.finder(desk.session)(person).id,
        version=1,
        kind=raised.kind,
        asker=raised.asker,
        received_on=raised.received_on,
        raised_by=desk.actor.id,
        raised_at=desk.now,
        has_words=bool(raised.words),
    )
    sealed = store.seal(desk.vault, key, made.id, raised.words)
    store.add(desk.session, made, desk.actor.organisation_id, sealed)
    desk.note("rights.raised", made.person_id, request=str(made.id), right=made.kind.value, asker=made.asker.value)
    return made


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A request with the person's reference, what is asked for, and why it was not given in full."""

    request: Request
    person: Reference
    words: str
    reason: str


def read_request(desk: Desk, reference: Reference) -> Opened:
    """Give a request with its words; event `rights.read`.

    Raises:
        Missing: There is none, not for this actor, or the person was erased.
    """
    found = store.get(desk.session, reference)
    person = people.reference_of(desk.session, found.person_id)
    words, reason = store.words_of(desk.session, desk.vault, people.key_of(desk.session, person), found)
    desk.note("rights.read", found.person_id, request=str(found.id), fields=("request",))
    return Opened(request=found, person=person, words=words, reason=reason)


def step(desk: Desk, reference: Reference, stepped: Stepped) -> Request:
    """Record what happened with an open request; event `rights.stepped`.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: It is answered, or somebody else changed it.
        Invalid: A day comes before the one that it follows.
    """
    before = _open(desk, reference)
    changed: dict[Step, dict[str, Any]] = {
        Step.IDENTIFIED: {"identified_on": stepped.on, "identity_check": stepped.check},
        Step.ASKED: {"asked_on": stepped.on, "clarified_on": None},
        Step.CLARIFIED: {"clarified_on": stepped.on},
        Step.LONGER: {"longer_because": stepped.because},
    }
    changes = changed[stepped.step]
    after = replace(before, **changes)
    after.timing  # noqa: B018 - days out of their order are refused here
    store.put(desk.session, before, **changes)
    desk.note("rights.stepped", before.person_id, request=str(before.id), step=stepped.step.value)
    return after


def propose(desk: Desk, reference: Reference, answered: Answered) -> Request:
    """Answer a request, or propose an answer that a second person looks at; events `rights.answered` or `.proposed`.

    Why less is given than was asked for is sealed with it.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: It is answered, or something stands against the answer, with every reason.
        NotAllowed: The request cannot have that answer.

    Source: SAR-01, domain section 9.5.
    """
    before, answer = _open(desk, reference), answered.answer
    if answer not in before.answers:
        raise NotAllowed(_UNKNOWN)
    if before.awaits_second:
        raise Conflict(_WAITS)
    if answer is not Answer.WITHDRAWN and before.asker is not Asker.OTHER_PARTY and before.identified_on is None:
        raise Conflict(_NOT_CHECKED)
    person = people.reference_of(desk.session, before.person_id)
    if answer is Answer.ERASED:
        _, decided = look(desk, person, is_asked=True)
        if not decided.allowed:
            raise Conflict(decided.reasons)
    waits = before.needs_second(answer)
    sealed = store.seal_reason(desk.vault, people.key_of(desk.session, person), before.id, answered.reason)
    at = None if waits else desk.now
    changes = {"answer": answer.value, "proposed_by": desk.actor.id, "answered_at": at, "sealed_reason": sealed}
    store.put(desk.session, before, **changes)
    _note(desk, "rights.proposed" if waits else "rights.answered", before, answer)
    return replace(before, answer=answer, proposed_by=desk.actor.id, answered_at=at)


def second(desk: Desk, reference: Reference, *, agreed: bool) -> Request:
    """Say as the second person yes or no to a proposed answer; events `rights.answered` or `rights.refused`.

    With a yes to an erasure the record is erased, in the same transaction.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: Nothing waits, or something stands against an erasure now, with every reason.
        NotAllowed: The actor has proposed it.

    Source: SAR-01, RET-03.
    """
    before = _open(desk, reference)
    if before.answer is None or before.proposed_by is None:
        raise Conflict(_NO_ANSWER)
    if before.proposed_by == desk.actor.id:
        raise NotAllowed(_SAME)
    if not agreed:
        store.put(desk.session, before, answer="", proposed_by=None, sealed_reason=None)
        _note(desk, "rights.refused", before, before.answer)
        return replace(before, answer=None, proposed_by=None)
    store.put(desk.session, before, seconded_by=desk.actor.id, answered_at=desk.now)
    _note(desk, "rights.answered", before, before.answer)
    if before.kind is Right.ERASURE and before.answer is Answer.ERASED:
        person = people.reference_of(desk.session, before.person_id)
        erase_person(desk, person, EraseReason.ASKED, UserId(before.proposed_by))
    return replace(before, seconded_by=desk.actor.id, answered_at=desk.now)


def require_pack(request: Request) -> None:
    """Refuse a pack where nothing of a record may be given to who asked.

    Raises:
        NotAllowed: With every reason.

    Source: SAR-01, TOP-17.
    """
    reasons = may_give_pack(request.asker, is_identified=request.identified_on is not None)
    if request.kind is not Right.ACCESS:
        text = "This request is not one to see what is recorded."
        reasons = (*reasons, because("not_access", "domain 9.5", text))
    if reasons:
        raise NotAllowed(reasons)


def _open(desk: Desk, reference: Reference) -> Request:
    found = store.get(desk.session, reference)
    people.reference_of(desk.session, found.person_id)  # of who was erased nobody finds anything
    if not found.is_open:
        raise Conflict(_ANSWERED)
    return found


def _note(desk: Desk, kind: str, request: Request, answer: Answer) -> None:
    desk.note(kind, request.person_id, request=str(request.id), right=request.kind.value, answer=answer.value)
