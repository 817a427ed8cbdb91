"""The command that erases: look who is due, or erase them, each in a transaction of its own.

Whatever was committed stays erased, and a run that was killed is finished by running it again: who was erased
is not found any more.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from uuid import UUID

from msgspec.structs import replace
from sqlmodel import Session

from lvws_core.actors import GRANTS, Actor, Permission
from lvws_core.desk import Desk
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import Reference, UserId
from lvws_core.retention import Ending, may_erase
from lvws_core.times import london_day
from portal.auth import store as accounts
from portal.auth.model import normal_email
from portal.dependencies import Supplies, desk_at
from portal.rights.erasure import service, store
from portal.rights.erasure.model import Erased, EraseReason, Kept, Swept, suspends

BATCH = 500
"""How many people are looked at together."""


def who_decides(supplies: Supplies, email: str) -> Actor:
    """Give the account that decides, by its e-mail address; without one, the only account that could.

    Raises:
        Missing: There is no such account.
        Invalid: It may not decide about records, or there is not exactly one that may.
    """
    with supplies.database.system(reading=True) as session:
        able = list(_able(session))
        if email:
            found = accounts.user_id_of(session, normal_email(email))
            able = [each for each in able if each.id == found]
            if not able:
                raise Invalid("by", "may_not_decide_about_records")
        if len(able) != 1:
            raise Invalid("by", "say_who_decides_by_the_e-mail_address_of_an_account")
        return able[0]


def second_person(supplies: Supplies, actor: Actor, email: str) -> UserId:
    """Give the second person, who works for the same organisation and may look at requests.

    Raises:
        Missing: There is no such account.
        Invalid: It is another organisation's, closed, or may not look at requests.
    """
    with supplies.database.system(reading=True) as session:
        found = accounts.user_id_of(session, normal_email(email))
        roles = accounts.open_accounts(session, actor.organisation_id).get(found, frozenset())
        if not any(Permission.RIGHTS_READ in GRANTS[role] for role in roles):
            raise Invalid("second", "may_not_be_the_second_person")
        return found


def erase_one(supplies: Supplies, actor: Actor, reference: Reference, reason: EraseReason, second: UserId) -> Erased:
    """Erase one person, as two people decided; one transaction.

    Raises:
        Missing: There is no such person of the actor's organisation, or it was erased.
        NotAllowed: The second person is the first.
        Conflict: Something stands against it, with every reason.
    """
    with _desk(supplies, actor) as desk:
        return service.erase_person(desk, reference, reason, second)


def check_one(supplies: Supplies, actor: Actor, reference: Reference, *, is_asked: bool) -> Kept:
    """Look whether one person may be erased; nothing is changed.

    Raises:
        Missing: There is no such person of the actor's organisation, or it was erased.
        Conflict: Something stands against it, with every reason.
    """
    with _desk(supplies, actor, reading=True) as desk:
        kept, decided = service.look(desk, reference, is_asked=is_asked)
        if not decided.allowed:
            raise Conflict(decided.reasons)
        return kept


def look_who_is_due(supplies: Supplies, actor: Actor, progress: Callable[[int], None]) -> Swept:
    """Count who has been kept long enough, and who is only suspended; nothing is changed."""
    return _sweep(supplies, actor, progress, None)


def erase_due(supplies: Supplies, actor: Actor, progress: Callable[[int], None]) -> Swept:
    """Erase everybody who has been kept long enough; event `retention.swept` with the counts.

    Source: RET-03.
    """
    done: list[Erased] = []

    def erase(kept: Kept) -> bool:
        try:
            with _desk(supplies, actor, is_system=True) as desk:
                done.append(service.erase_overdue(desk, kept.person_id))
        except (Missing, Conflict):  # erased, or held, by somebody else in this very moment
            return False
        return True

    found = _sweep(supplies, actor, progress, erase)
    rows: Counter[str] = sum((Counter(each.rows) for each in done), Counter())
    swept = replace(found, rows=dict(sorted(rows.items())), tokens=sum(each.tokens for each in done))
    with _desk(supplies, actor) as desk:
        due = {ending.value: count for ending, count in swept.due.items()}
        counts = {"due": due, "suspended": swept.suspended, "rows": swept.rows, "tokens": swept.tokens}
        desk.note("retention.swept", actor.organisation_id, **counts)
    return swept


def _sweep(
    supplies: Supplies, actor: Actor, progress: Callable[[int], None], erase: Callable[[Kept], bool] | None
) -> Swept:
    due: Counter[Ending] = Counter()
    suspended: Counter[str] = Counter()
    today = london_day(supplies.clock())
    for batch in _batches(supplies, actor):
        for kept in batch:
            decided = may_erase(kept.keeping, today, supplies.policy)
            if decided.allowed and (erase is None or erase(kept)):
                due[kept.keeping.ending] += 1
            elif decided.due_on <= today:
                suspended.update({reason.code for reason in decided.reasons if suspends(reason)})
        progress(len(batch))
    return Swept(due=dict(sorted(due.items())), suspended=dict(sorted(suspended.items())))


def _batches(supplies: Supplies, actor: Actor) -> Iterator[tuple[Kept, ...]]:
    last: UUID | None = None
    while True:
        with supplies.database.system(reading=True) as session:
            ids = store.people(session, actor.organisation_id, last, BATCH)
            batch = store.kept_of(session, ids) if ids else ()
        if not ids:
            return
        yield batch
        last = ids[-1]


def _able(session: Session) -> Iterator[Actor]:
    for organisation_id in accounts.lead_organisations(session):
        for user_id, roles in accounts.open_accounts(session, organisation_id).items():
            if any(Permission.RIGHTS_WRITE in GRANTS[role] for role in roles):
                yield Actor(id=user_id, organisation_id=organisation_id, roles=roles)


@contextmanager
def _desk(
    supplies: Supplies, actor: Actor, *, reading: bool = False, is_system: bool = False
) -> Generator[Desk[Session]]:
    """Open a transaction of the actor, or of the system: a sweep reaches those who are restricted to a team too."""
    owner_id = None if is_system else actor.organisation_id
    session = supplies.database.open(owner_id, reading=reading, staff_id=None if is_system else actor.id)
    with supplies.database.transaction(session):
        yield desk_at(supplies, session, actor, supplies.clock())
