"""The words and parts that every page of the sites shares."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec

from colocations.sites.expiry.model import Nearing, nearing
from colocations.sites.gates.model import Gate
from colocations.sites.model import Site, trust_of
from colocations.sites.state.model import State
from lvws_core.times import WorkingCalendar, day_in_words, london_day
from lvws_core.vocabulary.labelled import Labelled

PATH: Final = "/co-locations"
Option = Mapping[str, Any]
"""An item of a form's control, as the macros read it."""

STATE_COLOURS: Final = {
    State.PROPOSED: "grey",
    State.AGREEING: "blue",
    State.VETTING: "purple",
    State.READY: "teal",
    State.LIVE: "green",
    State.PAUSED: "red",
    State.ENDED: "grey",
}


class When(msgspec.Struct, frozen=True, kw_only=True):
    """The moment at which a page is read, aware, and the calendar by which it counts days."""

    now: datetime
    calendar: WorkingCalendar

    @property
    def today(self) -> date:
        """The London day."""
        return london_day(self.now)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list of facts; `text` may be typed by a person."""

    label: str
    text: str


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A word in colour."""

    text: str
    colour: str


def path_of(site: Site) -> str:
    """Give the address of a site."""
    return f"{PATH}/{site.reference}"


def state_tag(state: State) -> Tag:
    """Give a state as a word in colour."""
    return Tag(text=state.label, colour=STATE_COLOURS[state])


def place_words(site: Site) -> str:
    """Say what a site is and where, by the name that others know: "Hospital, Hackney, RQX Homerton Healthcare"."""
    known_as = " ".join(part for part in (site.ods_code, trust_of(site.ods_code)) if part) or site.police_base
    return ", ".join(part for part in (site.kind.label, site.borough.label, known_as) if part)


def days_words(count: int) -> str:
    """Say a number of whole working days: "2 working days", "less than a working day"."""
    if count == 0:
        return "less than a working day"
    return f"{count} working day{'' if count == 1 else 's'}"


def wait_words(gate: Gate, today: date, calendar: WorkingCalendar) -> str:
    """Say who has a gate, and for how long: "Host HR, 23 working days"; "" where nobody has begun."""
    if not gate.has_begun(today) or gate.is_met(today):
        return ""
    who = gate.holder or (gate.side.label if gate.side is not None else "Nobody")
    return f"{who}, {days_words(gate.days_waiting(today, calendar))}"


def end_words(last: date | None, today: date) -> str:
    """Say when something runs out, with the days left where it is near; "" where it does not.

    Source: COLO-03.
    """
    if last is None:
        return ""
    near, days = nearing(last, today), (last - today).days
    if near is Nearing.LAPSED:
        return f"Ran out on {day_in_words(last)}"
    if near is None:
        return f"Until {day_in_words(last)}"
    left = "today is the last day" if days == 0 else f"{days} day{'' if days == 1 else 's'} left"
    return f"Runs out on {day_in_words(last)}: {left}"


def day_items(field: str, parts: tuple[str, str, str]) -> tuple[Option, ...]:
    """Give the three inputs of a day with what was typed; the first can be reached from the list of faults."""
    widths = (("day", 2), ("month", 2), ("year", 4))
    return tuple(
        {
            "id": field if name == "day" else f"{field}_{name}",
            "name": f"{field}_{name}",
            "label": name.capitalize(),
            "value": value,
            "classes": f"govuk-input--width-{width}",
        }
        for (name, width), value in zip(widths, parts, strict=True)
    )


def radios(choices: Iterable[Labelled], chosen: str) -> tuple[Option, ...]:
    """Give the items of radio buttons."""
    return tuple({"value": c.value, "text": c.label, "checked": c.value == chosen} for c in choices)


def options(choices: Iterable[Labelled], chosen: str, *, none: str) -> tuple[Option, ...]:
    """Give the items of a list to choose from, which begins with the words for nothing."""
    found = ({"value": c.value, "text": c.label, "selected": c.value == chosen} for c in choices)
    return ({"value": "", "text": none}, *found)
