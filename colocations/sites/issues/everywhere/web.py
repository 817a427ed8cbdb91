"""The address of what does not work at any site."""

from litestar import get
from litestar.di import NamedDependency

from colocations.sites import store as sites
from colocations.sites.issues import store
from colocations.sites.issues.everywhere.pages import ProblemsPage, problems_page
from colocations.sites.pages import When
from colocations.sites.service import Desk
from lvws_core.actors import Permission


@get("/co-locations/problems", opt={"permission": Permission.SITE_WRITE, "reading": True}, sync_to_thread=True)
def show_problems(desk: NamedDependency[Desk]) -> ProblemsPage:
    """Show what is open at any site of the organisation, in two statements."""
    found = store.still_open(desk.session)
    named = sites.named(desk.session, {each.site_id for each in found})
    when = When(now=desk.now, calendar=desk.calendar)
    return problems_page(found, named, when, desk.policy.site_issue_working_days)


HANDLERS = (show_problems,)
"""Every address of this slice."""
