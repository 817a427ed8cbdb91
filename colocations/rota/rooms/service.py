"""Adding a room and changing it: load, decide, put, record."""

from msgspec.structs import asdict, replace

from colocations.rota.rooms import store
from colocations.rota.rooms.forms import Described
from colocations.rota.rooms.model import Room
from colocations.rota.service import Desk
from colocations.sites.model import Site


def add(desk: Desk, site: Site, described: Described) -> Room:
    """Add a room or desks to a site; event `room.added`."""
    room = Room(id=desk.new_id(), site_id=site.id, **asdict(described))
    store.add(desk.session, room, desk.actor.organisation_id)
    desk.note("room.added", room.id, site_id=str(site.id), room_kind=room.kind.value)
    return room


def change(desk: Desk, before: Room, described: Described, version: int) -> None:
    """Change a room; event `room.changed` with the names of the fields.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    after = replace(before, **asdict(described))
    store.put(desk.session, replace(before, version=version), after)
    fields = [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    desk.note("room.changed", before.id, fields=fields)
