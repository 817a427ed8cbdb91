"""From notices to messages: one a person and notice, or one a person and window, and nobody is left unreached."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.actors import Actor
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.ports import Recipient
from lvws_core.times import WorkingCalendar
from notifications.notices.model import OF_ACCOUNTS, Audience, NoticeKind, Told, audiences
from notifications.preferences.model import (
    Choice,
    Preferences,
    Topic,
    Window,
    is_rest,
    sent_at,
    topic_of,
)
from notifications.wording.model import DIGEST

_NOTHING_CHOSEN: Final = Preferences()


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a notice is for."""

    recipient: Recipient
    notice_id: UUID
    told: Told

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return topic_of(self.told.kind)

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait."""
        return self.topic is Topic.URGENT


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A message to be written to the outbox; `key` is the same for what must not be written twice.

    `about` is the reference that the notice is about, so that it is looked at again when the message is sent.
    """

    organisation_id: OrganisationId
    user_id: UserId
    key: str
    kind: str
    urgent: bool
    due_at: datetime
    notice_id: UUID | None = None
    about: Reference = Reference("")

    @property
    def is_gathered(self) -> bool:
        """Whether it grows with each notice until it is sent."""
        return self.kind == DIGEST


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What decides when somebody is told: the moment, who is on duty, and what was chosen."""

    now: datetime
    calendar: WorkingCalendar
    policy: Policy
    on_duty: frozenset[UserId] = frozenset()
    preferences: Mapping[UserId, Preferences] = {}
    windows: Mapping[OrganisationId, Window] = {}
    about: Reference = Reference("")


def hears(recipient: Recipient, told: Told) -> bool:
    """Say whether a notice is for somebody: their organisation, their part of it, and they where one is named.

    What concerns an account is for its owner, whatever part that is.
    """
    if recipient.organisation_id != told.organisation_id or told.user_id not in {None, recipient.id}:
        return False
    return told.kind in OF_ACCOUNTS or told.audience in audiences(_actor(recipient))


def reached(
    told: Mapping[UUID, Told], recipients: Iterable[Recipient], but: UserId | None = None
) -> tuple[Reached, ...]:
    """Give whom these notices are for, each person once, with what can wait least; never who did the thing."""
    found: dict[UserId, Reached] = {}
    for recipient in recipients:
        if recipient.id == but:
            continue
        mine = [
            Reached(recipient=recipient, notice_id=notice_id, told=each)
            for notice_id, each in told.items()
            if hears(recipient, each)
        ]
        if mine:
            found[recipient.id] = min(mine, key=lambda each: not each.is_urgent)
    return tuple(found.values())


def planned(everyone: Iterable[Reached], around: Circumstances, *, at_once: bool = False) -> tuple[Planned, ...]:
    """Give the message to each of these, if they get any; `at_once` overrides hours and choices."""
    made = (_planned(each, around, at_once=at_once) for each in everyone)
    return tuple(each for each in made if each is not None)


def _planned(each: Reached, around: Circumstances, *, at_once: bool) -> Planned | None:
    whom, chosen = each.recipient, around.preferences.get(each.recipient.id, _NOTHING_CHOSEN)
    choice, window = chosen.of(each.topic), _window(chosen, whom, around)
    at = around.now if at_once else _when(each, choice, window, around)
    if at is None:
        return None
    gathered = choice is Choice.DIGEST and not at_once
    return Planned(
        organisation_id=whom.organisation_id,
        user_id=whom.id,
        key=f"digest:{whom.id}:{at.isoformat()}" if gathered else f"{each.notice_id}:{whom.id}",
        kind=DIGEST if gathered else each.told.kind.value,
        urgent=each.is_urgent or at_once,
        due_at=at,
        notice_id=each.notice_id,
        about=around.about,
    )


def _when(each: Reached, choice: Choice, window: Window, around: Circumstances) -> datetime | None:
    return sent_at(
        choice,
        around.now,
        around.calendar,
        around.policy,
        urgent=each.is_urgent,
        on_duty=each.recipient.id in around.on_duty,
        away=each.recipient.away,
        window=window,
    )


def _window(chosen: Preferences, whom: Recipient, around: Circumstances) -> Window:
    if chosen.window is not Window.TEAM:
        return chosen.window
    return around.windows.get(whom.organisation_id, Window.MORNING)


def unheard(told: Mapping[UUID, Told], everyone: Iterable[Reached], around: Circumstances) -> tuple[Told, ...]:
    """Give what cannot wait and reaches nobody who is there now.

    On working days outside quiet hours everybody is there who is not on leave; else who is on duty.
    """
    rests = is_rest(around.now, around.calendar, around.policy)
    there = [
        each.recipient for each in everyone if each.recipient.id in around.on_duty or not (rests or each.recipient.away)
    ]
    urgent = [each for each in told.values() if topic_of(each.kind) is Topic.URGENT]
    return tuple(each for each in urgent if not any(hears(recipient, each) for recipient in there))


def stand_ins(
    missed: Iterable[Told],
    recipients: Iterable[Recipient],
    on_duty: frozenset[UserId],
    lead_id: OrganisationId | None,
    kind: NoticeKind = NoticeKind.NOBODY_ON_DUTY,
) -> tuple[Told, ...]:
    """Give who is told instead, at once: the team's own on duty, else the lead's, else the lead's managers.

    Without a `lead_id` the team's own managers stand where the lead's would. `kind` is what they are told.

    Source: issue of the notices: with nobody on duty it goes at once to the lead's duty list.
    """
    duty = [each for each in recipients if each.id in on_duty]
    told: dict[tuple[OrganisationId, UserId | None], Told] = {}
    for each in missed:
        lead = lead_id or each.organisation_id
        mine = [one for one in duty if one.organisation_id == each.organisation_id]
        those = mine or [one for one in duty if one.organisation_id == lead]
        for one in those:
            told.setdefault(
                (one.organisation_id, one.id), _instead(each, kind, one.organisation_id, _part(one), one.id)
            )
        if not those:
            told.setdefault((lead, None), _instead(each, kind, lead, Audience.MANAGERS, None))
    return tuple(told.values())


def _instead(
    told: Told, kind: NoticeKind, organisation_id: OrganisationId, audience: Audience, user_id: UserId | None
) -> Told:
    return Told(
        organisation_id=organisation_id,
        audience=audience,
        kind=kind,
        user_id=user_id,
        clock=told.clock,
        due_at=told.due_at,
    )


def _part(recipient: Recipient) -> Audience:
    mine = audiences(_actor(recipient))
    return next((each for each in Audience if each in mine), Audience.TEAM)


def _actor(recipient: Recipient) -> Actor:
    return Actor(id=recipient.id, organisation_id=recipient.organisation_id, roles=recipient.roles)
