"""Stops of contact as values: the report, what a partner sees while one stands, and safe hours beside what is due."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Channel, SafeHours, StopCause, safe_hours_before, stopped
from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.policy import Policy
from lvws_core.referrals import Clock, ClockKind
from partners.offers.snapshot.model import Shared, SharedContact, Snapshot, contact_in

CONTACT_STOPPED = "offer.contact_stopped"
CONTACT_REOPENED = "offer.contact_reopened"
NO_SAFE_HOURS = "offer.no_safe_hours"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What is reported: the cause, the words with it, and the offer on which it was noticed, if on one."""

    cause: StopCause
    words: str = ""
    offer_id: UUID | None = None


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A report that stands, as the lead reads it: what, when (aware UTC), by whom and where."""

    id: UUID
    person_id: PersonId
    cause: StopCause
    reported_at: datetime
    reported_by: UserId
    organisation_id: OrganisationId
    offer_id: UUID | None = None
    words: str = ""


def usable(
    snapshot: Snapshot, updates: Snapshot, *, is_stopped: bool, closed: Collection[DataCategory] = ()
) -> Snapshot:
    """Give what was shared as it may be used now: what was told last, and no way of contact while it is stopped.

    A stop may only narrow: it takes the numbers and the agreed word away, and never gives any. What is
    `closed` because the person no longer agrees is absent.

    Source: CONT-01, CONT-03, TOP-07; design section 4.
    """
    merged: Mapping[DataCategory, Shared] = {**snapshot, **updates}
    now = {category: merged[category] for category in DataCategory if category in merged and category not in closed}
    contact = contact_in(now)
    if not is_stopped or contact is None:
        return now
    return {**now, DataCategory.SAFE_CONTACT: _closed(contact)}


def _closed(contact: SharedContact) -> SharedContact:
    return replace(contact, plan=stopped(contact.plan), sentences=(), ways=(), code_word="")


def hours_beside(
    clocks: Iterable[Clock], snapshot: Snapshot, *, now: datetime, policy: Policy = Policy()
) -> SafeHours | None:
    """Give the next safe hour beside the clock of first contact; None where none runs or nothing was shared.

    Source: CONT-01, CONT-04; lifecycle 5, clock F.
    """
    contact = contact_in(snapshot)
    clock = next((clock for clock in clocks if clock.kind == ClockKind.FIRST_CONTACT), None)
    if clock is None or contact is None:
        return None
    return safe_hours_before(contact.plan, _channels(contact), clock.due_at, now, policy)


def _channels(contact: SharedContact) -> tuple[Channel, ...]:
    return tuple(way.channel for way in contact.ways if way.channel is not None)
