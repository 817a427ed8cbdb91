"""The form of what people say of themselves: one field a question, left alone where nobody asked."""

from collections.abc import Mapping

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from portal.people.characteristics.model import (
    DECLINED,
    IN_OWN_WORDS,
    NONE_OF_THEM,
    SEVERAL,
    Answers,
    Characteristic,
    choices,
)

_LONGEST_WORDS = 100


class CharacteristicsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: the keys chosen and the words by question, and the version that the form was made from."""

    chosen: Mapping[str, tuple[str, ...]] = {}
    words: Mapping[str, str] = {}
    version: str = "0"


def characteristics_form(raw: Mapping[str, Many]) -> CharacteristicsForm:
    """Give the form from the fields as they came; unknown ones are left out."""
    return CharacteristicsForm(
        chosen={each.value: many(raw.get(each.value, "")) for each in Characteristic},
        words={each.value: "".join(many(raw.get(f"{each.value}_words", ""))) for each in IN_OWN_WORDS},
        version="".join(many(raw.get("version", ""))),
    )


def shown(answers: Answers, version: int) -> CharacteristicsForm:
    """Give the form that shows what is stored; what `parse` reads from it is the same."""
    return CharacteristicsForm(
        chosen={each.value: answers.keys.get(each, ()) for each in Characteristic},
        words={each.value: answers.words.get(each, "") for each in IN_OWN_WORDS},
        version=str(version),
    )


def parse(form: CharacteristicsForm) -> Answers | tuple[FieldError, ...]:
    """Give the answers, or every fault; a question that was left alone was not asked."""
    faults = Faults()
    keys = {each: given for each in Characteristic if (given := _given(faults, each, form.chosen.get(each.value, ())))}
    words = {each: told for each in Characteristic if (told := _told(faults, each, form, asked=each in keys))}
    return faults.found or Answers(keys=keys, words=words)


def _given(faults: Faults, asked: Characteristic, chosen: tuple[str, ...]) -> tuple[str, ...]:
    listed = choices(asked)
    if not set(chosen) <= set(listed):
        faults.add(asked.value, "unknown_choice", "Choose one of the answers shown")
        return ()
    if asked in SEVERAL and len(chosen) > 1 and {DECLINED, NONE_OF_THEM} & set(chosen):
        faults.add(
            asked.value, "not_together", "“None of these” and “Prefer not to say” stand alone: untick the others"
        )
        return ()
    if asked not in SEVERAL and len(chosen) > 1:
        faults.add(asked.value, "not_together", "Choose one answer")
        return ()
    return tuple(key for key in listed if key in chosen)


def _told(faults: Faults, each: Characteristic, form: CharacteristicsForm, *, asked: bool) -> str:
    if each not in IN_OWN_WORDS:
        return ""
    field, typed = f"{each.value}_words", form.words.get(each.value, "")
    words = faults.text(field, typed, label="Their own words", longest=_LONGEST_WORDS, required=False) or ""
    if words and not asked:
        faults.add(each.value, "required", "Choose the answer that is nearest to their own words")
    return words
