"""Changing an agreement: the lead's manager alone."""

from lvws_core.ids import AgreementId
from partners.directory.agreements import store
from partners.directory.agreements.model import AgreementFile
from partners.directory.model import ListedService
from partners.directory.service import Desk


def file_of(desk: Desk, listed: ListedService) -> AgreementFile | None:
    """Give the agreement that counts for a service today, None when its organisation has none."""
    return store.get(desk.session, listed.agreement.id) if listed.agreement is not None else None


def change(desk: Desk, listed: ListedService, changed: AgreementFile) -> None:
    """Store what was agreed with a partner; event `agreement.changed` with codes and counts only.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    before = file_of(desk, listed)
    if before is None:
        store.add(desk.session, changed)
    else:
        store.put(desk.session, changed)
    old = before.agreement.status.value if before is not None else ""
    desk.note(
        "agreement.changed",
        changed.agreement.id,
        desk.actor.organisation_id,
        listed.organisation_id,
        old=old,
        new=changed.agreement.status.value,
        blockers=len(changed.blockers),
    )


def new_id(desk: Desk) -> AgreementId:
    """Give the id of a new agreement."""
    return AgreementId(desk.new_id())
