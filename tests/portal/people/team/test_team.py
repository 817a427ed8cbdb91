"""The case team: who needs to know, and a person whom nobody else can find, open or count."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from httpx import Response
from sqlmodel import select, update

from lvws_core.ids import PersonId, UserId
from portal.auth.tables import User
from portal.database import SYSTEM
from portal.people.team.model import JoinReason, Member, Restriction, RestrictReason, Team
from portal.people.team.tables import CaseTeamRow
from tests.builders import CONSORTIUM, NOW, SHELTER
from tests.kit import Visitor
from tests.portal.people.stage import about
from tests.scene import MISSING, PHONE, Scene
from tests.staged import Staged

ONE, TWO = UserId(UUID(int=1)), UserId(UUID(int=2))


def a_team(*members: UserId, restricted: bool = True) -> Team:
    standing = Restriction(reason=RestrictReason.PERSON_ASKED, at=NOW, by=ONE)
    on_it = (
        Member(id=UUID(int=n), user_id=user_id, reason=JoinReason.KEY_WORKER, joined_at=NOW)
        for n, user_id in enumerate(members)
    )
    return Team(person_id=PersonId(UUID(int=9)), members=tuple(on_it), restriction=standing if restricted else None)


def test_the_last_open_account_stays_on_the_team_of_a_restricted_person() -> None:
    assert [r.code for r in a_team(ONE).against_leaving(ONE, frozenset({ONE}))] == ["last_member"]
    assert a_team(ONE, TWO).against_leaving(ONE, frozenset({ONE, TWO})) == ()
    assert a_team(ONE, TWO).against_leaving(ONE, frozenset({ONE})) != ()  # the other account is closed
    assert a_team(ONE, restricted=False).against_leaving(ONE, frozenset({ONE})) == ()


def restricted(staged: Staged, person: str = "") -> tuple[Visitor, Scene]:
    team = staged.visitor("caseworker")
    path = f"/people/{person or staged.scene.person}/team/restrict"
    assert team.submit(path, {"restricting": "staff_connected"}).status_code == 303
    return team, staged.scene


REFERENCE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{2}\b")


def plain(answer: Response) -> tuple[int, str]:
    page = re.sub(r'(nonce|value)="[\w-]+"', "", answer.text)
    return answer.status_code, page


def pages_about(scene: Scene) -> tuple[str, ...]:
    person = f"/people/{scene.person}"
    parts = ("", "/identity", "/contact-plan", "/risk/new", "/consent", "/shared", "/safety", "/conflicts", "/alike")
    mine = ("/characteristics", "/needs", "/needs/new", "/told", "/team")
    return (*(person + part for part in (*parts, *mine)), f"/refer/{scene.person}", scene.referral.path)


def test_top_17_for_everybody_else_a_restricted_person_is_not_there_and_for_the_team_is(staged_on_each: Staged) -> None:
    team, scene = restricted(staged_on_each)
    colleague = staged_on_each.visitor("colleague")
    nowhere = plain(colleague.get(f"/people/{MISSING}"))
    for path in pages_about(scene):
        assert colleague.get(path).status_code == 404, path
        assert team.get(path).status_code == 200, path
    assert plain(colleague.get(f"/people/{scene.person}")) == nowhere


def test_top_17_lists_searches_and_counts_leave_a_restricted_person_out(staged: Staged) -> None:
    scene, colleague, offer = staged.scene, staged.visitor("colleague"), staged.scene.offers["declined"]
    person, request = about(staged, offer)
    lists = ("/sent", "/sent?show=ours", "/sent?show=theirs", "/sent?show=quiet", "/unplaced", "/notices", "/people")
    found = {path for path in lists if {offer, request} & set(REFERENCE.findall(colleague.get(path).text))}
    assert {"/sent", "/unplaced"} <= found
    counted = len(REFERENCE.findall(colleague.get("/unplaced").text))
    team, _ = restricted(staged, person)
    for path in lists:
        assert not {offer, request, person} & set(REFERENCE.findall(colleague.get(path).text)), path
        assert path not in found or {offer, request} & set(REFERENCE.findall(team.get(path).text)), path
    assert len(REFERENCE.findall(colleague.get("/unplaced").text)) < counted
    for path in (f"/offers/{offer}", f"/requests/{request}", f"/offers/{offer}/pack"):
        assert colleague.get(path).status_code == 404, path
    found_by_phone = {
        key: REFERENCE.findall(staged.visitor(key).submit("/people/find", {"phone": PHONE}).text)
        for key in ("caseworker", "colleague")
    }
    assert person in found_by_phone["caseworker"]
    assert person not in found_by_phone["colleague"]
    assert scene.person in found_by_phone["colleague"]


def test_top_17_a_partner_keeps_what_was_shared_with_it(staged: Staged) -> None:
    _, scene = restricted(staged, about(staged, staged.scene.offers["active"])[0])
    assert staged.visitor("shelter_worker").get(f"/offers/{scene.offers['active']}").status_code == 200


def test_whoever_is_added_sees_the_person_and_whoever_leaves_does_not(staged: Staged) -> None:
    team, scene = restricted(staged)
    path, colleague = f"/people/{scene.person}", staged.visitor("colleague")
    form = {"colleague": str(CONSORTIUM["colleague"].id), "reason": "cover"}
    assert team.submit(f"{path}/team/join", form).status_code == 303
    assert team.submit(f"{path}/team/join", form).status_code in {409, 422}
    assert colleague.get(path).status_code == 200
    assert "Covers for a colleague" in colleague.get(f"{path}/team").text
    out = {"member": str(CONSORTIUM["colleague"].id), "leaving": "cover_ended"}
    assert team.submit(f"{path}/team/leave", out).status_code == 303
    assert colleague.get(path).status_code == 404
    assert "Cover has ended" in team.get(f"{path}/team").text
    last = {"member": str(CONSORTIUM["caseworker"].id), "leaving": "left"}
    assert team.submit(f"{path}/team/leave", last).status_code == 409
    assert team.submit(f"{path}/team/lift").status_code == 303
    assert colleague.get(path).status_code == 200


def test_nobody_is_lost_a_manager_sees_who_is_restricted_to_closed_accounts(staged: Staged) -> None:
    _, scene = restricted(staged)
    manager = staged.visitor("lead_manager")
    assert manager.get(f"/people/{scene.person}").status_code == 404
    with staged.app.state.database.system() as session:
        closed = update(User).where(User.id == CONSORTIUM["caseworker"].id)  # type: ignore[arg-type]
        session.execute(closed.values(disabled_at=datetime(2026, 11, 23, tzinfo=UTC)), execution_options=SYSTEM)
    assert manager.get(f"/people/{scene.person}").status_code == 200
    assert staged.visitor("colleague").get(f"/people/{scene.person}").status_code == 404


def test_whoever_adds_a_person_is_on_the_team(staged: Staged) -> None:
    with staged.app.state.database.system(reading=True) as session:
        rows = session.exec(select(CaseTeamRow), execution_options=SYSTEM).all()
    lead = {row.user_id for row in rows if row.owner_organisation_id != SHELTER}
    assert CONSORTIUM["caseworker"].id in lead
    assert {row.reason for row in rows} == {"key_worker"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("join", ("Choose a colleague from the list", "Choose why they need to know")),
        ("leave", ("Choose who leaves the team", "Choose why they need not know any more")),
        ("restrict", ("Choose why only the team may see",)),
    ],
)
def test_a_form_without_a_choice_says_what_to_do(staged: Staged, path: str, told: tuple[str, ...]) -> None:
    answer = staged.visitor("caseworker").submit(f"/people/{staged.scene.person}/team/{path}")
    assert answer.status_code == 422
    assert all(words in answer.text for words in told)
