"""The address of who saw what."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.rights.readings.pages import ReadingsPage, readings_page
from portal.rights.readings.service import read_readings
from portal.rights.requests.service import Desk


@get("/rights/{reference:str}/readings", opt={"permission": Permission.RIGHTS_READ}, sync_to_thread=True)
def show_readings(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], after: FromQuery[str] = ""
) -> ReadingsPage:
    """Show who saw what of the person of a request, by name; that this was read is an event itself."""
    found = read_readings(desk, parse_reference(reference), after)
    return readings_page(found, names, desk.now, after=after)


HANDLERS = (show_readings,)
"""Every address of this slice."""
