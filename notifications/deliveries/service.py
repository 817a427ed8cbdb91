"""The use cases of the outbox: plan what a notice sends with the change, and decide about what was not delivered."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec

from lvws_core import desk as desks
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import OrganisationId, Reference
from lvws_core.paging import Page
from lvws_core.ports import Staff
from lvws_core.reasons import because
from notifications.deliveries import store
from notifications.deliveries.alarm import service as alarms
from notifications.deliveries.alarm.model import Alarm
from notifications.deliveries.model import Delivery, State, dropped, sent_again
from notifications.deliveries.planning.model import (
    Circumstances,
    Reached,
    planned,
    reached,
    stand_ins,
    unheard,
)
from notifications.duty import store as duty
from notifications.notices.model import Audience, NoticeKind, Told
from notifications.preferences import store as preferences
from notifications.preferences.model import Topic, is_rest, topic_of

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

_MOST_TRYING: Final = 50


def plan(
    desk: Desk,
    staff: Staff,
    told: Mapping[UUID, Told],
    lead_id: OrganisationId | None,
    *,
    about: Reference | None = None,
    at_once: bool = False,
) -> tuple[Told, ...]:
    """Write what these notices send to the outbox; give whom to tell instead where nobody is there.

    `lead_id` is the organisation that answers for the person, None where it is the one that is told.
    Who is kept from what the reference is `about` gets nothing, as they cannot see the notice (MAR-50, TOP-17).
    With `at_once` neither hours nor choices count, and nobody stands in.

    Source: assurance P16 and I5: state, audit, notice and outbox in one transaction.
    """
    organisations = frozenset(each.organisation_id for each in told.values())
    is_urgent = any(topic_of(each.kind) is Topic.URGENT for each in told.values())
    if is_urgent and lead_id is not None:
        organisations |= {lead_id}
    recipients = staff.recipients(organisations, about)
    everyone = reached(told, recipients, but=desk.actor.id)
    around = Circumstances(now=desk.now, calendar=desk.calendar, policy=desk.policy, about=about or Reference(""))
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


def who_sees_to(desk: Desk, staff: Staff, dead: Delivery, lead_id: OrganisationId | None) -> tuple[Told, ...]:
    """Give whom to tell that a message became a dead letter: who is on duty for the team, but not its own reader.

    With nobody on duty it is the team's managers while the team works, and the lead's duty list at other times.
    """
    by_rest = lead_id if is_rest(desk.now, desk.calendar, desk.policy) else None
    organisations = frozenset({dead.organisation_id, by_rest or dead.organisation_id})
    others = [each for each in staff.recipients(organisations) if each.id != dead.user_id]
    on_duty = duty.on_duty(desk.session, organisations, desk.now)
    missed = Told(organisation_id=dead.organisation_id, audience=Audience.MANAGERS, kind=NoticeKind.UNDELIVERED)
    return stand_ins([missed], others, on_duty, by_rest, NoticeKind.UNDELIVERED)


class Undelivered(msgspec.Struct, frozen=True, kw_only=True):
    """What was not delivered to the own team, what is tried again, and how it stands elsewhere.

    `phones` are those of who is on duty now at the teams elsewhere.
    """

    page: Page[Delivery]
    trying: tuple[Delivery, ...]
    alarm: Alarm
    phones: Mapping[OrganisationId, tuple[str, ...]] = {}


def undelivered(desk: Desk, after: str | None) -> Undelivered:
    """Give a page of the dead letters of the actor's organisation, with what is being tried again.

    Raises:
        NotAllowed: The actor neither manages the team nor is on duty for it now.
        Invalid: `after` is no cursor of this list.
    """
    _require(desk)
    mine, found = desk.actor.organisation_id, alarms.alarm(desk)
    return Undelivered(
        page=store.dead(desk.session, mine, after),
        trying=store.put_off(desk.session, mine, _MOST_TRYING),
        alarm=found,
        phones=duty.phones(desk.session, found.others, desk.now) if found.others else {},
    )


def send_again(desk: Desk, delivery_id: UUID) -> None:
    """Let a dead letter be sent after all; event `delivery.sent_again`.

    Raises:
        NotAllowed: The actor neither manages the team nor is on duty for it now.
        Missing: There is none in the actor's organisation.
        Conflict: It is no dead letter any more.
    """
    _require(desk)
    store.put(desk.session, sent_again(store.one(desk.session, delivery_id), desk.now))
    desk.note("delivery.sent_again", delivery_id)


def let_go(desk: Desk, delivery_id: UUID) -> None:
    """Take a dead letter off the list, since its reader was told another way; event `delivery.let_go`.

    Raises:
        NotAllowed: The actor neither manages the team nor is on duty for it now.
        Missing: There is none in the actor's organisation.
        Conflict: It is no dead letter any more.
    """
    _require(desk)
    found = store.one(desk.session, delivery_id)
    if found.state is not State.DEAD:
        raise Conflict(because("delivery_state", "P16", "Somebody has decided about this message already."))
    store.put(desk.session, dropped(found, found.error, desk.now))
    desk.note("delivery.let_go", delivery_id)


def _require(desk: Desk) -> None:
    """Refuse whoever does not answer for what was not delivered.

    Raises:
        NotAllowed: The actor neither manages the team nor is on duty for it now.
    """
    if not alarms.can_act(desk):
        raise NotAllowed(because("not_on_duty", "P16", "Only a manager, or whoever is on duty now, can see to this."))
