"""The part of the consent page about the footing: what is asked depends on the age, and on a doubt."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lvws_core.consent.capacity import GivenBy, Pressure
from lvws_core.forms import many
from portal.people.consent.footing.forms import FootingForm, Gillick
from portal.people.consent.footing.model import AgeBand, Capacity

Option = Mapping[str, Any]


class FootingPart(msgspec.Struct, frozen=True, kw_only=True):
    """What the form asks of the footing; empty tuples are not asked. `said` tells what counts at this age."""

    said: str
    pressure: tuple[Option, ...]
    given_by: tuple[Option, ...]
    ages: tuple[Option, ...]
    capacity: tuple[Option, ...]
    gillick: tuple[Option, ...]
    is_open: bool


def footing_part(typed: FootingForm, age: int | None) -> FootingPart:
    """Give the part for a person of this age in whole years; None where it is not known.

    Source: domain 4.8: Gillick is asked under 16, capacity from 16.
    """
    may_be_child = age is None or age < 16
    signs = set(many(typed.pressure))
    return FootingPart(
        said=_said(age),
        pressure=tuple({"value": s.value, "text": s.label, "checked": s.value in signs} for s in Pressure),
        given_by=_options(GivenBy),
        ages=_options(AgeBand) if age is None else (),
        capacity=_options(Capacity) if age is None or age >= 16 else (),
        gillick=_options(Gillick) if may_be_child else (),
        is_open=typed.is_out_of_the_ordinary or bool(typed.gillick) or (age is not None and age < 16),
    )


def _said(age: int | None) -> str:
    if age is None:
        return "The date of birth is not known. Who may consent turns on the age: say it below."
    if age < 16:
        return (
            "Under 16: their own yes counts where they understand enough of what it means. Write down why you think "
            "so. A parent is involved only if that is safe, and cannot say yes for them."
        )
    if age < 18:
        return "At 16 and 17 they can say yes for themselves; duties towards children apply as well."
    return ""


def _options(choices: type[Any]) -> tuple[Option, ...]:
    return tuple({"value": each.value, "text": each.label} for each in choices)
