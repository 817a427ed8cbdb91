"""Reading the audit of one record, or of one member of staff."""

from uuid import UUID

import msgspec

from lvws_core.errors import Missing
from lvws_core.events import Event
from lvws_core.ids import Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, encode_cursor, page_of
from partners.offers import store as offers
from portal.audit import store as audit
from portal.auth import store as accounts
from portal.people import store as people
from portal.rights.readings.model import WAYS, Account, Seen, seen_of
from portal.rights.readings.service import accounts_of, before_of
from portal.rights.register import store as register
from portal.rights.requests.service import Desk


class OpenedList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of readings, with the accounts that made them."""

    page: Page[Seen]
    accounts: dict[UserId, Account]


def of_record(desk: Desk, reference: Reference, after: str = "") -> OpenedList:
    """Give who opened a person's record or an offer, the newest first; event `audit.read`.

    Raises:
        Missing: There is no such record, or not for this actor.
        Invalid: `after` is no cursor.
    """
    subjects = _subjects(desk, reference)
    found = audit.newest_about(desk.session, subjects, WAYS, before=before_of(after), most=PAGE_SIZE + 1)
    desk.note("audit.read", min(subjects), fields=("readings",))
    return _listed(desk, found)


def _subjects(desk: Desk, reference: Reference) -> frozenset[UUID]:
    try:
        return register.subjects_of(desk.session, people.finder(desk.session)(reference).id)
    except Missing:
        return frozenset({offers.get(desk.session, reference).offer.id})


def by_worker(desk: Desk, user_id: UserId, after: str = "") -> OpenedList:
    """Give what a member of the actor's organisation opened, the newest first; event `audit.read`.

    Raises:
        Missing: Nobody of that id works in the actor's organisation.
        Invalid: `after` is no cursor.
    """
    described = accounts.described(desk.session, [user_id]).get(user_id)
    if described is None or described[1] != desk.actor.organisation_id:
        raise Missing
    found = audit.newest_by(desk.session, user_id, WAYS, before=before_of(after), most=PAGE_SIZE + 1)
    desk.note("audit.read", user_id, fields=("readings",))
    return _listed(desk, found)


def _listed(desk: Desk, found: tuple[tuple[int, Event], ...]) -> OpenedList:
    seen = [seen_of(sequence, event) for sequence, event in found]
    kept = seen[:PAGE_SIZE]
    page = page_of(seen, cursor=encode_cursor(str(kept[-1].sequence)) if kept else None)
    return OpenedList(page=page, accounts=accounts_of(desk, seen))
