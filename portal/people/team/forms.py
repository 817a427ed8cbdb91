"""The forms of the case team: who joins or leaves, and why."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.ids import UserId
from portal.people.team.model import JoinReason, LeaveReason, RestrictReason

Errors = tuple[FieldError, ...]


class JoinForm(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague and the reason, as chosen."""

    colleague: str = ""
    reason: str = ""


class LeaveForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who leaves, and why."""

    member: str = ""
    leaving: str = ""


class RestrictForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why only the team may see the person."""

    restricting: str = ""


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """Who joins, and why."""

    user_id: UserId
    reason: JoinReason


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """Who leaves, and why."""

    user_id: UserId
    reason: LeaveReason


def parse_join(form: JoinForm, known: Collection[UserId]) -> Joining | Errors:
    """Read who joins: a colleague who may read people, and a reason."""
    faults = Faults()
    user_id = _user(form.colleague, known)
    if user_id is None:
        faults.add("colleague", "required", "Choose a colleague from the list")
    reason = faults.choice("reason", form.reason, JoinReason, text="Choose why they need to know")
    if user_id is None or reason is None:
        return faults.found
    return Joining(user_id=user_id, reason=reason)


def parse_leave(form: LeaveForm, known: Collection[UserId]) -> Leaving | Errors:
    """Read who leaves: somebody on the team, and a reason."""
    faults = Faults()
    user_id = _user(form.member, known)
    if user_id is None:
        faults.add("member", "required", "Choose who leaves the team")
    reason = faults.choice("leaving", form.leaving, LeaveReason, text="Choose why they need not know any more")
    if user_id is None or reason is None:
        return faults.found
    return Leaving(user_id=user_id, reason=reason)


def parse_restrict(form: RestrictForm) -> RestrictReason | Errors:
    """Read why only the team may see the person."""
    faults = Faults()
    reason = faults.choice("restricting", form.restricting, RestrictReason, text="Choose why only the team may see")
    return faults.found if reason is None else reason


def _user(typed: str, known: Collection[UserId]) -> UserId | None:
    try:
        user_id = UserId(UUID(typed))
    except ValueError:
        return None
    return user_id if user_id in known else None
