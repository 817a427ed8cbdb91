"""The page of what people say of themselves: the questions, when to ask them, and what stood before."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.times import london_day
from portal.people.characteristics.forms import CharacteristicsForm
from portal.people.characteristics.model import (
    IN_OWN_WORDS,
    SEVERAL,
    Answers,
    Characteristic,
    Kept,
    Meter,
    askable,
    changed,
    choices,
    in_words,
)
from portal.people.corrections.forms import GroundsForm
from portal.people.corrections.pages import GroundsFields, grounds_fields
from portal.people.model import day_in_words
from portal.people.safe_contact.pages import SafeContactPanel

Option = Mapping[str, Any]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question: the options of its control, the chosen key, and room for own words where there is any."""

    key: str
    label: str
    several: bool
    options: tuple[Option, ...]
    chosen: str
    has_words: bool
    words: str


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What was changed on one occasion, and what stood there before."""

    heading: str
    lines: tuple[str, ...]


class CharacteristicsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The questions with what was said so far; `when` says whether now is the moment."""

    template: ClassVar[str] = "people/characteristics.html"

    title: str
    reference: Reference
    safe: SafeContactPanel
    when: str
    meter: str
    questions: tuple[Question, ...]
    version: str
    history: tuple[Correction, ...]
    grounds: GroundsFields | None
    errors: tuple[FieldError, ...] = ()


def characteristics_page(
    reference: Reference,
    kept: Sequence[Kept],
    typed: CharacteristicsForm,
    *,
    safe: SafeContactPanel,
    age: int | None,
    is_new: bool,
    names: Mapping[UserId, str],
    why: GroundsForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> CharacteristicsPage:
    """Give the page; `is_new` says that the person was added today, so that this may be the first call."""
    asked = askable(age)
    answered = sum(each in kept[0].answers.keys for each in asked) if kept else 0
    return CharacteristicsPage(
        title=f"How person {reference} describes themselves",
        reference=reference,
        safe=safe,
        when=_FIRST if is_new else _LATER,
        meter=meter_words(Meter(asked=answered, of=len(asked))),
        questions=tuple(_question(each, typed) for each in asked),
        version=typed.version,
        history=_history(kept, names),
        grounds=grounds_fields(why) if kept else None,
        errors=errors,
    )


_FIRST = (
    "This person was added today. The first call is for safety and for what they came with: leave these questions "
    "for a later conversation, unless they bring it up themselves."
)
_LATER = "Ask when the most pressing thing is dealt with and the person can speak freely."


def meter_words(meter: Meter) -> str:
    """Give the meter in words: how many were asked, and that a refusal is an answer."""
    if meter.is_full:
        return f"All {meter.of} questions were asked."
    return f"{meter.asked} of {meter.of} questions asked. “Prefer not to say” counts as asked."


def _question(asked: Characteristic, typed: CharacteristicsForm) -> Question:
    chosen, several = typed.chosen.get(asked.value, ()), asked in SEVERAL
    first: tuple[Option, ...] = () if several else ({"value": "", "text": "Not asked yet"},)
    options = ({"value": key, "text": text, "checked": key in chosen} for key, text in choices(asked).items())
    return Question(
        key=asked.value,
        label=asked.label,
        several=several,
        options=(*first, *options),
        chosen="" if several else next(iter(chosen), ""),
        has_words=asked in IN_OWN_WORDS,
        words=typed.words.get(asked.value, ""),
    )


def _history(kept: Sequence[Kept], names: Mapping[UserId, str]) -> tuple[Correction, ...]:
    """Give each occasion, the newest first, with what it changed."""
    before = (*(each.answers for each in kept[1:]), Answers())
    return tuple(
        Correction(
            heading=f"{day_in_words(london_day(each.at))}, {names.get(each.by, 'a closed account')}",
            lines=tuple(_line(one, old, each.answers) for one in changed(old, each.answers)),
        )
        for each, old in zip(kept, before, strict=False)  # nothing was kept before the first
    )


def _line(asked: Characteristic, old: Answers, new: Answers) -> str:
    said, earlier = in_words(new, asked) or "not asked", in_words(old, asked)
    return f"{asked.label}: {said} (before: {earlier})" if earlier else f"{asked.label}: {said}"
