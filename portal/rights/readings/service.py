"""Reading who saw what: the audit about a person and everything that hangs on them."""

from collections.abc import Iterable

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from portal.audit import store as audit
from portal.auth import store as accounts
from portal.auth.emergency import store as emergencies
from portal.people import store as people
from portal.rights.readings.model import WAYS, Account, Seen, SeenBy, seen_of, without_names
from portal.rights.register import store as register
from portal.rights.requests import store as requests
from portal.rights.requests.model import Request
from portal.rights.requests.service import Desk

_LONG = 16
MOST = 5000
"""How many readings a pack goes by; of more, the newest."""


class Readings(msgspec.Struct, frozen=True, kw_only=True):
    """A page of who saw what, by name, with whose request it belongs to."""

    request: Request
    person: Reference
    page: Page[Seen]
    accounts: dict[UserId, Account]
    emergencies: frozenset[str] = frozenset()


def read_readings(desk: Desk, reference: Reference, after: str = "") -> Readings:
    """Give who saw what of the person of a request, the newest first; event `rights.read`.

    Raises:
        Missing: There is no such request, not for this actor, or the person was erased.
        Invalid: `after` is no cursor.
    """
    request = requests.get(desk.session, reference)
    person = people.reference_of(desk.session, request.person_id)
    subjects = register.subjects_of(desk.session, request.person_id)
    found = audit.newest_about(desk.session, subjects, WAYS, before=before_of(after), most=PAGE_SIZE + 1)
    seen = [seen_of(sequence, event) for sequence, event in found]
    kept = seen[:PAGE_SIZE]
    page = page_of(seen, cursor=encode_cursor(str(kept[-1].sequence)) if kept else None)
    desk.note("rights.read", request.person_id, request=str(request.id), fields=("readings",))
    return Readings(
        request=request,
        person=person,
        page=page,
        accounts=accounts_of(desk, seen),
        emergencies=_emergencies(desk, request.person_id),
    )


def _emergencies(desk: Desk, person_id: PersonId) -> frozenset[str]:
    return frozenset(str(each) for each in emergencies.of_people(desk.session, [person_id]))


def seen_without_names(desk: Desk, person_id: PersonId) -> tuple[SeenBy, ...]:
    """Give who saw what of a person by organisation and role, for the person; whoever calls it records the read."""
    subjects = register.subjects_of(desk.session, person_id)
    found = audit.newest_about(desk.session, subjects, WAYS, before=None, most=MOST)
    seen = [seen_of(sequence, event) for sequence, event in found]
    return without_names(seen, accounts_of(desk, seen))


def accounts_of(desk: Desk, seen: Iterable[Seen]) -> dict[UserId, Account]:
    """Give the accounts of these readings, as a page describes them."""
    wanted = frozenset(each.user_id for each in seen if each.user_id is not None)
    return {
        user_id: Account(name=name, organisation_id=organisation_id, roles=_roles(roles))
        for user_id, (name, organisation_id, roles) in accounts.described(desk.session, wanted).items()
    }


def _roles(roles: str) -> str:
    words = ", ".join(sorted(key.replace("_", " ") for key in roles.split()))
    return words[:1].upper() + words[1:]


def before_of(after: str) -> int | None:
    """Give the number in the audit before which a page begins, None for the newest.

    Raises:
        Invalid: `after` is no cursor.
    """
    if not after:
        return None
    (sequence,) = decode_cursor(after, 1)
    if not (sequence.isascii() and sequence.isdigit() and len(sequence) < _LONG):
        raise Invalid("cursor", "not_a_cursor")
    return int(sequence)
