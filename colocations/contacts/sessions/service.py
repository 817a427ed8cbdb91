"""Planning a session, cancelling it, logging it: load, decide, put, record."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from colocations.contacts.model import Contact, against_place
from colocations.contacts.service import Desk
from colocations.contacts.sessions import store
from colocations.contacts.sessions.forms import Planned, Quiet
from colocations.contacts.sessions.model import Activity, QuietTime
from colocations.placements import store as placements
from colocations.sites import store as sites
from colocations.sites.model import Site
from lvws_core.errors import Missing
from lvws_core.forms import FieldError, Many
from lvws_core.times import local

STILL: Final = timedelta(days=14)
"""How long a session that was not logged still stands in the list."""


def plan(desk: Desk, planned: Planned) -> Activity | tuple[FieldError, ...]:
    """Plan a session where the actor will be placed on that day; event `activity.planned`."""
    try:
        site = sites.get(desk.session, planned.site)
    except Missing:
        site = None
    placed = placements.of_worker(desk.session, desk.actor.id)
    faults = against_place(site, placed, planned.department, planned.starts_at)
    if faults or site is None:
        return faults
    activity = Activity(
        id=desk.new_id(),
        site_id=site.id,
        author_id=desk.actor.id,
        kind=planned.kind,
        purpose=planned.purpose,
        department=planned.department,
        starts_at=planned.starts_at,
        minutes=planned.minutes,
    )
    store.add(desk.session, activity, desk.actor.organisation_id)
    desk.note("activity.planned", activity.id, site_id=str(site.id), activity=activity.kind.value)
    return activity


def own(desk: Desk, activity_id: UUID) -> Activity:
    """Give a session of the actor's own.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    activity = store.get(desk.session, activity_id)
    if activity.author_id != desk.actor.id:
        raise Missing
    return activity


def coming(desk: Desk) -> tuple[Activity, ...]:
    """Give the actor's sessions that are still to come or to be logged, the first first."""
    return store.open_of(desk.session, desk.actor.id, desk.now - STILL)


def cancel(desk: Desk, activity: Activity) -> None:
    """Say that a session does not take place; event `activity.cancelled`.

    Raises:
        Conflict: It is logged or cancelled already.
    """
    store.cancel(desk.session, activity, desk.now)
    desk.note("activity.cancelled", activity.id, activity=activity.kind.value)


def as_typed(desk: Desk, activity_id: str) -> Mapping[str, Many]:
    """Give the form of a contact as a planned session fills it, so that saving it is all that is left.

    Raises:
        Missing: There is no such session of the actor's own.
    """
    activity = own(desk, _id(activity_id))
    site = sites.named(desk.session, (activity.site_id,)).get(activity.site_id)
    if site is None:
        raise Missing
    begins = local(min(activity.starts_at, desk.now))
    return {
        "planned": str(activity.id),
        "site": site.reference,
        "kind": activity.kind.value,
        "department": activity.department,
        f"purpose_{activity.kind.value}": activity.purpose.value,
        "minutes": str(activity.minutes),
        "minutes_other": str(activity.minutes),
        "on_day": str(begins.day),
        "on_month": str(begins.month),
        "on_year": str(begins.year),
        "time": f"{begins:%H:%M}",
    }


def mark_logged(desk: Desk, activity_id: str, contact: Contact) -> None:
    """Say what a planned session was logged as; without one, or with somebody else's, nothing happens.

    The same entry sent again leaves it as it is.
    """
    if not activity_id:
        return
    activity = own(desk, _id(activity_id))
    if activity.contact_id != contact.id:
        store.logged_as(desk.session, activity, contact.id)


def put_quiet(desk: Desk, site: Site, quiet: Quiet) -> None:
    """Say when a department is quiet; event `quiet_time.changed`."""
    known = QuietTime(
        site_id=site.id, department=quiet.department, days=quiet.days, opens=quiet.opens, closes=quiet.closes
    )
    store.put_quiet(desk.session, known, desk.actor.organisation_id)
    desk.note("quiet_time.changed", site.id)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Missing from error
