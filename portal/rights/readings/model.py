"""What the audit says of who saw a person's record: by whom, when, which fields, in which way."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.events import Event
from lvws_core.ids import OrganisationId, UserId
from lvws_core.vocabulary.labelled import Labelled


class Way(Labelled):
    """In which way something was seen."""

    READ = "read", "Read"
    EMERGENCY = "emergency", "Opened in an emergency"
    NUMBER = "number", "Was shown a number"
    PRINTED = "printed", "Printed"
    SAVED = "saved", "Saved as a file"


WAYS: Mapping[str, Way] = {
    **dict.fromkeys(("person.read", "case.read", "request.read", "offer.read", "marac.read"), Way.READ),
    **dict.fromkeys(("override.read", "review.read", "conflict.read", "rights.read", "rights.pack_read"), Way.READ),
    "emergency.opened": Way.EMERGENCY,
    "contact.stops_read": Way.READ,
    **dict.fromkeys(("offer.number_shown", "person.number_shown"), Way.NUMBER),
    **dict.fromkeys(("offer.printed", "receipt.shown", "rights.pack_printed"), Way.PRINTED),
    **dict.fromkeys(("offer.attachment_read", "rights.pack_saved"), Way.SAVED),
}
"""The kinds of events that say that somebody saw something, with the way."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """That an account saw something: when (aware UTC), what it belongs to, and the names of the fields.

    `user_id` is None for the system. `sequence` is the entry's number in the audit, `emergency` the
    emergency access in whose hour it was, "" where none ran.
    """

    sequence: int
    at: datetime
    user_id: UserId | None
    way: Way
    what: str
    fields: tuple[str, ...]
    emergency: str = ""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account as the report shows it: name, organisation and roles in words."""

    name: str
    organisation_id: OrganisationId
    roles: str


class SeenBy(msgspec.Struct, frozen=True, kw_only=True):
    """What one role of one organisation saw, without any name: how often, last when, which fields."""

    organisation_id: OrganisationId | None
    roles: str
    times: int
    last: datetime
    ways: tuple[Way, ...]
    fields: tuple[str, ...]


def seen_of(sequence: int, event: Event) -> Seen:
    """Give what an entry of the audit says that somebody saw."""
    named = event.detail.get("fields") or event.detail.get("categories") or ()
    fields = tuple(str(each) for each in named) if not isinstance(named, str) else (named,)
    return Seen(
        sequence=sequence,
        at=event.at,
        user_id=UserId(event.actor_id) if event.actor_id is not None else None,
        way=WAYS[event.kind],
        what=event.kind.split(".", maxsplit=1)[0],
        fields=fields,
        emergency=str(event.detail.get("emergency", "")),
    )


def without_names(seen: Iterable[Seen], accounts: Mapping[UserId, Account]) -> tuple[SeenBy, ...]:
    """Give who saw what by organisation and role, whoever saw most first; no member of staff is named."""
    found: dict[tuple[UUID | None, str], list[Seen]] = {}
    for each in seen:
        account = accounts.get(each.user_id) if each.user_id is not None else None
        key = (account.organisation_id, account.roles) if account else (None, "")
        found.setdefault(key, []).append(each)
    grouped = [_grouped(organisation_id, roles, every) for (organisation_id, roles), every in found.items()]
    return tuple(sorted(grouped, key=lambda each: (-each.times, each.roles, str(each.organisation_id))))


def _grouped(organisation_id: UUID | None, roles: str, every: list[Seen]) -> SeenBy:
    return SeenBy(
        organisation_id=OrganisationId(organisation_id) if organisation_id is not None else None,
        roles=roles,
        times=len(every),
        last=max(each.at for each in every),
        ways=tuple(way for way in Way if any(each.way is way for each in every)),
        fields=tuple(sorted({name for each in every for name in (each.fields or (each.what,))})),
    )
