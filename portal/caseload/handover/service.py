"""Handing over: everything is checked first, and then all of it happens in one transaction, or nothing."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from lvws_core.errors import Missing
from lvws_core.ids import OfferId, PersonId, Reference, UserId
from notifications.notices import service as notices
from notifications.notices.model import Audience, NoticeKind, Told
from partners.offers.incoming.service import follow_case
from portal.auth.model import Member
from portal.auth.team import store as accounts
from portal.caseload.day.service import held_by
from portal.caseload.handover import store
from portal.caseload.handover.model import (
    Against,
    Choice,
    Handover,
    Item,
    Refused,
    Suggestion,
    against,
    suggest,
)
from portal.intake.allocation import service as allocation
from portal.intake.allocation import store as allocations
from portal.intake.allocation.model import AllocationReason, Worker
from portal.intake.store import open_of_worker
from portal.people import store as people
from portal.people.service import Desk
from portal.people.team import store as team
from portal.people.team.model import JoinReason, LeaveReason
from portal.people.team.model import Member as OnTeam
from portal.people.tell.model import News, ToTell
from portal.people.tell.service import tell_due
from portal.people.tell.store import raise_one

MOST: Final = 200
"""How many are handed over in one step; what is left comes after."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker has, who could take it, and whom the rules suggest."""

    member: Member
    items: tuple[Item, ...]
    takers: tuple[Worker, ...]
    refused: Refused
    suggestions: Mapping[str, Suggestion]
    is_more: bool = False

    @property
    def names(self) -> Mapping[UserId, str]:
        """The names of those who could take it."""
        return {worker.id: worker.name for worker in self.takers}


def open_handover(desk: Desk, worker_id: UserId) -> Opened:
    """Give what a worker has, to be handed over.

    Raises:
        Missing: It is nobody of the actor's organisation.
    """
    ours, session = desk.actor.organisation_id, desk.session
    member = next((each for each in accounts.members(session, ours) if each.id == worker_id), None)
    if member is None:
        raise Missing
    every = _items(desk, worker_id)
    items = every[:MOST]
    takers = tuple(each for each in allocations.workers(session, ours, desk.policy) if each.id != worker_id)
    whose = [item.person_id for item in items if item.person_id is not None]
    refused = store.connected(session, whose) if whose else {}
    return Opened(
        member=member,
        items=items,
        takers=takers,
        refused=refused,
        suggestions=suggest(items, takers, refused, desk.policy),
        is_more=len(every) > MOST,
    )


def _items(desk: Desk, worker_id: UserId) -> tuple[Item, ...]:
    held = held_by(desk, (worker_id,))
    cases = open_of_worker(desk.session, desk.actor.organisation_id, worker_id, MOST + 1)
    persons = {each.person_id: each.person for each in held}
    return (
        *(
            Item(
                key=f"case-{case.reference}",
                case=case,
                person_id=case.person_id,
                person=persons.get(case.person_id) if case.person_id is not None else None,
            )
            for case in cases
        ),
        *(
            Item(key=f"person-{each.person}", case=None, person_id=each.person_id, person=each.person)
            for each in held
            if each.case is None
        ),
    )


def check(opened: Opened, handover: Handover) -> tuple[Against, ...]:
    """Give everything that stands against a handover as things are now."""
    takers = frozenset(worker.id for worker in opened.takers)
    return against(handover, opened.items, takers, opened.refused)


def hand_over(desk: Desk, opened: Opened, handover: Handover) -> tuple[Against, ...]:
    """Hand over all that was chosen; gives what stands against it, and then nothing has happened.

    Each case has its line from whom to whom and why, with its note sealed; whoever receives is on the case
    team and hears of it, and each person is to be told who their worker is. Events `case.allocated`,
    `team.joined`, `team.left` and `caseload.handed_over`.

    Raises:
        Conflict: Somebody changed a case in this very moment.

    Source: ALLOC-02; issue on people, Caseload.
    """
    if found := check(opened, handover):
        return found
    items = {item.key: item for item in opened.items}
    whose = [items[choice.key].person_id for choice in handover.choices]
    teams = dict(store.teams(desk.session, [each for each in whose if each is not None]))
    for choice in handover.choices:
        item = items[choice.key]
        _give(desk, opened, item, choice, handover.reason)
        if item.person_id is not None:
            on_it = teams.get(item.person_id, frozenset())
            _change_team(desk, item.person_id, on_it, opened.member, choice.to)
            teams[item.person_id] = (on_it | {choice.to}) - {opened.member.id}  # two cases may be about one person
            _ask_to_tell(desk, item, item.person_id)
    for receiver in dict.fromkeys(choice.to for choice in handover.choices):
        first = next(items[choice.key].reference for choice in handover.choices if choice.to == receiver)
        _tell_receiver(desk, receiver, first)
    receivers = sorted({str(choice.to) for choice in handover.choices})
    desk.note(
        "caseload.handed_over",
        opened.member.id,
        reason=handover.reason.value,
        number=len(handover.choices),
        to=receivers,
    )
    return ()


def _give(desk: Desk, opened: Opened, item: Item, choice: Choice, reason: AllocationReason) -> None:
    if item.case is None:
        return
    roles = {worker.id: worker.terms.role for worker in opened.takers}
    key = people.key_of(desk.session, item.person) if item.person is not None and choice.note else None
    allocation.give(desk, item.case, choice.to, reason, roles, note=choice.note, key=key)
    if item.case.offer_id is not None:
        follow_case(desk, item.case.offer_id, choice.to)


def _change_team(desk: Desk, person_id: PersonId, now_on_it: Iterable[UserId], old: Member, new: UserId) -> None:
    on_it = frozenset(now_on_it)
    if new not in on_it:
        joined = OnTeam(id=desk.new_id(), user_id=new, reason=JoinReason.KEY_WORKER, joined_at=desk.now)
        owner = desk.actor.organisation_id
        team.join(desk.session, joined, person_id=person_id, owner_id=owner, by=desk.actor.id)
        desk.note("team.joined", person_id, member=str(new), reason=JoinReason.KEY_WORKER.value)
    if old.id in on_it:
        why = LeaveReason.HANDED_OVER if old.disabled_at is None else LeaveReason.LEFT
        team.leave(desk.session, person_id, old.id, why, by=desk.actor.id, at=desk.now)
        desk.note("team.left", person_id, member=str(old.id), reason=why.value)


def _ask_to_tell(desk: Desk, item: Item, person_id: PersonId) -> None:
    about = item.case.id if item.case is not None else person_id
    raise_one(
        desk.session,
        ToTell(
            id=desk.new_id(),
            person_id=person_id,
            offer_id=OfferId(about),
            offer_reference=Reference(item.reference),
            organisation_id=desk.actor.organisation_id,
            news=News.NEW_WORKER,
            raised_at=desk.now,
            due_at=tell_due(desk),
        ),
        desk.actor.organisation_id,
    )


def _tell_receiver(desk: Desk, receiver: UserId, about: Reference) -> None:
    told = Told(
        organisation_id=desk.actor.organisation_id,
        audience=Audience.TEAM,
        kind=NoticeKind.HANDED_OVER,
        user_id=receiver,
    )
    notices.tell(desk, told, about)
