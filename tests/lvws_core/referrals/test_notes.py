from datetime import timedelta
from itertools import product

import pytest

from lvws_core.actors import Actor
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.referrals import LIVE, Note, OfferStatus, allowed_notes, annotate
from tests.lvws_core.builders.referrals import (
    ALICE,
    ALICES_MANAGER,
    BOB,
    BOBS_COLLEAGUE,
    BOBS_MANAGER,
    CHARLIE,
    CLOCK,
    INTAKE,
    MONDAY,
    an_inward_offer,
    an_offer,
)

S = OfferStatus
PLACES = {
    Note.ATTEMPT: (BOB, {S.WAITLISTED, S.ACCEPTED, S.ACTIVE, S.PAUSED}),
    Note.UPDATE: (BOB, {S.ACTIVE, S.PAUSED}),
    Note.ASSIGNED: (BOB, LIVE),
    Note.STOP_CONFIRMED: (BOB, {S.WITHDRAWN}),
    Note.OUTCOME_ACKNOWLEDGED: (ALICE, {S.COMPLETED}),
    Note.STILL_NEEDED: (ALICE, {S.WAITLISTED}),
    Note.STILL_POSSIBLE: (BOB, {S.EXPIRED}),
    Note.REVIEW_ASKED: (BOB, {S.WAITLISTED}),
    Note.MESSAGE: (BOB, LIVE),
    Note.DELIVERED: (ALICE, set()),
}
EITHER = {Note.MESSAGE: {ALICE, BOB}}


@pytest.mark.parametrize("status", OfferStatus)
def test_each_note_has_its_states_and_its_side(status: OfferStatus) -> None:
    for note, actor in product(Note, (ALICE, BOB, CHARLIE, CLOCK)):
        whose, where = PLACES[note]
        allowed = note in allowed_notes(an_offer(status), actor)
        assert allowed == (actor in EITHER.get(note, {whose}) and status in where)


@pytest.mark.parametrize("note", Note)
@pytest.mark.parametrize("status", OfferStatus)
def test_a_note_that_is_offered_is_accepted_and_leaves_the_state_as_it_is(status: OfferStatus, note: Note) -> None:
    offer, actor = an_offer(status), PLACES[note][0]
    if note in allowed_notes(offer, actor):
        noted, event = annotate(offer, note, actor, MONDAY, 1)
        version = 1 if note == Note.MESSAGE else 2
        assert (noted.status, noted.version, event.kind, event.new) == (status, version, "offer.noted", status)
    else:
        with pytest.raises(Conflict):
            annotate(offer, note, actor, MONDAY, 1)


def test_a_stranger_notes_nothing_and_learns_no_state() -> None:
    with pytest.raises(NotAllowed) as refused:
        annotate(an_offer(S.COMPLETED), Note.ATTEMPT, CHARLIE, MONDAY, 7)
    assert [reason.code for reason in refused.value.reasons] == ["not_your_note"]


@pytest.mark.parametrize(
    ("note", "status", "actor"),
    [(Note.STOP_CONFIRMED, S.WITHDRAWN, BOB), (Note.OUTCOME_ACKNOWLEDGED, S.COMPLETED, ALICE)],
)
def test_what_is_confirmed_once_is_not_confirmed_again(note: Note, status: OfferStatus, actor: Actor) -> None:
    once, _ = annotate(an_offer(status), note, actor, MONDAY, 1)
    assert note not in allowed_notes(once, actor)
    with pytest.raises(Conflict) as refused:
        annotate(once, note, actor, MONDAY, 1)
    assert [reason.code for reason in refused.value.reasons] == ["already_noted", "version_changed"]


def test_attempts_are_counted() -> None:
    first, _ = annotate(an_offer(S.ACCEPTED), Note.ATTEMPT, BOB, MONDAY, 1)
    assert annotate(first, Note.ATTEMPT, BOB, MONDAY, 2)[0].attempts == 2


def test_notes_set_their_instants() -> None:
    updated, _ = annotate(an_offer(S.ACTIVE), Note.UPDATE, BOB, MONDAY, 1)
    reviewed, _ = annotate(an_offer(S.WAITLISTED), Note.STILL_NEEDED, ALICE, MONDAY, 1)
    assert (updated.updated_at, reviewed.reviewed_at) == (MONDAY, MONDAY)


def test_asking_whether_it_is_still_needed_leaves_the_review_where_it_is() -> None:
    asked, _ = annotate(an_offer(S.WAITLISTED), Note.REVIEW_ASKED, BOB, MONDAY, 1)
    assert (asked.review_asked_at, asked.reviewed_at) == (MONDAY, None)
    again, _ = annotate(asked, Note.REVIEW_ASKED, BOB, MONDAY, 2)
    assert again.version == 3


def who(actor: Actor) -> dict[str, object]:
    return {"worker_id": actor.id}


@pytest.mark.parametrize(
    ("by", "told", "to"),
    [
        (BOB, {}, BOB),
        (BOB, who(BOB), BOB),
        (BOBS_MANAGER, {}, BOBS_MANAGER),
        (BOBS_MANAGER, who(BOBS_COLLEAGUE), BOBS_COLLEAGUE),
    ],
)
def test_a_worker_takes_an_offer_and_a_manager_assigns_it(by: Actor, told: dict[str, object], to: Actor) -> None:
    assigned, event = annotate(an_offer(S.SENT), Note.ASSIGNED, by, MONDAY, 1, **told)
    assert assigned.assigned_to == to.id
    assert event.detail["worker_id"] == str(to.id)


@pytest.mark.parametrize(("by", "side"), [(ALICE, "lead"), (BOB, "partner")])
def test_a_message_says_whose_it_is_and_comes_in_nobodys_way(by: Actor, side: str) -> None:
    offer = an_offer(S.ACTIVE)
    noted, event = annotate(offer, Note.MESSAGE, by, MONDAY, 1)
    assert noted == offer
    assert event.detail["side"] == side


def test_a_worker_does_not_assign_to_somebody_else() -> None:
    with pytest.raises(NotAllowed) as refused:
        annotate(an_offer(S.SENT), Note.ASSIGNED, BOB, MONDAY, 1, worker_id=BOBS_COLLEAGUE.id)
    assert [reason.code for reason in refused.value.reasons] == ["manager_needed"]


def test_that_it_can_still_be_taken_is_said_once_and_only_while_the_offer_is_kept() -> None:
    kept = an_offer(S.EXPIRED, visible_until=MONDAY + timedelta(days=14), frozen_at=MONDAY)
    noted, _ = annotate(kept, Note.STILL_POSSIBLE, BOB, MONDAY, 1)
    assert noted.still_possible_at == MONDAY
    assert (noted.visible_until, noted.frozen_at) == (kept.visible_until, kept.frozen_at)
    assert Note.STILL_POSSIBLE not in allowed_notes(noted, BOB)
    late = MONDAY + timedelta(days=14)
    assert Note.STILL_POSSIBLE not in allowed_notes(kept, BOB, late)
    assert Note.STILL_POSSIBLE in allowed_notes(kept, BOB, late - timedelta(seconds=1))
    with pytest.raises(Conflict) as refused:
        annotate(kept, Note.STILL_POSSIBLE, BOB, late, 1)
    assert [reason.code for reason in refused.value.reasons] == ["no_longer_kept"]


TURNED = {ALICE: BOB, BOB: ALICE, CHARLIE: CHARLIE, CLOCK: CLOCK}
"""Who stands where somebody stands onward, when the offer goes inward."""


@pytest.mark.parametrize("status", OfferStatus)
def test_inward_each_note_has_its_states_and_the_other_side(status: OfferStatus) -> None:
    for note, actor in product(Note, (ALICE, BOB, CHARLIE, CLOCK)):
        whose, where = PLACES[note]
        allowed = note in allowed_notes(an_inward_offer(status), actor)
        assert allowed == (actor in EITHER.get(note, {TURNED[whose]}) and status in where)


@pytest.mark.parametrize("by", [INTAKE, ALICES_MANAGER])
def test_who_takes_in_hands_over_to_a_caseworker(by: Actor) -> None:
    assigned, _ = annotate(an_inward_offer(S.ACCEPTED), Note.ASSIGNED, by, MONDAY, 1, worker_id=ALICE.id)
    assert assigned.assigned_to == ALICE.id


def test_a_caseworker_takes_what_came_in_and_gives_it_to_nobody_else() -> None:
    with pytest.raises(NotAllowed):
        annotate(an_inward_offer(S.ACCEPTED), Note.ASSIGNED, ALICE, MONDAY, 1, worker_id=INTAKE.id)
