"""The address of what came back: `/unplaced`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Permission
from lvws_core.ports import Names
from portal.referrals.service import Desk
from portal.referrals.unplaced.pages import UnplacedPage, unplaced_page
from portal.referrals.unplaced.service import unplaced


@get("/unplaced", opt={"permission": Permission.UNPLACED_READ}, sync_to_thread=True)
def show_unplaced(
    desk: NamedDependency[Desk], names: NamedDependency[Names], after: FromQuery[str | None] = None
) -> UnplacedPage:
    """Show the needs that came back, with who else could be asked."""
    return unplaced_page(unplaced(desk, after), desk, names, after=after)


HANDLERS = (show_unplaced,)
"""The address of this slice."""
