"""The page of the stalking follow-up, and what it said."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.risk.assessment import STALKING_QUESTIONS
from portal.people.risk.pages import ANSWERS, AskedQuestion, Option
from portal.people.risk.stalking.forms import LONGEST, StalkingForm
from portal.people.safe_contact.pages import SafeContactPanel

QUESTION_WORDS = {
    "very_frightened": "Is the person very frightened?",
    "previous_harassment": "Was there stalking or harassment before, by this person or another?",
    "property_damage": "Has anything of the person’s been damaged?",
    "visits_over_3_per_week": "Does the stalker turn up more than three times a week?",
    "loitering": "Does the stalker hang around home, work or other places?",
    "threats_this_campaign": "Were there threats of physical or sexual violence this time?",
    "harassed_third_parties": "Were others harassed, such as family, friends or colleagues?",
    "violence_this_campaign": "Was there violence against anybody this time?",
    "recruited_others": "Have others been drawn in to help, knowing or not?",
    "perp_substances": "Is the stalker known to misuse drugs or alcohol?",
    "perp_violent_history": "Is the stalker known to have been violent before?",
}
"""Our paraphrases of the eleven questions. Source: domain 1.7, RISK-02."""


class StalkingPage(msgspec.Struct, frozen=True, kw_only=True):
    """The eleven questions with what is answered so far."""

    template: ClassVar[str] = "people/risk_stalking.html"

    title: str
    reference: Reference
    questions: tuple[AskedQuestion, ...]
    answers: tuple[Option, ...]
    typed: StalkingForm
    longest: int = LONGEST
    safe: SafeContactPanel | None = None
    errors: tuple[FieldError, ...] = ()


def stalking_page(reference: Reference, typed: StalkingForm, *, errors: tuple[FieldError, ...] = ()) -> StalkingPage:
    """Give the form with what was typed."""
    return StalkingPage(
        title=f"Stalking follow-up for person {reference}",
        reference=reference,
        questions=tuple(
            AskedQuestion(number=n, key=key, text=QUESTION_WORDS[key], answer=typed.answers.get(key, ""), heard="")
            for n, key in enumerate(STALKING_QUESTIONS, start=1)
        ),
        answers=ANSWERS,
        typed=typed,
        errors=errors,
    )
