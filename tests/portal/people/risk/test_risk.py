"""The Dash and all that follows from it, through the screen, on a copy of the scene."""

import html
import re

import pytest
from httpx import Response

from lvws_core.risk.dash import QUESTIONS
from portal.audit import store as audit
from tests.builders import Clock
from tests.kit import Visitor
from tests.scene import Lead, hidden
from tests.staged import Staged

KEYS = [question.key for question in QUESTIONS]
WHY = "She minimises it; he has a gun at home and has found out where she lives."


@pytest.fixture
def lead(staged: Staged) -> Visitor:
    return staged.visitor("caseworker")


@pytest.fixture
def path(lead: Visitor) -> str:
    """A person without an assessment."""
    return f"/people/{Lead(lead).added()}"


def words(answer: Response) -> str:
    assert answer.status_code == 200, answer.status_code
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def yes(number: int, **more: str) -> dict[str, str]:
    """Answer the first questions yes, and leave out what stalking would ask besides."""
    asked = [key for key in KEYS if key != "stalking_or_harassing_contact"]
    return {f"answer_{key}": "yes" for key in asked[:number]} | {"judgement": "agrees", **more}


def assess(visitor: Visitor, path: str, form: dict[str, str]) -> None:
    answer = visitor.submit(f"{path}/risk/new", form)
    assert answer.status_code == 303, words(answer)


def test_risk_18_and_risk_31_the_critical_questions_come_first_and_what_to_make_sure_of_before_them(
    lead: Visitor, path: str
) -> None:
    page = words(lead.get(f"{path}/risk/new"))
    numbers = [int(n) for n in re.findall(r'portal-question__number">(\d+)<', page)]
    assert numbers[:8] == [14, 15, 16, 6, 12, 8, 5, 17]
    assert sorted(numbers) == list(range(1, 25))
    for told in ("is it safe to talk now", "how is contact safe", "where are the other person and the children"):
        assert told in page
    assert "trained staff work from the official form" in page  # RISK-02, RISK-30
    assert "as close to the last incident as possible" in page  # RISK-32


def test_risk_11_and_risk_12_the_bar_counts_unknown_and_says_what_it_could_reach(lead: Visitor, path: str) -> None:
    typed = {f"answer_{key}": "no" for key in KEYS} | yes(9) | {f"answer_{key}": "dont_know" for key in KEYS[-5:]}
    page = words(lead.submit(f"{path}/risk/count", typed))
    assert "Score so far: 9 yes · 5 not known." in page
    assert "It could reach 14; 14 is visible high risk, so use your judgement" in page


def test_risk_17_one_choice_says_from_whom_all_was_heard_that_names_nobody_else(lead: Visitor, path: str) -> None:
    form = yes(2, heard_all="file", **{f"heard_{KEYS[1]}": "police"})
    answer = lead.submit(f"{path}/risk/new", {**form, "judgement": ""})
    assert answer.status_code == 422
    assert re.search(r'id="heard_all".*?<option value="file" selected', answer.text, re.DOTALL)
    assert re.search(rf'id="heard_{KEYS[1]}".*?<option value="police" selected', answer.text, re.DOTALL)


def test_risk_35_every_score_on_every_page_has_its_age_beside_it(staged: Staged, clock: Clock) -> None:
    clock.advance(days=12)
    lead, person = staged.visitor("caseworker"), staged.scene.person
    page = words(lead.get(f"/people/{person}"))
    assert "15 of 24 yes, 9 not known, assessed 12 days ago" in page
    assert page.count("15 of 24 yes") == page.count("15 of 24 yes, 9 not known, assessed 12 days ago")
    series = words(lead.get(f"/people/{person}/risk"))
    assert "15 of 24 yes, 9 not known, assessed 12 days ago" in series
    assert "12 days ago (" not in series
    assert "(12 days ago): high, 15 yes" in words(lead.get(f"/people/{person}/risk/new"))


def test_risk_36_what_has_happened_makes_the_assessment_due_at_once_until_it_is_made_again(
    lead: Visitor, path: str, clock: Clock
) -> None:
    assess(lead, path, yes(3))
    clock.advance(minutes=1)
    assert lead.submit(f"{path}/risk/trigger", {}).status_code == 422
    faulty = lead.submit(f"{path}/risk/trigger", {"kinds": "sentence", "on_day": "1", "on_month": "1"})
    assert faulty.status_code == 422
    assert lead.submit(f"{path}/risk/trigger", {"kinds": ["order_expiring", "pregnancy"]}).status_code == 303
    page = words(lead.get(path))
    assert "Since then: An order expiring; pregnancy." in page
    assert "Out of date" in page
    clock.advance(minutes=1)
    assess(lead, path, yes(4))
    assert "Since then" not in words(lead.get(path))


def test_risk_36_a_breach_of_safe_contact_outdates_an_assessment_by_itself(
    lead: Visitor, path: str, clock: Clock
) -> None:
    assess(lead, path, yes(3))
    clock.advance(minutes=1)
    lead.submit(f"{path}/stop", {"cause": "breach"})
    assert "Since then: Safe-contact breach." in words(lead.get(path))


@pytest.mark.parametrize(("many", "days"), [(14, 28), (10, 60), (3, 90)])
def test_risk_37_a_review_whose_day_has_passed_is_due(
    staged: Staged, lead: Visitor, path: str, clock: Clock, *, many: int, days: int
) -> None:
    assess(lead, path, yes(many))
    clock.advance(days=days)
    assert "Assess risk again" not in words(staged.visitor("caseworker").get(path))
    clock.advance(days=1)
    page = words(staged.visitor("caseworker").get(path))
    assert ("Its review was due on" in page) or (days == 90 and "more than 90 days old" in page)


def test_risk_38_the_series_is_a_table_and_a_picture_that_says_its_finding(
    staged: Staged, lead: Visitor, path: str, clock: Clock
) -> None:
    assess(lead, path, yes(9))
    assert '<svg class="portal-chart"' not in lead.get(f"{path}/risk").text
    clock.advance(days=30)
    again = staged.visitor("caseworker")
    assess(again, path, yes(15))
    page = words(again.get(f"{path}/risk"))
    found = "the count rose by 6, from 9 to 15 yes; the level went from standard to high."
    assert page.count(found) == 2  # the caption, and the picture's own words
    assert re.search(r'<svg class="portal-chart" role="img" aria-label="Since [^"]+"', page)
    rows = re.findall(r'data-label="Count">([^<]+)<', page)
    assert rows == ["15 yes, 9 not known", "9 yes, 15 not known"]
    assert "style=" not in page


def test_risk_15_fourteen_is_not_lowered_before_another_person_who_manages_has_countersigned(
    staged: Staged, lead: Visitor, path: str
) -> None:
    assess(lead, path, yes(14, judgement="medium", reason=WHY))
    page = words(lead.get(f"{path}/risk"))
    assert "High risk" in page
    assert "The level is not lowered before a manager who did not assess has countersigned." in page
    assert lead.get(f"{path}/risk/countersign").status_code == 403
    manager = staged.visitor("lead_manager")
    form = manager.get(f"{path}/risk/countersign")
    assert WHY in words(form)
    signed = {"assessment": hidden(form.text, "assessment"), "reason": "Seen with the team; he has died since."}
    assert manager.submit(f"{path}/risk/countersign", {**signed, "reason": "ok"}).status_code == 422
    assert manager.submit(f"{path}/risk/countersign", signed).status_code == 303
    assert manager.submit(f"{path}/risk/countersign", signed).status_code == 409
    after = words(manager.get(f"{path}/risk"))
    assert "Medium risk" in after
    assert "judged medium with a manager's countersignature" in after
    with staged.app.state.database.system(reading=True) as session:
        kinds = [kept.kind for kept in audit.entries(session)]
    assert "risk.countersigned" in kinds


def test_risk_15_nobody_countersigns_an_assessment_of_their_own(staged: Staged, path: str) -> None:
    manager = staged.visitor("lead_manager")
    assess(manager, path, yes(14, judgement="standard", reason=WHY))
    page = manager.get(f"{path}/risk/countersign")
    signed = {"assessment": hidden(page.text, "assessment"), "reason": "I am sure of my own assessment."}
    assert manager.submit(f"{path}/risk/countersign", signed).status_code == 403


def test_risk_16_a_second_perpetrator_never_hides_the_first(lead: Visitor, path: str, clock: Clock) -> None:
    assess(lead, path, yes(16, harmer="ex-partner"))
    clock.advance(minutes=1)
    assert lead.submit(f"{path}/risk/new", yes(2, pair="new")).status_code == 422
    assess(lead, path, yes(2, pair="new", harmer="brother"))
    page = words(lead.get(f"{path}/risk"))
    assert "16 of 24 yes" in page
    assert ("About ex-partner" in page, "About brother" in page) == (True, True)
    assert lead.submit(f"{path}/risk/new", yes(2)).status_code == 422  # which of the two?


def test_risk_01_the_police_grade_stands_beside_the_level_and_never_in_it(lead: Visitor, path: str) -> None:
    assess(lead, path, yes(1, external_grade="high"))
    page = words(lead.get(path))
    assert "The police graded it high; that is never counted." in page
    assert "Standard risk" in page
    assert "1 of 24 yes" in page


def test_risk_01_the_stalking_follow_up_is_offered_when_stalking_is_said_and_never_counted(
    lead: Visitor, path: str, clock: Clock
) -> None:
    assess(lead, path, {**yes(3), "answer_stalking_or_harassing_contact": "yes"})
    assert f'href="{path}/risk/stalking"' in lead.get(path).text
    assert lead.submit(f"{path}/risk/stalking", {}).status_code == 422
    clock.advance(minutes=1)
    typed = {"answer_loitering": "yes", "answer_property_damage": "no", "words": "Waits at her school."}
    assert lead.submit(f"{path}/risk/stalking", typed).status_code == 303
    page = words(lead.get(f"{path}/risk"))
    assert "1 of 11 answered yes, 9 unknown; there is no cut-off" in page
    assert "Waits at her school." in page
    assert "4 of 24 yes" in page
    assert f'href="{path}/risk/stalking"' not in lead.get(path).text


def test_a_half_written_assessment_is_kept_for_its_writer_alone_and_gone_when_it_is_saved(
    staged: Staged, lead: Visitor, path: str
) -> None:
    half = {f"answer_{KEYS[0]}": "yes", "reason": "half a rea"}
    assert lead.submit(f"{path}/risk/keep", half).status_code == 303
    page = lead.get(f"{path}/risk/new").text
    assert "This is half written" in page
    assert "half a rea" in page
    assert "half a rea" not in staged.visitor("lead_manager").get(f"{path}/risk/new").text
    assert "Not assessed yet." in lead.get(path).text
    assess(lead, path, yes(1))
    assert "This is half written" not in lead.get(f"{path}/risk/new").text


@pytest.mark.parametrize(
    ("age", "rule", "told"),
    [
        (12, "RISK-40", "under 13: there is no checklist"),
        (15, "RISK-41", "there is no adult MARAC"),
        (17, "RISK-42", "children’s social care is told as well"),
    ],
)
def test_risk_40_risk_41_risk_42_the_age_changes_the_form(lead: Visitor, age: int, rule: str, told: str) -> None:
    person = Lead(lead).added(birth_date_year=str(2026 - age), birth_date_month="1", birth_date_day="2")
    page = words(lead.get(f"/people/{person}/risk/new"))
    assert told in page, rule
    assert ("Save assessment" in page) is (age >= 13)
    answer = lead.submit(f"/people/{person}/risk/new", yes(20))
    assert answer.status_code == (422 if age < 13 else 303)
    if age >= 13:
        saved = words(lead.get(f"/people/{person}/risk"))
        assert ("No MARAC referral" in saved) is (age < 16)
        assert "children's social care" in saved


def test_risk_33_and_risk_34_what_is_offered_below_high_and_a_child_is_a_referral_of_its_own(
    lead: Visitor, path: str
) -> None:
    assess(lead, path, yes(2))
    page = words(lead.get(f"{path}/risk"))
    assert "Offer services and something safe to take away" in page
    assert "Concern for a child is always a referral of its own" in page


def test_risk_44_a_harmer_under_sixteen_is_child_protection(lead: Visitor, path: str) -> None:
    assess(lead, path, yes(20, perpetrator_age="15"))
    assert "The harmer is under 16: no MARAC" in words(lead.get(f"{path}/risk"))


def test_risk_13_risk_10_the_bands_through_the_screen(lead: Visitor, path: str, clock: Clock) -> None:
    for many, label in ((9, "Standard risk"), (13, "Medium risk"), (14, "High risk")):
        clock.advance(seconds=5)
        assess(lead, path, yes(many))
        assert re.search(rf"{label} ?</strong> {many} of 24 yes", words(lead.get(path)))


def test_risk_20_risk_21_one_criterion_is_enough_and_is_named(lead: Visitor, path: str) -> None:
    assess(lead, path, yes(1, judgement="high", reason=WHY, police_incidents="3"))
    page = words(lead.get(f"{path}/risk"))
    assert "Refer to MARAC: meets professional judgement and potential escalation" in page
