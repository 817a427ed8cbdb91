"""MARAC through the screen: written, checked, returned, gone past the check, and seen by nobody else."""

import html
import re

import pytest
from httpx import Response

from portal.audit import store as audit
from tests.builders import CONSORTIUM
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


def test_mar_02_and_mar_40_an_idva_returns_it_with_notes_then_approves_it_for_the_panel_of_the_address(
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
