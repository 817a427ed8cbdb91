"""Filters: every reason for which a service cannot take a need, with what would have to be otherwise."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache

import msgspec

from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason
from lvws_core.referrals.services import NEVER_EXCLUDES, Need, Service
from lvws_core.risk.dash import Band
from lvws_core.times import day_in_words
from lvws_core.vocabulary import Borough, ByAndFor, CapacityState, CrimeCategory, GenderRule, Labelled, NeedCategory

_SAYS: Mapping[GenderRule, frozenset[str]] = {
    GenderRule.WOMEN_AND_GIRLS: frozenset({"women_and_girls", "female", "woman", "girl"}),
    GenderRule.MEN: frozenset({"men", "male", "man", "boy"}),
    GenderRule.LGBT: frozenset({"lgbt"}),
}
_NOT_KNOWN = frozenset({None, Borough.UNKNOWN})
# A service's own list is read out for every person whom it does not cover: `_outside` and `_helps_with` keep the words,
# for there are about as many lists as services.
_HIGH, _EVERYBODY = Band.HIGH, GenderRule.ALL
_CLOSED, _WAITLIST = CapacityState.CLOSED, CapacityState.WAITLIST


class Failure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Why a service cannot take a need, and the end of "It would be eligible if …"."""

    reason: Reason
    if_only: str


def failures(
    need: Need, service: Service, on: date, policy: Policy = DEFAULT, state: CapacityState | None = None
) -> list[Failure]:
    """Give everything that stands against a service on a London day, in the order of the rule.

    `state` is that of its capacity on that day, where the caller knows it already.

    Source: ROUTE-01, ROUTE-04, ROUTE-13; TOP-15.
    """
    against: list[Failure] = []
    age, low, high = need.age, service.age_min, service.age_max
    now = state or service.capacity.state_on(on, policy)
    # A limit that it does not set is not looked at, and no words are made for one that is kept.
    if (low is not None and (age is None or age < low)) or (high is not None and (age is None or age > high)):
        against.append(_age(need, service))
    if service.boroughs and need.borough not in service.boroughs:
        against.append(_borough(need, service))
    if service.risk_levels and need.risk not in service.risk_levels:
        against.append(_risk(need, service))
    if service.need_categories and need.categories.isdisjoint(service.need_categories):
        against.append(_needs(service))
    if service.crimes and need.crime not in service.crimes:
        against.append(_crime(need, service))
    if service.gender_rule != _EVERYBODY:
        against += _gender(need, service)
    if not service.agreement_live or on < service.valid_from or service.valid_to or service.paused_until:
        against += _of_service(service, on)
    if now is _CLOSED or now is _WAITLIST:
        against += _of_capacity(need, now)
    if service.exclusions:
        against += _exclusions(need, service)
    return against


def _failure(code: str, text: str, if_only: str, rule: str = "ROUTE-01") -> Failure:
    return Failure(reason=Reason(code=code, rule=rule, text=text), if_only=if_only)


def _age(need: Need, service: Service) -> Failure:
    low, high = service.age_min, service.age_max
    if need.age is None:
        text = "The service has an age limit and the age is not known."
        return _failure("age_unknown", text, "It would be eligible if the age was known.")
    if low is not None and need.age < low:
        text = f"The person is {need.age}; the service starts at {low}."
        return _failure("age_below_minimum", text, f"It would be eligible if the person was {low} or older.")
    text = f"The person is {need.age}; the service ends at {high}."
    return _failure("age_above_maximum", text, f"It would be eligible if the person was {high} or younger.")


def _borough(need: Need, service: Service) -> Failure:
    if need.borough in _NOT_KNOWN:
        text = f"The service covers {_named(service.boroughs, Borough)}; the borough is not known."
        return _failure("borough_unknown", text, "It would be eligible if the borough was known.")
    text, if_only = _outside(frozenset(service.boroughs))
    return _failure("outside_boroughs", text, if_only)


@lru_cache(maxsize=1024)
def _outside(boroughs: frozenset[Borough]) -> tuple[str, str]:
    named = _named(boroughs, Borough)
    return f"The service covers {named} only.", f"It would be eligible if the person lived in {named}."


def _risk(need: Need, service: Service) -> Failure:
    named = " or ".join(band.value for band in Band if band in service.risk_levels)
    text = f"The risk is {need.risk}; the service takes {named}."
    return _failure("risk_not_accepted", text, f"It would be eligible if the risk was {named}.")


def _needs(service: Service) -> Failure:
    text, if_only = _helps_with(frozenset(service.need_categories))
    return _failure("need_not_covered", text, if_only)


@lru_cache(maxsize=1024)
def _helps_with(needs: frozenset[NeedCategory]) -> tuple[str, str]:
    named = _named(needs, NeedCategory)
    return f"The service helps with {named}.", f"It would be eligible if one of the needs was {named}."


def _crime(need: Need, service: Service) -> Failure:
    named = _named(service.crimes, CrimeCategory)
    if need.crime is None:
        text = f"The service is for {named}; the crime is not recorded."
        return _failure("crime_unknown", text, "It would be eligible if the crime was recorded.")
    return _failure(
        "crime_not_covered", f"The service is for {named} only.", f"It would be eligible if the crime was {named}."
    )


def _gender(need: Need, service: Service) -> Iterator[Failure]:
    rule = GenderRule(service.gender_rule)
    if need.gender in _SAYS[rule] or (rule == GenderRule.LGBT and ByAndFor.LGBT in need.wants_by_and_for):
        return
    if need.gender is None or rule == GenderRule.LGBT:
        text = f"The service is for {rule.label}; the person has not said so, and it is never guessed."
        if_only = "It would be eligible if the person says that such a service suits them."
        yield _failure("group_not_stated", text, if_only, "TOP-15")
    else:
        text = f"The service is for {rule.label} only."
        yield _failure("gender_not_served", text, f"It would be eligible if it was open beyond {rule.label}.")


def _of_service(service: Service, on: date) -> list[Failure]:
    against, first, last = [], service.valid_from, service.valid_to
    if not service.agreement_live:
        text = "No information sharing agreement with this partner is live."
        against.append(
            _failure("agreement_not_live", text, "It would be eligible if an information sharing agreement was live.")
        )
    if on < first:
        text = f"The service begins on {first.isoformat()}."
        against.append(
            _failure("not_yet_offered", text, f"It would be eligible if the day was {first.isoformat()} or later.")
        )
    if last is not None and on > last:
        against.append(
            _failure(
                "no_longer_offered",
                f"The service ended on {last.isoformat()}.",
                "It would be eligible if it still ran.",
            )
        )
    if service.paused_until is not None and service.is_paused(on):
        until = day_in_words(service.paused_until)
        text = f"The service takes no referrals up to and including {until}."
        against.append(_failure("service_paused", text, f"It would be eligible if the day was after {until}."))
    return against


def _of_capacity(need: Need, state: CapacityState) -> tuple[Failure, ...]:
    """Give what stands against a service without a place: it is closed, or has a waiting list."""
    if state is _CLOSED:
        text = "The service is closed to new referrals."
        return (_failure("capacity_closed", text, "It would be eligible if it opened to referrals again."),)
    if need.risk == _HIGH:
        text = "The service has a waiting list, and high risk never waits in a queue."
        return (_failure("high_risk_never_waits", text, "It would be eligible if it had a place at once.", "ROUTE-04"),)
    return ()


def _exclusions(need: Need, service: Service) -> Iterator[Failure]:
    facts = need.circumstances | ({"domestic_abuse"} if need.domestic_abuse else set())
    never = NEVER_EXCLUDES if service.is_universal else frozenset()
    for key in sorted((facts & service.exclusions) - never):
        named = key.replace("_", " ")
        rule = "ROUTE-08" if key == "domestic_abuse" else "ROUTE-01"
        yield _failure(
            f"excluded_{key}",
            f"The service excludes {named}.",
            f"It would be eligible if it did not exclude {named}.",
            rule,
        )


def _named(keys: AbstractSet[str], choices: type[Labelled]) -> str:
    return ", ".join(sorted(choice.label for choice in choices if choice in keys))
