"""The forms of the second person and of the review."""

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.vocabulary import Labelled
from portal.reviews.overrides.model import ReviewDecision

LONGEST = 1000
Errors = tuple[FieldError, ...]


class SecondAnswer(Labelled):
    """What the second person says."""

    AGREE = "agree", "I agree: it is necessary and no more than that"
    REFUSE = "refuse", "I do not agree: nothing is sent"


class SecondForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the second person says, as it was chosen."""

    answer: str = ""


class ReviewForm(msgspec.Struct, frozen=True, kw_only=True):
    """A review, as it was typed."""

    decision: str = ""
    note: str = ""


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A review that is complete."""

    decision: ReviewDecision
    note: str


def parse_second(form: SecondForm) -> SecondAnswer | Errors:
    """Read what the second person says."""
    faults = Faults()
    answer = faults.choice("answer", form.answer, SecondAnswer, text="Choose whether you agree")
    return faults.found if answer is None else answer


def parse_review(form: ReviewForm) -> Review | Errors:
    """Read a review; what has to be put right is explained."""
    faults = Faults()
    decision = faults.choice("decision", form.decision, ReviewDecision, text="Choose what you decide")
    is_needed = decision in {ReviewDecision.LESSON, ReviewDecision.NOT_JUSTIFIED}
    label = "What follows from it"
    note = faults.text("note", form.note, label=label, longest=LONGEST, required=is_needed)
    if faults.found or decision is None:
        return faults.found
    return Review(decision=decision, note=note or "")
