"""T-AUTH: every route × every role × every relation to the record, from the table in `matrix.py`."""

import re
from collections.abc import Iterator

import pytest
from httpx import Response
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from lvws_core.actors import Role
from portal.audit import store as audit
from portal.auth.tables import User
from tests.builders import CONSORTIUM, SHELTER
from tests.kit import Visitor
from tests.portal.matrix import LINES, SIDES, WHOSE, Form, Line, Relation, Side
from tests.scene import NAME, PHONE, WORD, Scene
from tests.staged import Staged

SIDES_TWICE = {"colleague"}
"""The second caseworker is answered as the first is."""
AT_PARTNERS = {Side.PARTNER, Side.MANAGER}
ACTORS = [key for key, each in CONSORTIUM.items() if SIDES[each.role] not in AT_PARTNERS and key not in SIDES_TWICE]
SHELTERS = [key for key, each in CONSORTIUM.items() if each.organisation_id == SHELTER]
OUTSIDERS = ["galop_worker", "galop_manager"]
UNKNOWING = {"analyst", "administrator", "sponsor", "governance", "intake", "coordinator"}
"""Roles of the lead and of a hospital that read nobody's name, number or words."""
WITH_RECORD = [line for line in LINES if line.has_record]
CHANGING = [line for line in LINES if line.method == "POST" and line.nobody != 401]
"""What changes something by the cookie; a permit is no cookie, and no browser sends it for another site."""


def named(line: Line) -> str:
    return f"{line.method} {line.path}"


def routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                yield from ((method, route.path, handler) for method in handler.http_methods - {"OPTIONS", "HEAD"})


def ask(visitor: Visitor, line: Line, scene: Scene, relation: Relation, form: Form | None = None) -> Response:
    path = line.address(scene, relation)
    return visitor.get(path) if line.method == "GET" else visitor.submit(path, line.form if form is None else form)


def tells(answer: Response) -> bool:
    return any(canary in answer.text for canary in (NAME, PHONE, WORD))


def without_what_differs(visitor: Visitor, answer: Response) -> tuple[int, str, list[tuple[str, str]]]:
    """Give an answer without its nonce and form keys, which are random each time, and where it leads back to."""
    page = re.sub(r'nonce="[\w-]+"', "", answer.text)
    page = re.sub(r'name="_key" value="[\w-]+"', "", page).replace(visitor.csrf, "")
    # A refusal leads back to the page whose address was asked for, be there one or not.
    page = re.sub(r'<a href="/offers/[0-9A-Z]{4}-[0-9A-Z]{2}" role="button"', "", page)
    nonceless = re.compile(r"'nonce-[\w-]+'")
    headers = sorted((name, nonceless.sub("", value)) for name, value in answer.headers.items())
    return answer.status_code, page, headers


def test_every_role_but_the_clock_has_an_account_and_a_side() -> None:
    assert set(SIDES) == set(Role) - {Role.CLOCK}
    assert {each.role for each in CONSORTIUM.values()} == set(SIDES)


def test_every_route_is_in_the_table_and_every_line_is_a_route(staged: Staged) -> None:
    assert sorted((method, path) for method, path, _ in routes(staged.app)) == sorted(
        (line.method, line.path) for line in LINES
    )


def test_top_17_every_route_says_who_may_use_it(staged: Staged) -> None:
    unsaid = [path for _, path, handler in routes(staged.app) if not handler.opt.keys() & {"permission", "public"}]
    assert unsaid == []


@pytest.mark.parametrize("key", [*ACTORS, *SHELTERS])
def test_each_route_answers_each_role_as_the_table_says(staged: Staged, key: str) -> None:
    visitor, side = staged.visitor(key), SIDES[CONSORTIUM[key].role]
    expected = {(named(n), r.value): n.status(side, r) for n in LINES for r in WHOSE if n.has_record or r == "own"}
    answers = {
        (named(line), relation.value): ask(visitor, line, staged.scene, relation)
        for line in LINES
        for relation in WHOSE
        if line.has_record or relation is Relation.OWN
    }
    assert {asked: answer.status_code for asked, answer in answers.items()} == expected
    strangers = {name: without_what_differs(visitor, answers[name, "other"]) for name in map(named, WITH_RECORD)}
    nothing = {name: without_what_differs(visitor, answers[name, "missing"]) for name in strangers}
    assert [name for name in strangers if strangers[name] != nothing[name]] == []  # T-1, byte for byte
    assert key not in UNKNOWING or [asked for asked, answer in answers.items() if tells(answer)] == []  # T-2


@pytest.mark.parametrize("key", ["caseworker", "shelter_worker", "analyst"])
def test_a_fragment_is_refused_wherever_its_page_is(staged: Staged, key: str) -> None:
    visitor, side = staged.visitor(key), SIDES[CONSORTIUM[key].role]
    visitor.headers["hx-request"] = "true"
    lines = [line for line in LINES if line.method == "GET"]
    found = {named(line): ask(visitor, line, staged.scene, Relation.OWN).status_code for line in lines}
    assert found == {named(line): line.status(side, Relation.OWN) for line in lines}


@pytest.mark.parametrize("key", ["caseworker", "idva", "lead_manager", "shelter_worker", "shelter_manager"])
def test_t1_a_complete_form_to_a_strangers_record_is_answered_as_to_none(staged: Staged, key: str) -> None:
    visitor = staged.visitor(key)
    for line in WITH_RECORD:
        if line.complete in ({}, line.form):
            continue
        other = ask(visitor, line, staged.scene, Relation.OTHER, line.complete)
        missing = ask(visitor, line, staged.scene, Relation.MISSING, line.complete)
        assert other.status_code in {403, 404}, named(line)
        assert without_what_differs(visitor, other) == without_what_differs(visitor, missing), named(line)


@pytest.mark.parametrize("key", OUTSIDERS)
def test_t1_a_team_that_was_not_asked_learns_nothing(staged: Staged, key: str) -> None:
    visitor = staged.visitor(key)
    for line in WITH_RECORD:
        own = ask(visitor, line, staged.scene, Relation.OWN, line.complete)
        missing = ask(visitor, line, staged.scene, Relation.MISSING, line.complete)
        assert own.status_code == line.status(SIDES[CONSORTIUM[key].role], Relation.MISSING), named(line)
        assert without_what_differs(visitor, own) == without_what_differs(visitor, missing), named(line)


@pytest.mark.parametrize("key", OUTSIDERS)
def test_t2_nobody_else_reads_a_name_a_number_or_a_word_anywhere(staged: Staged, key: str) -> None:
    visitor = staged.visitor(key)
    assert [named(line) for line in LINES if tells(ask(visitor, line, staged.scene, Relation.OWN))] == []


def test_without_a_session_only_public_routes_answer(staged: Staged) -> None:
    nobody = Visitor(staged.app)
    found = {named(line): ask(nobody, line, staged.scene, Relation.OWN).status_code for line in LINES}
    assert found == {named(line): line.nobody for line in LINES}


def test_t34_a_closed_account_is_nobody_at_once(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    assert visitor.get("/people").status_code == 200
    with staged.app.state.database.system() as session:
        session.get(User, CONSORTIUM["caseworker"].id).disabled_at = staged.clock()
    found = {named(line): ask(visitor, line, staged.scene, Relation.OWN).status_code for line in LINES}
    assert found == {named(line): line.nobody for line in LINES}


def test_t34_a_role_that_was_taken_away_is_gone_with_the_next_request(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    with staged.app.state.database.system() as session:
        session.get(User, CONSORTIUM["caseworker"].id).roles = Role.ANALYST.value
    assert visitor.get(f"/people/{staged.scene.person}").status_code == 403


def allowed(line: Line) -> str:
    sides = {
        "shelter_worker": Side.PARTNER,
        "shelter_manager": Side.MANAGER,
        "lead_manager": Side.LEAD_MANAGER,
    }
    able = [key for key, side in sides.items() if line.status(side, Relation.OWN) != 403]
    return able[0] if able else "caseworker"


def entries(staged: Staged) -> int:
    with staged.app.state.database.system(reading=True) as session:
        found = audit.head(session)
    return found.sequence if found else 0


def test_t12_a_forged_form_is_refused_and_changes_nothing(staged: Staged) -> None:
    for line in CHANGING:
        visitor, path = staged.visitor(allowed(line)), line.address(staged.scene, Relation.OWN)
        before = entries(staged)
        assert [answer.status_code for answer in forged(visitor, path, line.complete, staged)] == [403] * 7, named(line)
        assert entries(staged) == before, named(line)


def forged(visitor: Visitor, path: str, complete: Form, staged: Staged) -> Iterator[Response]:
    form = {"_key": "a-key", **complete}
    genuine = {"_csrf": visitor.csrf, **form}
    yield visitor.post(path, data=form)
    yield visitor.post(path, data={"_csrf": "", **form})
    yield visitor.post(path, data={"_csrf": staged.visitor("analyst").csrf, **form})
    yield visitor.post(path, data=genuine, headers={"sec-fetch-site": "cross-site"})
    yield visitor.post(path, data=genuine, headers={"sec-fetch-site": "same-site"})
    yield visitor.post(path, data=genuine, headers={"origin": "https://elsewhere.example"})
    yield visitor.post(path, data=genuine, headers={"origin": "null"})


def test_t12_a_form_of_another_site_signs_nobody_in(staged: Staged) -> None:
    answer = Visitor(staged.app).post("/sign-in", data={}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_there_are_more_than_three_thousand_cells_over_ten_kinds_of_actors() -> None:
    asked = sum(len(WHOSE) if line.has_record else 1 for line in LINES)
    assert len([*ACTORS, *SHELTERS]) >= 10
    assert asked * len([*ACTORS, *SHELTERS]) >= 3_000
