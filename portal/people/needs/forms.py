"""The form of a needs assessment: one answer a category, those of last time filled in."""

from collections.abc import Mapping

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.needs import HIGHEST, LOWEST
from lvws_core.vocabulary import NeedCategory
from portal.people.needs.model import NOT_APPLICABLE, Occasion, Scored

NONE_KEY = "not_applicable"
_KEYS: Mapping[str, int | None] = {str(n): n for n in range(LOWEST, HIGHEST + 1)} | {NONE_KEY: NOT_APPLICABLE}
KEYS = tuple(_KEYS)
"""The answers as the form sends them: 0 to 5, and not applicable."""


class NeedsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: an answer by category, the occasion, and the version that the form was made from."""

    answers: Mapping[str, str] = {}
    occasion: str = ""
    version: str = "0"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was said on one occasion."""

    occasion: Occasion
    scores: Mapping[NeedCategory, int | None]


def needs_form(raw: Mapping[str, Many]) -> NeedsForm:
    """Give the form from the fields as they came; unknown ones are left out."""

    def one(name: str) -> str:
        return next(iter(many(raw.get(name, ""))), "")

    return NeedsForm(
        answers={each.value: one(field_of(each)) for each in NeedCategory},
        occasion=one("occasion"),
        version=one("version"),
    )


def shown(newest: Scored | None, occasion: Occasion) -> NeedsForm:
    """Give the form with the latest answers in it, so that nothing is asked again that did not change (NEED-02)."""
    if newest is None:
        return NeedsForm(occasion=occasion.value)
    answers = {c.value: NONE_KEY if score is None else str(score) for c, score in newest.scores.items()}
    return NeedsForm(answers=answers, occasion=occasion.value, version=str(newest.version))


def parse(form: NeedsForm) -> Told | tuple[FieldError, ...]:
    """Give what was said, or every fault; a category that was left open was not asked."""
    faults = Faults()
    occasion = faults.choice("occasion", form.occasion, Occasion, text="Choose when this is: intake, review or closure")
    scores: dict[NeedCategory, int | None] = {}
    for each in NeedCategory:
        typed = form.answers.get(each.value, "")
        if typed in _KEYS:
            scores[each] = _KEYS[typed]
        elif typed:
            faults.add(field_of(each), "out_of_range", "Choose a score from 0 to 5, or “Does not apply”")
    if not scores and not faults.found:
        faults.add(
            field_of(next(iter(NeedCategory))), "required", "Answer at least one line: a score, or “Does not apply”"
        )
    if occasion is None or faults.found:
        return faults.found
    return Told(occasion=occasion, scores=scores)


def field_of(category: NeedCategory) -> str:
    """Give the name of a category's field."""
    return f"score_{category.value}"
