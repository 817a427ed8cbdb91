"""The address of a site's referral card."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from colocations.sites.pack.card.pages import CardPage, card_page
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission
from lvws_core.ids import parse_reference

_READ = {"permission": Permission.SITE_READ, "reading": True}


@get("/co-locations/{reference:str}/card", opt=_READ, sync_to_thread=True)
def show_card(desk: NamedDependency[Desk], reference: FromPath[str]) -> CardPage:
    """Show the card that a ward of this site keeps, to print."""
    return card_page(open_site(desk, parse_reference(reference)).site)


HANDLERS = (show_card,)
"""Every address of this slice."""
