"""Capacity: whether this person can give this consent now, and on what footing."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from lvws_core.errors import Invalid
from lvws_core.reasons import Reason, because
from lvws_core.vocabulary import Labelled


class GivenBy(Labelled):
    """Who said yes; only the person's own yes counts. Source: CONS-45."""

    PERSON = "person", "The person"
    PARENT = "parent", "A parent"
    NEXT_OF_KIN = "next_of_kin", "Next of kin or a partner"
    INTERPRETER = "interpreter", "The interpreter, in their own words"
    CARER = "carer", "A carer"
    PERPETRATOR = "perpetrator", "Whoever caused the harm"


class CapacityBasis(StrEnum):
    """The footing on which a consent is taken to be the person's. Source: domain 4.6."""

    PRESUMED = "presumed"
    ASSESSED = "assessed"
    PRESUMED_16_17 = "presumed_16_17"
    GILLICK = "gillick"


class Pressure(Labelled):
    """A sign that a yes was not free. Source: domain 4.6, `given_freely_check`."""

    PERPETRATOR_PRESENT = "perpetrator_present", "Whoever caused the harm was there, near or on the line"
    SPOKEN_FOR = "spoken_for", "Somebody else answered for them or told them what to say"
    PRESSED = "pressure_noted", "They seemed afraid of saying no, or were hurried"


class ConsentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when a person is asked; `age` is in whole years.

    `lacks_capacity` is for this decision at this time; `assessed` says that capacity was doubted and
    found to be there, never both. `gillick` is the judgement on somebody under 16, None where nobody
    has made it, with its reasoning. `informed` and `free` are the worker's checks that the person
    knows what it means and was not pressed.

    Raises:
        Invalid: An age outside 0 to 125, a judgement without its reasoning, or capacity both found and lacking.

    Source: domain 4.6 and 4.8.
    """

    age: int
    given_by: GivenBy = GivenBy.PERSON
    lacks_capacity: bool = False
    assessed: bool = False
    gillick: bool | None = None
    gillick_reasoning: str = ""
    informed: bool = True
    free: bool = True

    def __post_init__(self) -> None:
        """Refuse an age that nobody has, and a judgement that says nothing."""
        if not 0 <= self.age <= 125:
            raise Invalid("age", "out_of_range")
        if self.assessed and self.lacks_capacity:
            raise Invalid("lacks_capacity", "contradicts_assessed")
        if self.gillick is not None and not self.gillick_reasoning.strip():
            raise Invalid("gillick_reasoning", "required")


class ConsentAbility(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the consent can be taken: `basis` where it can, every cause where not, and what applies besides."""

    able: bool
    basis: CapacityBasis | None
    reasons: tuple[Reason, ...]


def can_consent(facts: ConsentFacts) -> ConsentAbility:
    """Decide whether a consent can be taken from this person, on what footing; every cause is told.

    >>> can_consent(ConsentFacts(age=17)).basis.value
    'presumed_16_17'

    Source: CONS-40 to CONS-45, domain 4.8.
    """
    against = (*_of_giver(facts), *_of_capacity(facts), *_of_will(facts))
    if against:
        return ConsentAbility(able=False, basis=None, reasons=against)
    basis, reason = _footing(facts.age, is_assessed=facts.assessed)
    return ConsentAbility(able=True, basis=basis, reasons=(reason,))


def _of_giver(facts: ConsentFacts) -> Iterator[Reason]:
    if facts.given_by != GivenBy.PERSON:
        who = str(facts.given_by).replace("_", " ")
        yield because("not_the_person", "CONS-45", f"The {who} cannot consent for the person.")


def _of_capacity(facts: ConsentFacts) -> Iterator[Reason]:
    if facts.age >= 16 and facts.lacks_capacity:
        text = "The person lacks capacity for this decision now; best interests decide. Ask again: it may change."
        yield because("lacks_capacity", "CONS-41", text)
    if facts.age < 16 and facts.gillick is None:
        yield because("gillick_not_judged", "CONS-43", "Under 16: it is judged first whether they understand enough.")
    if facts.age < 16 and facts.gillick is False:
        yield because("not_gillick_competent", "CONS-43", "Under 16, and judged not to understand enough of it.")


def _of_will(facts: ConsentFacts) -> Iterator[Reason]:
    if not facts.informed:
        yield because("not_informed", "CONS-44", "The person does not know what they would agree to.")
    if not facts.free:
        yield because("not_free", "CONS-44", "There were signs of pressure.")


def _footing(age: int, *, is_assessed: bool) -> tuple[CapacityBasis, Reason]:
    if age < 16:
        text = "Under 16, and judged to understand enough; a parent is involved only if that is safe."
        return CapacityBasis.GILLICK, because("gillick_competent", "CONS-43", text)
    if is_assessed:
        text = "It was in doubt, and assessed for this decision: the person has capacity for it now."
        return CapacityBasis.ASSESSED, because("assessed", "CONS-41", text)
    if age < 18:
        text = "At 16 and 17 ability to consent is presumed; duties towards children apply as well."
        return CapacityBasis.PRESUMED_16_17, because("presumed_16_17", "CONS-42", text)
    return CapacityBasis.PRESUMED, because("presumed", "CONS-40", "Capacity is presumed.")
