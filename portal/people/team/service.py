"""Who joins and leaves a case team, and restricting a person to it."""

from lvws_core.errors import Conflict, Missing
from lvws_core.events import Event
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.reasons import because
from portal.people import store as people
from portal.people.service import Desk
from portal.people.team import store
from portal.people.team.forms import Joining, Leaving
from portal.people.team.model import JoinReason, Member, Restriction, RestrictReason, Team

_ON_IT = because("already_member", "TOP-17", "They are on the team already.")
_RESTRICTED = because("already_restricted", "TOP-17", "Only the team sees this person already.")


def team_of(desk: Desk, reference: Reference) -> Team:
    """Give the case team of a person; nothing sealed is opened.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return store.of_person(desk.session, people.finder(desk.session)(reference).id)


def join(desk: Desk, reference: Reference, joining: Joining) -> None:
    """Put a colleague on the team; event `team.joined`.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: They are on it already.
    """
    team = team_of(desk, reference)
    if team.has(joining.user_id):
        raise Conflict(_ON_IT)
    _put(desk, team.person_id, joining.user_id, joining.reason)
    desk.note("team.joined", team.person_id, member=str(joining.user_id), reason=joining.reason.value)


def begin_team(desk: Desk, event: Event) -> None:
    """Put whoever adds a person on the team, after the event `person.added`."""
    member = _member(desk, desk.actor.id, JoinReason.KEY_WORKER)
    owner, person_id = desk.actor.organisation_id, PersonId(event.subject_id)
    store.place(desk.session, member, person_id=person_id, owner_id=owner, by=desk.actor.id)


def leave(desk: Desk, reference: Reference, leaving: Leaving) -> None:
    """Take somebody off the team; event `team.left`.

    Raises:
        Missing: There is no such person for this actor, or nobody of that name is on the team.
        Conflict: Nobody else could see the person.
    """
    team = team_of(desk, reference)
    here = frozenset(store.readers(desk.session, desk.actor.organisation_id))
    if refused := team.against_leaving(leaving.user_id, here & {each.user_id for each in team.current}):
        raise Conflict(*refused)
    if not store.leave(desk.session, team.person_id, leaving.user_id, leaving.reason, by=desk.actor.id, at=desk.now):
        raise Missing
    desk.note("team.left", team.person_id, member=str(leaving.user_id), reason=leaving.reason.value)


def restrict(desk: Desk, reference: Reference, reason: RestrictReason) -> None:
    """Let only the team see a person from now on; whoever does it is on the team. Event `person.restricted`.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: It is so already.
    """
    team = team_of(desk, reference)
    if team.restriction is not None:
        raise Conflict(_RESTRICTED)
    if not team.has(desk.actor.id):
        _put(desk, team.person_id, desk.actor.id, JoinReason.KEY_WORKER)
    standing = Restriction(reason=reason, at=desk.now, by=desk.actor.id)
    owner = desk.actor.organisation_id
    store.restrict(desk.session, standing, row_id=desk.new_id(), person_id=team.person_id, owner_id=owner)
    desk.note("person.restricted", team.person_id, reason=reason.value)


def lift(desk: Desk, reference: Reference) -> None:
    """Let everybody who works with people see this person again; event `person.unrestricted`.

    Raises:
        Missing: There is no such person for this actor, or no restriction.
    """
    team = team_of(desk, reference)
    if not store.lift(desk.session, team.person_id, by=desk.actor.id, at=desk.now):
        raise Missing
    desk.note("person.unrestricted", team.person_id)


def _put(desk: Desk, person_id: PersonId, user_id: UserId, reason: JoinReason) -> None:
    owner = desk.actor.organisation_id
    store.join(desk.session, _member(desk, user_id, reason), person_id=person_id, owner_id=owner, by=desk.actor.id)


def _member(desk: Desk, user_id: UserId, reason: JoinReason) -> Member:
    return Member(id=desk.new_id(), user_id=user_id, reason=reason, joined_at=desk.now)
