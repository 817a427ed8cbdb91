"""The life of a MARAC referral: drafted, checked by an IDVA, submitted, listed, heard and closed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import WorkingCalendar, add_months, london_day
from lvws_core.vocabulary import Borough
from lvws_core.vocabulary.labelled import Labelled
from portal.people.marac.content.model import Check

SHORTEST_NOTE = 20
"""Characters of a note that explains a move."""

CHECK_HOURS = 48
"""Real hours in which a referral is checked. Source: domain 2.6."""


class Status(Labelled):
    """How far a referral has come. Source: domain 2.7."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "With an IDVA for checking"
    RETURNED = "returned", "Returned for work"
    SUBMITTED = "submitted", "Submitted to the panel"
    LISTED = "listed", "Listed for a meeting"
    HEARD = "heard", "Heard"
    CLOSED = "closed", "Closed"


class Move(Labelled):
    """What can be done with a referral."""

    ASK_REVIEW = "ask_review", "Send to an IDVA for checking"
    SUBMIT = "submit", "Submit to the panel"
    BYPASS = "bypass", "Submit now, without the check"
    APPROVE = "approve", "Approve and submit to the panel"
    RETURN = "return", "Return for work"
    DROP = "drop", "Close without a referral"
    REVIEW_BYPASS = "review_bypass", "Record the review of the bypass"
    PEER_CHECK = "peer_check", "Record the check by a second IDVA"
    LIST = "list", "List for a meeting"
    HEAR = "hear", "Record that it was heard"
    FEEDBACK = "feedback", "Record what the person was told of it"
    TRANSFER = "transfer", "Transfer to the panel of another area"
    CLOSE = "close", "Close"


_S, _M = Status, Move
MOVES: Mapping[tuple[Status, Move], Status] = {
    (_S.DRAFT, _M.ASK_REVIEW): _S.IN_REVIEW,
    (_S.DRAFT, _M.SUBMIT): _S.SUBMITTED,
    (_S.DRAFT, _M.BYPASS): _S.SUBMITTED,
    (_S.DRAFT, _M.DROP): _S.CLOSED,
    (_S.IN_REVIEW, _M.APPROVE): _S.SUBMITTED,
    (_S.IN_REVIEW, _M.RETURN): _S.RETURNED,
    (_S.IN_REVIEW, _M.BYPASS): _S.SUBMITTED,
    (_S.RETURNED, _M.ASK_REVIEW): _S.IN_REVIEW,
    (_S.RETURNED, _M.SUBMIT): _S.SUBMITTED,
    (_S.RETURNED, _M.BYPASS): _S.SUBMITTED,
    (_S.RETURNED, _M.DROP): _S.CLOSED,
    (_S.SUBMITTED, _M.REVIEW_BYPASS): _S.SUBMITTED,
    (_S.SUBMITTED, _M.LIST): _S.LISTED,
    (_S.LISTED, _M.REVIEW_BYPASS): _S.LISTED,
    (_S.LISTED, _M.LIST): _S.LISTED,
    (_S.LISTED, _M.HEAR): _S.HEARD,
    (_S.HEARD, _M.REVIEW_BYPASS): _S.HEARD,
    (_S.HEARD, _M.CLOSE): _S.CLOSED,
    (_S.CLOSED, _M.REVIEW_BYPASS): _S.CLOSED,
    **{(each, _M.PEER_CHECK): each for each in (_S.SUBMITTED, _S.LISTED, _S.HEARD, _S.CLOSED)},
    **{(each, _M.FEEDBACK): each for each in (_S.SUBMITTED, _S.LISTED, _S.HEARD, _S.CLOSED)},
    **{(each, _M.TRANSFER): _S.SUBMITTED for each in (_S.SUBMITTED, _S.LISTED, _S.HEARD, _S.CLOSED)},
}
"""Every move that there is, and where it leads; a transfer out of London closes it instead (MAR-03)."""

EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
"""Where the content may be changed."""

_TO_PANEL = frozenset({Move.SUBMIT, Move.BYPASS, Move.APPROVE})
_BY_IDVA = frozenset({Move.SUBMIT, Move.APPROVE, Move.RETURN, Move.PEER_CHECK})
_BY_AUTHOR = frozenset({Move.ASK_REVIEW, Move.SUBMIT, Move.BYPASS})
_BY_ANOTHER = frozenset({Move.APPROVE, Move.RETURN, Move.PEER_CHECK})
_BY_CHECKER = frozenset({Move.REVIEW_BYPASS, Move.LIST, Move.HEAR, Move.CLOSE, Move.TRANSFER})
_EXPLAINED = frozenset(
    {Move.BYPASS, Move.RETURN, Move.DROP, Move.REVIEW_BYPASS, Move.PEER_CHECK, Move.FEEDBACK, Move.TRANSFER}
)
_COMPLETE = frozenset({Move.ASK_REVIEW, *_TO_PANEL})
_USUAL = Policy()


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """A referral without anything that is written in it; instants are aware UTC, days are London's.

    `version` rises with each change, from 1. `panel` is the borough whose conference hears it. A bypass has
    who made it and the day by which it is reviewed, None once it was or when there is none. `peer_due_on` is
    the day by which a second IDVA looks at what an IDVA submitted alone, `feedback_due_on` the one by which
    the person hears what the meeting agreed: None where there is nothing to do.
    """

    id: UUID
    reference: Reference
    person_id: PersonId
    author_id: UserId
    created_at: datetime
    status: Status = Status.DRAFT
    version: int = 1
    panel: Borough = Borough.UNKNOWN
    asked_at: datetime | None = None
    submitted_at: datetime | None = None
    bypassed_by: UserId | None = None
    bypass_due_on: date | None = None
    meeting_id: UUID | None = None
    heard_on: date | None = None
    peer_due_on: date | None = None
    feedback_due_on: date | None = None

    @property
    def referred_on(self) -> date | None:
        """The London day on which it went to the panel, None before."""
        return None if self.submitted_at is None else london_day(self.submitted_at)

    def flagged_until(self, policy: Policy) -> date | None:
        """Give the last day on which new abuse is a repeat, from either anchor. Source: MAR-30, MAR-33."""
        days = [day for day in (self.referred_on, self.heard_on) if day is not None]
        return add_months(max(days), policy.repeat_months) if days else None


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """What comes with a move: a note, what was checked, what is still missing, the meeting or its day, the panel."""

    note: str = ""
    checked: frozenset[Check] = frozenset()
    missing: tuple[Reason, ...] = ()
    meeting_id: UUID | None = None
    heard_on: date | None = None
    panel: Borough | None = None
    open_actions: int = 0


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One move of a referral: who made it, when (aware UTC), what was checked and what was said."""

    id: UUID
    move: Move
    at: datetime
    by: UserId
    version: int
    checked: frozenset[Check] = frozenset()
    note: str = ""


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A referral on a list, with the reference of the person."""

    referral: Referral
    person: Reference


def sees(actor: Actor, referral: Referral) -> bool:
    """Say whether the actor needs a referral: its author does, IDVAs and the lead's managers do. Source: MAR-24."""
    return actor.id == referral.author_id or checks(actor)


def checks(actor: Actor) -> bool:
    """Say whether the actor looks after everybody's referrals."""
    return actor.has(Role.IDVA, Role.LEAD_MANAGER)


def allowed_moves(referral: Referral, actor: Actor) -> tuple[Move, ...]:
    """Give what the actor may do now, in the order of `Move`, given a complete detail."""
    return tuple(
        action for action in Move if (referral.status, action) in MOVES and not tuple(_denied(referral, action, actor))
    )


def move(
    referral: Referral,
    action: Move,
    by: Actor,
    now: datetime,
    *,
    expected_version: int,
    detail: Detail,
    calendar: WorkingCalendar,
    policy: Policy = _USUAL,
) -> Referral:
    """Give the referral after a move.

    Raises:
        Conflict: It has changed since `expected_version`, or its state does not admit the move.
        NotAllowed: Every reason why this actor may not, or why it is not ready.

    Source: MAR-03, MAR-10, MAR-40, MAR-41, domain 2.6, 2.7.
    """
    stale = () if referral.version == expected_version else (_STALE,)
    wrong = () if (referral.status, action) in MOVES else (_no_way(referral, action),)
    if stale or wrong:
        raise Conflict((*stale, *wrong))
    refused = (*_denied(referral, action, by), *_guards(referral, action, detail))
    if refused:
        raise NotAllowed(refused)
    moved = replace(referral, status=MOVES[referral.status, action], version=referral.version + 1)
    return replace(moved, **_marks(moved, action, by, now, detail=detail, calendar=calendar, policy=policy))


def _marks(
    moved: Referral,
    action: Move,
    by: Actor,
    now: datetime,
    *,
    detail: Detail,
    calendar: WorkingCalendar,
    policy: Policy,
) -> Mapping[str, object]:
    """Give what a move changes besides the state."""
    if action in _TO_PANEL:
        look = _second_look(moved, action, by, london_day(now), calendar=calendar, policy=policy)
        return {"submitted_at": now, **look}
    heard = detail.heard_on or london_day(now)
    told_by = calendar.add_working_days(heard, policy.marac_feedback_working_days)
    gone = {"status": Status.CLOSED} if detail.panel is Borough.OUTSIDE_LONDON else {}
    changes: Mapping[Move, Mapping[str, object]] = {
        Move.ASK_REVIEW: {"asked_at": now},
        Move.REVIEW_BYPASS: {"bypass_due_on": None},
        Move.PEER_CHECK: {"peer_due_on": None},
        Move.LIST: {"meeting_id": detail.meeting_id},
        Move.HEAR: {"heard_on": heard, "feedback_due_on": told_by},
        Move.FEEDBACK: {"feedback_due_on": None},
        Move.TRANSFER: {"panel": detail.panel, "meeting_id": None, **gone},
    }
    return changes.get(action, {})


def _second_look(
    moved: Referral, action: Move, by: Actor, today: date, *, calendar: WorkingCalendar, policy: Policy
) -> Mapping[str, object]:
    """Give by when somebody else looks at what left without a check. Source: MAR-40, MAR-41."""
    if action is Move.BYPASS:
        return {"bypassed_by": by.id, "bypass_due_on": calendar.add_working_days(today, 1)}
    if action is Move.SUBMIT and is_sampled(moved, policy):
        return {"peer_due_on": calendar.add_working_days(today, policy.marac_peer_check_working_days)}
    return {}


def is_sampled(referral: Referral, policy: Policy) -> bool:
    """Say whether a second IDVA looks at a referral that an IDVA submits alone.

    It is drawn by the random id of the referral: nobody chooses which. Source: MAR-40.
    """
    return referral.id.int % policy.marac_peer_check_one_in == 0


_STALE = because("version_stale", "I4", "Somebody else changed this referral meanwhile. Read it again first.")


def _no_way(referral: Referral, action: Move) -> Reason:
    text = f"This is not possible now: the referral is “{referral.status.label.lower()}”."
    return because(f"no_{action.value}_from_{referral.status.value}", "domain 2.7", text)


def _denied(referral: Referral, action: Move, by: Actor) -> Iterator[Reason]:
    is_author = by.id == referral.author_id
    if action in _BY_IDVA and not by.has(Role.IDVA):
        yield because("not_an_idva", "MAR-40", "Only an IDVA may do this. Send it to an IDVA for checking.")
    if action in _BY_AUTHOR and not is_author:
        yield because("not_the_author", "MAR-40", "Only who wrote the referral may do this.")
    if action in _BY_ANOTHER and is_author:
        yield because("own_referral", "MAR-40", "You wrote this referral: another IDVA has to check it.")
    if action in _BY_CHECKER and not checks(by):
        yield because("not_a_checker", "MAR-40", "Only an IDVA or a manager of the lead may do this.")
    if action is Move.REVIEW_BYPASS:
        yield from _denied_review(referral, by)
    if action is Move.PEER_CHECK and referral.peer_due_on is None:
        yield because("nothing_to_check", "MAR-40", "No check by a second IDVA waits here.")
    if action is Move.FEEDBACK and referral.feedback_due_on is None:
        yield because("nothing_to_tell", "domain 2.6", "Nothing waits here to be told to the person.")
    if action is Move.TRANSFER and referral.submitted_at is None:
        yield because("never_submitted", "MAR-03", "No panel has had it: there is nothing to transfer.")


def _denied_review(referral: Referral, by: Actor) -> Iterator[Reason]:
    if referral.bypass_due_on is None:
        yield because("nothing_to_review", "MAR-41", "No bypass of the check waits for a review here.")
    if referral.bypassed_by == by.id:
        yield because("own_bypass", "MAR-41", "You went past the check yourself: somebody else has to review it.")


def _guards(referral: Referral, action: Move, detail: Detail) -> Iterator[Reason]:
    if action is Move.TRANSFER and detail.panel in {None, Borough.UNKNOWN, referral.panel}:
        yield because("panel_missing", "MAR-03", "Choose the panel of the area where the person lives now.")
    if action in _EXPLAINED and len(detail.note.strip()) < SHORTEST_NOTE:
        yield because("note_too_short", "MAR-41", f"Say why in at least {SHORTEST_NOTE} characters.")
    if action in _COMPLETE:
        yield from detail.missing
    if action is Move.APPROVE:
        left = (each for each in Check if each not in detail.checked)
        yield from (because(f"unchecked_{each.value}", "domain 2.7", f"Not checked: {each.label}.") for each in left)
    if action is Move.LIST and detail.meeting_id is None:
        yield because("meeting_missing", "MAR-04", "Choose the meeting.")
    if action is Move.HEAR and detail.heard_on is None:
        yield because("day_missing", "MAR-30", "Enter the day on which it was heard.")
    if action is Move.CLOSE and detail.open_actions:
        one = "One action is open. Settle it first."
        more = f"{detail.open_actions} actions are open. Settle them first."
        yield because("actions_open", "domain 2.7", one if detail.open_actions == 1 else more)
