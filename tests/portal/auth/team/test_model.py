"""The rules of a team, as properties: nobody escalates, and a manager always stays."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.actors import Role
from lvws_core.ids import UserId
from portal.auth.model import Member
from portal.auth.team.model import GRANTABLE, against_change, against_invitation, against_role, managers
from tests.builders import NOW

MEMBERS = st.lists(
    st.builds(
        Member,
        id=st.integers(1, 8).map(lambda n: UserId(UUID(int=n))),
        name=st.just("Somebody"),
        roles=st.sets(st.sampled_from([*GRANTABLE, Role.LEAD_MANAGER]), min_size=1).map(frozenset),
        disabled_at=st.sampled_from([None, None, NOW]),
        is_new=st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda member: member.id,
).map(tuple)


@given(MEMBERS, st.data())
def test_t34_after_whatever_is_allowed_a_manager_is_left(team: tuple[Member, ...], data: st.DataObject) -> None:
    me, other = data.draw(st.sampled_from(team)), data.draw(st.sampled_from(team))
    if against_change(other, team, me.id):
        return
    closed = tuple(replace(m, disabled_at=NOW) if m is other else m for m in team)
    demoted = tuple(replace(m, roles=frozenset({Role.PARTNER_WORKER})) if m is other else m for m in team)
    assert managers(closed)
    assert managers(demoted)
    assert me.id in managers(team)


@given(MEMBERS, st.data())
def test_t33_only_an_open_manager_changes_roles_and_only_those_that_a_manager_gives(
    team: tuple[Member, ...], data: st.DataObject
) -> None:
    me, other = data.draw(st.sampled_from(team)), data.draw(st.sampled_from(team))
    if against_role(other, team, me.id):
        return
    assert me.id in managers(team)
    assert me.id != other.id
    assert other.roles <= set(GRANTABLE)
    assert other.disabled_at is None


@given(MEMBERS)
def test_nobody_closes_their_own_account(team: tuple[Member, ...]) -> None:
    for member in team:
        assert "own_account" in {reason.code for reason in against_change(member, team, member.id)}


@given(MEMBERS)
def test_t33_an_invitation_never_opens_an_account_that_somebody_uses(team: tuple[Member, ...]) -> None:
    for member in team:
        assert bool(against_invitation(member)) == (not member.is_new or member.disabled_at is not None)
