"""The pages that add a site, change it, and say when it opened and ended."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

import msgspec

from colocations.sites.forms import Typed
from colocations.sites.model import LONDON_TRUSTS, Site, SiteKind
from colocations.sites.pages import PATH, Option, day_items, options, path_of, radios
from lvws_core.forms import FieldError
from lvws_core.reasons import Reason
from lvws_core.vocabulary import Borough

_TEXTS = (
    *("name", "ods_code", "police_base", "departments", "hours", "cover_plan", "line_management", "safeguarding_phone"),
    *("sponsor_name", "sponsor_phone", "lead_name", "lead_phone", "version"),
)


class SiteFormPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a site; `typed` are its texts by their names."""

    template: ClassVar[str] = "sites/site_form.html"

    title: str
    caption: str
    back: str
    action: str
    button: str
    kinds: tuple[Option, ...]
    boroughs: tuple[Option, ...]
    hosts: tuple[Option, ...]
    trusts: str
    typed: Mapping[str, str]
    errors: tuple[FieldError, ...] = ()


def site_form_page(
    site: Site | None, typed: Typed, hosts: Mapping[UUID, str], errors: tuple[FieldError, ...] = ()
) -> SiteFormPage:
    """Give the form with what was typed; without a site it adds one."""
    base = path_of(site) if site is not None else PATH
    listed = sorted(hosts.items(), key=lambda host: host[1])
    chosen = typed.value("host")
    return SiteFormPage(
        title=f"Change site {site.reference}" if site is not None else "Add a site",
        caption=site.name if site is not None else "",
        back=base,
        action=f"{base}/change" if site is not None else f"{PATH}/new",
        button="Save the site" if site is not None else "Add the site",
        kinds=radios(SiteKind, typed.value("kind")),
        boroughs=options(Borough, typed.value("borough"), none="Choose a borough"),
        hosts=(
            {"value": "", "text": "No account"},
            *({"value": str(id_), "text": name, "selected": str(id_) == chosen} for id_, name in listed),
        ),
        trusts=", ".join(f"{code} {name}" for code, name in LONDON_TRUSTS.items()),
        typed={name: typed.value(name) for name in _TEXTS},
        errors=errors,
    )


class DaysPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of the first and the last day; `refused` says which gates were not met on the first."""

    template: ClassVar[str] = "sites/days.html"

    title: str
    caption: str
    back: str
    action: str
    version: str
    opened_on: tuple[Option, ...]
    ended_on: tuple[Option, ...]
    refused: tuple[str, ...] = ()
    errors: tuple[FieldError, ...] = ()
    status_code: int = 200


def days_page(
    site: Site, typed: Typed, errors: tuple[FieldError, ...] = (), refused: tuple[Reason, ...] = ()
) -> DaysPage:
    """Give the form with what was typed."""
    return DaysPage(
        title=f"First and last day of site {site.reference}",
        caption=site.name,
        back=path_of(site),
        action=f"{path_of(site)}/days",
        version=typed.value("version"),
        opened_on=day_items("opened_on", typed.day("opened_on")),
        ended_on=day_items("ended_on", typed.day("ended_on")),
        refused=tuple(reason.text for reason in refused),
        errors=errors,
        status_code=409 if refused else 200,
    )
