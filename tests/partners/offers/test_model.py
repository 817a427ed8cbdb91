"""The words of an offer: who is responsible, what is due, why it was shared."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from lvws_core.consent.sharing import SharingPath
from lvws_core.ids import OfferId, Reference, RequestId
from lvws_core.policy import Policy
from lvws_core.referrals import ClockKind, Custody, Offer, OfferStatus, Side, next_due
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from partners.offers.model import custody_words, due_of, due_sentence, exactly, sharing_words, side_of, team_words
from tests.builders import LEAD, NOW, SHELTER
from tests.partners.offers.scene import HOUSING

NAMES = {"lead": "Victim Support, Triage Croydon", "partner": "Galop", "now": NOW}


def an_offer(status: OfferStatus = OfferStatus.SENT, **changes: Any) -> Offer:
    values: dict[str, Any] = {
        "id": OfferId(UUID(int=1)),
        "request_id": RequestId(UUID(int=2)),
        "service_id": HOUSING,
        "organisation_id": SHELTER,
        "lead_organisation_id": LEAD,
        "risk": Band.HIGH,
        "created_at": NOW,
        "sent_at": NOW,
        "status": status,
    }
    return Offer(**{**values, **changes})


def test_custody_stays_with_the_lead_until_first_contact_and_both_read_it() -> None:
    offer = an_offer(OfferStatus.ACCEPTED)
    assert custody_words(offer, Side.PARTNER, **NAMES) == (
        "Victim Support, Triage Croydon – until you record first contact."
    )
    assert custody_words(offer, Side.LEAD, **NAMES) == (
        "Victim Support, Triage Croydon – until Galop records first contact."
    )


@pytest.mark.parametrize("side", [Side.LEAD, Side.PARTNER])
def test_after_first_contact_custody_is_the_partners_on_both_sides(side: Side) -> None:
    offer = an_offer(OfferStatus.ACTIVE, custody=Custody.PARTNER, contacted_at=NOW)
    assert custody_words(offer, side, **NAMES) == "Galop, since first contact today 10:00."
    earlier = an_offer(OfferStatus.ACTIVE, custody=Custody.PARTNER, contacted_at=NOW - timedelta(days=3))
    assert custody_words(earlier, side, **NAMES) == "Galop, since first contact on Friday 20 November, 10:00."


@pytest.mark.parametrize("status", [OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.COMPLETED])
def test_when_it_is_over_the_lead_is_responsible(status: OfferStatus) -> None:
    assert custody_words(an_offer(status), Side.PARTNER, **NAMES) == "Victim Support, Triage Croydon."


def test_a_team_is_named_with_its_organisation_once() -> None:
    assert team_words("Victim Support", "Triage, Croydon") == "Victim Support, Triage Croydon"
    assert team_words("Victim Support", "Victim Support") == team_words("Victim Support", "") == "Victim Support"


def test_what_is_due_reads_differently_on_each_side_and_when_late() -> None:
    clock = next_due(an_offer(OfferStatus.ACKNOWLEDGED), england_and_wales())
    assert clock is not None
    assert due_sentence(clock, Side.PARTNER, NOW) == ("Answer due", "tomorrow 10:00", "then it returns to the lead")
    assert due_sentence(clock, Side.LEAD, NOW)[2] == "then it comes back to you"
    late = due_sentence(clock, Side.PARTNER, clock.due_at)
    assert late == ("Answer was due", "today 10:00", "it can return to the lead at any moment")


def test_the_key_of_the_order_is_unlike_any_other() -> None:
    due = due_of(an_offer(OfferStatus.ACKNOWLEDGED), Reference("7QK2-M9"), england_and_wales(), Policy())
    assert (due.kind, due.at) == (ClockKind.DECIDE, NOW + timedelta(days=1))
    assert due.sort_key.endswith(" 7QK2-M9")


def test_nothing_due_sorts_last() -> None:
    due = due_of(an_offer(OfferStatus.DECLINED), Reference("7QK2-M9"), england_and_wales(), Policy())
    assert (due.kind, due.at) == (None, None)
    assert due.sort_key > due_of(an_offer(), Reference("ZZZZ-ZZ"), england_and_wales(), Policy()).sort_key


@pytest.mark.parametrize("path", [path for path in SharingPath if path != SharingPath.NONE])
def test_top_08_every_path_of_sharing_has_its_words(path: SharingPath) -> None:
    assert sharing_words(path, an_offer(), NOW) != sharing_words(SharingPath.NONE, an_offer(), NOW)
    until = an_offer(visible_until=NOW + timedelta(days=1))
    assert sharing_words(path, until, NOW).endswith(", until tomorrow 10:00")


def test_sides_and_dates() -> None:
    assert side_of(an_offer(), SHELTER) == Side.PARTNER
    assert side_of(an_offer(), LEAD) == Side.LEAD
    assert exactly(NOW) == "Monday 23 November, 10:00"
