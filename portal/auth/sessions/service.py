"""Seeing and ending sessions: one's own, and those of the organisation that one manages."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lvws_core import desk as desks
from lvws_core.errors import Missing
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, UserId
from portal.auth.model import SignedIn, account_event
from portal.auth.sessions import store
from portal.auth.sessions.model import Ended, OpenSession, too_many

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def keep_to_most(
    session: store.Session,
    record: Callable[[Event], None],
    user_id: UserId,
    organisation_id: OrganisationId,
    *,
    new: bytes,
    now: datetime,
) -> None:
    """End the oldest sessions of an account beyond those that may be open with the `new` one; event `session.closed`.

    Source: assurance section 5 (ASVS 7.1.2).
    """
    store.hold(session, user_id)
    old = too_many(store.of_account(session, user_id, now), new)
    ended = store.end(session, old, Ended.LIMIT, now) if old else 0
    if ended:
        told = {"sessions": ended, "cause": Ended.LIMIT.value}
        record(account_event("session.closed", user_id, organisation_id, by=user_id, now=now, **told))


def own(desk: Desk) -> tuple[OpenSession, ...]:
    """Give the actor's open sessions, the one used last first."""
    return store.of_account(desk.session, desk.actor.id, desk.now)


def end_others(desk: Desk, signed_in: SignedIn) -> None:
    """End every session of the actor but this one; event `session.closed`."""
    _end(desk, desk.actor.id, [each for each in own(desk) if each.id_hash != signed_in.id_hash], Ended.OWNER)


def end_one(desk: Desk, signed_in: SignedIn, which: UUID) -> None:
    """End one of the actor's other sessions; event `session.closed`.

    Raises:
        Missing: It is not open, somebody else's, or this one, which is ended by signing out.
    """
    mine = [each for each in own(desk) if each.id == which and each.id_hash != signed_in.id_hash]
    if not mine:
        raise Missing
    _end(desk, desk.actor.id, mine, Ended.OWNER)


def of_colleagues(desk: Desk) -> tuple[OpenSession, ...]:
    """Give the open sessions of the actor's organisation, the one used last first."""
    return store.of_organisation(desk.session, desk.actor.organisation_id, desk.now)


def end_of_colleague(desk: Desk, user_id: UserId) -> None:
    """End every session of somebody of the actor's organisation, at once; event `session.closed`.

    Raises:
        Missing: They have none open, are the actor, or are of another organisation.

    Source: assurance T8 (ASVS 7.4.5).
    """
    theirs = [each for each in of_colleagues(desk) if each.user_id == user_id != desk.actor.id]
    if not theirs:
        raise Missing
    _end(desk, user_id, theirs, Ended.MANAGER)


def _end(desk: Desk, user_id: UserId, sessions: list[OpenSession], why: Ended) -> None:
    ended = store.end(desk.session, sessions, why, desk.now)
    if ended:
        desk.note("session.closed", user_id, sessions=ended, cause=why.value)
