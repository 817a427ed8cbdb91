"""Erasing one person: every reason against it, or what is left; recorded with counts and never a value."""

from lvws_core import desk as desks
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.reasons import because
from lvws_core.retention import Ending, Erasure, may_erase
from portal.people import store as people_store
from portal.people.suppression import store as suppression
from portal.people.suppression.model import number_token, tokens_of
from portal.rights.erasure import store
from portal.rights.erasure.model import Erased, EraseReason, Kept
from portal.rights.erasure.rows.store import erase_rows
from portal.rights.register.store import reach_of

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

_SAME_PERSON = because("second_person_is_first", "RET-03", "The second person must be somebody else.")
_NOBODY = because("no_second_person", "RET-03", "Name a second person: nobody erases a record alone.")


def look(desk: Desk, reference: Reference, *, is_asked: bool) -> tuple[Kept, Erasure]:
    """Give how long a record is kept, and whether it may be erased today; nothing sealed is opened.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: RET-01, RET-03.
    """
    person_id = people_store.finder(desk.session)(reference).id
    (kept,) = store.kept_of(desk.session, (person_id,))
    return kept, may_erase(kept.keeping, desk.today, desk.policy, is_asked=is_asked)


def erase_person(desk: Desk, reference: Reference, reason: EraseReason, second_id: UserId | None) -> Erased:
    """Erase what tells who somebody is, as two people decided, and leave what counts; event `person.erased`.

    It is one transaction: killed at any moment, nothing or everything of the person is erased, and doing it
    again finds nobody.

    Raises:
        Missing: There is no such person, not for this actor, or it was erased.
        NotAllowed: There is no second person, or it is the actor.
        Conflict: A hold, an open case or something else stands against it, with every reason.

    Source: RET-01 to RET-04, domain section 9.5.
    """
    if second_id is None:
        raise NotAllowed(_NOBODY)
    if second_id == desk.actor.id:
        raise NotAllowed(_SAME_PERSON)
    kept, decided = look(desk, reference, is_asked=reason is not EraseReason.PERIOD_OVER)
    if not decided.allowed:
        raise Conflict(decided.reasons)
    return _erase(desk, kept, reason, second_id)


def erase_overdue(desk: Desk, person_id: PersonId) -> Erased:
    """Erase somebody who has been kept long enough, in a session of the system; event `person.erased`.

    Nobody decides but the policy, and whoever started the sweep.

    Raises:
        Missing: It was erased meanwhile.
        Conflict: Something stands against it, with every reason.

    Source: TOP-19, RET-01 to RET-04.
    """
    (kept,) = store.kept_of(desk.session, (person_id,))
    decided = may_erase(kept.keeping, desk.today, desk.policy)
    if not decided.allowed:
        raise Conflict(decided.reasons)
    return _erase(desk, kept, EraseReason.PERIOD_OVER, None)


def erase_again(desk: Desk, person_id: PersonId, reason: EraseReason) -> Erased:
    """Erase somebody whom a restored backup brought back, for the reason of then; event `person.erased`.

    Nothing stands against it any more: it was decided, and done, before.

    Raises:
        Missing: There is no such person, or it is erased.

    Source: assurance P23.
    """
    (kept,) = store.kept_of(desk.session, (person_id,))
    return _erase(desk, kept, reason, None)


def _erase(desk: Desk, kept: Kept, reason: EraseReason, second_id: UserId | None) -> Erased:
    reach = reach_of(desk.session, kept.person_id)
    tokens = _keep_tokens(desk, kept)
    rows = erase_rows(desk.session, reach, desk.today)
    desk.session.expire_all()
    desk.note(
        "person.erased",
        kept.person_id,
        reason=reason.value,
        ending=kept.keeping.ending.value,
        second=None if second_id is None else str(second_id),
        rows=rows,
        tokens=tokens,
    )
    return Erased(rows=rows, tokens=tokens)


def _keep_tokens(desk: Desk, kept: Kept) -> int:
    """Keep the tokens of who somebody is where they declined, and those of the sources' numbers; give how many.

    Source: RET-04.
    """
    numbers = store.numbers_of(desk.session, kept.person_id)
    tokens = {number_token(desk.vault, each) for each in numbers}
    if kept.keeping.ending is Ending.DECLINED:
        tokens |= tokens_of(desk.vault, people_store.get(desk.session, desk.vault, kept.reference).identity)
    return suppression.add(
        desk.session,
        tokens,
        owner_id=desk.actor.organisation_id,
        new_id=desk.new_id,
        today=desk.today,
    )
