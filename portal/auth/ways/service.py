"""Changing the ways to sign in: their owner adds and removes them, and is told of each change."""

from uuid import UUID

from lvws_core import desk as desks
from lvws_core.errors import Conflict, Missing
from lvws_core.reasons import Reason
from notifications.notices.model import NoticeKind
from portal.auth.model import Account, SignedIn
from portal.auth.passkeys import store as passkeys
from portal.auth.passkeys.model import Asked, NewPasskey, Passkey, Purpose, Site, Why
from portal.auth.passkeys.service import ask_new, enrol
from portal.auth.telling.service import tell
from portal.auth.ways import store
from portal.auth.ways.model import Ways, against_passkey, against_removal

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def own(desk: Desk) -> Ways:
    """Give the actor's ways to sign in."""
    return store.ways_of(desk.session, desk.actor.id)


def held(desk: Desk) -> Ways:
    """Give the actor's ways to sign in, which nobody else changes before the transaction ends."""
    store.hold(desk.session, desk.actor.id)
    return own(desk)


def ask_for_passkey(desk: Desk, site: Site, token: str) -> str:
    """Give what a browser needs to make a passkey for the actor.

    Raises:
        Conflict: The actor has too many.
    """
    _refuse(against_passkey(held(desk)))
    owner = account(desk)
    return ask_new(desk.session, site, owner, _adding(desk), token=token)


def _adding(desk: Desk) -> Asked:
    return Asked(purpose=Purpose.ADD, user_id=desk.actor.id, now=desk.now)


def add_passkey(desk: Desk, signed_in: SignedIn, site: Site, *, answer: str, name: str) -> Why | None:
    """Add the passkey that the browser has made, or give why not; event `passkey.added`, and a notice.

    Raises:
        Conflict: The actor has too many.

    Source: assurance P4, ASVS 6.3.7.
    """
    _refuse(against_passkey(held(desk)))
    owner = account(desk)
    new, asked = NewPasskey(id=desk.new_id(), name=name, answer=answer), _adding(desk)
    why = enrol(desk.session, desk.record, site, owner, new, asked=asked)
    if why is None:
        settled(desk, signed_in, NoticeKind.WAY_ADDED)
    return why


def passkey(desk: Desk, passkey_id: UUID) -> Passkey:
    """Give a passkey of the actor's.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    found = next((each for each in own(desk).passkeys if each.id == passkey_id), None)
    if found is None:
        raise Missing
    return found


def remove_passkey(desk: Desk, signed_in: SignedIn, passkey_id: UUID) -> None:
    """Take a passkey off the actor's account; event `passkey.removed`, and a notice.

    Raises:
        Missing: There is none, or it is somebody else's.
        Conflict: It is the last way to sign in.
    """
    ways = held(desk)
    found = passkey(desk, passkey_id)
    _refuse(against_removal(ways))
    passkeys.remove(desk.session, desk.actor.id, found.id)
    desk.note("passkey.removed", desk.actor.id, passkey=str(found.id))
    settled(desk, signed_in, NoticeKind.WAY_REMOVED)


def settled(desk: Desk, signed_in: SignedIn, kind: NoticeKind) -> None:
    """End the actor's other sessions and tell the actor that the ways to sign in are others now.

    Source: ASVS 6.3.7 and 7.4.3.
    """
    ended = store.end_others(desk.session, desk.actor.id, signed_in.id_hash, desk.now)
    if ended:
        desk.note("session.closed", desk.actor.id, sessions=ended)
    tell(desk.session, desk.new_id(), account(desk), kind, desk.now)


def account(desk: Desk) -> Account:
    """Give the actor's own account."""
    return store.account_of(desk.session, desk.actor.id)


def _refuse(reasons: tuple[Reason, ...]) -> None:
    if reasons:
        raise Conflict(*reasons)
