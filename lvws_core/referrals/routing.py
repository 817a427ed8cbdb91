"""Routing: the services for a need, best first, each with every reason for its place."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from lvws_core.ids import ServiceId
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.referrals.filters import failures
from lvws_core.referrals.services import NEVER_EXCLUDES, Capacity, Need, Service
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import CapacityState

__all__ = ["NEVER_EXCLUDES", "Capacity", "CapacityState", "Match", "Need", "Service", "match"]

_CAPACITY: Mapping[CapacityState, str] = {
    CapacityState.OPEN: "It is open to referrals",
    CapacityState.LIMITED: "Its places are limited",
    CapacityState.UNKNOWN: "Its capacity is not known",
    CapacityState.WAITLIST: "It has a waiting list",
    CapacityState.CLOSED: "It is closed",
}
_OPEN, _LIMITED, _UNKNOWN = CapacityState.OPEN, CapacityState.LIMITED, CapacityState.UNKNOWN


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """How a service fits a need.

    `score` is 0 when it is not eligible, else the sum of the policy's points (at most 100 by default).
    `would_be_eligible_if` has one plain sentence for each failure, empty when eligible. `reasons`
    has the failures first, then what counted for the score, then what to bear in mind.
    """

    service: Service
    eligible: bool
    score: int
    would_be_eligible_if: tuple[str, ...]
    reasons: tuple[Reason, ...]


def match(need: Need, services: Iterable[Service], on: date, policy: Policy = Policy()) -> tuple[Match, ...]:
    """Give every service with its fit on a London day, best first; the order of the input does not matter.

    Eligible ones come first, by score; the others by how little stands against them. By-and-for
    services count for more only when the person wants them (TOP-15, TOP-16).

    Source: ROUTE-01 to ROUTE-05, ROUTE-11, ROUTE-13.
    """
    about = _about_the_person(need)
    return tuple(sorted([_match(need, service, on, policy, about) for service in services], key=_place))


def _place(found: Match) -> tuple[bool, int, int, str, ServiceId]:
    return not found.eligible, -found.score, len(found.would_be_eligible_if), found.service.name, found.service.id


def _match(need: Need, service: Service, on: date, policy: Policy, about: tuple[Reason, ...]) -> Match:
    state = service.capacity.state_on(on, policy)
    against = failures(need, service, on, policy, state)
    points, counted = _fit(need, service, state, policy)
    if service.exclusions:
        about += _not_applied(need, service)
    return Match(
        service=service,
        eligible=not against,
        score=0 if against else points,
        would_be_eligible_if=tuple([failure.if_only for failure in against]) if against else (),
        reasons=(*[failure.reason for failure in against], *counted, *about) if against else (*counted, *about),
    )


def _fit(need: Need, service: Service, state: CapacityState, policy: Policy) -> tuple[int, list[Reason]]:
    """Give the points of a service for the score, with what counted."""
    covered, for_needs = _needs(need, service, policy)
    room, for_room = _capacity(service, state, policy)
    if not (need.wants_by_and_for or need.languages or need.known_to):
        return covered + room, [for_needs, for_room]
    bonus, for_bonus = _bonus(need, service, policy)
    return covered + room + bonus, [for_needs, for_room, *for_bonus]


def _needs(need: Need, service: Service, policy: Policy) -> tuple[int, Reason]:
    """Give the points for the share of the needs that the service covers; one without limits covers all."""
    asked = len(need.categories)
    covered = len(need.categories & service.need_categories) if service.need_categories else asked
    share = policy.need_points * covered // (asked or 1)
    return share, because("needs_covered", "ROUTE-02", _covers(covered, asked))


@lru_cache(maxsize=128)  # few numbers, told of each service to each person
def _covers(covered: int, asked: int) -> str:
    return f"It covers {covered} of {asked} needs."


def _capacity(service: Service, state: CapacityState, policy: Policy) -> tuple[int, Reason]:
    """Give the points for the capacity, unknown below limited, a waiting list below unknown."""
    places = service.capacity.places if state is not _UNKNOWN else None
    points = 0 if places == 0 else _points_for(state, policy)
    told = f"{_CAPACITY[state]}." if places is None else f"{_CAPACITY[state]}, {places} places."
    return points, because("capacity_" + state, "ROUTE-11", told)


def _points_for(state: CapacityState, policy: Policy) -> int:
    if state is _OPEN:
        return policy.capacity_open_points
    if state is _LIMITED:
        return policy.capacity_limited_points
    return policy.capacity_unknown_points if state is _UNKNOWN else 0


def _bonus(need: Need, service: Service, policy: Policy) -> tuple[int, list[Reason]]:
    """Give the points for what the person would like besides, in the order of the rule."""
    points, reasons = 0, []
    if need.wants_by_and_for & service.by_and_for:
        points += policy.by_and_for_points
        reasons.append(because("by_and_for", "TOP-16", "It is by and for a group whose services the person wants."))
    if need.languages & service.languages:
        points += policy.language_points
        reasons.append(because("language", "ROUTE-02", "It works in the person's language."))
    if service.id in need.known_to:
        points += policy.continuity_points
        reasons.append(because("continuity", "ROUTE-02", "It has worked with the person before."))
    return points, reasons


def _about_the_person(need: Need) -> tuple[Reason, ...]:
    """Give what to bear in mind whatever the service."""
    reasons = []
    if need.domestic_abuse and need.risk == Band.HIGH:
        text = "At high risk an IDVA is offered first and at once; a partner adds and never replaces."
        reasons.append(because("idva_first", "ROUTE-03", text))
    if need.age is not None and need.age < 18:
        reasons.append(because("under_18", "ROUTE-05", "The person is under 18: safeguarding applies as well."))
    return tuple(reasons)


def _not_applied(need: Need, service: Service) -> tuple[Reason, ...]:
    if service.is_universal and service.exclusions & need.circumstances & NEVER_EXCLUDES:
        return (because("exclusion_not_applied", "ROUTE-13", "A universal service excludes nobody for this."),)
    return ()
