"""Which reports there are, by the name in the address and by the version of their definition."""

from collections.abc import Mapping
from functools import cache

from lvws_core.errors import Invalid, Missing
from portal.reports.catalogue.boroughs.model import boroughs
from portal.reports.catalogue.flow.model import FUNNELS, MONTHLY
from portal.reports.catalogue.quality.model import DATA_QUALITY
from portal.reports.catalogue.work.model import ALLOCATION, CO_LOCATIONS
from portal.reports.catalogue.year_one.model import TABLE_1, TABLE_2, TABLE_4, table_3
from portal.reports.defining.model import Definition
from portal.reports.twin.margins.model import by_borough
from portal.reports.twin.service import published


@cache
def reports() -> Mapping[str, Definition]:
    """Give every report by its name, in the order of the list."""
    volumes = published("table3_borough")
    offences, incidents = by_borough(volumes, "dv_offences"), by_borough(volumes, "dv_incidents")
    every = (
        *(TABLE_1, TABLE_2, table_3(offences, incidents), TABLE_4),
        *(MONTHLY, *FUNNELS, boroughs(offences), DATA_QUALITY, ALLOCATION, CO_LOCATIONS),
    )
    return {each.name: each for each in every}


def report(name: str, version: str = "") -> Definition:
    """Give a report; without a version it is the present one.

    Raises:
        Missing: There is no report of this name.
        Invalid: `no_such_version`.
    """
    found = reports().get(name)
    if found is None:
        raise Missing
    if version not in {"", str(found.version)}:
        raise Invalid("version", "no_such_version")
    return found
