"""The life of a MARAC referral and what it must say: the whole of it, as pure values."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.reasons import because
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Borough
from portal.people.marac.content.model import (
    Agreement,
    Check,
    Content,
    Earlier,
    Known,
    Necessity,
    Relationship,
    Told,
    decide,
    missing,
)
from portal.people.marac.model import (
    EDITABLE,
    MOVES,
    Detail,
    Move,
    Referral,
    Status,
    allowed_moves,
    move,
    sees,
)
from portal.people.marac.notices.model import DueAction, Noticed, to_notice
from portal.people.marac.service import flag_of
from tests.builders import LEAD, NOW

CALENDAR, TODAY, POLICY = england_and_wales(), NOW.date(), Policy()
WHY = "He has said that he will come tonight."


def an_actor(number: int, role: Role) -> Actor:
    return Actor(id=UserId(UUID(int=number)), organisation_id=LEAD, roles=frozenset({role}))


AUTHOR = an_actor(1, Role.LEAD_CASEWORKER)
IDVA, OTHER_IDVA, MANAGER = an_actor(2, Role.IDVA), an_actor(3, Role.IDVA), an_actor(4, Role.LEAD_MANAGER)
STRANGER = an_actor(5, Role.LEAD_CASEWORKER)
EVERYBODY = (AUTHOR, IDVA, OTHER_IDVA, MANAGER, STRANGER)
COMPLETE = Detail(note=WHY, checked=frozenset(Check), meeting_id=UUID(int=9), heard_on=TODAY, panel=Borough.CAMDEN)

CONTENT = Content(
    borough=Borough.HACKNEY,
    harmer="Somebody Example",
    relationship=Relationship.FORMER_PARTNER,
    has_children=False,
    judgement="She fears for her life, and the threats are new and specific.",
    aware=True,
    agreement=Agreement.AGREES,
    told=Told.TOLD,
    told_how="In the room, today.",
    has_notice=True,
    narrative="Three assaults in a month, the last with a weapon; he is released on Friday.",
)
KNOWN = Known(age=35, borough=Borough.HACKNEY, has_plan=True)


def a_referral(**changes: Any) -> Referral:
    made = Referral(
        id=UUID(int=7),
        reference=Reference("7QK2-M9"),
        person_id=PersonId(UUID(int=8)),
        author_id=AUTHOR.id,
        created_at=NOW,
    )
    return replace(made, **changes)


def done(referral: Referral, action: Move, by: Actor, detail: Detail = COMPLETE, now: datetime = NOW) -> Referral:
    return move(referral, action, by, now, expected_version=referral.version, detail=detail, calendar=CALENDAR)


def codes(content: Content, known: Known = KNOWN) -> set[str]:
    return {each.code for each in missing(content, known, decide(content, known, TODAY, POLICY))}


@given(
    *(st.sampled_from(Status), st.sampled_from(Move), st.sampled_from(EVERYBODY)),
    *(st.sampled_from([None, TODAY]), st.sampled_from([None, NOW])),
)
def test_what_is_offered_is_what_is_accepted_and_leads_where_the_table_says(
    status: Status, action: Move, by: Actor, due: date | None, sent: datetime | None
) -> None:
    marks = dict.fromkeys(("bypass_due_on", "peer_due_on", "feedback_due_on"), due)
    referral = a_referral(status=status, **marks, submitted_at=sent)
    if action in allowed_moves(referral, by):
        moved = done(referral, action, by)
        assert moved.status is MOVES[status, action]
        assert moved.version == referral.version + 1
    else:
        with pytest.raises((Conflict, NotAllowed)):
            done(referral, action, by)


@given(st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(EVERYBODY)), max_size=12))
def test_mar_40_no_way_leads_to_the_panel_but_an_idva_or_a_bypass_that_is_reviewed(
    acts: list[tuple[Move, Actor]],
) -> None:
    referral, to_panel = a_referral(), []
    for action, by in acts:
        try:
            after = done(referral, action, by)
        except (Conflict, NotAllowed):
            continue
        if referral.submitted_at is None and after.submitted_at is not None:
            to_panel.append((action, by))
        referral = after
    assert len(to_panel) <= 1
    for action, by in to_panel:
        assert (action is Move.BYPASS) == (referral.bypassed_by is not None)
        assert action is Move.BYPASS or (by.has(Role.IDVA) and by.id != referral.author_id)
    assert (referral.status in {Status.SUBMITTED, Status.LISTED, Status.HEARD}) <= bool(to_panel)


def test_every_status_but_the_last_leads_somewhere_and_only_drafts_are_written_in() -> None:
    assert {status for status, _ in MOVES} == set(Status)
    ends = {action for (status, action), leads in MOVES.items() if status is Status.CLOSED is not leads}
    assert ends == {Move.TRANSFER}
    assert frozenset({Status.DRAFT, Status.RETURNED}) == EDITABLE


def test_mar_40_an_author_who_is_no_idva_sends_it_to_one_and_an_idva_submits_their_own() -> None:
    with pytest.raises(NotAllowed) as refusal:
        done(a_referral(), Move.SUBMIT, AUTHOR)
    assert [each.code for each in refusal.value.reasons] == ["not_an_idva"]
    assert done(a_referral(), Move.ASK_REVIEW, AUTHOR).asked_at == NOW
    own = a_referral(author_id=IDVA.id)
    assert done(own, Move.SUBMIT, IDVA).submitted_at == NOW
    with pytest.raises(NotAllowed) as refusal:
        done(replace(own, status=Status.IN_REVIEW), Move.APPROVE, IDVA)
    assert [each.code for each in refusal.value.reasons] == ["own_referral"]


def test_mar_40_approval_needs_every_check_and_a_return_a_note_and_each_reason_is_given() -> None:
    waiting = a_referral(status=Status.IN_REVIEW)
    lacking = (because("narrative_missing", "MAR-10", "Say what has happened."),)
    with pytest.raises(NotAllowed) as refusal:
        done(waiting, Move.APPROVE, IDVA, Detail(checked=frozenset(Check) - {Check.PANEL}, missing=lacking))
    assert [each.code for each in refusal.value.reasons] == ["narrative_missing", "unchecked_panel"]
    with pytest.raises(NotAllowed) as refusal:
        done(waiting, Move.RETURN, AUTHOR, Detail(note="No."))
    assert [each.code for each in refusal.value.reasons] == ["not_an_idva", "own_referral", "note_too_short"]
    assert done(waiting, Move.RETURN, IDVA).status is Status.RETURNED


def test_mar_41_a_bypass_is_reviewed_on_the_next_working_day_by_somebody_else() -> None:
    friday = datetime(2026, 11, 20, 18, tzinfo=UTC)
    gone = done(a_referral(), Move.BYPASS, AUTHOR, now=friday)
    assert (gone.status, gone.bypass_due_on) == (Status.SUBMITTED, date(2026, 11, 23))
    with pytest.raises(NotAllowed):
        done(gone, Move.REVIEW_BYPASS, AUTHOR)
    reviewed = done(gone, Move.REVIEW_BYPASS, MANAGER)
    assert (reviewed.status, reviewed.bypass_due_on, reviewed.bypassed_by) == (Status.SUBMITTED, None, AUTHOR.id)
    with pytest.raises(NotAllowed):
        done(reviewed, Move.REVIEW_BYPASS, MANAGER)


def test_a_stale_page_and_a_state_that_does_not_admit_it_are_two_reasons() -> None:
    heard = a_referral(status=Status.HEARD, version=3)
    with pytest.raises(Conflict) as refusal:
        move(heard, Move.SUBMIT, IDVA, NOW, expected_version=2, detail=COMPLETE, calendar=CALENDAR)
    assert [each.code for each in refusal.value.reasons] == ["version_stale", "no_submit_from_heard"]


def test_mar_24_the_author_idvas_and_managers_see_it_and_nobody_else() -> None:
    assert [sees(by, a_referral()) for by in EVERYBODY] == [True, True, True, True, False]


def test_mar_10_each_thing_that_has_to_be_there_is_named_by_itself() -> None:
    assert codes(CONTENT) == set()
    assert codes(Content(), Known()) == {
        *("age_missing", "area_missing", "harmer_missing", "awareness_missing", "agreement_missing"),
        *("told_missing", "notice_missing", "contact_missing", "children_missing", "narrative_missing"),
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"harmer": "", "relationship": None}, "harmer_missing"),
        ({"relationship": None}, "relationship_missing"),
        ({"relationship": Relationship.OTHER}, "relationship_outside"),  # MAR-01
        ({"borough": Borough.OUTSIDE_LONDON}, "area_outside"),  # MAR-02
        ({"judgement": ""}, "no_criterion_met"),
        ({"harmer_age": 15}, "perpetrator_under_16"),  # MAR-01
        ({"aware": False}, "unaware_why_missing"),
        ({"agreement": Agreement.NOT_ASKED, "ground": Necessity.MARAC_CRITERION}, "necessity_missing"),  # MAR-21
        ({"agreement": Agreement.DISAGREES, "necessity": "x"}, "necessity_missing"),
        ({"told": Told.NOT_SAFE, "told_how": ""}, "told_missing"),  # MAR-22
        ({"has_notice": None}, "notice_missing"),  # MAR-25
        ({"has_children": True}, "children_unlisted"),
        ({"narrative": "Short."}, "narrative_missing"),
    ],
)
def test_mar_01_mar_02_mar_10_mar_21_mar_22_mar_25_one_thing_that_is_missing_is_said(
    changes: dict[str, Any], code: str
) -> None:
    assert code in codes(replace(CONTENT, **changes))


def test_mar_20_and_mar_21_without_agreement_a_ground_and_its_necessity_are_enough() -> None:
    refused = replace(CONTENT, agreement=Agreement.DISAGREES, ground=Necessity.DANGER_TO_LIFE, necessity="He is armed.")
    assert codes(refused) == set()


@given(st.integers(0, 800), st.integers(0, 800), st.booleans())
def test_mar_30_to_mar_34_a_repeat_counts_from_the_referral_or_from_the_hearing(
    ago: int, heard_after: int, same: bool
) -> None:
    referred = TODAY - timedelta(days=ago)
    heard = min(referred + timedelta(days=heard_after), TODAY)
    known = replace(KNOWN, earlier=(Earlier(referred_on=referred, heard_on=heard),))
    content = replace(CONTENT, judgement="", incident_on=TODAY, same_harmer=same)
    decision = decide(content, known, TODAY, POLICY)
    assert decision is not None
    year_ago = TODAY.replace(year=TODAY.year - 1)
    assert decision.repeat == (same and (referred >= year_ago or heard >= year_ago))
    assert (flag_of((referred, heard), TODAY, POLICY) is not None) == (heard >= year_ago)


def test_mar_30_abuse_between_two_referrals_is_a_repeat_of_the_first() -> None:
    first, second = TODAY - timedelta(days=100), TODAY - timedelta(days=10)
    known = replace(KNOWN, earlier=(Earlier(referred_on=second), Earlier(referred_on=first)))
    decision = decide(replace(CONTENT, incident_on=TODAY - timedelta(days=50)), known, TODAY, POLICY)
    assert decision is not None
    assert decision.repeat


def test_mar_31_and_mar_33_the_flag_stands_up_to_and_including_the_anniversary() -> None:
    day = date(2025, 11, 22)
    assert flag_of((day,), date(2026, 11, 22), POLICY) == date(2026, 11, 22)
    assert flag_of((day,), date(2026, 11, 23), POLICY) is None
    assert a_referral(submitted_at=NOW, heard_on=TODAY).flagged_until(POLICY) == TODAY.replace(year=TODAY.year + 1)
    assert a_referral().flagged_until(POLICY) is None


def test_mar_03_who_moves_is_transferred_by_the_first_panel_and_out_of_london_it_ends_here() -> None:
    heard = a_referral(status=Status.HEARD, submitted_at=NOW, panel=Borough.HACKNEY, meeting_id=UUID(int=9))
    there = done(heard, Move.TRANSFER, MANAGER)
    assert (there.status, there.panel, there.meeting_id) == (Status.SUBMITTED, Borough.CAMDEN, None)
    assert there.submitted_at == NOW, "the flag counts from the first referral"
    gone = done(heard, Move.TRANSFER, IDVA, replace(COMPLETE, panel=Borough.OUTSIDE_LONDON))
    assert (gone.status, gone.panel) == (Status.CLOSED, Borough.OUTSIDE_LONDON)
    for referral, by, detail, code in (
        (heard, MANAGER, replace(COMPLETE, panel=Borough.HACKNEY), "panel_missing"),
        (heard, MANAGER, replace(COMPLETE, note="Moved."), "note_too_short"),
        (heard, AUTHOR, COMPLETE, "not_a_checker"),
        (a_referral(status=Status.CLOSED), MANAGER, COMPLETE, "never_submitted"),
    ):
        with pytest.raises(NotAllowed) as refusal:
            done(referral, Move.TRANSFER, by, detail)
        assert [each.code for each in refusal.value.reasons] == [code]


@given(st.integers(0, 2**128 - 1))
def test_mar_40_one_in_five_of_what_an_idva_submits_alone_is_looked_at_by_another_idva(number: int) -> None:
    own = done(a_referral(id=UUID(int=number), author_id=IDVA.id), Move.SUBMIT, IDVA)
    assert own.peer_due_on == (date(2026, 11, 30) if number % 5 == 0 else None)
    if own.peer_due_on:
        with pytest.raises(NotAllowed) as refusal:
            done(own, Move.PEER_CHECK, IDVA)
        assert [each.code for each in refusal.value.reasons] == ["own_referral"]
        assert done(own, Move.PEER_CHECK, OTHER_IDVA).peer_due_on is None


def test_the_person_hears_what_was_agreed_within_two_working_days_of_the_meeting() -> None:
    friday = replace(COMPLETE, heard_on=date(2026, 11, 20))
    heard = done(a_referral(status=Status.LISTED), Move.HEAR, IDVA, friday)
    assert heard.feedback_due_on == date(2026, 11, 24)
    assert done(heard, Move.FEEDBACK, AUTHOR).feedback_due_on is None
    with pytest.raises(NotAllowed) as refusal:
        done(heard, Move.FEEDBACK, AUTHOR, Detail())
    assert [each.code for each in refusal.value.reasons] == ["note_too_short"]


def test_of_an_action_it_is_told_the_day_before_and_again_when_its_day_has_passed() -> None:
    action = DueAction(
        id=UUID(int=1),
        mark=Reference("7QK2-M9"),
        author_id=AUTHOR.id,
        organisation_id=LEAD,
        due_on=date(2026, 12, 3),
        noticed=Noticed.NOTHING,
    )
    said = [to_notice(action, date(2026, 12, day)) for day in (1, 2, 3, 4)]
    assert said == [Noticed.NOTHING, Noticed.DUE, Noticed.DUE, Noticed.LATE]
