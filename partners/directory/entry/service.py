"""Changing one's own entry: load, decide, put, record."""

from datetime import date, timedelta
from uuid import UUID

from lvws_core.errors import Conflict
from lvws_core.reasons import because
from partners.directory import store as directory
from partners.directory.entry import store
from partners.directory.entry.forms import Hours, NewRemit, Said
from partners.directory.model import ListedService, Pause, overlapping, undoing
from partners.directory.service import Desk


def say_again(desk: Desk, listed: ListedService, said_at: str) -> None:
    """Say that what the service last said about its room is still right; event `capacity.said`.

    `said_at` is the moment of what the page showed, in ISO format.

    Raises:
        Conflict: Something else was said meanwhile, or nothing was ever said.
    """
    capacity = listed.service.capacity
    if capacity.said_at is None or capacity.said_at.isoformat() != said_at:
        text = "Your capacity was changed meanwhile. Look at it again."
        raise Conflict(because("stale_version", "ROUTE-11", text))
    say(desk, listed, Said(state=capacity.state, places=capacity.places))


def say(desk: Desk, listed: ListedService, said: Said) -> None:
    """Say what room a service has, now; event `capacity.said`."""
    service = listed.service
    directory.say_capacity(
        desk.session,
        capacity_id=desk.new_id(),
        service_id=service.id,
        organisation_id=listed.organisation_id,
        state=said.state,
        places=said.places,
        said_at=desk.now,
        said_by=desk.actor.id,
    )
    desk.note("capacity.said", service.id, state=said.state.value)


def pause(desk: Desk, listed: ListedService, paused: Pause) -> None:
    """Take no referrals from today to a day; event `service.paused`.

    Raises:
        Conflict: It is paused already.
    """
    if listed.pause is not None:
        raise Conflict(because("already_paused", "ROUTE-01", "The service is paused already. End that pause first."))
    store.add_pause(
        desk.session,
        paused,
        pause_id=desk.new_id(),
        service_id=listed.service.id,
        organisation_id=listed.organisation_id,
        said_by=desk.actor.id,
        said_at=desk.now,
    )
    desk.note("service.paused", listed.service.id, reason=paused.reason.value, until=paused.ends_on.isoformat())


def resume(desk: Desk, listed: ListedService) -> None:
    """Take referrals again; event `service.resumed`. A service that is not paused stays as it is."""
    if store.lift_pause(desk.session, listed.service.id, listed.organisation_id, desk.now):
        desk.note("service.resumed", listed.service.id)


def change_remit(desk: Desk, listed: ListedService, new: NewRemit) -> None:
    """Let a new remit begin on a day, and the one before end on the day before; event `remit.changed`.

    Raises:
        Conflict: Another remit begins on that day or later.

    Source: domain 7.1, effective-dated.
    """
    history = directory.history(desk.session, listed.service.id)
    if overlapping(history, new.begins_on) is not None:
        raise Conflict(because("remit_overlaps", "ROUTE-01", "Another remit begins on that day or later."))
    for remit in history:
        if remit.reaches(new.begins_on):
            store.end_remit(desk.session, listed.organisation_id, remit, new.begins_on - timedelta(days=1))
    directory.add_remit(
        desk.session,
        remit_id=desk.new_id(),
        service_id=listed.service.id,
        organisation_id=listed.organisation_id,
        valid_from=new.begins_on,
        valid_to=None,
        terms=new.terms,
    )
    desk.note("remit.changed", listed.service.id, begins_on=new.begins_on.isoformat())


def undo_remit(desk: Desk, listed: ListedService, remit_id: UUID) -> None:
    """Drop a remit that has not begun; event `remit.undone`. What holds before it goes on.

    Raises:
        Missing: The service has no such remit.
        Conflict: It has begun.
    """
    dropped, before = undoing(directory.history(desk.session, listed.service.id), remit_id, desk.today)
    store.drop_remit(desk.session, listed.organisation_id, dropped, before)
    desk.note("remit.undone", listed.service.id, begins_on=dropped.valid_from.isoformat())


def change_hours(desk: Desk, listed: ListedService, hours: Hours) -> None:
    """Say when the service is open; event `hours.changed`."""
    store.put_hours(desk.session, listed.service.id, listed.organisation_id, hours)
    desk.note("hours.changed", listed.service.id, windows=len(hours.windows))


def close_on(desk: Desk, listed: ListedService, day: date) -> None:
    """Stay shut on a day; event `closed_date.added`."""
    store.add_closed(desk.session, listed.service.id, listed.organisation_id, day)
    desk.note("closed_date.added", listed.service.id, day=day.isoformat())


def open_on(desk: Desk, listed: ListedService, day: date) -> None:
    """Be open on a day after all; event `closed_date.removed`."""
    if store.remove_closed(desk.session, listed.service.id, listed.organisation_id, day):
        desk.note("closed_date.removed", listed.service.id, day=day.isoformat())
