from lvws_core.consent import DataCategory
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.referrals.obstacles.pages import Places, if_no, obstacles, withheld

PLACES = Places(
    person=Reference("7QK2-M9"), request=Reference("4HD8-T2"), consent="/people/7QK2-M9/consent", organisation="Galop"
)
REFUSED = because("sharing_refused", "TOP-06", "There is no basis for sharing this with this partner.")
NOT_ASKED = because("no_consent", "CONS-22", "The person has not been asked about this, for this organisation.")
ANOTHER_WAY = because("offer_another_way", "CONS-06", "Offer signposting or self-referral.")


def test_top_06_a_missing_consent_is_said_once_with_the_page_that_records_it() -> None:
    (found,) = obstacles((REFUSED, NOT_ASKED, ANOTHER_WAY), PLACES)
    assert (found.text, found.step, found.href) == (NOT_ASKED.text, "Record consent for Galop", PLACES.consent)


def test_top_06_a_refusal_without_a_reason_is_still_said() -> None:
    (found,) = obstacles((REFUSED,), PLACES)
    assert found.text == REFUSED.text


def test_cons_06_what_can_be_done_after_a_no_stands_apart() -> None:
    assert if_no((NOT_ASKED, ANOTHER_WAY)) == "If the person says no: offer signposting or self-referral."
    assert if_no((NOT_ASKED,)) == ""


def test_each_obstacle_that_a_page_removes_leads_there() -> None:
    codes = {
        "risk_stale": "/people/7QK2-M9/risk/new",
        "safe_contact_missing": "/people/7QK2-M9/contact-plan",
        "safety_plan_missing": "/refer/7QK2-M9/4HD8-T2?open=need#safety_plan",
        "marac_decision_missing": "/refer/7QK2-M9/4HD8-T2?open=need#marac",
        "duplicate_live_offer": "/sent",
        "nothing_asked": "/refer/7QK2-M9/4HD8-T2?open=share#part-share",
        "capacity_closed": "/refer/7QK2-M9/4HD8-T2?open=service#part-service",
    }
    found = obstacles([because(code, "R", f"{code}.") for code in codes], PLACES)
    assert [each.href for each in found] == list(codes.values())


def test_route_08_where_no_page_helps_the_words_still_say_what_to_do() -> None:
    (found,) = obstacles((because("conflict", "ROUTE-08", "The conflict check found something."),), PLACES)
    assert (found.step, found.href) == ("Ask your manager", "")


def test_cons_22_what_will_not_leave_is_named_together_for_one_reason() -> None:
    (found,) = withheld({DataCategory.LOCATION_BOROUGH: NOT_ASKED, DataCategory.IDENTITY: NOT_ASKED}, PLACES)
    assert found.names == f"{DataCategory.IDENTITY.label}; {DataCategory.LOCATION_BOROUGH.label}"
