"""The form of the stalking follow-up: eleven answers, and what happened in a few words."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.risk.assessment import STALKING_QUESTIONS
from lvws_core.risk.dash import Answer
from portal.people.risk.stalking.model import FollowedUp

LONGEST = 2000
"""Characters of what happened."""


class StalkingForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: `answers` by the key of the question."""

    answers: Mapping[str, str] = {}
    words: str = ""

    def parse(self, now: datetime) -> tuple[FollowedUp | None, tuple[FieldError, ...]]:
        """Give the follow-up, or every fault; silence about a question is no answer (TOP-02)."""
        faults = Faults()
        texts = {key: value for key, value in self.answers.items() if value}
        read = {
            k: faults.choice(f"answer_{k}", v, Answer, text="Choose one of the answers shown") for k, v in texts.items()
        }
        answers = {key: answer for key, answer in read.items() if answer is not None}
        words = faults.text("words", self.words, label="What happened", longest=LONGEST, required=False)
        if not texts:
            first = STALKING_QUESTIONS[0]
            faults.add(f"answer_{first}", "required", "Answer at least one of the questions")
        if faults.found or words is None:
            return None, faults.found
        return FollowedUp(answers=answers, words=words, assessed_at=now), ()


def stalking_form(raw: Mapping[str, Many]) -> StalkingForm:
    """Give the form from the fields as they came; unknown ones are left out."""

    def one(name: str) -> str:
        return next(iter(many(raw.get(name, ""))), "")

    return StalkingForm(answers={key: one(f"answer_{key}") for key in STALKING_QUESTIONS}, words=one("words"))
