"""The address where it is said who manages a worker at a site."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from colocations.placements.managed.forms import Managed, parse_managed
from colocations.placements.managed.pages import ManagedPage, managed_page
from colocations.placements.managed.service import manage
from colocations.placements.model import Placement
from colocations.placements.service import placement_of
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from colocations.sites.pages import path_of
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission
from lvws_core.forms import FieldError, Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names

_WRITE: Final = {"permission": Permission.SITE_WRITE}
_ONE: Final = "/co-locations/{reference:str}/people/{placement:uuid}/managed"


@get(_ONE, opt=_WRITE, sync_to_thread=True)
def ask(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], placement: FromPath[UUID]
) -> ManagedPage:
    """Show who manages a worker there, to be changed."""
    site, found = _found(desk, reference, placement)
    said = {"line_management": found.line_management, "host_department": found.host_department}
    return _page(names, site, found, Typed(values=said))


@post(_ONE, opt=_WRITE, sync_to_thread=True)
def save(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    placement: FromPath[UUID],
    data: URLEncodedBody[dict[str, Many]],
) -> ManagedPage | Redirect:
    """Store who manages a worker there, or show the form again."""
    site, found = _found(desk, reference, placement)
    typed = Typed(values=data)
    read = parse_managed(typed)
    if not isinstance(read, Managed):
        return _page(names, site, found, typed, read)
    manage(desk, found, read, typed.version)
    return Redirect(f"{path_of(site)}/people?done=managed", status_code=303)


def _found(desk: Desk, reference: str, placement: UUID) -> tuple[Site, Placement]:
    site = open_site(desk, parse_reference(reference)).site
    return site, placement_of(desk, site, placement)


def _page(
    names: Names, site: Site, placement: Placement, typed: Typed, errors: tuple[FieldError, ...] = ()
) -> ManagedPage:
    name = names.colleagues(frozenset({placement.worker_id})).get(placement.worker_id, "A closed account")
    return managed_page(site, placement, name, typed, errors)


HANDLERS = (ask, save)
"""Every address of this slice."""
