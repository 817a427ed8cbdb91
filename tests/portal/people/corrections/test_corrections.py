"""Corrections: what stood before is kept sealed, with why and who asked; no event holds a value."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlmodel import Session, select

from lvws_core.consent import DataCategory
from lvws_core.events import Event
from portal.people import service, store
from portal.people.characteristics import service as characteristics
from portal.people.characteristics.model import Answers, Characteristic
from portal.people.contact_plan import service as contact_plan
from portal.people.corrections import store as corrections
from portal.people.corrections.forms import GroundsForm, grounds_form
from portal.people.corrections.model import AS_TOLD, AskedBy, Correction, Grounds, Part, Why, differing
from portal.people.corrections.tables import CorrectionRow
from portal.vault import KeyVault
from tests.builders import Ids
from tests.portal.people.builders import REFERENCE, a_contact, a_desk, an_identity

WRONG = Grounds(why=Why.WRONG, asked_by=AskedBy.STAFF, words="A slip of the pen.")
TEXTS = st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=3).map(lambda text: ("Label", text)))


@pytest.fixture
def desk(session: Session, vault: KeyVault, recorded: list[Event], new_id: Ids) -> service.Desk:
    made = a_desk(session, vault, recorded, new_id)
    service.add_person(replace(made, new_reference=lambda: REFERENCE), an_identity())
    recorded.clear()
    return made


def kept(desk: service.Desk) -> tuple[Correction, ...]:
    return corrections.of_person(desk.session, desk.vault, store.key_of(desk.session, REFERENCE))


@given(TEXTS, TEXTS)
def test_what_differs_is_named_once_and_with_it_the_former_can_be_had_back(
    before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]
) -> None:
    found = differing(before, after)
    assert len({each.field for each in found}) == len(found)
    assert all(each.before != each.after for each in found)
    restored = {name: text for name, (_, text) in after.items()} | {each.field: each.before for each in found}
    assert {n: t for n, t in restored.items() if t} == {n: t for n, (_, t) in before.items() if t}


def test_a_changed_identity_keeps_what_stood_before_with_why_and_who_asked(
    desk: service.Desk, recorded: list[Event]
) -> None:
    service.change_identity(desk, REFERENCE, an_identity(name="Sela Example"), expected_version=1, grounds=WRONG)
    (made,) = kept(desk)
    assert (made.part, made.by, made.at, made.grounds) == (Part.IDENTITY, desk.actor.id, desk.now, WRONG)
    assert [(line.field, line.before, line.after) for line in made.lines] == [("name", "Selam Example", "Sela Example")]
    assert made.replaced == {DataCategory.IDENTITY}
    assert recorded[-1].kind == "correction.recorded"
    assert b"Sela" not in msgspec.json.encode(recorded[-1].detail)
    row = desk.session.exec(select(CorrectionRow)).one()
    assert b"Selam" not in row.sealed_change


def test_a_plan_confirmed_anew_keeps_the_former_number_and_the_first_plan_corrects_nothing(desk: service.Desk) -> None:
    contact_plan.confirm_contact_plan(desk, REFERENCE, a_contact())
    contact_plan.confirm_contact_plan(desk, REFERENCE, a_contact())
    assert kept(desk) == ()
    ways = dict.fromkeys(a_contact().ways, "07700 900999")
    contact_plan.confirm_contact_plan(desk, REFERENCE, replace(a_contact(), ways=ways))
    (made,) = kept(desk)
    assert {line.before for line in made.lines} == set(a_contact().ways.values())
    assert (made.part, made.grounds, made.replaced) == (Part.CONTACT_PLAN, AS_TOLD, {DataCategory.SAFE_CONTACT})


def test_eth_02_an_answer_that_is_corrected_is_kept_and_a_new_answer_corrects_nothing(desk: service.Desk) -> None:
    first, then = ({Characteristic.SEX: (each,)} for each in ("female", "prefer_not_to_say"))
    characteristics.record_answers(desk, REFERENCE, Answers(keys=first), expected_version=0)
    assert kept(desk) == ()
    told = Answers(keys={**then, Characteristic.RELIGION: ("none",)})
    characteristics.record_answers(desk, REFERENCE, told, expected_version=1, grounds=WRONG)
    (made,) = kept(desk)
    assert [(line.field, line.before) for line in made.lines] == [("sex", "Female")]
    assert made.replaced == frozenset()


def test_a_form_left_alone_says_that_it_has_changed_and_that_the_person_said_so() -> None:
    assert grounds_form({}).parse() == AS_TOLD
    assert grounds_form({"why": "wrong", "asked_by": "staff", "why_words": "A slip of the pen."}).parse() == WRONG


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"why": "boredom"}, "why"), ({"asked_by": ""}, "asked_by"), ({"why_words": "x" * 301}, "why_words")],
)
def test_why_and_who_asked_are_of_their_lists_and_the_sentence_is_short(typed: dict[str, str], field: str) -> None:
    found = GroundsForm(**typed).parse()
    assert isinstance(found, tuple)
    assert [error.field for error in found] == [field]
