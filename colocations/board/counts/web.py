"""The address of a host's sponsor: `/our-sites`."""

from litestar import get
from litestar.di import NamedDependency

from colocations.board.counts import store
from colocations.board.counts.pages import CountsPage, counts_page
from colocations.sites.service import Desk
from lvws_core.actors import Permission


@get("/our-sites", opt={"permission": Permission.SITE_COUNT, "reading": True}, sync_to_thread=True)
def show_counts(desk: NamedDependency[Desk]) -> CountsPage:
    """Show the sites of the actor's own organisation, in counts."""
    return counts_page(store.of_host(desk), desk.today)


HANDLERS = (show_counts,)
"""Every address of this slice."""
