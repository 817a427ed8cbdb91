"""Routing: the services for a need, best first, each with every reason for its place."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

import msgspec

from lvws_core.ids import ServiceId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because
from lvws_core.referrals.filters import Failure, failures
from lvws_core.referrals.services import NEVER_EXCLUDES, Capacity, Need, Service, fresh_since
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import CapacityState

__all__ = ["NEVER_EXCLUDES", "Capacity", "CapacityState", "Match", "Need", "Service", "match"]

_OPEN, _LIMITED, _UNKNOWN = CapacityState.OPEN, CapacityState.LIMITED, CapacityState.UNKNOWN
_WAITLIST, _CLOSED = CapacityState.WAITLIST, CapacityState.CLOSED
_LAST = itemgetter(-1)


class Match(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


def match(need: Need, services: Iterable[Service], on: date, policy: Policy = DEFAULT) -> tuple[Match, ...]:
    """Give every service with its fit on a London day, best first; the order of the input does not matter.

    Eligible ones come first, by score; the others by how little stands against them. By-and-for
    services count for more only when the person wants them (TOP-15, TOP-16).

    Source: ROUTE-01 to ROUTE-05, ROUTE-11, ROUTE-13.
    """
    about, since = _about_the_person(need), fresh_since(on, policy)
    for_needs = _for_needs(len(need.categories), policy.need_points)
    for_room = _for_room(policy.capacity_open_points, policy.capacity_limited_points, policy.capacity_unknown_points)
    has_wishes = bool(need.wants_by_and_for or need.languages or need.known_to)
    ranked: list[tuple[int, str, ServiceId, int, Match]] = []
    for place, service in enumerate(services):
        capacity, helps_with = service.capacity, service.need_categories
        state = capacity.state_since(since)
        points, covers = for_needs[len(need.categories & helps_with) if helps_with else -1]
        free, code, room = for_room[state]
        if capacity.places is not None and state is not _UNKNOWN:
            free, room = free if capacity.places else 0, f"{room[:-1]}, {capacity.places} places."
        points += free
        told: tuple[Reason, ...] = (
            Reason(code="needs_covered", rule="ROUTE-02", text=covers),
            Reason(code=code, rule="ROUTE-11", text=room),
        )
        if has_wishes:
            bonus, by_wishes = _bonus(need, service, policy)
            points, told = points + bonus, (*told, *by_wishes)
        if about:
            told += about
        if service.exclusions:
            told += _not_applied(need, service)
        if against := failures(need, service, on, policy, state):
            rank, found = len(against), _not_eligible(service, against, told)
        else:
            rank = -points
            found = Match(service=service, eligible=True, score=points, would_be_eligible_if=(), reasons=told)
        ranked.append((rank, service.name, service.id, place, found))
    ranked.sort()  # the place tells even two of one service apart, so that matches are never compared
    return tuple(map(_LAST, ranked))


def _not_eligible(service: Service, against: Sequence[Failure], told: tuple[Reason, ...]) -> Match:
    if_only: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    for failure in against:
        if_only += (failure.if_only,)
        reasons += (failure.reason,)
    return Match(service=service, eligible=False, score=0, would_be_eligible_if=if_only, reasons=reasons + told)


# Both say the same for every need of so many categories under a policy, so that a few of each are all there are.
@lru_cache(maxsize=64)
def _for_needs(asked: int, points: int) -> Sequence[tuple[int, str]]:
    """Give points and words for each number of the needs that a service may cover, none first and all last."""
    return [
        (points * covered // (asked or 1), f"It covers {covered} of {asked} needs.") for covered in range(asked + 1)
    ]


@lru_cache(maxsize=64)
def _for_room(when_open: int, when_limited: int, when_unknown: int) -> Mapping[CapacityState, tuple[int, str, str]]:
    """Give points, code and words for each state of capacity; a waiting list has no points, nor what is closed."""
    return {
        _OPEN: (when_open, "capacity_open", "It is open to referrals."),
        _LIMITED: (when_limited, "capacity_limited", "Its places are limited."),
        _UNKNOWN: (when_unknown, "capacity_unknown", "Its capacity is not known."),
        _WAITLIST: (0, "capacity_waitlist", "It has a waiting list."),
        _CLOSED: (0, "capacity_closed", "It is closed."),
    }


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
