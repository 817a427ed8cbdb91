"""Routing: the services for a need, best first, each with every reason for its place."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

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


class _Points(msgspec.Struct, frozen=True):
    """Points for the score, with the reason for them."""

    points: int
    reason: Reason


def match(need: Need, services: Iterable[Service], on: date, policy: Policy = Policy()) -> tuple[Match, ...]:
    """Give every service with its fit on a London day, best first; the order of the input does not matter.

    Eligible ones come first, by score; the others by how little stands against them. By-and-for
    services count for more only when the person wants them (TOP-15, TOP-16).

    Source: ROUTE-01 to ROUTE-05, ROUTE-11, ROUTE-13.
    """
    found = [_match(need, service, on, policy) for service in services]
    return tuple(sorted(found, key=_place))


def _place(found: Match) -> tuple[bool, int, int, str, ServiceId]:
    return not found.eligible, -found.score, len(found.would_be_eligible_if), found.service.name, found.service.id


def _match(need: Need, service: Service, on: date, policy: Policy) -> Match:
    state = service.capacity.state_on(on, policy)
    against = failures(need, service, on, policy, state)
    fit = tuple(_fit(need, service, state, policy))
    return Match(
        service=service,
        eligible=not against,
        score=0 if against else sum(each.points for each in fit),
        would_be_eligible_if=tuple(failure.if_only for failure in against),
        reasons=(
            *(failure.reason for failure in against),
            *(each.reason for each in fit),
            *_bear_in_mind(need, service),
        ),
    )


def _fit(need: Need, service: Service, state: CapacityState, policy: Policy) -> Iterator[_Points]:
    yield _needs(need, service, policy)
    yield _capacity(service, state, policy)
    if need.wants_by_and_for & service.by_and_for:
        reason = because("by_and_for", "TOP-16", "It is by and for a group whose services the person wants.")
        yield _Points(policy.by_and_for_points, reason)
    if need.languages & service.languages:
        yield _Points(policy.language_points, because("language", "ROUTE-02", "It works in the person's language."))
    if service.id in need.known_to:
        reason = because("continuity", "ROUTE-02", "It has worked with the person before.")
        yield _Points(policy.continuity_points, reason)


def _needs(need: Need, service: Service, policy: Policy) -> _Points:
    """Give the points for the share of the needs that the service covers; one without limits covers all."""
    covered = len(need.categories & service.need_categories) if service.need_categories else len(need.categories)
    asked = len(need.categories)
    share = policy.need_points * covered // max(asked, 1)
    return _Points(share, because("needs_covered", "ROUTE-02", f"It covers {covered} of {asked} needs."))


def _capacity(service: Service, state: CapacityState, policy: Policy) -> _Points:
    """Give the points for the capacity, unknown below limited, a waiting list below unknown."""
    points = {
        CapacityState.OPEN: policy.capacity_open_points,
        CapacityState.LIMITED: policy.capacity_limited_points,
        CapacityState.UNKNOWN: policy.capacity_unknown_points,
    }.get(state, 0)
    places = service.capacity.places if state != CapacityState.UNKNOWN else None
    if places == 0:
        points = 0
    told = "." if places is None else f", {places} places."
    return _Points(points, because(f"capacity_{state}", "ROUTE-11", _CAPACITY[state] + told))


def _bear_in_mind(need: Need, service: Service) -> Iterator[Reason]:
    if need.domestic_abuse and need.risk == Band.HIGH:
        text = "At high risk an IDVA is offered first and at once; a partner adds and never replaces."
        yield because("idva_first", "ROUTE-03", text)
    if need.age is not None and need.age < 18:
        yield because("under_18", "ROUTE-05", "The person is under 18: safeguarding applies as well.")
    if service.is_universal and service.exclusions & need.circumstances & NEVER_EXCLUDES:
        yield because("exclusion_not_applied", "ROUTE-13", "A universal service excludes nobody for this.")
