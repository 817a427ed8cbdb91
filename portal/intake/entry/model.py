"""Typed codes and places: what an agent types in one field, read into the terms of the rules."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from lvws_core.consent.contact import Channel
from lvws_core.errors import Invalid
from lvws_core.phones import phone_digits
from lvws_core.risk.priority import SeriousCrime
from lvws_core.vocabulary import Borough, NeedCategory
from portal.intake.terms.model import Trait

Coded = TypeVar("Coded")

FACTS: Final[Mapping[str, Trait | SeriousCrime]] = {
    "R": Trait.REPEAT_VICTIM,
    "P": Trait.PERSISTENTLY_TARGETED,
    "F": Trait.INTIMIDATED,
    "M": Trait.MENTAL_DISORDER,
    "L": Trait.IMPAIRED_FUNCTIONING,
    "D": Trait.PHYSICAL_DISABILITY,
    "H": SeriousCrime.HATE_CRIME,
    "S": SeriousCrime.SEXUAL_OFFENCE,
    "W": SeriousCrime.WOUNDING_WITH_INTENT,
    "A": SeriousCrime.ATTEMPTED_MURDER,
    "K": SeriousCrime.KIDNAP,
    "I": SeriousCrime.FALSE_IMPRISONMENT,
    "T": SeriousCrime.HUMAN_TRAFFICKING,
    "E": SeriousCrime.ARSON_ENDANGERING_LIFE,
    "X": SeriousCrime.TERRORISM,
    "B": SeriousCrime.BEREAVED_BY_CRIME,
}
"""The letter of each fact that gives enhanced rights, as they are shown. Source: CODE-10, CODE-40."""

NEEDS: Final[Mapping[str, NeedCategory]] = {str(n): need for n, need in enumerate(NeedCategory, start=1)}
"""The number of each need."""

_INNER = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})
_EDGE = frozenset({"BR", "CR", "DA", "EN", "HA", "IG", "KT", "RM", "SM", "TN", "TW", "UB", "WD"})
_POSTCODE = re.compile(r"\b([A-Z]{1,2})[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b")


def facts_in(text: str) -> tuple[frozenset[Trait], frozenset[SeriousCrime]]:
    """Read letters, in any order and with anything between them, into facts.

    Raises:
        Invalid: A letter is none of these.
    """
    found = [_one(letter, FACTS, "facts") for letter in text.upper() if letter.isalnum()]
    traits = frozenset(each for each in found if isinstance(each, Trait))
    return traits, frozenset(each for each in found if isinstance(each, SeriousCrime))


def letters_of(traits: Iterable[Trait], crimes: Iterable[SeriousCrime]) -> str:
    """Give the letters of facts, in their order."""
    given = {*traits, *crimes}
    return "".join(letter for letter, fact in FACTS.items() if fact in given)


def needs_in(text: str) -> frozenset[NeedCategory]:
    """Read numbers, in any order and with anything between them, into needs.

    Raises:
        Invalid: A number is none of these.
    """
    return frozenset(_one(number, NEEDS, "needs") for number in text if number.isalnum())


def numbers_of(needs: frozenset[NeedCategory]) -> str:
    """Give the numbers of needs, in their order."""
    return "".join(number for number, need in NEEDS.items() if need in needs)


def _one(key: str, choices: Mapping[str, Coded], field: str) -> Coded:
    if key not in choices:
        raise Invalid(field, "unknown_choice")
    return choices[key]


def is_outside_london(address: str) -> bool:
    """Say whether an address has a postcode that is in no borough of London, for sure.

    On the edge of London a postcode alone does not tell, and without one nothing is said.
    """
    found = _POSTCODE.search(address.upper())
    return found is not None and found[1] not in _INNER | _EDGE


def place_of(chosen: Borough | None, address: str) -> Borough:
    """Give where somebody lives: as it was chosen, or outside London where the postcode says so.

    Raises:
        Invalid: Nothing was chosen and the postcode does not tell, or the two contradict each other.
    """
    outside = is_outside_london(address)
    if chosen is None:
        if not outside:
            raise Invalid("borough", "required")
        return Borough.OUTSIDE_LONDON
    if outside and chosen.gss is not None:
        raise Invalid("address", "outside_london")
    return chosen


def call_channel(phone: str) -> Channel:
    """Give the way that a number is called by: a British one that does not begin with 07 is a landline."""
    digits = phone_digits(phone)
    return Channel.LANDLINE if digits.startswith("0") and not digits.startswith("07") else Channel.MOBILE_CALL
