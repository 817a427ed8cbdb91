"""Giving out a month: whoever may see the site, recorded with how many rows."""

from datetime import UTC, datetime, time

from colocations.paper.export import store
from colocations.paper.export.model import Given, Month
from colocations.sites.model import Site
from colocations.sites.service import open_site
from lvws_core import desk as desks
from lvws_core.ids import Reference
from lvws_core.times import LONDON, zone_of

Desk = desks.Desk[store.Session]


def give_out(desk: Desk, reference: Reference, month: Month) -> tuple[Site, tuple[Given, ...]]:
    """Give a month of a site; event `site_log.given_out` with the month and the number of rows.

    Raises:
        Missing: There is no such site, or not for this actor.
    """
    site = open_site(desk, reference).site
    first, after = (
        datetime.combine(day, time(), zone_of(LONDON)).astimezone(UTC) for day in (month.first, month.after)
    )
    found = store.given(desk.session, site.id, first, after)
    desk.note("site_log.given_out", site.id, month=month.key, rows=len(found))
    return site, found
