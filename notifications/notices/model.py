"""Who is told of what: from an event to notices, each for one part of one organisation."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.actors import Actor, Role
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.referrals import ClockKind, Move, Note, Side
from lvws_core.referrals.bounds import OFFER_NARROWED
from lvws_core.referrals.codes import ExpireReason
from lvws_core.referrals.updates import OFFER_REASSESSED
from lvws_core.vocabulary import Labelled


class Audience(Labelled):
    """The part of an organisation that a notice is for."""

    TEAM = "team", "The team"
    MANAGERS = "managers", "Managers"
    INFORMATION_GOVERNANCE = "information_governance", "Information governance"
    COORDINATORS = "coordinators", "Co-location coordinators"


class NoticeKind(Labelled):
    """What a notice says; the label is the sentence without the offer, which is named beside it."""

    ARRIVED = "arrived", "A new referral for your team"
    QUESTION_ASKED = "question_asked", "A question is asked"
    QUESTION_ANSWERED = "question_answered", "Your question is answered"
    ACCEPTED = "accepted", "Accepted"
    WAITLISTED = "waitlisted", "Accepted, on the waiting list"
    DECLINED = "declined", "Declined"
    FIRST_CONTACT = "first_contact", "First contact is recorded"
    NOT_REACHED = "not_reached", "Could not be reached"
    HANDED_BACK = "handed_back", "Handed back to you"
    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Under way again"
    OUTCOME_RECORDED = "outcome_recorded", "The outcome is recorded"
    OUTCOME_ACKNOWLEDGED = "outcome_acknowledged", "The outcome is acknowledged"
    STOP_CONFIRMED = "stop_confirmed", "The stop is confirmed"
    WITHDRAWN = "withdrawn", "Withdrawn: confirm that you have stopped"
    LESS_SHARED = "less_shared", "Less is shared with you now: see what closed"
    RISK_CHANGED = "risk_changed", "The risk has changed: see what is due now"
    RETURNED = "returned", "Nobody answered in time: it has returned to you"
    CANNOT_TAKE = "cannot_take", "This team cannot take it – call"
    WENT_BACK = "went_back", "Nobody answered in time: it has gone back to who sent it"
    CONTACT_STOPPED = "contact_stopped", "Contact is stopped: look at the report, and confirm the plan with the person"
    DO_NOT_CONTACT = "do_not_contact", "Do not make contact: the lead has stopped it"
    CONTACT_REOPENED = "contact_reopened", "Contact is open again: read the plan first"
    REMINDER = "reminder", "Reminder"
    ESCALATION = "escalation", "Not done in time"
    MARAC_RETURNED = "marac_returned", "Your MARAC referral is returned for work, with coaching notes"
    MARAC_APPROVED = "marac_approved", "Your MARAC referral is approved and with the panel"
    MARAC_CHECKED = "marac_checked", "A second reader has looked at your MARAC referral: see the notes"
    MARAC_LISTED = "marac_listed", "Your MARAC referral is listed for a meeting"
    MARAC_HEARD = "marac_heard", "Your MARAC referral was heard: the person is to be told what was agreed"
    MARAC_TRANSFERRED = "marac_transferred", "Your MARAC referral is transferred to another panel"
    MARAC_ACTION = "marac_action", "An action of a MARAC referral falls due"
    MARAC_ACTION_LATE = "marac_action_late", "An action of a MARAC referral is not done in time"
    HANDED_OVER = "handed_over", "Handed over to you: see My day"
    OWN_CLEARANCE = "own_clearance", "One of your clearances runs out"
    OWN_LAPSED = "own_lapsed", "One of your clearances has run out: you are paused until it is renewed"
    CLEARANCE = "clearance", "A worker’s clearance runs out"
    LAPSED = "lapsed", "A worker’s clearance has run out: they are paused until it is renewed"
    GATE = "gate", "A gate of a site runs out"
    GATE_LAPSED = "gate_lapsed", "A gate of a site has run out"
    ENTRY_WAITS = "entry_waits", "What you wrote without a network arrived and needs you"
    OWN_ENTRY_GONE = "own_entry_gone", "Something you wrote without a network was given up: nobody has it"
    ENTRY_GONE = "entry_gone", "Something written without a network was given up: nobody has it"
    SITE_ISSUE = "site_issue", "A problem at a site was not settled in time"
    GAP = "gap", "Somebody is away and nobody is there instead: see the rota"
    OWN_SHIFT = "own_shift", "One of your shifts cannot stand: see the rota"
    SHIFT = "shift", "A shift on the rota cannot stand: find cover"
    COVER_ASKED = "cover_asked", "You are asked to cover a shift: see the rota"
    COVER_AGREED = "cover_agreed", "A shift is covered"
    COVER_DECLINED = "cover_declined", "A shift is not covered: ask somebody else"
    ROOM_FREE = "room_free", "A room is free now: see My site"
    CONSENT_ENDS = "consent_ends", "Ask whether a consent still stands that ends soon"
    CONSENT_ENDED = "consent_ended", "Nothing more is shared under a consent that has ended"
    CAPACITY_STALE = "capacity_stale", "Capacity was last said too long ago and counts as not known: confirm it"
    REVIEWS_DUE = "reviews_due", "Reviews are due: see My day"
    EMERGENCY_ACCESS = "emergency_access", "Somebody used emergency access: see the access reviews"
    ACCESS_ALERT = "access_alert", "Something about the use of records waits for a look: see the access reviews"
    WAY_ADDED = "way_added", "A way to sign in to your account was added. If it was not you, tell your manager now"
    WAY_REMOVED = (
        "way_removed",
        "A way to sign in to your account was removed. If it was not you, tell your manager now",
    )
    WAY_CHANGED = (
        "way_changed",
        "A way to sign in to your account was changed. If it was not you, tell your manager now",
    )
    RECOVERY_USED = "recovery_used", "One of your recovery codes was used. If it was not you, tell your manager now"
    UNDELIVERED = "undelivered", "Emails were not delivered: see to whom and why, and tell them another way"
    NOBODY_ON_DUTY = "nobody_on_duty", "It could not wait and nobody there is on duty: see who can act"

    @property
    def is_of_marac(self) -> bool:
        """Whether it is about a MARAC referral and not an offer."""
        return self.value.startswith("marac_")


OF_CONSENT = frozenset({NoticeKind.CONSENT_ENDS, NoticeKind.CONSENT_ENDED})
"""What is told of the end of a person's consent."""

OF_ACCOUNTS = frozenset(
    {NoticeKind.WAY_ADDED, NoticeKind.WAY_REMOVED, NoticeKind.WAY_CHANGED, NoticeKind.RECOVERY_USED}
)
"""What is told to the owner of an account, whatever the role, and to nobody else."""

ABOUT_PEOPLE = frozenset({NoticeKind.CONTACT_STOPPED}) | OF_CONSENT
"""What is told of a person, by their reference; everything else is told of an offer."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as it is read; `at` and `due_at` are aware UTC, `clock` and `due_at` belong to reminders.

    `many` is of how many things it tells, None where it tells of one.
    """

    id: UUID
    kind: NoticeKind
    reference: Reference
    at: datetime
    clock: ClockKind | None = None
    due_at: datetime | None = None
    many: int | None = None


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a notice is about: the reference of the offer or the person, and who answers for them.

    `sender_id` is who answers for the person of an offer now, if that account is open; `cover_id` is who
    covers for them today, None where nobody does. `team` are those on the case team of a person.
    """

    reference: Reference
    sender_id: UserId | None = None
    cover_id: UserId | None = None
    team: frozenset[UserId] = frozenset()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an event is told to, as what; `user_id` is None where it is for everybody of the audience.

    `many` is of how many things, None where it is of one.
    """

    organisation_id: OrganisationId
    audience: Audience
    kind: NoticeKind
    user_id: UserId | None = None
    clock: ClockKind | None = None
    due_at: datetime | None = None
    many: int | None = None


_TO_LEAD: Mapping[str, NoticeKind] = {
    Move.ASK: NoticeKind.QUESTION_ASKED,
    Move.ACCEPT: NoticeKind.ACCEPTED,
    Move.WAITLIST: NoticeKind.WAITLISTED,
    Move.DECLINE: NoticeKind.DECLINED,
    Move.FIRST_CONTACT: NoticeKind.FIRST_CONTACT,
    Move.NOT_REACHED: NoticeKind.NOT_REACHED,
    Move.HAND_BACK: NoticeKind.HANDED_BACK,
    Move.PAUSE: NoticeKind.PAUSED,
    Move.RESUME: NoticeKind.RESUMED,
    Move.RECORD_OUTCOME: NoticeKind.OUTCOME_RECORDED,
    Note.STOP_CONFIRMED: NoticeKind.STOP_CONFIRMED,
    Move.EXPIRE: NoticeKind.RETURNED,
}
_TO_PARTNER: Mapping[str, NoticeKind] = {
    Move.SEND: NoticeKind.ARRIVED,
    Move.ANSWER: NoticeKind.QUESTION_ANSWERED,
    Move.WITHDRAW: NoticeKind.WITHDRAWN,
    Note.OUTCOME_ACKNOWLEDGED: NoticeKind.OUTCOME_ACKNOWLEDGED,
    Move.EXPIRE: NoticeKind.WENT_BACK,
}
_STANDS: Mapping[Role, tuple[Side, Audience]] = {
    Role.PARTNER_WORKER: (Side.PARTNER, Audience.TEAM),
    Role.PARTNER_MANAGER: (Side.PARTNER, Audience.MANAGERS),
    Role.LEAD_CASEWORKER: (Side.LEAD, Audience.TEAM),
    Role.IDVA: (Side.LEAD, Audience.TEAM),
    Role.LEAD_MANAGER: (Side.LEAD, Audience.MANAGERS),
    Role.INFORMATION_GOVERNANCE: (Side.LEAD, Audience.INFORMATION_GOVERNANCE),
}
_HEARS: Mapping[Role, frozenset[Audience]] = {
    Role.PARTNER_WORKER: frozenset({Audience.TEAM}),
    Role.PARTNER_MANAGER: frozenset({Audience.TEAM, Audience.MANAGERS}),
    Role.INTAKE_WORKER: frozenset({Audience.TEAM}),
    Role.LEAD_CASEWORKER: frozenset({Audience.TEAM}),
    Role.IDVA: frozenset({Audience.TEAM}),
    Role.LEAD_MANAGER: frozenset({Audience.TEAM, Audience.MANAGERS}),
    Role.INFORMATION_GOVERNANCE: frozenset({Audience.INFORMATION_GOVERNANCE}),
    Role.COLOCATION_COORDINATOR: frozenset({Audience.COORDINATORS}),
}


def audiences(actor: Actor) -> frozenset[Audience]:
    """Give the parts of the own organisation to which an actor belongs; managers hear the team's notices too."""
    return audiences_of(actor.roles)


def audiences_of(roles: frozenset[Role]) -> frozenset[Audience]:
    """Give the same for the roles of an account."""
    return frozenset(audience for role in roles for audience in _HEARS.get(role, ()))


def told_of_person(event: Event, team: frozenset[UserId]) -> tuple[Told, ...]:
    """Give whom a stop of contact is told to: each of the case team but who reported it, and the managers.

    Where nobody else is on the team, the whole of the lead's team is told: silence is never unseen.

    Source: CONT-03, TOP-11: the worker is alerted.
    """
    if event.kind != "contact.stopped":
        return ()
    lead = OrganisationId(event.organisation_ids[0])
    others: list[UserId | None] = [*sorted(user for user in team if user != event.actor_id)]
    to = [(Audience.TEAM, user) for user in others or [None]]
    return tuple(
        Told(organisation_id=lead, audience=audience, kind=NoticeKind.CONTACT_STOPPED, user_id=user)
        for audience, user in (*to, (Audience.MANAGERS, None))
    )


_TO_TEAM: Mapping[str, NoticeKind] = {
    OFFER_NARROWED: NoticeKind.LESS_SHARED,
    OFFER_REASSESSED: NoticeKind.RISK_CHANGED,
    "offer.contact_stopped": NoticeKind.DO_NOT_CONTACT,
    "offer.contact_reopened": NoticeKind.CONTACT_REOPENED,
}


def told_of(event: Event, sender_id: UserId | None = None) -> tuple[Told, ...]:
    """Give whom an event of an offer is told to; the event names the lead's organisation first, then the partner's.

    Who did a thing is not told of it: what a partner does goes to whoever sent the offer, and to the
    lead's whole team where nobody did; what the lead does goes to the partner's team. What a clock
    does goes to both, or to the roles that it names; an offer that returned is told to the lead's
    managers too.

    Source: lifecycle 5; issue of the notices: silence is never unseen.
    """
    if len(event.organisation_ids) != 2:
        return ()
    by_side = dict(zip((Side.LEAD, Side.PARTNER), map(OrganisationId, event.organisation_ids), strict=True))
    if event.kind == "offer.reminded":
        side = Side(event.detail["side"])
        to = sender_id if side == Side.LEAD else None
        return (_of_clock(event, by_side[side], Audience.TEAM, NoticeKind.REMINDER, to),)
    if event.kind == "offer.escalated":
        stands = dict.fromkeys(_STANDS[Role(role)] for role in event.detail["roles"])
        mine = (Side.LEAD, Audience.TEAM)
        return tuple(
            _of_clock(event, by_side[side], who, NoticeKind.ESCALATION, sender_id if (side, who) == mine else None)
            for side, who in stands
        )
    if event.kind == "offer.nobody_left" or event.detail.get("reason") == ExpireReason.CANNOT_TAKE:
        return _of_nobody_left(by_side[Side.LEAD], sender_id)
    if event.kind in _TO_TEAM:
        return (Told(organisation_id=by_side[Side.PARTNER], audience=Audience.TEAM, kind=_TO_TEAM[event.kind]),)
    return tuple(_of_act(event, by_side, sender_id))


def with_cover(told: Iterable[Told], about: About) -> tuple[Told, ...]:
    """Give the same, and beside what goes to one person the same to whoever covers for them today."""
    found = tuple(told)
    if about.cover_id is None:
        return found
    covered = (each for each in found if each.user_id is not None and each.user_id == about.sender_id)
    return (*found, *(msgspec.structs.replace(each, user_id=about.cover_id) for each in covered))


def _of_clock(
    event: Event, organisation_id: OrganisationId, audience: Audience, kind: NoticeKind, user_id: UserId | None
) -> Told:
    return Told(
        user_id=user_id,
        organisation_id=organisation_id,
        audience=audience,
        kind=kind,
        clock=ClockKind(event.detail["clock"]),
        due_at=datetime.fromisoformat(event.detail["due_at"]),
    )


def _of_nobody_left(lead: OrganisationId, sender_id: UserId | None) -> tuple[Told, ...]:
    """Tell the lead alone: at the partner there is nobody to tell."""
    to = ((Audience.TEAM, sender_id), (Audience.MANAGERS, None))
    return tuple(
        Told(organisation_id=lead, audience=audience, kind=NoticeKind.CANNOT_TAKE, user_id=user)
        for audience, user in to
    )


def _of_act(event: Event, by_side: Mapping[Side, OrganisationId], sender_id: UserId | None) -> Iterator[Told]:
    act = event.detail.get("move") or event.detail.get("note") or ""
    lead, partner = by_side[Side.LEAD], by_side[Side.PARTNER]
    if act in _TO_LEAD:
        yield Told(organisation_id=lead, audience=Audience.TEAM, kind=_TO_LEAD[act], user_id=sender_id)
    if act == Move.EXPIRE:
        yield Told(organisation_id=lead, audience=Audience.MANAGERS, kind=NoticeKind.RETURNED)
    if act in _TO_PARTNER:
        yield Told(organisation_id=partner, audience=Audience.TEAM, kind=_TO_PARTNER[act])


def unseen(notices: Iterable[Notice], seen_at: datetime | None) -> frozenset[UUID]:
    """Give the ids of the notices that came after a reader last saw them; all of them to a new reader."""
    return frozenset(notice.id for notice in notices if seen_at is None or notice.at > seen_at)
