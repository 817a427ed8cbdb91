"""The page of what a person is told: for each topic one press, and what is still to tell."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from portal.people.model import day_in_words
from portal.people.safe_contact.pages import SafeContactPanel
from portal.people.told.forms import ToldForm
from portal.people.told.model import ANSWERS, Answer, Standing, Topic


class TopicLine(msgspec.Struct, frozen=True, kw_only=True):
    """A topic and where it stands, in words; `colour` is that of its tag, empty where nothing is to be done."""

    label: str
    text: str
    colour: str


class TopicCard(msgspec.Struct, frozen=True, kw_only=True):
    """A topic with its answers as buttons, key and words, and the day as it was typed."""

    key: str
    label: str
    say: str
    line: TopicLine
    answers: tuple[tuple[str, str], ...]
    typed: ToldForm
    is_open: bool


class ToldPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every topic; `news` says what was just recorded, and what comes next."""

    template: ClassVar[str] = "people/told.html"

    title: str
    reference: Reference
    safe: SafeContactPanel
    news: str
    cards: tuple[TopicCard, ...]
    errors: tuple[FieldError, ...] = ()


_SAY = {
    Topic.CRISIS_ROUTE: "111 then option 2 at any hour, 999 in danger, and that we are no crisis service.",
    Topic.EMOTIONAL_SUPPORT_LIMITS: "We listen and help to cope, with no time limit; for counselling we refer on.",
    Topic.VICTIMS_CODE: "The twelve rights, and whom to tell when one of them is not met.",
    Topic.PERSONAL_STATEMENT: "In their own words, how the crime affected them; read out or read by the court.",
    Topic.RESTORATIVE_JUSTICE: "To speak with who did it, if both want to; voluntary at every stage.",
    Topic.COMPENSATION: "What the courts and the compensation scheme may pay, and the time limit.",
}


def told_page(
    reference: Reference,
    found: Sequence[Standing],
    today: date,
    safe: SafeContactPanel,
    *,
    done: str = "",
    typed: ToldForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> ToldPage:
    """Give the page; `done` is the key of the topic that was just recorded, as an address may say it."""
    return ToldPage(
        title=f"What person {reference} was told",
        reference=reference,
        safe=safe,
        news=_news(found, done),
        cards=tuple(_card(each, today, typed) for each in found),
        errors=errors,
    )


def topic_lines(found: Iterable[Standing], today: date) -> tuple[TopicLine, ...]:
    """Give each topic with where it stands."""
    return tuple(_line(each, today) for each in found)


def still_to_tell(found: Iterable[Standing]) -> str:
    """Give in words how much is still to tell, and by when the first of it."""
    due = [each.due_on for each in found if each.due_on is not None]
    if not due:
        return "Told of everything."
    return f"{len(due)} still to tell, the first by {day_in_words(min(due))}."


def _line(each: Standing, today: date) -> TopicLine:
    told = f"{day_in_words(each.said.told_on)}: {_lower(each.said.answer)}" if each.said else ""
    if each.due_on is None:
        return TopicLine(label=each.topic.label, text=told, colour="")
    late = each.due_on < today
    by = f"{'was due' if late else 'tell by'} {day_in_words(each.due_on)}"
    text = f"{told}; {by}" if told else f"{by[0].upper()}{by[1:]}"
    return TopicLine(label=each.topic.label, text=text, colour="red" if late else "blue")


def _lower(answer: Answer) -> str:
    return answer.label[0].lower() + answer.label[1:]


def _card(each: Standing, today: date, typed: ToldForm | None) -> TopicCard:
    mine = typed is not None and typed.topic == each.topic.value
    return TopicCard(
        key=each.topic.value,
        label=each.topic.label,
        say=_SAY[each.topic],
        line=_line(each, today),
        answers=tuple((answer.value, answer.label) for answer in ANSWERS[each.topic]),
        typed=typed if typed is not None and mine else ToldForm(),
        is_open=mine,
    )


def _news(found: Sequence[Standing], done: str) -> str:
    just = next((each for each in found if each.topic.value == done and each.said is not None), None)
    return f"{just.topic.label}. {still_to_tell(found)}" if just else ""
