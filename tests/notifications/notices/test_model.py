"""Who is told of what: the other side, whoever sent the offer, and the roles that a clock names."""

from datetime import timedelta
from typing import Any

import pytest

from lvws_core.actors import Role
from lvws_core.events import Event, OfferMoved, OfferNoted, OfferReassessed
from lvws_core.ids import UserId
from lvws_core.referrals import Move, Note
from notifications.notices.model import Audience, Notice, NoticeKind, Told, audiences, told_of, unseen
from notifications.notices.pages import sentence
from notifications.notices.sites.model import told_of_site
from tests.builders import CONSORTIUM, LEAD, NOW, SHELTER

SENDER: UserId = CONSORTIUM["caseworker"].id
TO_PARTNER = {Move.SEND, Move.ANSWER, Move.WITHDRAW}
TO_NOBODY = {Move.ACKNOWLEDGE, Move.FINISH, Move.MARK_ERROR}


def moved(action: Move) -> Event:
    return OfferMoved(
        at=NOW,
        actor_id=SENDER,
        subject_id=SENDER,
        organisation_ids=(LEAD, SHELTER),
        detail={"move": action.value},
    )


def by_clock(kind: str, **detail: Any) -> Event:
    told = {"clock": "first_contact", "due_at": (NOW + timedelta(days=1)).isoformat(), **detail}
    return Event(kind=kind, at=NOW, actor_id=None, subject_id=SENDER, organisation_ids=(LEAD, SHELTER), detail=told)


def whom(found: tuple[Told, ...]) -> list[tuple[object, Audience, UserId | None]]:
    return [(told.organisation_id, told.audience, told.user_id) for told in found]


@pytest.mark.parametrize("action", sorted(set(Move) - TO_NOBODY - {Move.EXPIRE}))
def test_what_one_side_does_is_told_to_the_other_and_to_whoever_sent_it(action: Move) -> None:
    expected = (SHELTER, Audience.TEAM, None) if action in TO_PARTNER else (LEAD, Audience.TEAM, SENDER)
    assert whom(told_of(moved(action), SENDER)) == [expected]


@pytest.mark.parametrize("action", sorted(TO_NOBODY))
def test_what_changes_nothing_for_the_other_side_is_told_to_nobody(action: Move) -> None:
    assert told_of(moved(action), SENDER) == ()


def test_what_a_sender_would_hear_goes_to_the_team_once_that_account_is_closed() -> None:
    assert whom(told_of(moved(Move.DECLINE), None)) == [(LEAD, Audience.TEAM, None)]


def test_risk_15_a_partner_is_told_that_the_risk_has_changed() -> None:
    event = OfferReassessed(
        at=NOW, actor_id=SENDER, subject_id=SENDER, organisation_ids=(LEAD, SHELTER), detail={"risk": "high"}
    )
    found = told_of(event, SENDER)
    assert whom(found) == [(SHELTER, Audience.TEAM, None)]
    assert found[0].kind == NoticeKind.RISK_CHANGED


def test_silence_is_told_to_the_sender_the_managers_and_the_partner() -> None:
    found = told_of(moved(Move.EXPIRE), SENDER)
    assert whom(found) == [
        (LEAD, Audience.TEAM, SENDER),
        (LEAD, Audience.MANAGERS, None),
        (SHELTER, Audience.TEAM, None),
    ]
    assert [told.kind for told in found] == [NoticeKind.RETURNED, NoticeKind.RETURNED, NoticeKind.WENT_BACK]


@pytest.mark.parametrize(("side", "expected"), [("partner", (SHELTER, None)), ("lead", (LEAD, SENDER))])
def test_a_reminder_goes_to_the_team_that_is_waited_for(side: str, expected: tuple[object, UserId | None]) -> None:
    (told,) = told_of(by_clock("offer.reminded", side=side, roles=[]), SENDER)
    assert (told.organisation_id, told.user_id) == expected
    assert (told.audience, told.kind, told.due_at) == (Audience.TEAM, NoticeKind.REMINDER, NOW + timedelta(days=1))


def test_past_them_goes_to_the_roles_that_the_clock_names() -> None:
    roles = [Role.LEAD_MANAGER, Role.PARTNER_MANAGER, Role.LEAD_CASEWORKER, Role.INFORMATION_GOVERNANCE]
    assert whom(told_of(by_clock("offer.escalated", side=None, roles=roles), SENDER)) == [
        (LEAD, Audience.MANAGERS, None),
        (SHELTER, Audience.MANAGERS, None),
        (LEAD, Audience.TEAM, SENDER),
        (LEAD, Audience.INFORMATION_GOVERNANCE, None),
    ]


def test_an_event_of_one_organisation_alone_is_told_to_nobody() -> None:
    alone = OfferNoted(at=NOW, actor_id=SENDER, subject_id=SENDER, organisation_ids=(LEAD,), detail={"note": "update"})
    assert told_of(alone) == ()
    both = OfferNoted(
        at=NOW,
        actor_id=SENDER,
        subject_id=SENDER,
        organisation_ids=(LEAD, SHELTER),
        detail={"note": Note.STOP_CONFIRMED.value},
    )
    assert whom(told_of(both)) == [(LEAD, Audience.TEAM, None)]


def test_managers_hear_the_team_too_and_who_has_no_part_hears_nothing() -> None:
    heard = {key: audiences(colleague.actor) for key, colleague in CONSORTIUM.items()}
    assert heard["shelter_worker"] == heard["caseworker"] == heard["idva"] == {Audience.TEAM}
    assert heard["shelter_manager"] == heard["lead_manager"] == {Audience.TEAM, Audience.MANAGERS}
    assert heard["governance"] == {Audience.INFORMATION_GOVERNANCE}
    assert heard["coordinator"] == {Audience.COORDINATORS}
    assert heard["analyst"] == heard["sponsor"] == heard["administrator"] == frozenset()


def of_a_site(kind: str, **detail: Any) -> list[tuple[Any, ...]]:
    until = {"until": NOW.isoformat(), "lapsed": False}
    event = Event(
        kind=kind, at=NOW, actor_id=None, subject_id=SENDER, organisation_ids=(LEAD,), detail={**until, **detail}
    )
    return [(told.audience, told.kind, told.user_id) for told in told_of_site(event)]


def test_colo_03_what_runs_out_is_told_to_the_worker_alone_and_to_the_coordinators() -> None:
    found = of_a_site("clearance.nears_end", worker_id=str(SENDER))
    assert found == [
        (Audience.TEAM, NoticeKind.OWN_CLEARANCE, SENDER),
        (Audience.COORDINATORS, NoticeKind.CLEARANCE, None),
    ]
    lapsed = of_a_site("clearance.nears_end", worker_id=str(SENDER), lapsed=True)
    assert [kind for _, kind, _ in lapsed] == [NoticeKind.OWN_LAPSED, NoticeKind.LAPSED]
    assert of_a_site("gate.nears_end") == [(Audience.COORDINATORS, NoticeKind.GATE, None)]
    assert of_a_site("site_issue.went_up") == [(Audience.MANAGERS, NoticeKind.SITE_ISSUE, None)]


def a_notice(**changes: Any) -> Notice:
    values: dict[str, Any] = {"id": SENDER, "kind": NoticeKind.ACCEPTED, "reference": "7QK2-M9", "at": NOW}
    return Notice(**{**values, **changes})


def test_a_notice_is_new_until_its_reader_has_seen_it() -> None:
    assert unseen([a_notice()], None) == unseen([a_notice()], NOW - timedelta(seconds=1)) == {SENDER}
    assert unseen([a_notice()], NOW) == frozenset()


def test_a_notice_is_a_neutral_sentence() -> None:
    late = {"clock": "decide", "due_at": NOW - timedelta(hours=1), "kind": NoticeKind.ESCALATION}
    soon = {"clock": "first_contact", "due_at": NOW + timedelta(hours=1), "kind": NoticeKind.REMINDER}
    assert sentence(a_notice(), NOW) == "Accepted"
    assert sentence(a_notice(**late), NOW) == "Not done in time: an answer was due today 09:00"
    assert sentence(a_notice(**soon), NOW) == "Reminder: first contact due today 11:00"
    due = {"kind": NoticeKind.REVIEWS_DUE, "reference": ""}
    assert sentence(a_notice(**due, many=1), NOW) == "1 review is due: see My day"
    assert sentence(a_notice(**due, many=3), NOW) == "3 reviews are due: see My day"
    ends = {"kind": NoticeKind.CONSENT_ENDS, "due_at": NOW + timedelta(hours=1)}
    assert sentence(a_notice(**ends), NOW) == "Ask whether a consent still stands that ends soon: today 11:00"
