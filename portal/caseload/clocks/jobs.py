"""What falls due by itself: word that a consent ends soon or has ended."""

from typing import Final
from uuid import UUID

from lvws_core.ids import PersonId, UserId
from notifications.notices import service as notices
from portal.caseload.absence import store as absences
from portal.caseload.clocks import store
from portal.caseload.clocks.model import to_tell, told_of_end, warns_until
from portal.people.service import Desk

BATCH: Final = 50
"""How many consents one transaction looks at."""


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
