"""MARAC through the screen: written, checked, returned, gone past the check, and seen by nobody else."""

import html
import re
from uuid import UUID

import pytest
from httpx import Response
from sqlalchemy import update
from sqlmodel import col

from lvws_core.actors import Role
from lvws_core.ids import PersonId, Reference
from portal.audit import store as audit
from portal.auth.tables import User
from portal.database import SYSTEM
from portal.people.marac.model import Filed, Referral, Status
from portal.people.marac.pages import Queues, desk_page
from tests.builders import CONSORTIUM, NOW, Clock
from tests.kit import Visitor
from tests.scene import MARAC, Lead, hidden, led_to
from tests.staged import Staged

CHECKS = [
    *("panel", "criterion", "assessment", "aware", "contact", "harmer"),
    *("children", "repeat", "minimum", "actions", "language"),
]
COACHING = "Say when the last assault was, and name the school."
URGENT = "He is on the way to her now; the panel's chair has been called."


def words(answer: Response) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def moved(visitor: Visitor, path: str, move: str, **more: object) -> Response:
    version = hidden(visitor.get(path).text, "version")
    return visitor.submit(path, {"move": move, "version": version, **more})


def kinds(staged: Staged) -> list[str]:
    with staged.app.state.database.system(reading=True) as session:
        return [each.kind for each in audit.entries(session) if each.kind.startswith("marac.")]


@pytest.fixture
def author(staged: Staged) -> Visitor:
    return staged.visitor("caseworker")


@pytest.fixture
def path(staged: Staged, author: Visitor) -> str:
    """A draft of the caseworker's that lacks nothing."""
    return f"/people/{staged.scene.person}/marac/{Lead(author).marac(staged.scene.person)}"


def test_mar_10_a_draft_keeps_what_is_there_and_says_what_is_missing_and_does_not_leave(
    staged: Staged, author: Visitor
) -> None:
    new = f"/people/{staged.scene.person}/marac/new"
    answer = author.submit(new, {"borough": "hackney", "harmer_age": "old", "narrative": "Half a thought."})
    assert answer.status_code == 422
    assert "Half a thought." in answer.text
    assert "must be a whole number from 0 to 120" in answer.text
    draft = led_to(author.submit(new, {"borough": "hackney", "narrative": "Half a thought."})).partition("?")[0]
    page = words(author.get(draft))
    assert "Name the person causing harm, or say why they are not known." in page
    refused = moved(author, draft, "ask_review")
    assert refused.status_code == 422
    assert "Say whether the person is aware of the referral." in words(refused)


def test_mar_02_mar_33_and_mar_40_an_idva_returns_it_with_notes_then_approves_it_for_the_panel_of_the_address(
    staged: Staged, author: Visitor, path: str
) -> None:
    assert moved(author, path, "submit").status_code == 422  # MAR-40
    assert moved(author, path, "ask_review").status_code == 303
    idva = staged.visitor("idva")
    desk = words(idva.get("/marac"))
    assert path in desk
    assert "Hackney MARAC" in desk
    unchecked = moved(idva, path, "approve", checked=CHECKS[:-1])
    assert unchecked.status_code == 422
    assert "Not checked: Language and interpreter are stated." in words(unchecked)
    assert moved(idva, path, "return", note=COACHING, checked=CHECKS[:2]).status_code == 303
    assert COACHING in author.get(path).text
    assert path in author.get("/marac").text
    version = hidden(author.get(path).text, "version")
    edited = author.submit(f"{path}/edit", {**MARAC, "version": version, "in_place": "The school knows."})
    assert edited.status_code == 303
    assert author.submit(f"{path}/edit", {**MARAC, "version": version}).status_code == 409
    assert moved(author, path, "ask_review").status_code == 303
    assert moved(idva, path, "approve", checked=CHECKS).status_code == 303
    assert author.submit(f"{path}/edit", {**MARAC, "version": "6"}).status_code == 409
    assert {"marac.read", "marac.approve", "marac.return"} <= set(kinds(staged))
    person = words(author.get(f"/people/{staged.scene.person}"))
    assert "any new abuse by the same person is a repeat" in person  # MAR-33


def test_mar_41_a_bypass_leaves_at_once_and_somebody_else_reviews_it(
    staged: Staged, author: Visitor, path: str
) -> None:
    assert moved(author, path, "bypass", note="Now.").status_code == 422
    assert moved(author, path, "bypass", note=URGENT).status_code == 303
    manager = staged.visitor("lead_manager")
    assert "Review of the bypass due by" in words(manager.get("/marac"))
    assert moved(manager, path, "review_bypass", note="Right: it could not wait.").status_code == 303
    assert "Review of the bypass due by" not in words(manager.get("/marac"))


def test_mar_24_the_papers_are_not_there_for_anybody_else_and_a_read_is_recorded_first(
    staged: Staged, author: Visitor, path: str
) -> None:
    found = {key: staged.visitor(key).get(path).status_code for key in CONSORTIUM}
    assert [key for key, status in found.items() if status == 200] == ["caseworker", "idva", "lead_manager"]
    assert set(found.values()) == {200, 404}
    strange = staged.visitor("colleague")
    assert path not in strange.get(f"/people/{staged.scene.person}/marac").text
    before = kinds(staged).count("marac.read")
    assert author.get(path).status_code == 200
    assert kinds(staged).count("marac.read") == before + 1


def test_mar_50_who_is_connected_to_the_person_finds_nothing(staged: Staged, path: str) -> None:
    idva, person = staged.visitor("idva"), staged.scene.person
    form = {"organisation": str(CONSORTIUM["idva"].organisation_id), "staff_name": CONSORTIUM["idva"].name}
    assert idva.get(path).status_code == 200
    assert staged.visitor("caseworker").submit(f"/people/{person}/conflicts/staff", form).status_code == 303
    assert idva.get(path).status_code == 404
    assert idva.get(f"/people/{person}/marac/new").status_code == 404


def test_mar_03_a_transfer_changes_the_panel_and_the_author_hears_of_each_step_by_a_notice(
    staged: Staged, author: Visitor, path: str
) -> None:
    person, mark = staged.scene.person, path.rpartition("/")[2]
    idva, manager = staged.visitor("idva"), staged.visitor("lead_manager")
    assert moved(author, path, "ask_review").status_code == 303
    assert moved(idva, path, "return", note=COACHING).status_code == 303
    told = words(author.get("/notices"))
    assert "Your MARAC referral is returned for work, with coaching notes" in told
    assert f'href="/marac/referrals/{mark}"' in told
    assert author.get(f"/marac/referrals/{mark}").headers["location"] == path
    assert staged.visitor("colleague").get(f"/marac/referrals/{mark}").status_code == 404
    assert COACHING not in told
    assert moved(author, path, "ask_review").status_code == 303
    assert moved(idva, path, "approve", checked=CHECKS).status_code == 303
    where = "She has moved to her sister’s; the coordinator of both panels knows."
    refused = moved(manager, path, "transfer", note=where)
    assert refused.status_code == 422
    assert "Choose the area where the person lives now" in words(refused)
    assert where in words(refused)
    assert moved(manager, path, "transfer", note=where, panel="camden").status_code == 303
    page = words(manager.get(path))
    assert "Camden MARAC" in page
    assert f"To Camden: {where}" in page
    assert "transferred to another panel" in words(author.get("/notices"))
    assert manager.get("/marac").text.count(f'href="/people/{person}/marac/{mark}"') == 1


def test_each_referral_stands_once_on_the_desk_where_it_is_most_urgent() -> None:
    gone = Referral(
        id=UUID(int=5),
        reference=Reference("7QK2-M9"),
        person_id=PersonId(UUID(int=8)),
        author_id=CONSORTIUM["idva"].id,
        created_at=NOW,
        submitted_at=NOW,
        status=Status.SUBMITTED,
        peer_due_on=NOW.date(),
    )
    filed = (Filed(referral=gone, person=Reference("2222-22")),)
    queues = Queues(in_review=(), bypassed=(), to_list=filed, to_peer_check=filed, to_tell=filed)
    page = desk_page(filed, queues, NOW)
    assert [len(each.lines) for each in page.lists] == [0, 1, 0, 0, 0]
    assert page.lists[1].lines[0].due == "Second check due by 23 November 2026. Not listed for a meeting yet."


def second_idva(staged: Staged) -> Visitor:
    """Give a colleague of the IDVA's who is one too."""
    with staged.app.state.database.system() as session:
        account = update(User).where(col(User.id) == CONSORTIUM["colleague"].id)
        session.execute(account.values(roles=Role.IDVA.value), execution_options=SYSTEM)
    return staged.visitor("colleague")


def sampled(staged: Staged, idva: Visitor) -> str:
    """Give the address of a referral that an IDVA submitted alone and that was drawn for a second look."""
    for _ in range(30):
        path = f"/people/{staged.scene.person}/marac/{Lead(idva).marac(staged.scene.person)}"
        assert moved(idva, path, "submit").status_code == 303
        if "Second check due by" in words(idva.get(path)):
            return path
    raise AssertionError("one in five is drawn")


def test_mar_40_what_an_idva_submits_alone_is_drawn_for_a_second_idva_who_finds_it_and_records_the_look(
    staged: Staged,
) -> None:
    idva, other = staged.visitor("idva"), second_idva(staged)
    path = sampled(staged, idva)
    mark, look = path.rpartition("/")[2], "Look at the MARAC referral as a second IDVA"
    assert look not in words(idva.get("/my-day")), "nobody looks at their own"
    assert look in words(other.get("/my-day"))
    assert path in words(other.get("/marac"))
    assert look not in words(staged.visitor("lead_manager").get("/my-day")), "a manager is no IDVA"
    assert moved(idva, path, "peer_check", note="It is all right, I wrote it.").status_code == 422
    assert moved(other, path, "peer_check", note="Short.").status_code == 422
    assert moved(other, path, "peer_check", note="Clear, and the criterion is evidenced.").status_code == 303
    assert look not in words(other.get("/my-day"))
    assert "Second check due by" not in words(other.get(path))
    told = words(idva.get("/notices"))
    assert "A second reader has looked at your MARAC referral" in told
    assert f'href="/marac/referrals/{mark}"' in told
    assert "the criterion is evidenced" not in told


def test_mar_41_a_bypass_stands_on_the_day_of_whoever_may_review_it_by_the_next_working_day(
    staged: Staged, author: Visitor, path: str
) -> None:
    assert moved(author, path, "bypass", note=URGENT).status_code == 303
    task = "Review the MARAC referral that left without a check"
    for key, sees in (("idva", True), ("lead_manager", True), ("caseworker", False), ("colleague", False)):
        page = words(staged.visitor(key).get("/my-day"))
        assert (task in page) is sees, key
    assert "tomorrow 17:00" in words(staged.visitor("idva").get("/my-day?show=reviews"))
    manager = staged.visitor("lead_manager")
    assert moved(manager, path, "review_bypass", note="Right: it could not wait.").status_code == 303
    assert task not in words(staged.visitor("idva").get("/my-day"))


def test_mar_33_the_flag_stands_for_twelve_months_on_the_persons_page_and_not_a_day_longer(
    staged: Staged, author: Visitor, path: str, clock: Clock
) -> None:
    assert moved(author, path, "bypass", note=URGENT).status_code == 303
    flag = "any new abuse by the same person is a repeat"
    for days, stands in ((0, True), (365, True), (1, False)):
        clock.advance(days=days)
        page = words(staged.visitor("caseworker").get(f"/people/{staged.scene.person}"))
        assert (flag in page) is stands, days
