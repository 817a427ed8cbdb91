"""The form of a contact: few required fields, each bad input with its own message and code."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colocations.contacts.choices.model import (
    ABOUT_SOMEBODY,
    OUTCOMES,
    PURPOSES,
    About,
    ContactKind,
    Manner,
    Outcome,
    Purpose,
    StaffRole,
)
from colocations.contacts.forms import parse_contact
from colocations.contacts.model import AHEAD, BACK, Logged, against_place
from colocations.placements.model import Placement
from colocations.sites.forms import Typed
from lvws_core.forms import Many
from lvws_core.times import local
from tests.builders import CONSORTIUM, NOW
from tests.colocations.builders import BEGUN, TODAY, a_site
from tests.colocations.contacts.builders import COMMON

SITE = a_site(departments=("A&E", "Maternity"))
PLACED = Placement(
    id=UUID(int=1), site_id=SITE.id, worker_id=CONSORTIUM["idva"].id, starts_on=BEGUN, ends_on=date(2026, 11, 30)
)


def read(**changes: Many) -> Logged:
    found = parse_contact(Typed(values={**COMMON, **changes}), NOW)
    assert isinstance(found, Logged), found
    return found


def codes(**changes: Many) -> dict[str, str]:
    found = parse_contact(Typed(values={**COMMON, **changes}), NOW)
    assert not isinstance(found, Logged)
    assert all(fault.text and not fault.text.endswith(".") for fault in found)
    return {fault.field: fault.code for fault in found}


def test_a_common_contact_needs_five_choices_and_is_now_and_of_a_new_person() -> None:
    found = read()
    assert (found.kind, found.manner, found.minutes) == (ContactKind.CLIENT, Manner.BEDSIDE, 15)
    assert (found.purpose, found.outcome, found.at) == (Purpose.SUPPORT, Outcome.SUPPORTED, NOW)
    assert found.is_now
    assert found.about is About.NEW_PERSON


@pytest.mark.parametrize("kind", ContactKind)
def test_each_kind_asks_only_for_a_length_and_a_purpose_and_of_talks_an_outcome(kind: ContactKind) -> None:
    purpose = PURPOSES[kind][0]
    outcome = OUTCOMES[kind][0].value if kind in ABOUT_SOMEBODY else ""
    found = parse_contact(
        Typed(values={"kind": kind.value, "site": "4444-44", "minutes": "5", "purpose": purpose, "outcome": outcome}),
        NOW,
    )
    assert isinstance(found, Logged)
    assert (found.about is None) == (kind not in ABOUT_SOMEBODY)
    assert codes(kind=kind.value, minutes="", purpose_client="", outcome_client="").keys() >= {"minutes", "purpose"}


def test_fields_of_another_kind_on_the_same_page_are_not_read() -> None:
    found = read(kind="training", purpose_training="dash", audience_midwife="12", professional="Somebody")
    assert (found.purpose, found.audience) == (Purpose.DASH, {StaffRole.MIDWIFE: 12})
    assert (found.manner, found.safe, found.words.professional) == (None, None, "")


@pytest.mark.parametrize("minutes", ["900", "0", "601", "-5", "ten", "5.5", "٥", "99999999999"])
def test_a_length_of_900_minutes_is_refused_and_so_is_what_is_no_length(minutes: str) -> None:
    assert codes(minutes="other", minutes_other=minutes) == {"minutes": "out_of_range"}
    (fault,) = parse_contact(Typed(values={**COMMON, "minutes": minutes}), NOW)  # type: ignore[misc]
    assert "1 to 600 minutes" in fault.text


def test_other_without_a_number_asks_for_the_number() -> None:
    assert codes(minutes="other") == {"minutes": "required"}
    assert read(minutes="other", minutes_other="75").minutes == 75


@given(st.timedeltas(min_value=-timedelta(days=800), max_value=timedelta(days=60)))
def test_a_contact_is_taken_exactly_from_a_year_ago_to_five_minutes_ahead(ago: timedelta) -> None:
    at = (NOW + ago).replace(second=0, microsecond=0)
    here = at.astimezone(UTC)
    found = parse_contact(Typed(values={**COMMON, **said(here)}), NOW)
    if NOW - BACK <= here <= NOW + AHEAD:
        assert isinstance(found, Logged)
    else:
        assert not isinstance(found, Logged)
        assert {fault.code for fault in found} <= {"in_future", "too_long_ago"}


def said(at: datetime) -> dict[str, Many]:
    here = local(at)
    return {"on_day": str(here.day), "on_month": str(here.month), "on_year": str(here.year), "time": f"{here:%H:%M}"}


def test_every_fault_is_told_at_once_and_nothing_else() -> None:
    assert codes(minutes="", purpose_client="", outcome_client="", time="25:00", note="x" * 501) == {
        "minutes": "required",
        "purpose": "required",
        "outcome": "required",
        "time": "not_a_time",
        "note": "too_long",
    }


def test_save_and_refer_says_what_came_of_it() -> None:
    assert read(outcome_client="", then="refer").outcome is Outcome.AGREED_REFERRAL
    assert codes(outcome_client="", then="save") == {"outcome": "required"}


def test_a_reference_is_asked_where_it_is_chosen_and_read_in_any_case() -> None:
    assert codes(about="reference", person="") == {"person": "required"}
    assert codes(about="reference", person="nobody") == {"person": "not_a_reference"}
    assert read(about="reference", person=" 7qk2m9 ").person == "7QK2-M9"
    assert read(person="7QK2-M9").about is About.REFERENCE
    assert codes(about="new_person", person="7QK2-M9") == {"person": "not_both"}
    assert codes(about="professional_only") == {"about": "not_of_this_kind"}


def test_a_purpose_of_another_kind_is_refused() -> None:
    assert codes(purpose_client="dash") == {"purpose": "not_of_this_kind"}
    assert codes(purpose_client="zzz") == {"purpose": "unknown_choice"}


def test_a_site_or_a_day_without_a_placement_and_an_unknown_department_are_refused() -> None:
    assert against_place(SITE, (PLACED,), "A&E", NOW) == ()
    for site, day in ((None, NOW), (a_site(id=UUID(int=9)), NOW), (SITE, NOW + timedelta(days=30))):
        (fault,) = against_place(site, (PLACED,), "A&E", day)
        assert fault.code == "not_placed"
    (fault,) = against_place(SITE, (PLACED,), "Ward 9", NOW)
    assert fault.code == "unknown_department"
    assert NOW.date() == TODAY


def test_the_same_entry_has_the_same_content_whenever_it_is_read() -> None:
    first = parse_contact(Typed(values=COMMON), NOW)
    again = parse_contact(Typed(values=COMMON), NOW + timedelta(hours=3))
    assert isinstance(first, Logged)
    assert isinstance(again, Logged)
    assert first.at != again.at
    assert first.content == again.content
    assert first.content != read(note="More").content
    assert first.content != read(time="09:00").content


@given(st.dictionaries(st.sampled_from(["kind", "site", "minutes", "time", "person", "on_day", "note"]), st.text()))
def test_whatever_is_typed_is_read_or_refused_in_words(values: dict[str, Many]) -> None:
    found = parse_contact(Typed(values={**COMMON, **values}), NOW)
    assert isinstance(found, Logged) or all(fault.code and fault.text for fault in found)
