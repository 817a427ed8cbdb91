"""The part of the form about the footing: asked only where age, somebody else's word or a doubt makes it matter."""

import msgspec

from lvws_core.consent.capacity import ConsentFacts, GivenBy, Pressure
from lvws_core.forms import Faults, Many, many
from lvws_core.vocabulary import Labelled
from portal.people.consent.footing.model import GROWN, AgeBand, Capacity, Footing

LONGEST = 1000
SHORTEST = 20
"""Characters of a reasoning: fewer say nothing that anybody could look at later."""


class Gillick(Labelled):
    """Whether somebody under 16 understands enough of what is involved. Source: CONS-43."""

    YES = "yes", "Yes, they understand enough of what it means"
    NO = "no", "No, not enough for this decision"


class FootingForm(msgspec.Struct, kw_only=True):
    """What was typed about the footing of an answer; `age_band` where the date of birth is not known."""

    pressure: Many = ""
    given_by: str = GivenBy.PERSON.value
    age_band: str = ""
    capacity: str = Capacity.PRESUMED.value
    gillick: str = ""
    reasoning: str = ""

    @property
    def is_out_of_the_ordinary(self) -> bool:
        """Whether anything was typed that is not so for nearly everybody."""
        usual = (GivenBy.PERSON.value, Capacity.PRESUMED.value)
        return bool(many(self.pressure) or self.reasoning) or (self.given_by, self.capacity) != usual


def read_footing(faults: Faults, form: FootingForm, *, age: int | None, is_yes: bool) -> Footing:
    """Read the footing, noting every fault; `age` in whole years, None where it is not known.

    Source: domain 4.8.
    """
    known = age if age is not None else _age(faults, form, is_yes=is_yes)
    speaker = faults.choice("given_by", form.given_by or "person", GivenBy, text="Say who gave the answer")
    pressure = _pressure(faults, form)
    capacity = faults.choice("capacity", form.capacity or "presumed", Capacity, text="Say whether they can decide")
    is_child = known < 16
    gillick = _gillick(faults, form, is_needed=is_yes and is_child) if is_child else None
    is_judged = gillick is not None or capacity in {Capacity.HAS, Capacity.LACKS}
    reasoning = _reasoning(faults, form, is_needed=is_judged)
    facts = ConsentFacts(
        age=known,
        given_by=speaker or GivenBy.PERSON,
        lacks_capacity=not is_child and capacity is Capacity.LACKS,
        assessed=not is_child and capacity is Capacity.HAS,
        gillick=None if gillick is None or not reasoning else gillick is Gillick.YES,
        gillick_reasoning=reasoning if gillick is not None else "",
    )
    return Footing(facts=facts, pressure=pressure, reasoning=reasoning)


def _age(faults: Faults, form: FootingForm, *, is_yes: bool) -> int:
    if not form.age_band and not is_yes:
        return GROWN
    band = faults.choice(
        "age_band", form.age_band, AgeBand, text="Say how old the person is: who may consent turns on it"
    )
    return GROWN if band is None else band.age


def _pressure(faults: Faults, form: FootingForm) -> frozenset[Pressure]:
    if not many(form.pressure):
        return frozenset()
    return faults.choices("pressure", form.pressure, Pressure, text="Choose the signs that you saw") or frozenset()


def _gillick(faults: Faults, form: FootingForm, *, is_needed: bool) -> Gillick | None:
    if not form.gillick and not is_needed:
        return None
    return faults.choice("gillick", form.gillick, Gillick, text="Say whether they understand enough of what it means")


def _reasoning(faults: Faults, form: FootingForm, *, is_needed: bool) -> str:
    words = faults.text("reasoning", form.reasoning, label="Your reasons", longest=LONGEST, required=is_needed)
    if words and is_needed and len(words) < SHORTEST:
        text = f"Your reasons: write at least {SHORTEST} characters, so that others can follow them"
        faults.add("reasoning", "too_short", text)
    return words or ""
