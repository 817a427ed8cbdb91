"""Breaking the glass: the one use case that opens what a case team keeps to itself, and never what a conflict shuts."""

from datetime import timedelta

import msgspec

from portal.auth.emergency import store as emergencies
from portal.auth.emergency.model import Emergency
from portal.people.emergency import store
from portal.people.emergency.forms import Asked
from portal.people.service import Desk
from portal.reviews.access import service as reviews
from portal.reviews.access.model import LineKind


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """Where it leads; `emergency` is None where the record was the actor's to open without it."""

    path: str
    emergency: Emergency | None = None


def open_in_emergency(desk: Desk, asked: Asked) -> Opened | None:
    """Admit the actor to a record for an hour; None alike where it is missing, another's, or shut by a conflict.

    A second person is told at once, and who looks at it afterwards is neither. Events `emergency.opened`, and
    `emergency.refused` without a word on what was asked for.

    Source: assurance P5, T5.
    """
    mine = desk.actor.organisation_id
    found = store.target(desk.session, desk.vault, asked.sought, organisation_id=mine)
    apart = frozenset() if found is None else store.connected(desk.session, found.person_id)
    if found is None or desk.actor.id in apart:
        desk.note("emergency.refused", desk.actor.id, by=asked.sought.ways)
        return None
    if store.is_visible(desk.session, found):
        return Opened(path=found.path)
    until = desk.now + timedelta(minutes=desk.policy.emergency_minutes)
    emergency = Emergency(id=desk.new_id(), person_id=found.person_id, until=until)
    emergencies.begin(desk.session, emergency, desk.actor.id, desk.now)
    line = reviews.new_line(desk, LineKind.EMERGENCY, slot=f"emergency:{emergency.id}", line_id=emergency.id)
    told = reviews.second_of(desk, line, but=apart)
    desk.note("emergency.opened", found.person_id, until=until.isoformat(), told=str(told or ""))
    line = msgspec.structs.replace(line, person_id=found.person_id, until=until, told_id=told, record="person")
    reviews.list_line(desk, line, asked.reason, but=apart)
    return Opened(path=found.path, emergency=emergency)


def shut(desk: Desk) -> None:
    """Give up emergency access before its hour is over; event `emergency.shut`."""
    if emergencies.shut(desk.session, desk.actor.id, desk.now):
        desk.note("emergency.shut", desk.actor.id)
