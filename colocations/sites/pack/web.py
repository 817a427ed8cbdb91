"""The addresses of the starter pack."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.sites.forms import Typed
from colocations.sites.pack import store
from colocations.sites.pack.card import web as card
from colocations.sites.pack.model import PackKey
from colocations.sites.pack.pages import PackPage, PackText, SitePackPage, pack_page, site_pack_page, text_page
from colocations.sites.pages import path_of
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.forms import Many
from lvws_core.ids import parse_reference

_READ: Final = {"permission": Permission.SITE_READ, "reading": True}
_WRITE: Final = {"permission": Permission.SITE_WRITE}
_ONE: Final = "/co-locations/{reference:str}/pack"


@get("/co-locations/pack", opt=_READ, sync_to_thread=True)
def show_pack() -> PackPage:
    """Show the texts from which a site begins."""
    return pack_page()


@get("/co-locations/pack/{key:str}", opt=_READ, sync_to_thread=True)
def show_text(key: FromPath[str]) -> PackText:
    """Show one text, to read or print."""
    found = next((each for each in PackKey if each.value == key), None)
    if found is None:
        raise Missing
    return text_page(found)


@get(_ONE, opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_site_pack(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> SitePackPage:
    """Show what a site has of the pack."""
    site = open_site(desk, parse_reference(reference)).site
    return site_pack_page(site, store.done(desk.session, site.id), saved=done == "saved")


@post(_ONE, opt=_WRITE, sync_to_thread=True)
def tick_pack(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]) -> Redirect:
    """Say what a site has of the pack; event `pack.ticked` with a count."""
    site = open_site(desk, parse_reference(reference)).site
    ticked = Typed(values=data).chosen("done")
    keys = frozenset(key for key in PackKey if key.value in ticked)
    store.put(desk.session, site, keys, desk.actor.id, desk.today)
    desk.note("pack.ticked", site.id, done=len(keys))
    return Redirect(f"{path_of(site)}/pack?done=saved", status_code=303)


HANDLERS = (show_pack, show_text, show_site_pack, tick_pack, *card.HANDLERS)
"""Every address of this slice."""
