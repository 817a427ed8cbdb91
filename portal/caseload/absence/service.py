"""Recording an absence and ending it, and whom what happens is told to meanwhile."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from lvws_core.actors import Permission, may
from lvws_core.errors import Missing
from lvws_core.forms import FieldError
from lvws_core.ids import OfferId, PersonId, Reference, UserId
from portal.auth.model import Member
from portal.auth.store import is_account_open
from portal.auth.team import store as accounts
from portal.caseload.absence import store
from portal.caseload.absence.model import Absence, Asked, Known, against, may_cover
from portal.caseload.day.service import held_by
from portal.intake.allocation import store as allocations
from portal.intake.allocation.model import Worker
from portal.people.service import Desk


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """An absence with what its cover cannot take: who needs another cover, as far as the reader may know of them."""

    absence: Absence
    needs_other: tuple[Reference, ...] = ()


class Absences(msgspec.Struct, frozen=True, kw_only=True):
    """The absences of one worker that are not over, everybody's, and who could cover."""

    member: Member
    planned: tuple[Planned, ...]
    every: tuple[Absence, ...]
    takers: tuple[Worker, ...]
    names: Mapping[UserId, str]


def absences_of(desk: Desk, worker_id: UserId) -> Absences:
    """Give the absences of a worker, to the worker and to whoever manages the team.

    Raises:
        Missing: Nobody here has this id, or it is a colleague and the actor does not manage the team.
    """
    ours, session = desk.actor.organisation_id, desk.session
    members = {member.id: member for member in accounts.members(session, ours)}
    manages = may(desk.actor, Permission.CASE_MANAGE).allowed
    if worker_id not in members or not (manages or worker_id == desk.actor.id):
        raise Missing
    every = store.still_to_end(session, ours, desk.today)
    own = [each for each in every if each.worker_id == worker_id]
    takers = tuple(each for each in allocations.workers(session, ours, desk.policy) if each.id != worker_id)
    return Absences(
        member=members[worker_id],
        planned=_planned(desk, worker_id, own),
        every=every,
        takers=takers,
        names={each: member.name for each, member in members.items()},
    )


def _planned(desk: Desk, worker_id: UserId, own: list[Absence]) -> tuple[Planned, ...]:
    if not own:
        return ()
    held = [each for each in held_by(desk, (worker_id,)) if each.person_id is not None]
    whose: list[PersonId] = [each.person_id for each in held if each.person_id is not None]
    known = store.known_of(desk.session, whose) if whose else {}
    return tuple(
        Planned(
            absence=absence,
            needs_other=tuple(
                each.case or each.person
                for each in held
                if each.person is not None
                and each.person_id is not None
                and absence.cover_id is not None
                and not may_cover(absence, known.get(each.person_id, Known()))
            ),
        )
        for absence in own
    )


def record(desk: Desk, found: Absences, asked: Asked) -> tuple[FieldError, ...]:
    """Record an absence; gives what stands against it, and then nothing is stored. Event `absence.recorded`.

    Source: issue on people, Caseload; lifecycle 5.
    """
    takers = {worker.id: worker.name for worker in found.takers}
    if errors := against(asked, found.member.id, found.every, takers, desk.today):
        return errors
    absence = Absence(
        id=desk.new_id(),
        worker_id=found.member.id,
        cover_id=asked.cover_id,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        recorded_by=desk.actor.id,
        recorded_at=desk.now,
    )
    store.add(desk.session, absence, desk.actor.organisation_id)
    days = {"starts_on": asked.starts_on.isoformat(), "ends_on": asked.ends_on.isoformat()}
    desk.note("absence.recorded", found.member.id, cover=str(asked.cover_id or ""), **days)
    return ()


def end(desk: Desk, worker_id: UserId, absence_id: UUID) -> None:
    """End an absence at once, or call it off: the cover sees nothing of it from now on. Event `absence.ended`.

    Raises:
        Missing: There is none for this actor.
    """
    absences_of(desk, worker_id)
    if not store.end(desk.session, absence_id, worker_id, by=desk.actor.id, at=desk.now):
        raise Missing
    desk.note("absence.ended", worker_id, absence=str(absence_id))


class Hears(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an offer's news go to: whoever answers for the person now, None for the whole team, and their cover."""

    worker_id: UserId | None = None
    cover_id: UserId | None = None


def hears(desk: Desk, offer_id: OfferId, sender_id: UserId | None) -> Hears:
    """Give who hears of an offer: the worker of the person's open case, else who sent it; and who covers today.

    Source: lifecycle 5, who is told when the recipient is off rota.
    """
    worker_id = store.worker_of_offer(desk.session, offer_id) or sender_id
    if worker_id is None:
        return Hears()
    cover_id = store.cover_of(desk.session, worker_id, desk.today)
    return Hears(worker_id=worker_id if is_account_open(desk.session, worker_id) else None, cover_id=cover_id)
