"""The addresses of what goes back to its taker."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.intake.model import Case
from portal.intake.returns import service
from portal.intake.returns.forms import ReturnForm
from portal.intake.returns.pages import MonthsPage, ReturnPage, months_page, return_page
from portal.people.forms import read_version
from portal.people.service import Desk

_WORK = {"permission": Permission.CASE_WORK}


def _taker(case: Case, names: Names) -> str:
    return names.colleagues(frozenset({case.taken_by})).get(case.taken_by, "whoever took it in")


@get("/cases/{reference:str}/return", opt=_WORK, sync_to_thread=True)
def show_return(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> ReturnPage:
    """Show what can be sent back."""
    case = service.returnable(desk, parse_reference(reference))
    return return_page(case, _taker(case, names))


@post("/cases/{reference:str}/return", opt=_WORK, sync_to_thread=True)
def send_back(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[ReturnForm],
) -> ReturnPage | Redirect:
    """Send an intake back to whoever took it in."""
    case, gaps = service.returnable(desk, parse_reference(reference)), data.parse()
    if isinstance(gaps, tuple):
        return return_page(case, _taker(case, names), data, gaps)
    service.send_back(desk, case.reference, read_version(data.version), gaps)
    return Redirect(f"/cases/{case.reference}?done=returned", status_code=303)


@get("/intake/returned", opt={"permission": Permission.CASE_MANAGE, "reading": True}, sync_to_thread=True)
def show_months(desk: NamedDependency[Desk]) -> MonthsPage:
    """Show what went back, by month."""
    return months_page(service.months(desk))


HANDLERS = (show_return, send_back, show_months)
"""Every address of this slice."""
