"""What people say of themselves in the standard lists; silence is "not asked yet", and never an answer."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.vocabulary import (
    Ethnicity,
    GenderSameAsBirth,
    Impairment,
    Labelled,
    LimitingCondition,
    MarriageCivilPartnership,
    Nationality,
    PregnancyMaternity,
    Religion,
    Sex,
    SexualOrientation,
)
from portal.people.corrections.model import Recorded

ASKED_FROM = 16
"""The age in years from which two of the questions are asked. Source: domain section 9.3."""

DECLINED = "prefer_not_to_say"
"""The key of the answer that is no answer, and counts as asked."""

NONE_OF_THEM = Impairment.NONE.value


class Characteristic(Labelled):
    """What is asked, in the order of the form. Source: domain sections 9.2 and 9.3."""

    ETHNICITY = "ethnicity", "Ethnicity"
    RELIGION = "religion", "Religion"
    SEX = "sex", "Sex"
    GENDER_SAME_AS_BIRTH = "gender_same_as_birth", "Is your gender the same as the sex registered at your birth?"
    SEXUAL_ORIENTATION = "sexual_orientation", "Sexual orientation"
    LIMITING_CONDITION = "limiting_condition", "Condition of 12 months or more that limits day-to-day activities"
    IMPAIRMENT = "impairment", "What a long-lasting condition affects"
    PREGNANCY_MATERNITY = "pregnancy_maternity", "Pregnancy and maternity"
    MARRIAGE_CIVIL_PARTNERSHIP = "marriage_civil_partnership", "Marriage and civil partnership"
    NATIONALITY = "nationality", "Nationality"


_FROM_16 = frozenset({Characteristic.GENDER_SAME_AS_BIRTH, Characteristic.SEXUAL_ORIENTATION})
SEVERAL = frozenset({Characteristic.IMPAIRMENT})
"""The questions to which somebody may give several answers."""

IN_OWN_WORDS = frozenset(
    {
        Characteristic.ETHNICITY,
        Characteristic.RELIGION,
        Characteristic.GENDER_SAME_AS_BIRTH,
        Characteristic.SEXUAL_ORIENTATION,
        Characteristic.NATIONALITY,
    }
)
"""The questions with room for the person's own words beside the list."""

_LISTS: Mapping[Characteristic, type[Labelled]] = {
    Characteristic.ETHNICITY: Ethnicity,
    Characteristic.RELIGION: Religion,
    Characteristic.SEX: Sex,
    Characteristic.GENDER_SAME_AS_BIRTH: GenderSameAsBirth,
    Characteristic.SEXUAL_ORIENTATION: SexualOrientation,
    Characteristic.LIMITING_CONDITION: LimitingCondition,
    Characteristic.IMPAIRMENT: Impairment,
    Characteristic.PREGNANCY_MATERNITY: PregnancyMaternity,
    Characteristic.MARRIAGE_CIVIL_PARTNERSHIP: MarriageCivilPartnership,
    Characteristic.NATIONALITY: Nationality,
}


def choices(asked: Characteristic) -> Mapping[str, str]:
    """Give the answers that a question admits, key and words; each has *prefer not to say*, none *not asked*."""
    found = {each.value: each.label for each in _LISTS[asked] if each.value != Ethnicity.NOT_ASKED.value}
    return {**found, DECLINED: Ethnicity.PREFER_NOT_TO_SAY.label}


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has said of themselves so far: keys of the standard lists, and words of their own.

    A question that is not in `keys` was not asked yet.

    Raises:
        Invalid: An answer is not in its list, several where one is due, or one that rules out the others
            beside them; or words without an answer.

    Source: TOP-15, ETH-02.
    """

    keys: Mapping[Characteristic, tuple[str, ...]] = {}
    words: Mapping[Characteristic, str] = {}

    def __post_init__(self) -> None:
        """Refuse what no list has, and answers that cannot stand together."""
        for asked, given in self.keys.items():
            if not given or not set(given) <= set(choices(asked)):
                raise Invalid(asked.value, "unknown_choice")
            if len(given) > 1 and (asked not in SEVERAL or {DECLINED, NONE_OF_THEM} & set(given)):
                raise Invalid(asked.value, "not_together")
        if not set(self.words) <= IN_OWN_WORDS & set(self.keys):
            raise Invalid("words", "without_answer")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The answers as they were stored once; `version` counts from 1 and the newest is in force. `at` is aware."""

    version: int
    at: datetime
    by: UserId
    answers: Answers


class Meter(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the questions that may be asked have been: *prefer not to say* is an answer too."""

    asked: int
    of: int

    @property
    def is_full(self) -> bool:
        """Say whether nothing is left to ask."""
        return self.asked >= self.of


def askable(age: int | None) -> tuple[Characteristic, ...]:
    """Give the questions for somebody of this age in years: two only from 16; without an age all of them."""
    young = age is not None and age < ASKED_FROM
    return tuple(each for each in Characteristic if not (young and each in _FROM_16))


def changed(old: Answers, new: Answers) -> tuple[Characteristic, ...]:
    """Give the questions whose answer or words differ, in the order of the form."""

    def said(answers: Answers, asked: Characteristic) -> tuple[tuple[str, ...] | None, str]:
        return answers.keys.get(asked), answers.words.get(asked, "")

    return tuple(each for each in Characteristic if said(old, each) != said(new, each))


def in_words(answers: Answers, asked: Characteristic) -> str:
    """Give an answer in the words of its list, with the person's own behind it; empty where nobody asked."""
    given, told = answers.keys.get(asked, ()), answers.words.get(asked, "")
    listed = "; ".join(choices(asked)[key] for key in given)
    return f"{listed} – “{told}”" if told else listed


def recorded_answers(answers: Answers) -> Recorded:
    """Give each question with its answer in words, in the order of the form; empty where nobody asked."""
    return {each.value: (each.label, in_words(answers, each)) for each in Characteristic}
