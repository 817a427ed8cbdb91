"""The use cases of duty: see who is there, put somebody on, take them off, and when a team gets what is gathered."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from lvws_core import desk as desks
from lvws_core.errors import Conflict, Missing
from lvws_core.forms import FieldError
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import because
from notifications.duty import store
from notifications.duty.forms import Asked
from notifications.duty.model import Duty, against
from notifications.notices.model import audiences_of
from notifications.preferences import store as preferences
from notifications.preferences.model import Window

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on duty of one's own team, who could be, and whether somebody is there at each of the partners."""

    mine: tuple[Duty, ...]
    able: tuple[UserId, ...]
    window: Window
    partners: Mapping[OrganisationId, Duty | None] = {}


def cover(desk: Desk, partners: frozenset[OrganisationId] = frozenset()) -> Cover:
    """Give the duty of the actor's team from now on, and of these partners who is there now.

    Source: issue of the notices: shown on the lead manager's page.
    """
    mine = desk.actor.organisation_id
    every = store.still_to_end(desk.session, {mine, *partners}, desk.now)
    now = {each.organisation_id: each for each in every if each.runs_at(desk.now)}
    return Cover(
        mine=tuple(each for each in every if each.organisation_id == mine),
        able=able(desk),
        window=preferences.windows(desk.session, [mine]).get(mine, Window.MORNING),
        partners={each: now.get(each) for each in partners},
    )


def able(desk: Desk) -> tuple[UserId, ...]:
    """Give the colleagues who can be on duty: whose account is open, and whose role hears notices."""
    if desk.staff is None:
        return ()
    staff = desk.staff.recipients(frozenset({desk.actor.organisation_id}))
    return tuple(each.id for each in staff if audiences_of(each.roles))


def put_on(desk: Desk, asked: Asked) -> tuple[FieldError, ...]:
    """Put a colleague on duty; event `duty.added`. Gives the faults where it cannot be.

    Raises:
        Missing: There is no such colleague in the actor's team.
    """
    if asked.user_id not in able(desk):
        raise Missing
    duty = Duty(
        id=desk.new_id(),
        organisation_id=desk.actor.organisation_id,
        user_id=asked.user_id,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        phone=asked.phone,
    )
    others = store.still_to_end(desk.session, [duty.organisation_id], desk.now)
    if reasons := against(duty, others, desk.now):
        return tuple(FieldError(field="ends_on", code=each.code, text=each.text) for each in reasons)
    store.add(desk.session, duty)
    desk.note("duty.added", duty.id, user_id=str(duty.user_id))
    return ()


def take_off(desk: Desk, duty_id: UUID) -> None:
    """Take somebody off duty, or call off what was to come; event `duty.removed`.

    Raises:
        Missing: There is no such duty of the actor's team.
    """
    store.remove(desk.session, duty_id)
    desk.note("duty.removed", duty_id)


def gather(desk: Desk, window: Window) -> None:
    """Store when the team gets what is gathered; event `duty.digest_changed`.

    Raises:
        Conflict: A team has no team of its own.
    """
    if window is Window.TEAM:
        raise Conflict(because("not_a_window", "P16", "Choose when your team gets what is gathered."))
    preferences.put_window(desk.session, desk.actor.organisation_id, window)
    desk.note("duty.digest_changed", desk.actor.organisation_id, window=window.value)
