"""Adding a site and changing it: load, decide, put, record."""

from uuid import UUID

from msgspec.structs import asdict, replace

from colocations.sites import store
from colocations.sites.entry.forms import Days, Described
from colocations.sites.gates import store as gates
from colocations.sites.hours.forms import Said
from colocations.sites.model import Site
from colocations.sites.service import Desk, Opened
from colocations.sites.state.model import against_opening
from lvws_core.ports import Names
from lvws_core.reasons import Reason


def hosts(desk: Desk, names: Names) -> dict[UUID, str]:
    """Give the organisations that a site may have as its host: every host but the actor's own."""
    return {id_: name for id_, name in names.hosts().items() if id_ != desk.actor.organisation_id}


def add(desk: Desk, described: Described) -> Site:
    """Add a site with its gates, each open; event `site.added`."""
    site = Site(
        id=desk.new_id(),
        reference=desk.new_reference(),
        organisation_id=desk.actor.organisation_id,
        added_on=desk.today,
        **asdict(described),
    )
    store.add(desk.session, site)
    gates.add_all(desk.session, site)
    desk.note("site.added", site.id, site_kind=site.kind.value)
    return site


def change(desk: Desk, before: Site, described: Described, version: int) -> None:
    """Change what is said of a site; event `site.changed` with the names of the fields.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    after = replace(before, **asdict(described))
    _put(desk, before, after, version)
    if before.kind is not after.kind:
        gates.set_kinds(desk.session, after)


def set_days(desk: Desk, opened: Opened, days: Days, version: int) -> tuple[Reason, ...]:
    """Say when a site opened and ended; or give every gate that was not met on the first day.

    The state of the site follows: nobody sets it. Event `site.changed` with the names of the fields.

    Raises:
        Conflict: Somebody else changed it meanwhile.

    Source: COLO-02.
    """
    site, first = opened.site, days.opened_on
    if first is not None and first != site.opened_on and (reasons := against_opening(opened.gates, first)):
        return reasons
    _put(desk, site, replace(site, opened_on=first, ended_on=days.ended_on), version)
    return ()


def set_hours(desk: Desk, before: Site, said: Said, version: int) -> None:
    """Say when a site is open and when somebody is expected there; event `site.changed`.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    after = replace(before, opening=said.opening, expected=said.expected, room_fallback=said.room_fallback)
    _put(desk, before, after, version)


def _put(desk: Desk, before: Site, after: Site, version: int) -> None:
    store.put(desk.session, replace(before, version=version), after)
    fields = [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    desk.note("site.changed", before.id, fields=fields)
