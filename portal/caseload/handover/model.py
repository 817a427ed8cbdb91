"""What is handed over, to whom the rules would give it, and what stands against it: values to values."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from portal.caseload.load.model import weight_of
from portal.intake.allocation.model import AllocationReason, Worker, propose
from portal.intake.model import Case


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a worker has, or a person without one whose key worker they are; `key` names its fields.

    `version` is that of the case, 0 for a person without one. `person` is None while nobody has said who it is.
    """

    key: str
    case: Case | None
    person_id: PersonId | None
    person: Reference | None

    @property
    def reference(self) -> Reference:
        """What people call it by: the case's reference, or the person's."""
        found = self.case.reference if self.case is not None else self.person
        assert found is not None  # noqa: S101 - whoever has no case has a reference of their own
        return found

    @property
    def version(self) -> int:
        """Which version of the case this is, 0 without one."""
        return 0 if self.case is None else self.case.version

    def points(self, policy: Policy) -> int:
        """Give what it weighs: a person without a case nothing."""
        return 0 if self.case is None else weight_of(self.case.da_level, is_epr=self.case.epr).points(policy)


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the items as it was chosen: to whom, with which note, seen in which version."""

    key: str
    to: UserId
    version: int
    note: str = ""


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was chosen, and why."""

    reason: AllocationReason
    choices: tuple[Choice, ...]


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """To whom the rules would give an item, None where nobody can have it, and why."""

    worker_id: UserId | None
    why: str


Refused = Mapping[PersonId, frozenset[UserId]]
"""Who may know nothing of a person, by the conflict register."""


def suggest(
    items: Sequence[Item], workers: Iterable[Worker], refused: Refused, policy: Policy
) -> Mapping[str, Suggestion]:
    """Give whom the core would allocate each item to, each counted before the next is looked at; heaviest first.

    Where nobody of the role has room, whoever has most room of all. Source: ALLOC-01, ROUTE-08.
    """
    loads = {worker.id: worker for worker in workers}
    found = {}
    for item in sorted(items, key=lambda each: (-each.points(policy), each.key)):
        barred = refused.get(item.person_id, frozenset()) if item.person_id is not None else frozenset[UserId]()
        able = [worker for worker in loads.values() if worker.id not in barred]
        found[item.key] = made = _suggestion(item, able, policy)
        if made.worker_id is not None:
            # Somebody without a case weighs nothing, and yet they are not all for one worker.
            taker, points = loads[made.worker_id], max(item.points(policy), 1)
            loads[taker.id] = replace(taker, points=taker.points + points, cases=taker.cases + (item.case is not None))
    return found


def _suggestion(item: Item, able: Sequence[Worker], policy: Policy) -> Suggestion:
    if not able:
        return Suggestion(worker_id=None, why="Nobody else takes cases and may know of it.")
    most = max(able, key=lambda worker: (worker.terms.most_points - worker.points, str(worker.id)))
    if item.case is None:
        return Suggestion(worker_id=most.id, why=f"{most.name} has the most room.")
    allocation = propose(item.case, able, None, policy)
    taker = allocation.worker_id
    if taker is not None:
        return Suggestion(worker_id=taker, why=f"{allocation.reasons[0].text} {_room(able, taker)}")
    return Suggestion(worker_id=most.id, why=f"No {allocation.role.label} has room; {most.name} has the most of all.")


def _room(able: Sequence[Worker], worker_id: UserId) -> str:
    worker = next(each for each in able if each.id == worker_id)
    return f"{worker.name} has {worker.points} of {worker.terms.most_points} points."


class Against(msgspec.Struct, frozen=True, kw_only=True):
    """Why one choice cannot be made as it stands."""

    key: str
    reason: Reason


def against(
    handover: Handover, items: Iterable[Item], takers: frozenset[UserId], refused: Refused
) -> tuple[Against, ...]:
    """Give everything that stands against a handover as things are now; nothing of it happens unless this is empty.

    Source: ALLOC-02; assurance P15; ROUTE-08.
    """
    here = {item.key: item for item in items}
    return tuple(
        Against(key=choice.key, reason=reason)
        for choice in handover.choices
        for reason in _against(choice, here.get(choice.key), takers, refused)
    )


def _against(choice: Choice, item: Item | None, takers: frozenset[UserId], refused: Refused) -> tuple[Reason, ...]:
    if item is None:
        return (_GONE,)
    barred = refused.get(item.person_id, frozenset()) if item.person_id is not None else frozenset[UserId]()
    causes = (
        (item.version != choice.version, _CHANGED),
        (choice.to not in takers, _NO_TAKER),
        (choice.to in barred, _CONFLICT),
    )
    return tuple(reason for applies, reason in causes if applies)


_GONE = because(
    "not_theirs", "ALLOC-02", "It is not with this worker any more: it was closed or given to somebody else."
)
_CHANGED = because("changed", "assurance P15", "Somebody changed it meanwhile. Look at it again, then hand it over.")
_NO_TAKER = because("takes_no_cases", "ALLOC-01", "Whoever was chosen takes no cases any more: choose somebody else.")
_CONFLICT = because("conflict", "ROUTE-08", "Whoever was chosen must not know of it: choose somebody else.")


def points_after(
    handover: Handover, items: Iterable[Item], workers: Iterable[Worker], policy: Policy
) -> Mapping[UserId, tuple[int, int]]:
    """Give, for each who receives, how many items they get and how many points they have then."""
    here = {item.key: item for item in items}
    got: dict[UserId, list[int]] = {}
    for choice in handover.choices:
        if choice.key in here:
            got.setdefault(choice.to, []).append(here[choice.key].points(policy))
    before = {worker.id: worker.points for worker in workers}
    return {each: (len(points), before.get(each, 0) + sum(points)) for each, points in got.items()}
