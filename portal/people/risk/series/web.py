"""The address of risk over time."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec.structs import replace

from lvws_core.actors import Permission, may
from lvws_core.ids import parse_reference
from portal.people.risk.series.pages import SeriesPage, series_page
from portal.people.risk.series.service import risk_over_time
from portal.people.safe_contact.service import panel_of
from portal.people.service import Desk
from portal.people.statements.model import Opinion
from portal.people.statements.pages import statement_views
from portal.people.statements.service import read_statements


@get("/people/{reference:str}/risk", opt={"permission": Permission.RISK_WRITE}, sync_to_thread=True)
def show_series(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> SeriesPage:
    """Show what counts now, and every assessment so far."""
    whom = parse_reference(reference)
    found = risk_over_time(desk, whom)
    is_manager = may(desk.actor, Permission.RISK_COUNTERSIGN).allowed
    page = series_page(
        found.record,
        found.past,
        found.harmers,
        today=desk.today,
        policy=desk.policy,
        done=done,
        is_manager=is_manager,
        refers=may(desk.actor, Permission.MARAC_WRITE).allowed,
    )
    said = statement_views(read_statements(desk, whom, Opinion.RISK))
    return replace(page, safe=panel_of(desk, whom), statements=said)


HANDLERS = (show_series,)
"""Every address of this slice."""
