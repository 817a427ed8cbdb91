"""Use cases of meetings: add, list, hear, agree actions and settle them."""

from datetime import date
from uuid import UUID

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, Reference
from lvws_core.reasons import because
from lvws_core.vocabulary import Borough
from portal.people import store as people
from portal.people.marac import service as referrals
from portal.people.marac.meetings import store
from portal.people.marac.meetings.model import Action, Meeting, Settled, Words, settle
from portal.people.marac.model import Detail, Move, Referral, Status, checks
from portal.people.service import Desk

_NOT_HEARD = because("not_heard", "domain 2.7", "Actions are agreed at the meeting: record first that it was heard.")
_AHEAD = because("meeting_ahead", "MAR-30", "This meeting is still ahead.")
_OTHER_PANEL = because("other_panel", "MAR-02", "The person lives in the area of another panel.")
_SETTLED = because("already_settled", "domain 2.7", "This action was settled already. Read it again.")


def add_meeting(desk: Desk, panel: Borough, on: date) -> Meeting:
    """Add a meeting of a panel, or give the one that there is; event `marac.meeting_added`.

    Raises:
        Missing: The actor does not look after everybody's referrals.
    """
    only_checkers(desk)
    if known := store.meeting_of(desk.session, panel, on):
        return known
    made = Meeting(id=desk.new_id(), panel=panel, on=on)
    owner = OrganisationId(desk.actor.organisation_id)
    store.add_meeting(desk.session, made, owner, by=desk.actor.id, at=desk.now)
    desk.note("marac.meeting_added", made.id, panel=panel.value)
    return made


def only_checkers(desk: Desk) -> None:
    """Refuse who does not look after everybody's referrals, as if there were nothing (MAR-24).

    Raises:
        Missing: The actor does not.
    """
    if not checks(desk.actor):
        raise Missing


def put_on(desk: Desk, meeting_id: UUID, person: Reference, mark: Reference, *, expected_version: int) -> Referral:
    """List a referral for a meeting of its panel; event `marac.list`.

    Raises:
        Missing: There is no such meeting or referral for this actor.
        Conflict: It is another panel's, or the referral has changed.

    Source: MAR-02.
    """
    only_checkers(desk)
    meeting = store.meeting(desk.session, meeting_id)
    _, referral, _ = referrals.opened(desk, person, mark)
    if referral.panel is not meeting.panel:
        raise Conflict(_OTHER_PANEL)
    detail = Detail(meeting_id=meeting.id)
    return referrals.act(desk, person, mark, Move.LIST, detail, expected_version=expected_version)


def hear(desk: Desk, meeting_id: UUID, person: Reference, mark: Reference, *, expected_version: int) -> Referral:
    """Record that a referral was heard on the day of the meeting; event `marac.hear`.

    Raises:
        Missing: As `put_on`.
        Conflict: The meeting is still ahead, or the referral has changed.
    """
    only_checkers(desk)
    meeting = store.meeting(desk.session, meeting_id)
    if meeting.on > desk.today:
        raise Conflict(_AHEAD)
    detail = Detail(heard_on=meeting.on)
    return referrals.act(desk, person, mark, Move.HEAR, detail, expected_version=expected_version)


def read_actions(desk: Desk, person: Reference, mark: Reference) -> tuple[Referral, tuple[Action, ...]]:
    """Give the actions of a referral; event `marac.read`.

    Raises:
        Missing: There is no such referral for this actor.
    """
    key, referral, _ = referrals.opened(desk, person, mark)
    return referral, store.actions(desk.session, desk.vault, key, referral.id)


def agree(desk: Desk, person: Reference, mark: Reference, words: Words, due_on: date) -> Action:
    """Add an action that the meeting agreed; event `marac.action_agreed`.

    Raises:
        Missing: There is no such referral for this actor, or they are only its author.
        Conflict: It was not heard yet, or it is closed.
    """
    only_checkers(desk)
    key, referral, _ = referrals.opened(desk, person, mark)
    if referral.status is not Status.HEARD:
        raise Conflict(_NOT_HEARD)
    made = Action(id=desk.new_id(), referral_id=referral.id, due_on=due_on, words=words)
    store.add_action(desk.session, desk.vault, key, made)
    desk.note("marac.action_agreed", referral.person_id, referral=str(referral.id), action=str(made.id))
    return made


def settle_action(desk: Desk, person: Reference, mark: Reference, action_id: str, said: Settled) -> Action:
    """Record what became of an action; event `marac.action_settled`.

    Raises:
        Missing: There is no such referral or action for this actor.
        Conflict: It was settled before.
    """
    referral, actions = read_actions(desk, person, mark)
    found = next((each for each in actions if str(each.id) == action_id), None)
    if found is None:
        raise Missing
    settled = settle(found, said, desk.actor.id)
    if not store.put_action(desk.session, desk.vault, people.key_of(desk.session, person), settled):
        raise Conflict(_SETTLED)
    desk.note("marac.action_settled", referral.person_id, action=str(found.id), became=said.status.value)
    return settled
