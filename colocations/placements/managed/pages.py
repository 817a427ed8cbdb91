"""The fields, the words and the form of where a worker sits at a host and who manages them there."""

from typing import ClassVar

import msgspec

from colocations.placements.model import Placement, managed_by
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from colocations.sites.pages import path_of
from lvws_core.forms import FieldError


def sits_words(site: Site, placement: Placement) -> tuple[str, ...]:
    """Say in which department a worker sits and which part of the host manages them there, as far as it is known."""
    managed = managed_by(site, placement)
    found = (
        f"Sits in {placement.host_department}" if placement.host_department else "",
        f"Managed there by {managed}" if managed else "",
    )
    return tuple(words for words in found if words)


class ManagedFields(msgspec.Struct, frozen=True, kw_only=True):
    """The two fields of where a worker sits and who manages them there; `own` says whose word counts when empty."""

    line_management: str
    host_department: str
    own: str


def managed_fields(site: Site, typed: Typed) -> ManagedFields:
    """Give the two fields with what was typed. Source: domain 6.2, WIGAN."""
    own = f"Leave it empty where it is the site’s own: {site.line_management}" if site.line_management else ""
    return ManagedFields(
        line_management=typed.value("line_management"), host_department=typed.value("host_department"), own=own
    )


class ManagedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that changes where a worker sits and who manages them there."""

    template: ClassVar[str] = "placements/managed.html"

    title: str
    caption: str
    back: str
    action: str
    version: str
    sits: ManagedFields
    errors: tuple[FieldError, ...] = ()


def managed_page(
    site: Site, placement: Placement, name: str, typed: Typed, errors: tuple[FieldError, ...] = ()
) -> ManagedPage:
    """Give the form with what was typed."""
    return ManagedPage(
        title=f"Who manages a worker at site {site.reference}",
        caption=f"{name}, {site.name}",
        back=f"{path_of(site)}/people",
        action=f"{path_of(site)}/people/{placement.id}/managed",
        version=typed.value("version") or str(placement.version),
        sits=managed_fields(site, typed),
        errors=errors,
    )
