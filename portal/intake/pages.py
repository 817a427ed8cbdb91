"""The page of a case: what to do next, who it is about, how it came in and what the rules say of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.phones import phone_digits
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.reasons import Reason
from lvws_core.times import WorkingCalendar, in_words, london_day
from lvws_core.vocabulary import Borough
from partners.offers.inward.pages import status_words
from partners.offers.pages import Tag
from partners.offers.sheet.pages import Choice
from portal.intake.allocation.pages import history_words
from portal.intake.facts.pages import facts, sender_of
from portal.intake.forms import NEW, PersonForm
from portal.intake.listing.pages import DONE
from portal.intake.service import OpenCase
from portal.intake.steps.pages import Step, steps_of
from portal.intake.terms.model import priority_of
from portal.people.identity.pages import Line, lines_with_tellers
from portal.people.model import Identity, Person, PersonRecord, age_on


class ContactWords(msgspec.Struct, frozen=True, kw_only=True):
    """How to make contact safely, in sentences; `level` is "stop" where nobody should."""

    sentences: tuple[str, ...]
    level: str


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """A case: what to do next, who it is about, how it came in and what the rules say of it."""

    template: ClassVar[str] = "intake/case.html"

    title: str
    reference: Reference
    version: int
    news: str
    state: Tag | None
    risk: Tag | None
    next_words: str
    first_step: Step | None
    steps: tuple[Step, ...]
    history: tuple[str, ...]
    offer_href: str
    person: tuple[str, str] | None
    contact: ContactWords | None
    who: tuple[Line, ...]
    candidates: tuple[Choice, ...]
    hints: tuple[str, ...]
    told: tuple[Line, ...]
    closed: str
    facts: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    errors: tuple[FieldError, ...] = ()


def case_page(
    opened: OpenCase,
    names: Names,
    actor: Actor,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policy: Policy,
    done: str = "",
    typed: PersonForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> CasePage:
    """Give the page of a case that was opened."""
    case, standing = opened.case, opened.standing
    steps = steps_of(opened, actor, now, calendar, policy)
    sender = sender_of(case, names)
    workers = names.colleagues(frozenset(_staff(opened)))
    told = opened.particulars
    priority = priority_of(
        case.crime_category,
        case.age,
        abuse=case.da_level is not None,
        traits=told.traits,
        serious_crimes=told.serious_crimes,
        source_flag=case.source_epr,
    )
    return CasePage(
        title=f"Case {case.reference}",
        reference=case.reference,
        version=case.version,
        news=DONE.get(done, ""),
        state=None if standing is None else Tag(text=status_words(standing.status, sender), kind="teal"),
        risk=None if case.risk is None else Tag(text=f"{case.risk.label} risk", kind=case.risk.value),
        next_words=_next_words(opened, sender, now) or steps.words,
        first_step=steps.first,
        steps=steps.others,
        history=history_words(opened.changes, workers),
        offer_href=f"/offers/{case.reference}" if standing is not None else "",
        person=_person_link(opened, actor),
        contact=None if opened.record is None else _contact(opened.record),
        who=_who(opened, names),
        candidates=_candidates(opened, typed or PersonForm()),
        hints=tuple(_hint(each, opened.told, now) for each in opened.candidates),
        told=_told(opened),
        closed=_closed(opened, sender),
        facts=tuple(facts(case, told, sender, workers, calendar)),
        reasons=priority.reasons,
        errors=errors,
    )


def _staff(opened: OpenCase) -> Iterator[UserId]:
    case = opened.case
    yield case.allocated_to or case.taken_by
    for change in opened.changes:
        yield from (each for each in (change.from_worker, change.to_worker, change.by) if each is not None)


def _person_link(opened: OpenCase, actor: Actor) -> tuple[str, str] | None:
    if opened.record is None or not may(actor, Permission.PERSON_READ).allowed:
        return None
    reference = opened.record.person.reference
    return (f"/people/{reference}", f"Person {reference}")


def _contact(record: PersonRecord) -> ContactWords:
    contact = record.contact
    if contact is None:
        return ContactWords(sentences=(), level="")
    stopped = contact.plan.no_contact_requested or contact.plan.breach_open
    return ContactWords(sentences=contact.sentences(), level="stop" if stopped else "")


def _who(opened: OpenCase, names: Names) -> tuple[Line, ...]:
    """Give who it is, but no number: those stand on the referral, behind the hours at which they may be used."""
    if opened.record is None:
        return ()
    lines = lines_with_tellers(opened.record.person, names.organisation)
    return tuple(line for line in lines if line.label != "Phone")


def _next_words(opened: OpenCase, sender: str, now: datetime) -> str:
    if opened.case.person_id is None and opened.told is None:
        return ""
    if opened.case.person_id is None:
        return f"Next: say who this is. {sender} told a name or a number that we know already."
    standing = opened.standing
    if standing is None or standing.due_at is None or standing.due_kind is None:
        return ""
    return f"Next: {standing.due_kind.label.lower()}, due {in_words(standing.due_at, now)}."


def _candidates(opened: OpenCase, typed: PersonForm) -> tuple[Choice, ...]:
    if opened.told is None:
        return ()
    known = [(p.reference, f"{p.reference}: {p.identity.name}") for p in opened.candidates]
    offered = [*known, (NEW, "None of them: this is somebody new")]
    return tuple(Choice(value=value, text=text, checked=value == typed.person) for value, text in offered)


def _hint(person: Person, told: Identity | None, now: datetime) -> str:
    born, identity = person.identity.birth_date, person.identity
    age = "age not known" if born is None else f"age {age_on(born, london_day(now))}"
    same = told is not None and phone_digits(told.phone) == phone_digits(identity.phone) != ""
    return f"{age}; {identity.borough.label}; {'the same' if same else 'another or no'} phone number"


def _told(opened: OpenCase) -> tuple[Line, ...]:
    if opened.told is None:
        return ()
    told, age = opened.told, opened.case.age
    return (
        Line(label="Name used", text=told.name),
        Line(label="Age", text="" if age is None else str(age)),
        Line(label="Borough", text="" if told.borough is Borough.UNKNOWN else told.borough.label),
    )


def _closed(opened: OpenCase, sender: str) -> str:
    if opened.case.person_id is not None or opened.told is not None:
        return ""
    shut = f"What {sender} shared can no longer be opened, and nobody had said who this is"
    return f"{shut}: nothing of the person is kept."
