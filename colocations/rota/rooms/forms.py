"""The form of a room or of desks."""

from datetime import date
from typing import Final

import msgspec

from colocations.rota.rooms.model import MOST_PEOPLE, Room, RoomKind
from colocations.sites.forms import Typed, day_of, parts_of, text_of
from colocations.sites.hours.forms import shown_weekly, weekly_of
from colocations.sites.hours.model import Weekly
from lvws_core.forms import Faults, FieldError, Many

HOURS: Final = ("opens", "closes")
TELLING: Final = (
    *("abuse", "violence", "victim", "survivor", "idva", "iva", "isva", "domestic", "sexual", "counselling"),
    *("counsellor", "confidential", "safeguarding", "refuge", "police", "support worker", "advocate", "marac"),
)
"""Words that tell on a door who goes in; a title with one of them is refused. A project default."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed about a room, complete."""

    name: str
    door_title: str
    kind: RoomKind
    capacity: int
    hours: Weekly
    out_from: date | None
    out_until: date | None
    out_words: str


def parse_room(typed: Typed) -> Described | tuple[FieldError, ...]:
    """Read a room, or give every fault.

    Source: COLO-04; issue 6: door titles are neutral.
    """
    faults = Faults()
    kind = faults.choice("kind", typed.value("kind"), RoomKind, text="Select what it is")
    name = text_of(faults, typed, "name", "The name", longest=60, required=True)
    door_title = text_of(faults, typed, "door_title", "What stands on the door", longest=40, required=True)
    if any(word in door_title.lower() for word in TELLING):
        faults.add("door_title", "not_neutral", "The door must not tell who goes in. Choose a title such as Room 3")
    capacity = faults.number("capacity", typed.value("capacity"), label="How many fit", lowest=1, highest=MOST_PEOPLE)
    hours = weekly_of(faults, typed, HOURS, holidays="on_holidays")
    out_from, out_until = _out_of_use(faults, typed)
    words = text_of(faults, typed, "out_words", "Why it is out of use", longest=120)
    if faults.found or kind is None or capacity is None:
        return faults.found
    return Described(
        name=name,
        door_title=door_title,
        kind=kind,
        capacity=capacity,
        hours=hours,
        out_from=out_from,
        out_until=out_until,
        out_words=words,
    )


def _out_of_use(faults: Faults, typed: Typed) -> tuple[date | None, date | None]:
    first = day_of(faults, typed, "out_from", "The first day out of use", required=False)
    last = day_of(faults, typed, "out_until", "The last day out of use", required=False)
    if last is not None and first is None:
        faults.add("out_from", "required", "Enter the first day out of use too")
    if first is not None and last is not None and last < first:
        faults.add("out_until", "before_start", "The last day must not be before the first")
    return first, last


def shown(room: Room) -> Typed:
    """Give the form that says what is recorded."""
    values: dict[str, Many] = {
        "name": room.name,
        "door_title": room.door_title,
        "kind": room.kind.value,
        "capacity": str(room.capacity),
        "out_words": room.out_words,
        "version": str(room.version),
        **shown_weekly(room.hours, HOURS, holidays="on_holidays"),
        **parts_of("out_from", room.out_from),
        **parts_of("out_until", room.out_until),
    }
    return Typed(values=values)
