"""Changing where a worker sits at a host and who manages them there."""

from msgspec.structs import asdict, replace

from colocations.placements import store
from colocations.placements.managed.forms import Managed
from colocations.placements.model import Placement
from colocations.sites.service import Desk


def manage(desk: Desk, placement: Placement, managed: Managed, version: int) -> None:
    """Store where a worker sits and who manages them there; event `placement.managed`.

    Raises:
        Conflict: Somebody else changed the placement meanwhile.

    Source: domain 6.2, WIGAN.
    """
    store.change(desk.session, replace(placement, version=version), **asdict(managed))
    desk.note("placement.managed", placement.id, worker_id=str(placement.worker_id))
