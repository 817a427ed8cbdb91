"""Navigation: each role finds its own pages, and only pages that it may open."""

import pytest

from lvws_core.actors import Actor, Role
from portal.navigation import landing, navigation
from tests.builders import CONSORTIUM, LEAD

ROLES = [role for role in Role if role is not Role.CLOCK]


def an_actor(*roles: Role) -> Actor:
    return Actor(id=CONSORTIUM["caseworker"].id, organisation_id=LEAD, roles=frozenset(roles))


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_somewhere_to_land(role: Role) -> None:
    items = navigation(an_actor(role), "/")
    assert items
    assert landing(an_actor(role)) == items[0].href


@pytest.mark.parametrize("role", ROLES)
def test_no_item_comes_twice_and_the_account_comes_last(role: Role) -> None:
    items = navigation(an_actor(role, Role.LEAD_MANAGER, Role.LEAD_CASEWORKER), "/")
    hrefs = [item.href for item in items]
    assert len(set(hrefs)) == len(hrefs)
    assert hrefs[-1] == "/account"


@pytest.mark.parametrize(
    ("role", "href"),
    [(Role.PARTNER_WORKER, "/inbox"), (Role.LEAD_CASEWORKER, "/people"), (Role.LEAD_MANAGER, "/unplaced")],
)
def test_signing_in_lands_on_the_work_of_the_role(role: Role, href: str) -> None:
    assert landing(an_actor(role)) == href


@pytest.mark.parametrize(
    ("role", "path", "current"),
    [
        (Role.PARTNER_WORKER, "/offers/7QK2-M9", "/inbox"),
        (Role.LEAD_CASEWORKER, "/people/7QK2-M9/plan", "/people"),
        (Role.LEAD_CASEWORKER, "/refer/7QK2-M9", "/people"),
        (Role.LEAD_CASEWORKER, "/sent", "/sent"),
        (Role.LEAD_MANAGER, "/unplaced", "/unplaced"),
        (Role.LEAD_MANAGER, "/requests/7QK2-M9", "/sent"),
    ],
)
def test_the_section_of_the_page_is_marked(role: Role, path: str, current: str) -> None:
    assert [item.href for item in navigation(an_actor(role), path) if item.current] == [current]


def test_a_page_outside_every_section_marks_nothing() -> None:
    assert not any(item.current for item in navigation(an_actor(Role.PARTNER_WORKER), "/"))
