"""The addresses of a countersignature."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from msgspec.structs import replace

from lvws_core.actors import Permission
from lvws_core.ids import Reference, parse_reference
from portal.people.risk.countersign.forms import CountersignForm
from portal.people.risk.countersign.pages import CountersignPage, countersign_page
from portal.people.risk.countersign.service import before_countersigning, countersign
from portal.people.safe_contact.service import panel_of
from portal.people.service import Desk
from portal.people.statements.model import Opinion
from portal.people.statements.pages import StatementView, statement_views
from portal.people.statements.service import read_statements

_SIGN = {"permission": Permission.RISK_COUNTERSIGN}


@get("/people/{reference:str}/risk/countersign", opt=_SIGN, sync_to_thread=True)
def show_countersign(desk: NamedDependency[Desk], reference: FromPath[str]) -> CountersignPage:
    """Show what waits for a manager."""
    whom = parse_reference(reference)
    waiting = before_countersigning(desk, whom)
    page = countersign_page(whom, waiting, CountersignForm(), desk.today, desk.policy)
    return replace(page, safe=panel_of(desk, whom), statements=_said(desk, whom))


@post("/people/{reference:str}/risk/countersign", opt=_SIGN, sync_to_thread=True)
def sign(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[CountersignForm]
) -> CountersignPage | Redirect:
    """Let the lower level count, or show the form again."""
    whom = parse_reference(reference)
    reason, errors = data.parse()
    if reason is None:
        waiting = before_countersigning(desk, whom)
        page = countersign_page(whom, waiting, data, desk.today, desk.policy, errors=errors)
        return replace(page, safe=panel_of(desk, whom), statements=_said(desk, whom))
    countersign(desk, whom, data.assessment, reason)
    return Redirect(f"/people/{whom}/risk?done=countersigned", status_code=303)


def _said(desk: Desk, whom: Reference) -> tuple[StatementView, ...]:
    return statement_views(read_statements(desk, whom, Opinion.RISK))


HANDLERS = (show_countersign, sign)
"""Every address of this slice."""
