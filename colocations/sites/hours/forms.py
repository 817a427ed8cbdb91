"""The form of a week's hours: two times for each day, both empty where there are none."""

from datetime import time

import msgspec

from colocations.sites.forms import Typed, text_of
from colocations.sites.hours.model import WEEK, Weekly, Window
from lvws_core.forms import Faults, FieldError, Many

FIELDS = ("opens", "closes", "from", "until")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, complete: when a site is open, when somebody is expected, and where to talk when all is taken."""

    opening: Weekly
    expected: Weekly
    room_fallback: str


def parse_hours(typed: Typed) -> Said | tuple[FieldError, ...]:
    """Read the hours of a site, or give every fault.

    Somebody is expected only while the site is open, where its hours are known.

    Source: COLO-04.
    """
    faults = Faults()
    opening = weekly_of(faults, typed, ("opens", "closes"), holidays="opens_on_holidays")
    expected = weekly_of(faults, typed, ("from", "until"), holidays="expected_on_holidays")
    for each in expected.windows if opening.is_known else ():
        if not any(w.day == each.day and w.opens <= each.opens and each.closes <= w.closes for w in opening.windows):
            text = f"On {WEEK[each.day]} somebody is expected while the site is closed. Change one of the two"
            faults.add(f"from_{each.day}", "outside_hours", text)
    fallback = text_of(faults, typed, "room_fallback", "Where to talk", longest=300)
    return faults.found or Said(opening=opening, expected=expected, room_fallback=fallback)


def weekly_of(faults: Faults, typed: Typed, names: tuple[str, str], *, holidays: str) -> Weekly:
    """Read the hours of a week from two fields a day; a fault is noted at the day that it is of."""
    windows = (_window(faults, typed, names, day) for day in range(len(WEEK)))
    return Weekly(
        windows=tuple(each for each in windows if each is not None), on_holidays=typed.value(holidays) == "yes"
    )


def _window(faults: Faults, typed: Typed, names: tuple[str, str], day: int) -> Window | None:
    first, last = (f"{name}_{day}" for name in names)
    if not typed.value(first).strip() and not typed.value(last).strip():
        return None
    opens, closes = _time(faults, typed, first, day), _time(faults, typed, last, day)
    if opens is None or closes is None:
        return None
    if closes <= opens:
        faults.add(last, "not_after_start", f"{WEEK[day]}: the end must come after the start")
        return None
    return Window(day=day, opens=opens, closes=closes)


def _time(faults: Faults, typed: Typed, field: str, day: int) -> time | None:
    return faults.hour(field, typed.value(field), text=f"{WEEK[day]}: enter both times, such as 09:00 and 17:00")


def shown_weekly(hours: Weekly, names: tuple[str, str], *, holidays: str) -> dict[str, Many]:
    """Give the fields of hours that are recorded."""
    found: dict[str, Many] = {}
    for each in hours.windows:
        found[f"{names[0]}_{each.day}"], found[f"{names[1]}_{each.day}"] = f"{each.opens:%H:%M}", f"{each.closes:%H:%M}"
    return {**found, **({holidays: "yes"} if hours.on_holidays else {})}
