"""Navigation: each role finds its own pages, and only pages that it may open."""

from itertools import combinations

import pytest

from lvws_core.actors import Actor, Role
from portal.navigation import MORE, MOST, Item, beside, landing, more, navigation
from tests.builders import CONSORTIUM, LEAD

ROLES = [role for role in Role if role is not Role.CLOCK]


def an_actor(*roles: Role) -> Actor:
    return Actor(id=CONSORTIUM["caseworker"].id, organisation_id=LEAD, roles=frozenset(roles))


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_somewhere_to_land_and_something_to_find(role: Role) -> None:
    found = (*navigation(an_actor(role), "/"), *beside(an_actor(role), "/"))
    assert landing(an_actor(role)) == found[0].href
    assert found[-1].href == "/account"
    assert all(item.about for item in more(an_actor(role)))
    assert more(an_actor(role))


@pytest.mark.parametrize("roles", [*combinations(ROLES, 1), *combinations(ROLES, 2)])
def test_screens_0_the_bar_has_at_most_five_items_and_what_is_left_stands_under_the_last(
    roles: tuple[Role, ...],
) -> None:
    actor = an_actor(*roles)
    bar, all_of_it = navigation(actor, "/"), {item.href for role in roles for item in navigation_of(role)}
    hrefs = [item.href for item in bar]
    assert len(bar) <= MOST
    assert len(set(hrefs)) == len(hrefs)
    rest = {item.href for item in more(actor)}
    if MORE in hrefs:
        assert set(hrefs) - {MORE} | rest == all_of_it
        assert not rest & set(hrefs)
    else:
        assert set(hrefs) == all_of_it


def navigation_of(role: Role) -> tuple[Item, ...]:
    """What one role has, under the bar and on it."""
    actor = an_actor(role)
    bar = navigation(actor, "/")
    return (*bar[:-1], *more(actor)) if bar and bar[-1].href == MORE else bar


@pytest.mark.parametrize(
    ("role", "href"),
    [(Role.PARTNER_WORKER, "/inbox"), (Role.LEAD_CASEWORKER, "/my-day"), (Role.LEAD_MANAGER, "/unplaced")],
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


@pytest.mark.parametrize("role", [Role.IDVA, Role.LEAD_MANAGER])
def test_mar_40_who_checks_marac_referrals_finds_them(role: Role) -> None:
    assert "/marac" in {item.href for item in navigation_of(role)}
