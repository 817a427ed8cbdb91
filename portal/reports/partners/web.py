"""The address of the two-way picture: `/reports/partners`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.ports import Names
from portal.reports.model import period_of
from portal.reports.partners.pages import PicturePage, picture_page, wrong_period
from portal.reports.partners.service import Desk, picture


@get("/reports/partners", opt={"permission": Permission.PARTNER_REPORT, "reading": True}, sync_to_thread=True)
def show_picture(
    desk: NamedDependency[Desk], names: NamedDependency[Names], period: FromQuery[str] = ""
) -> PicturePage:
    """Show how partners answered what was sent in a period, and what came back to the lead."""
    try:
        chosen = period_of(period, desk.today)
    except Invalid as error:
        return wrong_period(period, error.code, desk.today)
    return picture_page(chosen, picture(desk, names, chosen), desk.today, desk.policy)


HANDLERS = (show_picture,)
"""Every address of this report."""
