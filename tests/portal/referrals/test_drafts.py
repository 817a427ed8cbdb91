"""Drafts: saved half done, found again as they were typed, and deleted when nobody has touched them for 90 days."""

import re
from datetime import timedelta

import pytest

from lvws_core.ids import Reference
from portal.audit import store as audit
from portal.referrals.jobs import delete_old_drafts
from tests.portal.referrals.lead import place, the_clocks_desk, words
from tests.scene import HOUSING, NEED, hidden
from tests.staged import Staged

LATER = {"then": "later"}


def saved(staged: Staged, **typed: object) -> tuple[str, Reference]:
    """Save a new referral for later, and give what the person's page says then, and its reference."""
    lead, person = staged.visitor("caseworker"), staged.scene.person
    before = drafts(staged)
    path = place(lead.submit(f"/refer/{person}", {**LATER, **typed}))
    assert path == f"/people/{person}?done=draft"
    [made] = drafts(staged) - before
    return lead.get(path).text, Reference(made)


def drafts(staged: Staged) -> set[str]:
    page = staged.visitor("caseworker").get("/sent", params={"show": "drafts"}).text
    return set(re.findall(r'href="/refer/[\w-]+/([\w-]+)"', page))


def sweep(staged: Staged) -> tuple[Reference, ...]:
    with the_clocks_desk(staged) as desk:
        return delete_old_drafts(desk)


@pytest.mark.parametrize(
    "typed",
    [{}, {"incident": "Half a sent"}, {"needs": ["shelter_accommodation"], "crime": "theft"}, {"domestic_abuse": "no"}],
)
def test_a_referral_is_saved_however_little_of_it_was_typed(staged: Staged, typed: dict[str, object]) -> None:
    page, reference = saved(staged, **typed)
    assert f"{reference}</a>: draft, kept until 21 February 2027" in page
    again = staged.visitor("caseworker").get(f"/refer/{staged.scene.person}/{reference}").text
    assert "What does the person need help with?" in again
    assert f"Draft {reference}, kept until 21 February 2027." in words(again)
    assert ("Half a sent" in again) == ("incident" in typed)
    assert ('value="no" checked' in again) == ("domestic_abuse" in typed)


def test_what_was_saved_half_done_goes_on_where_it_was_left(staged: Staged) -> None:
    _, reference = saved(staged, incident="Half a sent")
    lead, path = staged.visitor("caseworker"), f"/refer/{staged.scene.person}/{reference}"
    version = hidden(lead.get(path).text, "version")
    assert place(lead.submit(f"{path}/need", {**NEED, "version": version})) == path
    assert "Best match first. Choose who to ask." in lead.get(path).text


def test_nobody_is_chosen_before_it_is_said_what_is_needed(staged: Staged) -> None:
    _, reference = saved(staged, incident="Half a sent")
    lead, path = staged.visitor("caseworker"), f"/refer/{staged.scene.person}/{reference}"
    answer = lead.submit(f"{path}/service", {"service": str(HOUSING), "version": "1"})
    assert answer.status_code == 409
    assert "Say first what is needed" in answer.text


@pytest.mark.parametrize(("part", "form"), [("service", {}), ("share", {}), ("need", {"needs": ""})])
def test_every_part_can_be_left_for_later_and_keeps_what_is_settled(
    staged: Staged, part: str, form: dict[str, str]
) -> None:
    lead, referral = staged.visitor("caseworker"), staged.scene.referral
    answer = lead.submit(f"{referral.path}/{part}", {**LATER, **form, "version": referral.version})
    assert place(answer) == f"/people/{referral.person}?done=draft"
    assert referral.reference in drafts(staged)


def test_a_draft_is_kept_to_the_end_of_its_ninetieth_day_and_deleted_on_the_next(staged: Staged) -> None:
    reference, now = staged.scene.referral.reference, staged.clock.now
    staged.clock.now = now + timedelta(days=90)
    assert reference not in sweep(staged)
    staged.clock.now = now + timedelta(days=91)
    assert reference in sweep(staged)
    assert sweep(staged) == ()
    assert staged.visitor("caseworker").get(f"/requests/{reference}").status_code == 404
    with staged.app.state.database.system(reading=True) as session:
        gone = [e for e in audit.entries(session) if e.kind == "request.discarded"]
    assert {e.actor_id for e in gone} == {None}


def test_what_was_sent_is_never_deleted_as_a_draft(staged: Staged) -> None:
    staged.clock.advance(days=400)
    sweep(staged)
    assert staged.visitor("caseworker").get(f"/requests/{staged.scene.requests['active']}").status_code == 200


def test_a_batch_deletes_the_longest_untouched_first(staged: Staged) -> None:
    staged.clock.advance(days=91)
    with the_clocks_desk(staged) as desk:
        first = delete_old_drafts(desk, most=1)
    assert len(first) == 1
    rest = sweep(staged)
    assert rest
    assert first[0] not in rest


def test_a_draft_is_discarded_by_hand_with_all_that_was_typed(staged: Staged) -> None:
    lead, reference = staged.visitor("caseworker"), staged.scene.referral.reference
    page = lead.get(f"/requests/{reference}/mark-error").text
    assert "Everything that was typed in it is deleted." in page
    answer = lead.submit(f"/requests/{reference}/mark-error", {"version": hidden(page, "version")})
    assert place(answer) == f"/people/{staged.scene.person}?done=discarded"
    assert "Draft discarded" in lead.get(place(answer)).text
    assert reference not in drafts(staged)
