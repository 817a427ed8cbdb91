"""The address of what the navigation has no room for."""

from litestar import get
from litestar.di import NamedDependency

from lvws_core.actors import Actor, Permission
from portal.more.pages import MorePage, more_page
from portal.navigation import MORE


@get(MORE, opt={"permission": Permission.OWN_SESSION}, sync_to_thread=False)
def show_more(actor: NamedDependency[Actor]) -> MorePage:
    """Show what else there is for the actor."""
    return more_page(actor)


HANDLERS = (show_more,)
"""Every address of this slice."""
