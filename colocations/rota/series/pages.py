"""The list of a series before it is saved, which shifts and bookings share."""

from collections.abc import Sequence

import msgspec

from colocations.rota.pages import day_words
from colocations.rota.series.model import Slot, as_shown, free
from colocations.sites.forms import Typed
from colocations.sites.hours.model import period_words


class SlotLine(msgspec.Struct, frozen=True, kw_only=True):
    """One date of a series."""

    day: str
    times: str
    note: str
    is_free: bool
    why: tuple[str, ...]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A series as it would be saved: every date, the buttons, and the fields that come back with them."""

    lines: tuple[SlotLine, ...]
    summary: str
    all_words: str
    working_words: str
    hidden: tuple[tuple[str, str], ...]
    has_changed: bool


def preview(slots: Sequence[Slot], typed: Typed, fields: Sequence[str], *, has_changed: bool = False) -> Preview:
    """Give what is shown of a series; `fields` are those of the form that come back."""
    every, working = len(free(slots)), len(free(slots, holidays=False))
    return Preview(
        lines=tuple(_line(each) for each in slots),
        summary=f"{every} of {len(slots)} dates are free. Nothing is saved yet.",
        all_words=_button(every) if every else "",
        working_words=f"Save {working} without the bank holidays" if 0 < working < every else "",
        hidden=(*((name, typed.value(name)) for name in fields), ("shown", as_shown(slots))),
        has_changed=has_changed,
    )


def _button(count: int) -> str:
    return "Save the one that is free" if count == 1 else f"Save the {count} that are free"


def _line(slot: Slot) -> SlotLine:
    return SlotLine(
        day=day_words(slot.day),
        times=period_words(slot.period) if slot.period is not None else "",
        note="Bank holiday" if slot.is_holiday else "",
        is_free=slot.is_free,
        why=tuple(reason.text for reason in slot.reasons),
    )
