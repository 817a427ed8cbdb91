"""The page of a site's hours: when it is open, when somebody is expected there, where to talk when all is taken."""

from typing import ClassVar

import msgspec

from colocations.sites.forms import Typed
from colocations.sites.hours.forms import FIELDS, shown_weekly
from colocations.sites.hours.model import WEEK
from colocations.sites.model import Site
from colocations.sites.pages import path_of
from lvws_core.forms import FieldError


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One time of one day: its field, what was typed, what it is called, and its fault."""

    name: str
    label: str
    value: str
    fault: str


class DayRow(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the form."""

    name: str
    cells: tuple[Cell, ...]


class HoursPage(msgspec.Struct, frozen=True, kw_only=True):
    """The hours of a site."""

    template: ClassVar[str] = "sites/hours.html"

    title: str
    caption: str
    back: str
    action: str
    version: str
    days: tuple[DayRow, ...]
    opens_on_holidays: bool
    expected_on_holidays: bool
    room_fallback: str
    words: str
    errors: tuple[FieldError, ...] = ()


def hours_page(site: Site, typed: Typed, errors: tuple[FieldError, ...] = ()) -> HoursPage:
    """Give the form with what was typed; the words of the site's hours stand above it."""
    return HoursPage(
        title=f"Hours and cover of site {site.reference}",
        caption=site.name,
        back=path_of(site),
        action=f"{path_of(site)}/hours",
        version=typed.value("version"),
        days=day_rows(typed, FIELDS, ("open from", "open until", "somebody from", "somebody until"), errors),
        opens_on_holidays=typed.value("opens_on_holidays") == "yes",
        expected_on_holidays=typed.value("expected_on_holidays") == "yes",
        room_fallback=typed.value("room_fallback"),
        words=" – ".join(part for part in (site.hours, site.cover_plan) if part),
        errors=errors,
    )


def day_rows(
    typed: Typed, fields: tuple[str, ...], labels: tuple[str, ...], errors: tuple[FieldError, ...]
) -> tuple[DayRow, ...]:
    """Give the rows of a week's form with what was typed."""
    return tuple(
        DayRow(
            name=name,
            cells=tuple(
                Cell(
                    name=f"{field}_{day}",
                    label=f"{name}, {label}",
                    value=typed.value(f"{field}_{day}"),
                    fault=next((each.text for each in errors if each.field == f"{field}_{day}"), ""),
                )
                for field, label in zip(fields, labels, strict=True)
            ),
        )
        for day, name in enumerate(WEEK)
    )


def shown(site: Site) -> Typed:
    """Give the form that says what is recorded."""
    opening = shown_weekly(site.opening, ("opens", "closes"), holidays="opens_on_holidays")
    expected = shown_weekly(site.expected, ("from", "until"), holidays="expected_on_holidays")
    rest = {"room_fallback": site.room_fallback, "version": str(site.version)}
    return Typed(values={**opening, **expected, **rest})
