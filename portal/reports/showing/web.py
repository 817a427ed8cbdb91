"""The addresses of the reports: `/reports`, `/reports/{name}` and its file."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from lvws_core.actors import Actor, Permission, may
from lvws_core.errors import Invalid, Missing
from lvws_core.files import Download
from portal.reports.catalogue.service import report, reports
from portal.reports.giving.pages import file_of
from portal.reports.periods.model import span_from
from portal.reports.showing.pages import KINDS, ReportPage, ReportsPage, list_page, refused_page, report_page
from portal.reports.showing.service import Desk, give_out, look

_MAY = {"permission": Permission.SERVICE_REPORT}


@get("/reports", opt={**_MAY, "reading": True}, sync_to_thread=True)
def show_reports(actor: NamedDependency[Actor]) -> ReportsPage:
    """Show which reports there are."""
    may_see_partners = may(actor, Permission.PARTNER_REPORT).allowed
    return list_page(tuple(reports().values()), with_partners=may_see_partners)


@get("/reports/{name:str}", opt={**_MAY, "reading": True}, sync_to_thread=True)
def show_report(
    desk: NamedDependency[Desk],
    name: FromPath[str],
    first: Annotated[str, QueryParameter(name="from")] = "",
    to: FromQuery[str] = "",
    version: FromQuery[str] = "",
) -> ReportPage:
    """Show a report for a period."""
    definition = report(name)
    try:
        return report_page(look(desk, report(name, version), span_from(first, to, desk.today)), desk.today)
    except Invalid as error:
        return refused_page(definition, first, to, error, desk.today)


@get("/reports/{name:str}/file", opt=_MAY, sync_to_thread=True)
def give_report(
    desk: NamedDependency[Desk],
    name: FromPath[str],
    *,
    first: Annotated[str, QueryParameter(name="from")] = "",
    to: FromQuery[str] = "",
    version: FromQuery[str] = "",
    kind: FromQuery[str] = "csv",
) -> Download | ReportPage:
    """Give a report as a file, or say on its page why there is none.

    Raises:
        Missing: No such kind of file.
    """
    definition = report(name)
    if kind not in KINDS:
        raise Missing
    try:
        made = give_out(desk, report(name, version), span_from(first, to, desk.today), kind)
    except Invalid as error:
        return refused_page(definition, first, to, error, desk.today)
    return file_of(made, kind, desk.now)


HANDLERS = (show_reports, show_report, give_report)
"""Every address of the reports of cases."""
