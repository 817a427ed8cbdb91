"""The clocks of an offer, called as design 5.4 writes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lvws_core.actors import Role
from lvws_core.policy import Policy
from lvws_core.referrals import Detail, Move, Offer, OfferStatus, move
from lvws_core.referrals.clocks import Clock, ClockKind, clocks, expires_at
from lvws_core.risk.dash import Band
from lvws_core.times import england_and_wales
from tests.lvws_core.contract.outside import IDS, NOW, an_actor, an_offer

CALENDAR = england_and_wales()
HOUR = timedelta(hours=1)
BOB, ALICE = an_actor(Role.PARTNER_WORKER, "partner-1"), an_actor(Role.LEAD_CASEWORKER, "lead-1")


def november(day: int, hour: int = 17) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def running(offer: Offer, **more: Any) -> dict[str, Clock]:
    return {clock.kind.value: clock for clock in clocks(offer, CALENDAR, **more)}


def asked_and_answered(offer: Offer, asked: datetime, answered: datetime) -> Offer:
    waiting, _ = move(offer, Move.ASK, BOB, asked, offer.version, Detail(note="Which borough?"))
    return move(waiting, Move.ANSWER, ALICE, answered, waiting.version, Detail(note="Hackney"))[0]


def test_a_clock_is_built_from_the_fields_of_the_page() -> None:
    clock = Clock(
        kind=ClockKind.DECIDE, starts_at=NOW, due_at=NOW + HOUR, remind_at=(), paused=False, escalate_to=(Role.IDVA,)
    )
    assert (clock.kind, clock.due_at) == ("decide", NOW + HOUR)


@pytest.mark.parametrize(
    ("status", "kind", "high", "medium", "standard"),
    [
        ("sent", "acknowledge", NOW + 2 * HOUR, november(17), november(17)),
        ("sent", "decide", NOW + 24 * HOUR, november(18), november(19)),
        ("acknowledged", "decide", NOW + 24 * HOUR, november(18), november(19)),
        ("info_needed", "answer", NOW + 4 * HOUR, november(17), november(18)),
        ("accepted", "first_contact", NOW + 24 * HOUR, november(19), november(23)),
        ("active", "update", NOW + timedelta(days=7), NOW + timedelta(days=28), NOW + timedelta(days=28)),
        ("outcome_due", "outcome", november(23), november(30), november(30)),
        ("completed", "loop", november(18), november(23), november(23)),
        ("withdrawn", "stop", NOW + 4 * HOUR, november(17), november(17)),
    ],
)
def test_a_clock_runs_as_long_as_lifecycle_5_says(
    status: str, kind: str, high: datetime, medium: datetime, standard: datetime
) -> None:
    for risk, due in ((Band.HIGH, high), (Band.MEDIUM, medium), (Band.STANDARD, standard)):
        clock = running(an_offer(OfferStatus(status), risk=risk))[kind]
        assert (clock.starts_at, clock.due_at, clock.due_at.utcoffset()) == (NOW, due, timedelta())
        assert isinstance(clock.remind_at, tuple)
        assert clock.escalate_to


@pytest.mark.parametrize(("risk", "days"), [(Band.MEDIUM, 7), (Band.STANDARD, 14)])
def test_a_waiting_list_is_reviewed(risk: Band, days: int) -> None:
    clock = running(an_offer(OfferStatus.WAITLISTED, risk=risk))["waiting_review"]
    assert clock.due_at == NOW + timedelta(days=days)


def test_clocks_are_a_tuple_the_earliest_first_and_none_runs_on_a_draft() -> None:
    found = clocks(an_offer(OfferStatus.SENT), CALENDAR)
    assert isinstance(found, tuple)
    assert [clock.kind.value for clock in found] == ["acknowledge", "decide"]
    assert clocks(offer=an_offer(), calendar=CALENDAR) == ()


def test_reminders_are_fractions_of_elapsed_time() -> None:
    decide = running(an_offer(OfferStatus.SENT, risk=Band.HIGH))["decide"]
    assert decide.remind_at == (NOW + 12 * HOUR, NOW + timedelta(hours=19, minutes=12))


def test_only_decide_expires_and_from_info_needed_only_at_the_outer_limit() -> None:
    assert expires_at(an_offer(OfferStatus.SENT), CALENDAR) == november(18)
    assert expires_at(an_offer(OfferStatus.INFO_NEEDED), CALENDAR) == november(30)
    assert expires_at(an_offer(OfferStatus.INFO_NEEDED, risk=Band.HIGH), CALENDAR) == november(30)
    shorter = Policy.from_toml("info_needed_limit = { working_days = 5 }")
    assert expires_at(an_offer(OfferStatus.INFO_NEEDED), CALENDAR, shorter) == november(23)
    others = set(OfferStatus) - {OfferStatus.SENT, OfferStatus.ACKNOWLEDGED, OfferStatus.INFO_NEEDED}
    assert all(expires_at(an_offer(status), CALENDAR) is None for status in others)


def test_decide_is_paused_while_a_question_waits() -> None:
    waiting, _ = move(an_offer(OfferStatus.SENT), Move.ASK, BOB, NOW + HOUR, 1, Detail(note="Which borough?"))
    assert running(waiting)["decide"].paused is True
    assert running(waiting)["answer"].paused is False
    assert running(an_offer(OfferStatus.SENT))["decide"].paused is False


def test_a_pause_moves_a_real_hour_due_by_its_length() -> None:
    offer = an_offer(OfferStatus.SENT, risk=Band.HIGH)
    answered = asked_and_answered(offer, NOW + HOUR, NOW + 31 * HOUR)
    assert running(answered)["decide"].due_at == NOW + 54 * HOUR


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        (november(16, 11), november(16, 16), november(18)),
        (november(16, 11), november(17, 9), november(19)),
        (november(17, 11), november(23, 9), november(24)),
        (november(20, 11), november(22, 9), november(18)),
    ],
)
def test_a_pause_moves_a_working_day_due_by_the_working_days_between(
    asked: datetime, answered: datetime, due: datetime
) -> None:
    assert running(asked_and_answered(an_offer(OfferStatus.SENT), asked, answered))["decide"].due_at == due


def test_the_close_of_day_and_the_lengths_are_policy() -> None:
    early = Policy.from_toml(
        "close_of_day = 12:00:00\n[acknowledge]\nhigh = {hours = 1}\nmedium = {working_days = 3}\n"
        "standard = {working_days = 4}\n"
    )
    assert running(an_offer(OfferStatus.SENT), policy=early)["acknowledge"].due_at == november(19, 12)


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
def test_clocks_care_for_no_ids(ids: Any) -> None:
    assert clocks(an_offer(OfferStatus.SENT, ids), CALENDAR) == clocks(an_offer(OfferStatus.SENT), CALENDAR)
