"""Holding a session, booking, giving up, and saying who came: load, decide, put, record."""

from msgspec.structs import replace

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import Reference
from lvws_core.reasons import Reason
from partners.directory.service import Desk
from partners.directory.sessions import store
from partners.directory.sessions.forms import Came, NewMeeting, values_of
from partners.directory.sessions.model import (
    Booking,
    Meeting,
    against_booking,
    against_change,
    against_giving_up,
    against_recording,
    clashes,
    waiting,
)


def hold(desk: Desk, new: NewMeeting) -> Meeting:
    """Add a session of the actor's organisation; event `partner_session.added`."""
    meeting = Meeting(
        id=desk.new_id(),
        reference=desk.new_reference(),
        organisation_id=desk.actor.organisation_id,
        **values_of(new),
    )
    store.add(desk.session, meeting)
    desk.note("partner_session.added", meeting.id, session_kind=meeting.kind.value, places=meeting.places)
    return meeting


def own_session(desk: Desk, reference: Reference, *, to_change: bool = False) -> Meeting:
    """Give a session that the actor's organisation holds.

    Raises:
        Missing: There is none, or another organisation holds it.
    """
    meeting = store.get(desk.session, reference, to_change=to_change)
    if meeting.organisation_id != desk.actor.organisation_id:
        raise Missing
    return meeting


def change(desk: Desk, before: Meeting, new: NewMeeting, version: int) -> None:
    """Change a session that has not begun; event `partner_session.changed` with the names of the fields.

    Raises:
        Conflict: It has begun, was called off, or somebody else changed it meanwhile.
    """
    _refuse(against_change(before, desk.now))
    after = replace(before, **values_of(new), version=version + 1)
    store.put(desk.session, replace(before, version=version), after)
    fields = [name for name in values_of(new) if getattr(before, name) != getattr(after, name)]
    desk.note("partner_session.changed", before.id, fields=fields)


def call_off(desk: Desk, meeting: Meeting) -> None:
    """Call a session off before it begins; event `partner_session.called_off` with how many had booked.

    Raises:
        Conflict: It has begun, or was called off already.
    """
    _refuse(against_change(meeting, desk.now))
    after = replace(meeting, called_off_at=desk.now, version=meeting.version + 1)
    store.put(desk.session, meeting, after)
    booked = store.bookings(desk.session, meeting.id)
    concerned = dict.fromkeys((meeting.organisation_id, *(booking.organisation_id for booking in booked)))
    desk.note("partner_session.called_off", meeting.id, *concerned, booked=len(booked))


def book(desk: Desk, reference: Reference, *, may_wait: bool, clash_known: bool) -> tuple[Reason, ...]:
    """Book a place for the actor, or on the waiting list where that will do; event `partner_session.booked`.

    Gives every reason why nothing was booked, none when it was; an own booking at the same time is
    one only until the actor has seen it.

    Raises:
        Missing: There is no such session.
    """
    meeting, actor = store.get(desk.session, reference, to_change=True), desk.actor
    booked = store.bookings(desk.session, meeting.id)
    if reasons := against_booking(meeting, booked, actor.id, desk.now, may_wait=may_wait):
        return reasons
    if not clash_known and (reasons := clash_reasons(desk, meeting)):
        return reasons
    store.book(desk.session, meeting, actor.id, actor.organisation_id, desk.now)
    desk.note(
        "partner_session.booked",
        meeting.id,
        *dict.fromkeys((actor.organisation_id, meeting.organisation_id)),
        waits=len(booked) >= meeting.places,
    )
    return ()


def clash_reasons(desk: Desk, meeting: Meeting) -> tuple[Reason, ...]:
    """Give a reason for each own booking at the same time."""
    found = clashes(meeting, store.own(desk.session, desk.actor.id, desk.now))
    return tuple(
        Reason(code="clash", rule="I13", text=f"You have booked “{other.title}” at the same time.") for other in found
    )


def give_up(desk: Desk, reference: Reference) -> None:
    """Give the actor's booking up; whoever waits first has the place. Event `partner_session.given_up`.

    Raises:
        Missing: There is no such session.
        Conflict: There is no booking, or the session has begun or was called off.
    """
    meeting, actor = store.get(desk.session, reference, to_change=True), desk.actor
    booked = store.bookings(desk.session, meeting.id)
    _refuse(against_giving_up(meeting, booked, actor.id, desk.now))
    next_up = _moves_up(desk, meeting, booked)
    store.give_up(desk.session, meeting, actor.id, desk.now)
    desk.note(
        "partner_session.given_up",
        meeting.id,
        *dict.fromkeys((actor.organisation_id, meeting.organisation_id)),
        moved_up=str(next_up.user_id) if next_up is not None else None,
    )


def _moves_up(desk: Desk, meeting: Meeting, booked: tuple[Booking, ...]) -> Booking | None:
    left = tuple(booking for booking in booked if booking.user_id != desk.actor.id)
    waited = {booking.user_id for booking in waiting(meeting, booked)}
    still = {booking.user_id for booking in waiting(meeting, left)}
    return next((booking for booking in left if booking.user_id in waited - still), None)


def record_came(desk: Desk, meeting: Meeting, came: Came) -> None:
    """Record who came; event `partner_session.recorded` with counts. It may be put right later.

    Raises:
        Conflict: It has not begun, was called off, or somebody else recorded it at the same moment.
    """
    _refuse(against_recording(meeting, desk.now))
    store.record_came(desk.session, meeting, came.users)
    after = replace(meeting, others=came.others, recorded_at=desk.now, version=meeting.version + 1)
    store.put(desk.session, meeting, after)
    desk.note("partner_session.recorded", meeting.id, came=len(came.users), others=came.others)


def _refuse(reasons: tuple[Reason, ...]) -> None:
    if reasons:
        raise Conflict(*reasons)
