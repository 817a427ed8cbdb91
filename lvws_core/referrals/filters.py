"""Filters: every reason for which a service cannot take a need, with what would have to be otherwise."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
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


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a service cannot take a need, and the end of "It would be eligible if …"."""

    reason: Reason
    if_only: str


def failures(
    need: Need, service: Service, on: date, policy: Policy = Policy(), state: CapacityState | None = None
) -> tuple[Failure, ...]:
    """Give everything that stands against a service on a London day, in the order of the rule.

    `state` is that of its capacity on that day, where the caller knows it already.

    Source: ROUTE-01, ROUTE-04, ROUTE-13; TOP-15.
    """
    found = (
        _age(need, service),
        _borough(need, service),
        _risk(need, service),
        _needs(need, service),
        _crime(need, service),
        _gender(need, service),
        _agreement(service),
        _period(service, on),
        _pause(service, on),
        _capacity(need, state or service.capacity.state_on(on, policy)),
    )
    against = [failure for failure in found if failure is not None]
    return (*against, *_exclusions(need, service)) if service.exclusions else tuple(against)


def _failure(code: str, text: str, if_only: str, rule: str = "ROUTE-01") -> Failure:
    return Failure(reason=because(code, rule, text), if_only=f"It would be eligible if {if_only}.")


def _age(need: Need, service: Service) -> Failure | None:
    low, high = service.age_min, service.age_max
    if low is None and high is None:
        return None
    if need.age is None:
        text = "The service has an age limit and the age is not known."
        return _failure("age_unknown", text, "the age was known")
    if low is not None and need.age < low:
        text = f"The person is {need.age}; the service starts at {low}."
        return _failure("age_below_minimum", text, f"the person was {low} or older")
    if high is not None and need.age > high:
        text = f"The person is {need.age}; the service ends at {high}."
        return _failure("age_above_maximum", text, f"the person was {high} or younger")
    return None


def _borough(need: Need, service: Service) -> Failure | None:
    if not service.boroughs or need.borough in service.boroughs:
        return None
    named = _named(frozenset(service.boroughs), Borough)
    if need.borough in _NOT_KNOWN:
        text = f"The service covers {named}; the borough is not known."
        return _failure("borough_unknown", text, "the borough was known")
    return _failure("outside_boroughs", f"The service covers {named} only.", f"the person lived in {named}")


def _risk(need: Need, service: Service) -> Failure | None:
    if not service.risk_levels or need.risk in service.risk_levels:
        return None
    named = " or ".join(band.value for band in Band if band in service.risk_levels)
    text = f"The risk is {need.risk}; the service takes {named}."
    return _failure("risk_not_accepted", text, f"the risk was {named}")


def _needs(need: Need, service: Service) -> Failure | None:
    if not service.need_categories or need.categories & service.need_categories:
        return None
    named = _named(frozenset(service.need_categories), NeedCategory)
    return _failure("need_not_covered", f"The service helps with {named}.", f"one of the needs was {named}")


def _crime(need: Need, service: Service) -> Failure | None:
    if not service.crimes or need.crime in service.crimes:
        return None
    named = _named(frozenset(service.crimes), CrimeCategory)
    if need.crime is None:
        text = f"The service is for {named}; the crime is not recorded."
        return _failure("crime_unknown", text, "the crime was recorded")
    return _failure("crime_not_covered", f"The service is for {named} only.", f"the crime was {named}")


def _gender(need: Need, service: Service) -> Failure | None:
    rule = service.gender_rule
    if rule == GenderRule.ALL or need.gender in _SAYS[rule]:
        return None
    if rule == GenderRule.LGBT and ByAndFor.LGBT in need.wants_by_and_for:
        return None
    named = GenderRule(rule).label
    if need.gender is None or rule == GenderRule.LGBT:
        text = f"The service is for {named}; the person has not said so, and it is never guessed."
        return _failure("group_not_stated", text, "the person says that such a service suits them", "TOP-15")
    return _failure("gender_not_served", f"The service is for {named} only.", f"it was open beyond {named}")


def _agreement(service: Service) -> Failure | None:
    if service.agreement_live:
        return None
    text = "No information sharing agreement with this partner is live."
    return _failure("agreement_not_live", text, "an information sharing agreement was live")


def _pause(service: Service, on: date) -> Failure | None:
    if service.paused_until is None or not service.is_paused(on):
        return None
    last = day_in_words(service.paused_until)
    text = f"The service takes no referrals up to and including {last}."
    return _failure("service_paused", text, f"the day was after {last}")


def _period(service: Service, on: date) -> Failure | None:
    first, last = service.valid_from, service.valid_to
    if on < first:
        text = f"The service begins on {first.isoformat()}."
        return _failure("not_yet_offered", text, f"the day was {first.isoformat()} or later")
    if last is not None and on > last:
        return _failure("no_longer_offered", f"The service ended on {last.isoformat()}.", "it still ran")
    return None


def _capacity(need: Need, state: CapacityState) -> Failure | None:
    if state == CapacityState.CLOSED:
        return _failure("capacity_closed", "The service is closed to new referrals.", "it opened to referrals again")
    if state == CapacityState.WAITLIST and need.risk == Band.HIGH:
        text = "The service has a waiting list, and high risk never waits in a queue."
        return _failure("high_risk_never_waits", text, "it had a place at once", "ROUTE-04")
    return None


def _exclusions(need: Need, service: Service) -> Iterator[Failure]:
    facts = need.circumstances | ({"domestic_abuse"} if need.domestic_abuse else set())
    never = NEVER_EXCLUDES if service.is_universal else frozenset()
    for key in sorted((facts & service.exclusions) - never):
        named = key.replace("_", " ")
        rule = "ROUTE-08" if key == "domestic_abuse" else "ROUTE-01"
        yield _failure(f"excluded_{key}", f"The service excludes {named}.", f"it did not exclude {named}", rule)


# A service's own list is read out for every person whom it does not cover; there are about as many lists as services.
@lru_cache(maxsize=1024)
def _named(keys: frozenset[str], choices: type[Labelled]) -> str:
    return ", ".join(sorted(choice.label for choice in choices if choice in keys))
