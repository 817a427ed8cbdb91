"""What people say of themselves: voluntary, sealed, corrected without overwriting, and never in anybody's way."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from lvws_core.errors import Invalid
from portal.audit.tables import Entry
from portal.database import SYSTEM
from portal.people.characteristics.forms import parse, shown
from portal.people.characteristics.model import (
    DECLINED,
    IN_OWN_WORDS,
    SEVERAL,
    Answers,
    Characteristic,
    Meter,
    askable,
    changed,
    choices,
)
from portal.people.characteristics.pages import meter_words
from portal.people.characteristics.tables import CharacteristicsRow
from tests.staged import Staged


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """Give any answers that the form can say."""
    asked = draw(st.sets(st.sampled_from(Characteristic)))
    keys = {}
    for each in asked:
        listed = [key for key in choices(each) if each not in SEVERAL or key not in {DECLINED, "none"}]
        chosen = draw(st.sets(st.sampled_from(listed), min_size=1, max_size=3 if each in SEVERAL else 1))
        keys[each] = tuple(key for key in choices(each) if key in chosen)
    words = {each: "as I say it" for each in asked & IN_OWN_WORDS if draw(st.booleans())}
    return Answers(keys=keys, words=words)


@given(answers())
def test_the_form_gives_back_what_it_shows(said: Answers) -> None:
    assert parse(shown(said, 3)) == said


@given(answers(), answers())
def test_a_correction_names_every_question_that_differs_and_no_other(old: Answers, new: Answers) -> None:
    differs = {c for c in Characteristic if old.keys.get(c) != new.keys.get(c) or old.words.get(c) != new.words.get(c)}
    assert set(changed(old, new)) == differs


@pytest.mark.parametrize("asked", Characteristic)
def test_top_15_each_question_may_be_declined_and_not_asked_is_no_answer(asked: Characteristic) -> None:
    assert DECLINED in choices(asked)
    assert "not_asked" not in choices(asked)


def test_domain_9_3_two_questions_are_asked_from_16_only() -> None:
    young = {Characteristic.GENDER_SAME_AS_BIRTH, Characteristic.SEXUAL_ORIENTATION}
    assert set(Characteristic) - set(askable(15)) == young
    assert set(askable(16)) == set(askable(None)) == set(Characteristic)


def test_a_refusal_counts_as_asked_and_a_full_meter_says_so() -> None:
    assert "“Prefer not to say” counts as asked" in meter_words(Meter(asked=2, of=9))
    assert meter_words(Meter(asked=9, of=9)) == "All 9 questions were asked."


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({Characteristic.SEX: ("purple",)}, {}),
        ({Characteristic.SEX: ()}, {}),
        ({Characteristic.SEX: ("female", "male")}, {}),
        ({Characteristic.IMPAIRMENT: ("none", "vision")}, {}),
        ({}, {Characteristic.ETHNICITY: "words alone"}),
        ({Characteristic.SEX: ("female",)}, {Characteristic.SEX: "no room"}),
    ],
)
def test_answers_that_cannot_be_are_none(
    keys: dict[Characteristic, tuple[str, ...]], words: dict[Characteristic, str]
) -> None:
    with pytest.raises(Invalid):
        Answers(keys=keys, words=words)


def test_eth_02_top_15_what_was_said_is_sealed_corrected_without_overwriting_and_read_with_a_trace(
    staged: Staged,
) -> None:
    visitor, path = staged.visitor("caseworker"), f"/people/{staged.scene.person}/characteristics"
    first = {
        "ethnicity": "white_irish",
        "ethnicity_words": "Corkwoman",
        "religion": "prefer_not_to_say",
        "version": "0",
    }
    perceived = {**first, "ethnicity": "W1", "ethnicity_words": ""}  # ETH-02: what an officer saw is no answer
    assert visitor.submit(path, perceived).status_code == 422
    assert visitor.submit(path, first).status_code == 303
    second = {**first, "ethnicity": "white_roma", "ethnicity_words": "", "version": "1"}
    assert visitor.submit(path, second).status_code == 303
    assert visitor.submit(path, second).status_code == 409
    page = html.unescape(visitor.get(path).text)
    assert "Ethnicity: Roma (before: Irish – “Corkwoman”)" in page
    assert "2 of 10 questions asked" in visitor.get(f"/people/{staged.scene.person}").text
    with staged.app.state.database.system(reading=True) as session:
        rows = session.exec(select(CharacteristicsRow), execution_options=SYSTEM).all()
        kinds = session.exec(select(Entry.kind, Entry.body), execution_options=SYSTEM).all()
    assert [row.asked for row in rows] == [2, 2]
    assert not any(b"white_irish" in row.sealed_answers or b"Corkwoman" in row.sealed_answers for row in rows)
    assert not any("white_roma" in str(detail) for _, detail in kinds)
    assert any(kind == "person.read" and "characteristics" in str(detail) for kind, detail in kinds)


def test_top_15_silence_never_blocks_and_the_first_call_is_kept_free(staged: Staged) -> None:
    visitor, path = staged.visitor("caseworker"), f"/people/{staged.scene.person}/characteristics"
    assert visitor.submit(path, {"version": "0"}).status_code == 303
    page = visitor.get(path).text
    assert "leave these questions for a later conversation" in page
    assert page.count("Not asked yet") >= 8
    staged.clock.advance(days=2)
    assert "was added today" not in staged.visitor("caseworker").get(path).text


def test_what_was_typed_wrongly_is_told_and_kept(staged: Staged) -> None:
    visitor, path = staged.visitor("caseworker"), f"/people/{staged.scene.person}/characteristics"
    form = {"impairment": ["none", "vision"], "religion_words": "of my own", "sex": "female", "version": "0"}
    answer = visitor.submit(path, form)
    assert answer.status_code == 422
    assert "stand alone: untick the others" in answer.text
    assert "Choose the answer that is nearest to their own words" in answer.text
    assert "of my own" in answer.text
