"""The pages that add shifts, show a series before it is saved, and change or call off one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

import msgspec

from colocations.rota.model import Shift
from colocations.rota.pages import PATH, SHIFTS, week_href
from colocations.rota.series.model import Slot
from colocations.rota.series.pages import Preview, preview
from colocations.rota.shifts.forms import FIELDS
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from colocations.sites.pages import Option, day_items
from lvws_core.forms import FieldError
from lvws_core.ids import UserId


class ShiftFormPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a shift; `changes` says that it is there already."""

    template: ClassVar[str] = "rota/shift_form.html"

    title: str
    back: str
    action: str
    button: str
    sites: tuple[Option, ...]
    workers: tuple[Option, ...]
    departments: tuple[Option, ...]
    on: tuple[Option, ...]
    starts: str
    ends: str
    weeks: str
    version: str
    changes: bool
    call_off: str
    cover_href: str
    leave_href: str
    errors: tuple[FieldError, ...] = ()


def shift_form_page(
    typed: Typed,
    sites: Sequence[Site],
    workers: Mapping[UserId, str],
    errors: tuple[FieldError, ...] = (),
    shift: Shift | None = None,
) -> ShiftFormPage:
    """Give the form with what was typed; without a shift it adds one."""
    here = f"{SHIFTS}/{shift.id}" if shift is not None else ""
    return ShiftFormPage(
        title="Change a shift" if here else "Add a shift",
        back=week_href(shift.day) if shift is not None else PATH,
        action=here or f"{SHIFTS}/new",
        button="Save the shift" if here else "Add the shift",
        sites=_chosen(((site.reference, site.name) for site in sites), typed.value("site"), "Choose a site"),
        workers=_chosen(
            sorted(((str(id_), name) for id_, name in workers.items()), key=lambda each: each[1]),
            typed.value("worker"),
            "Choose who works",
        ),
        departments=_chosen(
            ((name, name) for name in dict.fromkeys(each for site in sites for each in site.departments)),
            typed.value("department"),
            "The whole site",
        ),
        on=day_items("on", typed.day("on")),
        starts=typed.value("starts"),
        ends=typed.value("ends"),
        weeks=typed.value("weeks"),
        version=typed.value("version"),
        changes=bool(here),
        call_off=f"{here}/call-off" if here else "",
        cover_href=f"{here}/cover" if here else "",
        leave_href=f"{PATH}/leave/{shift.worker_id}" if shift is not None else "",
        errors=errors,
    )


def _chosen(pairs: Iterable[tuple[str, str]], chosen: str, none: str) -> tuple[Option, ...]:
    return (
        {"value": "", "text": none},
        *({"value": value, "text": text, "selected": value == chosen} for value, text in pairs),
    )


class ShiftSeriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """A series of shifts before it is saved."""

    template: ClassVar[str] = "rota/shift_series.html"
    title: ClassVar[str] = "Shifts week by week"

    caption: str
    back: str
    action: str
    preview: Preview


def shift_series_page(slots: Sequence[Slot], typed: Typed, who: str, site: Site, *, again: bool) -> ShiftSeriesPage:
    """Give every date of a series; `again` says that it changed after it was shown."""
    return ShiftSeriesPage(
        caption=f"{who}, {site.name}",
        back=f"{SHIFTS}/new?site={site.reference}",
        action=f"{SHIFTS}/new",
        preview=preview(slots, typed, FIELDS, has_changed=again),
    )
