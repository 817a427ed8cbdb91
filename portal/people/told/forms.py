"""The form of one topic: the answer is the button, the day is today unless another was typed."""

from datetime import date

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from portal.people.told.model import ANSWERS, Answer, Topic

_YEARS_BACK = 10


class ToldForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was pressed, and the day if it was not today."""

    topic: str = ""
    answer: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""


class Pressed(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a topic, given on a London day."""

    topic: Topic
    answer: Answer
    told_on: date


def topic_of(form: ToldForm) -> Topic:
    """Read the topic.

    Raises:
        Invalid: There is no such topic, so the form did not come from our page.
    """
    try:
        return Topic(form.topic)
    except ValueError as error:
        raise Invalid("topic", "unknown_choice") from error


def parse(form: ToldForm, today: date) -> Pressed | tuple[FieldError, ...]:
    """Give what was pressed, or every fault."""
    faults, topic = Faults(), topic_of(form)
    field = f"on_{topic.value}"
    told_on: date | None = today
    parts = (form.on_day, form.on_month, form.on_year)
    if any(part.strip(" ") for part in parts):
        told_on = faults.day(field, parts, label="The day on which they were told")
    if told_on is not None and not date(today.year - _YEARS_BACK, 1, 1) <= told_on <= today:
        text = "The day on which they were told must be today or earlier, with the year in four digits"
        faults.add(field, "out_of_range", text)
    answer = faults.choice(field, form.answer, Answer, text="Press the answer that the person gave")
    if answer is not None and answer not in ANSWERS[topic]:
        faults.add(field, "unknown_choice", "Press one of the answers shown")
    if answer is None or told_on is None or faults.found:
        return faults.found
    return Pressed(topic=topic, answer=answer, told_on=told_on)
