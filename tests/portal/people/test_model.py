from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.consent import Consent, ConsentStatus
from lvws_core.consent.contact import Channel, Safety
from lvws_core.errors import Invalid
from lvws_core.ids import ConsentId, PersonId
from lvws_core.policy import Policy
from portal.people.consent.model import Said, consent_from, set_aside
from portal.people.model import Identity, Sought, age_in_words, age_on, changed_fields
from tests.builders import NOW
from tests.portal.people.builders import a_contact, a_yes, an_identity


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1991, 3, 14), date(2026, 3, 13), 34),
        (date(1991, 3, 14), date(2026, 3, 14), 35),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_the_age_is_in_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(Invalid, match="birth_date"):
        age_on(date(2026, 1, 2), date(2026, 1, 1))


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 40_000))
def test_the_age_never_falls(born: date, days: int) -> None:
    later = date.fromordinal(min(born.toordinal() + days, date.max.toordinal() - 1))
    assert age_on(born, later) <= age_on(born, date.fromordinal(later.toordinal() + 1))


def test_a_person_without_a_name_cannot_be() -> None:
    with pytest.raises(Invalid, match="name"):
        Identity(name="  ")


@pytest.mark.parametrize("half", [{"name": "Selam"}, {"birth_date": date(1991, 3, 14)}, {}])
def test_half_a_search_cannot_be(half: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Sought(**half)  # type: ignore[arg-type]


def test_changed_fields_are_named_and_hold_no_value() -> None:
    assert changed_fields(an_identity(), an_identity(name="Other", phone="")) == ("name", "phone")


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "1 day ago"), (12, "12 days ago")])
def test_risk_35_an_age_is_said_in_days(days: int, words: str) -> None:
    assert age_in_words(days) == words


def test_the_sentences_hold_neither_number_nor_word() -> None:
    told = " ".join(a_contact(note="Sister is safe to talk to.").sentences())
    assert "07700" not in told
    assert "marigold" not in told
    assert told.endswith("Sister is safe to talk to.")


def test_a_plan_and_its_word_must_agree() -> None:
    with pytest.raises(Invalid, match="code_word"):
        replace(a_contact(), code_word="")


def test_top_10_a_sensitive_plan_is_the_same_plan() -> None:
    contact = a_contact()
    calm = replace(contact, plan=replace(contact.plan, sensitive=False))
    assert calm.as_sensitive() == contact
    assert contact.safe == (Channel.MOBILE_CALL,)
    assert contact.plan.safety_of(Channel.EMAIL) is Safety.UNKNOWN


def test_a_yes_to_nothing_cannot_be() -> None:
    with pytest.raises(Invalid, match="categories"):
        a_yes(categories=frozenset())


def test_a_consent_counts_through_its_last_london_day() -> None:
    consent = a_consent(a_yes(until=date(2027, 5, 20)))
    assert consent.is_live(datetime(2027, 5, 20, 22, 59, tzinfo=UTC))
    assert not consent.is_live(datetime(2027, 5, 20, 23, 0, tzinfo=UTC))


def test_a_consent_without_a_day_counts_for_twelve_months() -> None:
    assert a_consent(a_yes()).ends_at() == datetime(2027, 11, 23, 10, 0, tzinfo=UTC)


def test_cons_21_a_no_is_a_consent_that_allows_nothing() -> None:
    refused = a_consent(a_yes(agreed=False, categories=frozenset()))
    assert refused.status is ConsentStatus.DECLINED
    assert not refused.is_live(NOW)


@pytest.mark.parametrize(
    ("agreed", "at", "status"),
    [
        (True, NOW, ConsentStatus.SUPERSEDED),
        (False, NOW, ConsentStatus.WITHDRAWN),
        (True, NOW + timedelta(days=400), ConsentStatus.EXPIRED),
    ],
)
def test_what_stood_before_is_set_aside(agreed: bool, at: datetime, status: ConsentStatus) -> None:
    assert set_aside(a_consent(a_yes()), a_yes(agreed=agreed), at, Policy()).status is status


def a_consent(said: Said) -> Consent:
    return consent_from(
        said, consent_id=ConsentId(UUID(int=1)), person_id=PersonId(UUID(int=2)), at=NOW, policy=Policy()
    )
