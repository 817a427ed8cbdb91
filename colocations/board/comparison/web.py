"""The address of the comparison."""

from collections import Counter

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from colocations.board.comparison.pages import ComparisonPage, comparison_page
from colocations.board.numbers import store as numbers
from colocations.sites.issues import store as issues
from colocations.sites.pack import store as pack
from colocations.sites.service import Desk, listed
from lvws_core.actors import Permission


@get("/co-locations/compare", opt={"permission": Permission.SITE_WRITE, "reading": True}, sync_to_thread=True)
def show_comparison(desk: NamedDependency[Desk], after: FromQuery[str | None] = None) -> ComparisonPage:
    """Show sites side by side, in five statements."""
    found = listed(desk, after)
    ids = tuple(each.site.id for each in found.items)
    problems = Counter(issue.site_id for issue in issues.still_open(desk.session, ids))
    recent = numbers.recent(desk.session, ids, desk.today)
    return comparison_page(found, pack.counts(desk.session, ids), problems, recent, desk.today, after=after)


HANDLERS = (show_comparison,)
"""Every address of this slice."""
