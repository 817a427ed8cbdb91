"""Reading the list of those whose time is up, each as it stands at this moment."""

import msgspec

from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.retention import Erasure, may_erase
from portal.people import store as people
from portal.rights.erasure import store as erasure
from portal.rights.erasure.model import Kept
from portal.rights.requests.service import Desk
from portal.rights.retention import store
from portal.rights.retention.model import Due


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the list: as they stood when they were listed, and as the rules decide now."""

    reference: Reference
    kept: Kept
    erasure: Erasure


def read_due(desk: Desk, *, after: str = "") -> tuple[Page[Due], tuple[Listed, ...]]:
    """Give a page of the list with how each stands now; nothing sealed is opened, and who was erased is left out.

    Raises:
        Invalid: `after` is no cursor.

    Source: RET-01, RET-03.
    """
    page = store.listed(desk.session, after=after)
    ids = [each.person_id for each in page.items]
    references = people.references(desk.session, ids)
    kept = {each.person_id: each for each in erasure.kept_of(desk.session, list(references))} if references else {}
    return page, tuple(_listed(desk, kept[id_], references[id_]) for id_ in ids if id_ in kept)


def _listed(desk: Desk, kept: Kept, reference: Reference) -> Listed:
    return Listed(reference=reference, kept=kept, erasure=may_erase(kept.keeping, desk.today, desk.policy))
