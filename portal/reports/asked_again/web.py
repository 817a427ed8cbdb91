"""The address of the tell-it-once meter: `/reports/asked-again`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.ports import Names
from portal.reports.asked_again.pages import MeterPage, meter_page, wrong_period
from portal.reports.asked_again.service import Desk, meter
from portal.reports.model import month_of, period_of


@get("/reports/asked-again", opt={"permission": Permission.PARTNER_REPORT, "reading": True}, sync_to_thread=True)
def show_meter(desk: NamedDependency[Desk], names: NamedDependency[Names], period: FromQuery[str] = "") -> MeterPage:
    """Show how often people had to tell again what was shared; the present month unless another is named."""
    try:
        chosen = period_of(period or month_of(desk.today).key, desk.today)
    except Invalid as error:
        return wrong_period(period, error.code, desk.today)
    return meter_page(chosen, meter(desk, names, chosen), desk.today)


HANDLERS = (show_meter,)
"""Every address of this report."""
