"""Notices over HTTP: what one side does stands on the other's page, in the same second, and nowhere else."""

import re
from collections.abc import Callable

import pytest
from litestar import Litestar

from tests.builders import Clock
from tests.kit import Visitor
from tests.partners.conftest import desk_of, recorded
from tests.partners.offers.scene import NAME, Scene, set_scene
from tests.partners.statements import counted

__all__ = ["desk_of", "recorded"]
As = Callable[[str], Visitor]
NEW_TAG = re.compile(r'class="govuk-tag govuk-tag--blue portal-tag">\s*New\s*<')


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def scene(app: Litestar, desk_of: Callable[..., object]) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))  # type: ignore[arg-type,return-value]


def accept(visitor: Visitor, reference: str) -> None:
    version = re.search(r'name="version" value="(\d+)"', visitor.get(f"/offers/{reference}").text)
    assert version is not None
    assert visitor.submit(f"/offers/{reference}/accept", version=version[1]).status_code == 303


def test_who_sent_it_is_told_of_an_answer_and_nobody_else_is(client_for: As, scene: Scene) -> None:
    accept(client_for("shelter_worker"), scene.offer)
    page = client_for("caseworker").get("/notices").text
    assert "Accepted</span></td>" in page
    assert f'href="/offers/{scene.offer}"' in page
    assert NAME not in page
    for other in ("colleague", "lead_manager", "shelter_worker", "galop_worker", "governance"):
        assert "Accepted</span></td>" not in client_for(other).get("/notices").text


def test_a_notice_is_new_until_it_is_marked_as_seen(client_for: As, clock: Clock, scene: Scene) -> None:
    accept(client_for("shelter_worker"), scene.offer)
    lead = client_for("caseworker")
    assert NEW_TAG.search(lead.get("/notices").text)
    assert lead.submit("/notices/seen").headers["location"] == "/notices?done=seen"
    page = lead.get("/notices?done=seen").text
    assert "Everything is marked as seen" in page
    assert not NEW_TAG.search(page)
    clock.advance(minutes=1)
    assert lead.submit("/notices/seen").status_code == 303


@pytest.mark.usefixtures("scene")
def test_nothing_to_tell_is_said(client_for: As) -> None:
    assert "Nothing has happened yet." in client_for("coordinator").get("/notices").text


@pytest.mark.parametrize("cursor", ["zz", "5b2278222c2279225d"])
@pytest.mark.usefixtures("scene")
def test_a_cursor_that_is_none_is_refused(client_for: As, cursor: str) -> None:
    assert client_for("caseworker").get(f"/notices?after={cursor}").status_code in {400, 422}


def test_the_page_costs_two_statements_besides_the_session(app: Litestar, client_for: As, scene: Scene) -> None:
    accept(client_for("shelter_worker"), scene.offer)
    lead = client_for("caseworker")
    with counted(app.state.database) as seen:
        assert lead.get("/notices").status_code == 200
    assert sum("FROM notice" in statement.replace('"', "") for statement, _ in seen) == 2
