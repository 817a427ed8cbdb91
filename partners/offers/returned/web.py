"""The address at which a partner says that it can still take what expired."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from partners.offers.acts.forms import VersionForm, parse_version
from partners.offers.acts.web import ANSWER, after
from partners.offers.pages import OfferPage
from partners.offers.returned import service
from partners.offers.service import Desk


@post("/offers/{reference:str}/still-possible", opt=ANSWER, sync_to_thread=True)
def still_possible(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[VersionForm],
) -> Redirect | OfferPage:
    """Say that the team can still take this."""
    outcome = service.still_possible(desk, parse_reference(reference), parse_version(data.version))
    return after(outcome, "still-possible", desk, names)


HANDLERS = (still_possible,)
"""Every address of this slice."""
