"""A manager's own staff over HTTP: adding, inviting, roles – and everything that would be an escalation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.actors import Role
from lvws_core.errors import Conflict
from portal.audit.tables import Entry
from portal.auth.tables import Invitation, User
from portal.auth.team import service
from portal.database import Database
from tests.builders import CONSORTIUM, SHELTER, Clock, Colleague
from tests.kit import Visitor
from tests.partners.conftest import desk_for as desk_for
from tests.partners.conftest import desk_of as desk_of
from tests.partners.conftest import recorded as recorded

As = Callable[[str], Visitor]
NEW = {"name": "Robin Teal", "email": " Robin.Teal@Example.org ", "role": "partner_worker"}
WORKER, MANAGER, STRANGER = (CONSORTIUM[key].id for key in ("shelter_worker", "shelter_manager", "galop_worker"))


@pytest.fixture
def client_for(app: Litestar, clock: Clock) -> As:
    return lambda key: Visitor(app).sign_in(key, clock)


def account(app: Litestar, email: str) -> User | None:
    with app.state.database.system(reading=True) as session:
        return session.exec(select(User).where(User.email == email)).one_or_none()


def audited(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence)))


def test_a_manager_adds_a_colleague_of_the_own_organisation(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    answer = manager.submit("/team/new", NEW)
    added = account(app, "robin.teal@example.org")
    assert added is not None
    assert answer.headers["location"] == f"/team/{added.id}/invitation"
    assert (added.organisation_id, added.roles) == (SHELTER, "partner_worker")
    assert "Open, has not signed in yet" in manager.get("/team").text
    assert audited(app) == ["user.created"]


@pytest.mark.parametrize("role", [role.value for role in Role if not role.value.startswith("partner")] + ["", "owner"])
def test_t33_a_manager_gives_no_other_role_than_those_of_a_partner(app: Litestar, client_for: As, role: str) -> None:
    manager = client_for("shelter_manager")
    assert manager.submit("/team/new", NEW, role=role).status_code == 422
    assert account(app, "robin.teal@example.org") is None
    assert manager.submit(f"/team/{WORKER}/role", role=role).status_code == 422
    worker = account(app, CONSORTIUM["shelter_worker"].email)
    assert worker is not None
    assert worker.roles == "partner_worker"


def test_t33_two_roles_or_another_organisation_in_the_form_change_nothing(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    forged: dict[str, Any] = {
        "organisation_id": str(CONSORTIUM["galop_worker"].organisation_id),
        "roles": "administrator",
    }
    assert manager.submit("/team/new", NEW, **forged).status_code == 303
    added = account(app, "robin.teal@example.org")
    assert added is not None
    assert (added.organisation_id, added.roles) == (SHELTER, "partner_worker")
    twice = manager.submit("/team/new", NEW, email="b@example.org", role=["partner_worker", "administrator"])
    assert twice.status_code in {400, 422}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": " "}, "Enter their name"),
        ({"email": "robin"}, "Enter an email address such as"),
        ({"email": "a@b"}, "Enter an email address such as"),
        ({"email": "a b@example.org"}, "Enter an email address such as"),
        ({"email": "galop_worker@example.org"}, "No account can be made with this email address"),
        ({"role": ""}, "Select what they may do"),
    ],
)
def test_a_colleague_with_a_fault_is_shown_again_as_typed(client_for: As, changes: dict[str, str], says: str) -> None:
    answer = client_for("shelter_manager").submit("/team/new", NEW, **changes)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Robin Teal" in answer.text or changes.get("name")


def test_an_invitation_is_shown_once_and_a_new_one_stops_those_before(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    path = manager.submit("/team/new", NEW).headers["location"]
    assert "/invitation/" not in manager.get(path).text.replace(path, "")
    first, second = (link_of(manager.submit(path).text) for _ in range(2))
    assert first != second
    nobody = Visitor(app)
    assert nobody.get(first).status_code == 404
    assert nobody.get(second).status_code == 200
    with app.state.database.system(reading=True) as session:
        stored = session.exec(select(Invitation)).all()
    assert all(second.rpartition("/")[2].encode() not in row.token_hash for row in stored)
    assert audited(app) == ["user.created", "user.invited", "user.invited"]


def link_of(page: str) -> str:
    return page.partition('href="https://portal.example')[2].partition('"')[0]


def test_t33_an_account_that_somebody_uses_is_never_invited_again(client_for: As) -> None:
    manager = client_for("shelter_manager")
    client_for("shelter_worker").get("/inbox")
    assert "They have signed in before" in manager.get(f"/team/{WORKER}/invitation").text
    assert manager.submit(f"/team/{WORKER}/invitation").status_code == 409
    assert manager.submit(f"/team/{MANAGER}/invitation").status_code == 409


def test_a_role_counts_from_the_next_click(app: Litestar, client_for: As) -> None:
    worker, manager = client_for("shelter_worker"), client_for("shelter_manager")
    assert worker.get("/team").status_code == 403
    assert manager.submit(f"/team/{WORKER}/role", role="partner_manager").headers["location"] == "/team?done=role"
    assert worker.get("/team").status_code == 200
    assert manager.submit(f"/team/{WORKER}/role", role="partner_worker").status_code == 303
    assert worker.get("/team").status_code == 403
    assert audited(app) == ["user.role_changed", "user.role_changed"]


def test_t34_nobody_changes_the_own_role_or_one_of_another_team(client_for: As) -> None:
    manager = client_for("shelter_manager")
    assert "You cannot change your own account" in manager.get(f"/team/{MANAGER}/role").text
    assert manager.submit(f"/team/{MANAGER}/role", role="partner_worker").status_code == 409
    for act, form in (("role", {"role": "partner_worker"}), ("invitation", {})):
        assert manager.get(f"/team/{STRANGER}/{act}").status_code == 404
        assert manager.submit(f"/team/{STRANGER}/{act}", form).status_code == 404


def test_t33_a_worker_and_the_lead_reach_nothing_of_it(client_for: As) -> None:
    for key in ("shelter_worker", "lead_manager", "administrator"):
        visitor = client_for(key)
        assert visitor.get("/team/new").status_code == 403
        assert visitor.submit("/team/new", NEW).status_code == 403
        assert visitor.submit(f"/team/{WORKER}/role", role="partner_manager").status_code == 403


def test_t33_a_role_that_the_administrator_gave_stays(app: Litestar, client_for: As) -> None:
    with app.state.database.system() as session:
        session.get(User, WORKER).roles = "partner_worker administrator"
    manager = client_for("shelter_manager")
    assert "only the lead&#39;s administrator changes" in manager.get(f"/team/{WORKER}/role").text
    assert manager.submit(f"/team/{WORKER}/role", role="partner_worker").status_code == 409


def test_t34_two_managers_who_close_each_other_at_once_leave_one(
    database: Database, desk_for: Callable[..., Any]
) -> None:
    pair: tuple[Colleague, ...] = (CONSORTIUM["shelter_manager"], CONSORTIUM["shelter_worker"])
    with database.system() as session:
        session.get(User, WORKER).roles = "partner_manager"
    together = Barrier(2)

    def close(me: Colleague, other: Colleague) -> str:
        together.wait()
        try:
            with database.transaction(database.open(SHELTER)) as session:
                service.close(desk_for(session, me.key), other.id)
        except Conflict as error:
            return ",".join(sorted(reason.code for reason in error.reasons))
        return "closed"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(close, pair, pair[::-1]))
    assert found == ["closed", "last_manager,not_manager"]
