"""Builders and strategies of the people tests."""

import string
from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from msgspec.structs import replace
from sqlmodel import Session

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.ids import PersonId, Reference
from lvws_core.policy import Policy
from lvws_core.ports import Vault
from lvws_core.risk.dash import QUESTIONS, Answer
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Borough, Language
from portal.people.consent.model import Alone, Method, Said
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity, Person
from portal.people.risk.model import Findings
from tests.builders import CONSORTIUM, GALOP, NOW

REFERENCE, OTHER_REFERENCE = Reference("7QK2-M9"), Reference("4HD8-T2")
TODAY = NOW.date()
ASSESSMENT_ID = UUID(int=0xE1)


def an_identity(**changes: Any) -> Identity:
    """Give an invented person in Hackney."""
    identity = Identity(
        name="Selam Example",
        birth_date=date(1991, 3, 14),
        phone="07700 900123",
        borough=Borough.HACKNEY,
        language=Language.TIGRINYA,
        interpreter=True,
    )
    return replace(identity, **changes)


def a_person(**changes: Any) -> Person:
    """Give that person with the first version of the identity."""
    person = Person(id=PersonId(UUID(int=0xD1)), reference=REFERENCE, version=1, created_at=NOW, identity=an_identity())
    return replace(person, **changes)


def a_contact(**changes: Any) -> SafeContact:
    """Give a plan with one safe channel on working days, and an agreed word."""
    plan = ContactPlan(
        channels={Channel.MOBILE_CALL: Safety.YES, Channel.SMS: Safety.NO},
        sensitive=True,
        windows=(Window(days=frozenset(range(5)), opens=time(10), closes=time(14)),),
        voicemail_ok=Safety.NO,
        text_ok=Safety.NO,
        has_code_word=True,
    )
    contact = SafeContact(plan=plan, ways={Channel.MOBILE_CALL: "07700 900123"}, code_word="marigold")
    return replace(contact, **changes)


def a_desk(session: Session, vault: Vault, events: list[Event], new_id: Callable[[], UUID]) -> Desk[Session]:
    """Give the desk of the lead's caseworker, where every new reference is the same one."""
    return Desk(
        session=session,
        actor=CONSORTIUM["caseworker"].actor,
        now=NOW,
        vault=vault,
        calendar=england_and_wales(),
        policy=Policy(),
        record=events.append,
        new_id=new_id,
        new_reference=lambda: REFERENCE,
    )


def findings(yes: int = 15, **changes: Any) -> Findings:
    """Give findings with so many yes answers and silence about the rest."""
    answers = {question.key: Answer.YES for question in QUESTIONS[:yes]}
    return replace(Findings(answers=answers, age=35), **changes)


def a_yes(*categories: DataCategory, **changes: Any) -> Said:
    """Give a yes to Galop."""
    said = Said(
        organisation_id=GALOP,
        agreed=True,
        categories=frozenset(categories or {DataCategory.IDENTITY, DataCategory.SAFE_CONTACT}),
        method=Method.VERBAL,
        alone=Alone.YES,
        limits_explained=True,
    )
    return replace(said, **changes)


_WORDS = st.text(string.ascii_letters + "äéşł'- ", min_size=1, max_size=40).map(lambda t: t.strip(" ")).filter(bool)

identities = st.builds(
    Identity,
    name=_WORDS,
    birth_date=st.none() | st.dates(date(1920, 1, 1), TODAY),
    phone=st.sampled_from(("", "07700 900123", "+44 7700 900456", "020 7946 0001")),
    address=st.just("") | _WORDS,
    borough=st.sampled_from(Borough),
    language=st.none() | st.sampled_from(Language),
    interpreter=st.booleans(),
    access_needs=st.just("") | _WORDS,
    pronouns=st.just("") | _WORDS,
)

_windows = st.builds(
    lambda days, opens, length: Window(days=days, opens=time(opens), closes=time(opens + length, 30)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.integers(0, 11),
    st.integers(0, 12),
)


@st.composite
def contacts(draw: st.DrawFn) -> SafeContact:
    """Give any plan that the form can say: each channel answered, at most one window."""
    safety = st.sampled_from(Safety)
    word = draw(st.just("") | _WORDS)
    channels = {channel: draw(safety) for channel in Channel}
    plan = ContactPlan(
        channels=channels,
        sensitive=draw(st.booleans()),
        windows=tuple(draw(st.lists(_windows, max_size=1))),
        not_when=tuple(draw(st.lists(_windows, max_size=2))),
        withheld_ok=draw(safety),
        voicemail_ok=draw(safety),
        text_ok=draw(safety),
        post_ok=channels[Channel.POST],
        name_service_ok=draw(safety),
        say_if_other_answers=draw(st.just("") | _WORDS),
        has_code_word=bool(word),
        no_contact_requested=draw(st.booleans()),
    )
    ways = draw(st.dictionaries(st.sampled_from((Channel.MOBILE_CALL, Channel.SMS)), st.just("07700 900123")))
    return SafeContact(
        plan=plan,
        ways=ways,
        code_word=word,
        note=draw(st.just("") | _WORDS),
        service_word=draw(st.just("") | _WORDS),
        shared_device=draw(safety),
        monitored=draw(safety),
        cloud_shared=draw(safety),
        safe_person=draw(st.just("") | _WORDS),
        unsafe_people=draw(st.sampled_from(((), ("his brother",), ("his brother", "the neighbour")))),
    )
