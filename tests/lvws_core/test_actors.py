"""Who may do what with the directory and a team's accounts."""

from uuid import UUID

import pytest

from lvws_core.actors import GRANTS, Actor, Permission, Role, reads_own_intakes_only
from lvws_core.ids import OrganisationId, UserId

LEADS = {Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER}
PARTNERS = {Role.PARTNER_WORKER, Role.PARTNER_MANAGER}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.DIRECTORY_WRITE, {Role.PARTNER_MANAGER}),
        (Permission.CAPACITY_WRITE, PARTNERS),
        (Permission.AGREEMENT_READ, LEADS | {Role.INFORMATION_GOVERNANCE}),
        (Permission.AGREEMENT_WRITE, {Role.LEAD_MANAGER}),
        (Permission.TEAM_ADMIN, {Role.PARTNER_MANAGER}),
    ],
)
def test_top_17_a_permission_of_the_directory_is_for_these_roles_alone(
    permission: Permission, roles: set[Role]
) -> None:
    assert {role for role, granted in GRANTS.items() if permission in granted} == roles


def test_who_writes_in_the_directory_reads_it() -> None:
    writing = {Permission.DIRECTORY_WRITE, Permission.CAPACITY_WRITE, Permission.AGREEMENT_WRITE}
    assert all(Permission.DIRECTORY_READ in granted for granted in GRANTS.values() if granted & writing)


@pytest.mark.parametrize("role", Role)
def test_an_intake_worker_alone_reads_no_intake_of_a_colleague(role: Role) -> None:
    somebody = Actor(id=UserId(UUID(int=1)), organisation_id=OrganisationId(UUID(int=2)), roles=frozenset({role}))
    assert reads_own_intakes_only(somebody) == (role == Role.INTAKE_WORKER)


@pytest.mark.parametrize("role", sorted(LEADS))
def test_an_intake_worker_who_does_casework_too_reads_every_intake(role: Role) -> None:
    both = frozenset({Role.INTAKE_WORKER, role})
    somebody = Actor(id=UserId(UUID(int=1)), organisation_id=OrganisationId(UUID(int=2)), roles=both)
    assert not reads_own_intakes_only(somebody)
