"""Filters: every reason for which a service cannot take a need, with what would have to be otherwise."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.referrals.services import NEVER_EXCLUDES, Need, Service
from lvws_core.risk.dash import Band
from lvws_core.times import day_in_words
from lvws_core.vocabulary import Borough, ByAndFor, CapacityState, GenderRule, Labelled

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
    return (
        *_age(need, service),
        *_place(need, service),
        *_risk(need, service),
        *_subject(need, service),
        *_gender(need, service),
        *_ability(service, on),
        *_pause(service, on),
        *_capacity(need, state or service.capacity.state_on(on, policy)),
        *_exclusions(need, service),
    )


def _failure(code: str, text: str, if_only: str, rule: str = "ROUTE-01") -> Failure:
    return Failure(reason=because(code, rule, text), if_only=f"It would be eligible if {if_only}.")


def _age(need: Need, service: Service) -> Iterator[Failure]:
    low, high = service.age_min, service.age_max
    if need.age is None:
        if low is not None or high is not None:
            yield _failure("age_unknown", "The service has an age limit and the age is not known.", "the age was known")
        return
    if low is not None and need.age < low:
        text = f"The person is {need.age}; the service starts at {low}."
        yield _failure("age_below_minimum", text, f"the person was {low} or older")
    if high is not None and need.age > high:
        text = f"The person is {need.age}; the service ends at {high}."
        yield _failure("age_above_maximum", text, f"the person was {high} or younger")


def _place(need: Need, service: Service) -> Iterator[Failure]:
    if not service.boroughs or need.borough in service.boroughs:
        return
    named = _named(service.boroughs)
    if need.borough in _NOT_KNOWN:
        yield _failure(
            "borough_unknown", f"The service covers {named}; the borough is not known.", "the borough was known"
        )
    else:
        yield _failure("outside_boroughs", f"The service covers {named} only.", f"the person lived in {named}")


def _risk(need: Need, service: Service) -> Iterator[Failure]:
    if service.risk_levels and need.risk not in service.risk_levels:
        named = " or ".join(band.value for band in Band if band in service.risk_levels)
        text = f"The risk is {need.risk}; the service takes {named}."
        yield _failure("risk_not_accepted", text, f"the risk was {named}")


def _subject(need: Need, service: Service) -> Iterator[Failure]:
    if service.need_categories and not need.categories & service.need_categories:
        named = _named(service.need_categories)
        yield _failure("need_not_covered", f"The service helps with {named}.", f"one of the needs was {named}")
    if not service.crimes or need.crime in service.crimes:
        return
    named = _named(service.crimes)
    if need.crime is None:
        text = f"The service is for {named}; the crime is not recorded."
        yield _failure("crime_unknown", text, "the crime was recorded")
    else:
        yield _failure("crime_not_covered", f"The service is for {named} only.", f"the crime was {named}")


def _gender(need: Need, service: Service) -> Iterator[Failure]:
    if service.gender_rule == GenderRule.ALL or need.gender in _SAYS[service.gender_rule]:
        return
    if service.gender_rule == GenderRule.LGBT and ByAndFor.LGBT in need.wants_by_and_for:
        return
    named = GenderRule(service.gender_rule).label
    if need.gender is None or service.gender_rule == GenderRule.LGBT:
        text = f"The service is for {named}; the person has not said so, and it is never guessed."
        yield _failure("group_not_stated", text, "the person says that such a service suits them", "TOP-15")
    else:
        yield _failure("gender_not_served", f"The service is for {named} only.", f"it was open beyond {named}")


def _ability(service: Service, on: date) -> Iterator[Failure]:
    if not service.agreement_live:
        text = "No information sharing agreement with this partner is live."
        yield _failure("agreement_not_live", text, "an information sharing agreement was live")
    if on < service.valid_from:
        text = f"The service begins on {service.valid_from.isoformat()}."
        yield _failure("not_yet_offered", text, f"the day was {service.valid_from.isoformat()} or later")
    if service.valid_to is not None and on > service.valid_to:
        yield _failure("no_longer_offered", f"The service ended on {service.valid_to.isoformat()}.", "it still ran")


def _pause(service: Service, on: date) -> Iterator[Failure]:
    if service.paused_until is not None and service.is_paused(on):
        last = day_in_words(service.paused_until)
        yield _failure(
            "service_paused", f"The service takes no referrals up to and including {last}.", f"the day was after {last}"
        )


def _capacity(need: Need, state: CapacityState) -> Iterator[Failure]:
    if state == CapacityState.CLOSED:
        yield _failure("capacity_closed", "The service is closed to new referrals.", "it opened to referrals again")
    if state == CapacityState.WAITLIST and need.risk == Band.HIGH:
        text = "The service has a waiting list, and high risk never waits in a queue."
        yield _failure("high_risk_never_waits", text, "it had a place at once", "ROUTE-04")


def _exclusions(need: Need, service: Service) -> Iterator[Failure]:
    facts = need.circumstances | ({"domestic_abuse"} if need.domestic_abuse else set())
    never = NEVER_EXCLUDES if service.is_universal else frozenset()
    for key in sorted((facts & service.exclusions) - never):
        named = key.replace("_", " ")
        rule = "ROUTE-08" if key == "domestic_abuse" else "ROUTE-01"
        yield _failure(f"excluded_{key}", f"The service excludes {named}.", f"it did not exclude {named}", rule)


def _named(choices: Iterable[Labelled]) -> str:
    return ", ".join(sorted(choice.label for choice in choices))
