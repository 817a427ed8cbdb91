"""The use cases of the outbox: plan what a notice sends, in the transaction of the change."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from lvws_core import desk as desks
from lvws_core.ids import OrganisationId
from lvws_core.ports import Staff
from notifications.deliveries import store
from notifications.deliveries.planning.model import (
    Circumstances,
    Reached,
    planned,
    reached,
    stand_ins,
    unheard,
)
from notifications.duty import store as duty
from notifications.notices.model import Told
from notifications.preferences import store as preferences
from notifications.preferences.model import Topic, is_rest, topic_of

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def plan(
    desk: Desk, staff: Staff, told: Mapping[UUID, Told], lead_id: OrganisationId | None, *, at_once: bool = False
) -> tuple[Told, ...]:
    """Write what these notices send to the outbox; give whom to tell instead where nobody is there.

    `lead_id` is the organisation that answers for the person, None where it is the one that is told.
    With `at_once` neither hours nor choices count, and nobody stands in.

    Source: assurance P16 and I5: state, audit, notice and outbox in one transaction.
    """
    organisations = frozenset(each.organisation_id for each in told.values())
    is_urgent = any(topic_of(each.kind) is Topic.URGENT for each in told.values())
    if is_urgent and lead_id is not None:
        organisations |= {lead_id}
    recipients = staff.recipients(organisations)
    everyone = reached(told, recipients, but=desk.actor.id)
    around = Circumstances(now=desk.now, calendar=desk.calendar, policy=desk.policy)
    if is_urgent or is_rest(desk.now, desk.calendar, desk.policy):
        on_duty = duty.on_duty(desk.session, organisations, desk.now)
        around = msgspec.structs.replace(around, on_duty=on_duty)
    store.write(desk.session, planned(everyone, _chosen(desk, around, everyone), at_once=at_once), desk.new_id)
    if at_once or not is_urgent:
        return ()
    return stand_ins(unheard(told, everyone, around), recipients, around.on_duty, lead_id)


def _chosen(desk: Desk, around: Circumstances, everyone: tuple[Reached, ...]) -> Circumstances:
    """Give the same with what these readers and their teams have chosen."""
    if not everyone:
        return around
    organisations = frozenset(each.recipient.organisation_id for each in everyone)
    return msgspec.structs.replace(
        around,
        preferences=preferences.of_readers(desk.session, [each.recipient.id for each in everyone]),
        windows=preferences.windows(desk.session, organisations),
    )
