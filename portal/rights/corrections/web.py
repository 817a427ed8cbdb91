"""The address of what was corrected."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.people.safe_contact.service import read_panel
from portal.rights.corrections.pages import CorrectionsPage, corrections_page
from portal.rights.corrections.service import read_corrections
from portal.rights.requests.service import Desk


@get("/people/{reference:str}/corrections", opt={"permission": Permission.PERSON_WRITE}, sync_to_thread=True)
def show_corrections(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]
) -> CorrectionsPage:
    """Show what was corrected, with what stood before, and who outside holds that."""
    whom = parse_reference(reference)
    return corrections_page(read_corrections(desk, whom), read_panel(desk, whom), names, desk.now)


HANDLERS = (show_corrections,)
"""Every address of this slice."""
