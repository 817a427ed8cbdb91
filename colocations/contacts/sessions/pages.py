"""The pages of planned sessions and of the quiet times of a site."""

from datetime import datetime
from typing import ClassVar

import msgspec

from colocations.contacts.choices.model import PLANNED, PURPOSES
from colocations.contacts.sessions.model import Activity, QuietTime, quiet_note
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from colocations.sites.pages import Line, path_of
from lvws_core.forms import FieldError
from lvws_core.times import in_words


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One of a list: its key, its words, and whether it is chosen."""

    value: str
    text: str
    selected: bool = False


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Options under one heading."""

    label: str
    options: tuple[Option, ...]


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A planned session: what, when and where, what to mind, and where it is logged or cancelled."""

    text: str
    when: str
    where: str
    note: str
    log: str
    cancel: str


class SessionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The own planned sessions, and the form of the next."""

    template: ClassVar[str] = "contacts/sessions.html"
    title: ClassVar[str] = "Planned sessions"

    news: str
    lines: tuple[SessionLine, ...]
    sites: tuple[Option, ...]
    purposes: tuple[Group, ...]
    departments: tuple[Group, ...]
    quiet: tuple[Line, ...]
    quiet_links: tuple[Option, ...]
    typed: Typed
    errors: tuple[FieldError, ...] = ()


_NEWS = {
    "planned": "Planned. It stands on “My site” until you log it or cancel it.",
    "cancelled": "Cancelled.",
}


def sessions_page(
    sites: tuple[Site, ...],
    coming: tuple[Activity, ...],
    quiet: tuple[QuietTime, ...],
    now: datetime,
    typed: Typed,
    *,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> SessionsPage:
    """Give the page; `now` is aware."""
    return SessionsPage(
        news=_NEWS.get(done, ""),
        lines=tuple(_line(each, sites, quiet, now) for each in coming),
        sites=tuple(
            Option(value=each.reference, text=each.name, selected=each.reference == typed.value("site"))
            for each in sites
        ),
        purposes=tuple(
            Group(
                label=kind.label,
                options=tuple(
                    Option(value=each.value, text=each.label, selected=each.value == typed.value("purpose"))
                    for each in PURPOSES[kind]
                ),
            )
            for kind in PLANNED
        ),
        departments=tuple(
            Group(
                label=site.name,
                options=tuple(
                    Option(value=name, text=name, selected=name == typed.value("department"))
                    for name in site.departments
                ),
            )
            for site in sites
            if site.departments
        ),
        quiet=tuple(Line(label=each.department, text=each.words) for each in quiet),
        quiet_links=tuple(Option(value=f"{path_of(each)}/quiet-times", text=each.name) for each in sites),
        typed=typed,
        errors=errors,
    )


def _line(activity: Activity, sites: tuple[Site, ...], quiet: tuple[QuietTime, ...], now: datetime) -> SessionLine:
    site = next((each.name for each in sites if each.id == activity.site_id), "")
    here = (each for each in quiet if each.site_id == activity.site_id)
    return SessionLine(
        text=f"{activity.kind.label}: {activity.purpose.label.lower()}",
        when=f"{in_words(activity.starts_at, now)}, {activity.minutes} min",
        where=", ".join(part for part in (activity.department, site) if part),
        note=quiet_note(here, activity.department, activity.starts_at, activity.minutes),
        log=f"/contacts/new?planned={activity.id}",
        cancel=f"/my-site/sessions/{activity.id}/cancel",
    )


class QuietPage(msgspec.Struct, frozen=True, kw_only=True):
    """The quiet times of a site's departments, and the form that changes one."""

    template: ClassVar[str] = "contacts/quiet_times.html"
    title: ClassVar[str] = "Quiet times"

    caption: str
    back: str
    action: str
    news: str
    lines: tuple[Line, ...]
    departments: tuple[Option, ...]
    days: tuple[Option, ...]
    typed: Typed
    errors: tuple[FieldError, ...] = ()


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def quiet_page(
    site: Site,
    quiet: tuple[QuietTime, ...],
    typed: Typed,
    *,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> QuietPage:
    """Give the page of a site."""
    chosen = typed.chosen("days")
    return QuietPage(
        caption=site.name,
        back=path_of(site),
        action=f"{path_of(site)}/quiet-times",
        news="Saved. Whoever plans a session there sees it." if done == "saved" else "",
        lines=tuple(Line(label=each.department, text=each.words) for each in quiet),
        departments=tuple(
            Option(value=name, text=name, selected=name == typed.value("department")) for name in site.departments
        ),
        days=tuple(
            Option(value=str(number), text=name, selected=str(number) in chosen) for number, name in enumerate(_DAYS)
        ),
        typed=typed,
        errors=errors,
    )
