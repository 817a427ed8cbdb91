"""What falls due by itself: word that a consent ends soon or has ended, and that reviews are due."""

from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from notifications.notices import service as notices
from notifications.preferences.model import is_rest
from portal.caseload.absence import store as absences
from portal.caseload.clocks import store
from portal.caseload.clocks.model import due_by, to_tell, told_of_end, told_of_reviews, warns_until
from portal.caseload.day.service import reviews_of
from portal.caseload.duty.service import Today, answers_for, today_of
from portal.people.service import Desk

BATCH: Final = 50
"""How many consents one transaction looks at."""

WORKERS: Final = 10
"""How many workers one transaction looks at: for each, a few statements."""


def warn_of_consents(desk: Desk, *, most: int = BATCH) -> tuple[UUID, ...]:
    """Tell key workers that a consent ends soon and that it has ended, each once; give of which.

    The desk is the clock's, in a transaction of the system. Whoever covers for the worker hears it too, and
    where a person has no key worker the lead's managers do. What is told stands with the consent, so a
    sweep that was missed is made up by the next, and one that is repeated says nothing.

    Source: CONS-22; lifecycle 5, who is told when the recipient is off rota.
    """
    found = store.ending(desk.session, desk.now, warns_until(desk.now, desk.policy), most)
    workers: dict[PersonId, UserId] = {}
    for owner_id in {each.organisation_id for each in found}:
        whose = [each.person_id for each in found if each.organisation_id == owner_id]
        workers.update(store.key_workers(desk.session, owner_id, whose))
    told = []
    for each in found:
        stage = to_tell(each.ends_at, each.told, desk.now, desk.policy)
        if stage is None or not store.tell(desk.session, each.id, each.told, stage):
            continue
        worker_id = workers.get(each.person_id)
        cover_id = None if worker_id is None else absences.cover_of(desk.session, worker_id, desk.today)
        for said in told_of_end(each, stage, worker_id, cover_id):
            notices.tell(desk, said, each.person)
        told.append(each.id)
    return tuple(told)


def tell_of_reviews(desk: Desk, *, most: int = WORKERS) -> tuple[UUID, ...]:
    """Tell whoever answers for people how many reviews are due by today, once a working day; give to whom.

    The desk is the clock's, in a transaction of the system. It is looked at once a working day for each,
    from the end of the quiet hours on; of those whose worker is away the cover is told, and of those whom
    nobody has the managers, as My day shows it.

    Source: RISK-36, RISK-37, NEED-01, CONT-01; domain 4.3; lifecycle 5.
    """
    if is_rest(desk.now, desk.calendar, desk.policy):
        return ()
    told, days = [], dict[OrganisationId, Today]()
    for worker in store.to_look_at(desk.session, desk.today, most):
        if not store.look(desk.session, worker.id, desk.today):
            continue
        theirs = msgspec.structs.replace(desk, actor=worker)
        if worker.organisation_id not in days:
            days[worker.organisation_id] = today_of(theirs)
        held = answers_for(theirs, days[worker.organisation_id])
        said = told_of_reviews(worker, due_by(reviews_of(theirs, held), desk.today))
        if said is not None:
            notices.tell(desk, said, Reference(""))
            told.append(worker.id)
    return tuple(told)
