"""Transactions around handlers: all or nothing, and one effect for a form however often it is sent (P14, I13)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any, ClassVar
from uuid import UUID

import msgspec
import pytest
from litestar import Litestar, get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect
from sqlalchemy import func, select
from sqlmodel import Session, col

from lvws_core.actors import Actor, Permission
from lvws_core.errors import Conflict
from lvws_core.forms import FieldError
from lvws_core.reasons import because
from portal.audit.tables import Entry
from portal.auth.tables import Submission
from portal.people.tables import PersonRow
from portal.scheduler import tick
from portal.submissions import KEPT, delete_old_submissions
from tests.builders import Clock
from tests.kit import Visitor, with_handlers
from tests.rows import a_person_row


class AddForm(msgspec.Struct, kw_only=True):
    reference: str = ""
    then: str = ""


class AddPage(msgspec.Struct, frozen=True, kw_only=True):
    template: ClassVar[str] = "try/add.html"
    title: str = "Add"
    errors: tuple[FieldError, ...] = ()


@post("/try/add", opt={"permission": Permission.PERSON_WRITE}, sync_to_thread=True)
def add(
    data: URLEncodedBody[AddForm], session: NamedDependency[Session], new_id: NamedDependency[Callable[[], UUID]]
) -> AddPage | Redirect:
    if not data.reference:
        return AddPage(errors=(FieldError(field="reference", code="required", text="Enter a reference"),))
    session.add(a_person_row(new_id(), reference=data.reference))
    session.flush()
    if data.then == "conflict":
        raise Conflict(because("stale", "I4", "It changed."))
    if data.then == "defect":
        raise ZeroDivisionError
    return Redirect(f"/people/{data.reference}", status_code=303)


@post("/try/other", opt={"permission": Permission.PERSON_WRITE}, sync_to_thread=True)
def other(session: NamedDependency[Session]) -> Redirect:
    session.scalar(select(func.count(col(PersonRow.id))))
    return Redirect("/other", status_code=303)


@get("/try/read", opt={"permission": Permission.PERSON_READ, "reading": True}, sync_to_thread=True)
def read(session: NamedDependency[Session], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> str:
    count = session.scalar(select(func.count(col(PersonRow.id))))
    return f"{count} {session.info['reading']} {actor.organisation_id.int:x} {now.isoformat()}"


@pytest.fixture
def app_url(database_url: str) -> str:
    return database_url


@pytest.fixture
def worker(app: Litestar, client_for: Callable[[str], Visitor]) -> Visitor:
    with_handlers(app, (add, other, read), {"try/add.html": "{{ title }}"})
    return client_for("caseworker")


def rows(app: Litestar, table: type[Any]) -> int:
    with app.state.database.system(reading=True) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_form_that_was_sent_has_its_effect_once(app: Litestar, worker: Visitor) -> None:
    answer = worker.submit("/try/add", reference="7QK2-M9")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/7QK2-M9")
    assert rows(app, PersonRow) == 1


def test_i13_the_same_form_twice_has_one_effect_and_the_same_answer(app: Litestar, worker: Visitor) -> None:
    first = worker.submit("/try/add", key="k", reference="7QK2-M9")
    again = worker.submit("/try/add", key="k", reference="7QK2-M9")
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert rows(app, PersonRow) == 1


def test_i13_the_same_form_after_signing_in_anew_has_its_first_answer(
    app: Litestar, worker: Visitor, client_for: Callable[[str], Visitor]
) -> None:
    first = worker.submit("/try/add", key="k", reference="7QK2-M9")
    again = client_for("caseworker").submit("/try/add", key="k", reference="7QK2-M9")
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert rows(app, PersonRow) == 1


def test_i13_a_key_with_another_body_is_refused(app: Litestar, worker: Visitor) -> None:
    worker.submit("/try/add", key="k", reference="7QK2-M9")
    answer = worker.submit("/try/add", key="k", reference="7QK2-M8")
    assert answer.status_code == 409
    assert "already sent once" in answer.text
    assert rows(app, PersonRow) == 1


def test_i13_a_key_with_the_same_body_at_another_address_is_refused(worker: Visitor) -> None:
    worker.submit("/try/add", key="k", reference="7QK2-M9")
    assert worker.submit("/try/other", key="k", reference="7QK2-M9").status_code == 409


def test_a_form_with_mistakes_frees_its_key(app: Litestar, worker: Visitor) -> None:
    assert worker.submit("/try/add", key="k").status_code == 422
    assert rows(app, Submission) == 0
    assert worker.submit("/try/add", key="k", reference="7QK2-M9").status_code == 303
    assert rows(app, PersonRow) == 1


def test_p14_a_key_is_remembered_for_seven_days_and_then_deleted(app: Litestar, worker: Visitor, clock: Clock) -> None:
    def sweep() -> object:
        swept = tick(app.state.supplies, {"keys": lambda desk: delete_old_submissions(desk, most=1)}, UUID(int=1))
        return swept and swept.done

    worker.submit("/try/add", key="k", reference="7QK2-M9")
    worker.submit("/try/add", key="l", reference="7QK2-M8")
    clock.advance(days=KEPT.days)
    assert sweep() == {"keys": 0}
    assert rows(app, Submission) == 2
    clock.now += timedelta(seconds=1)
    assert sweep() == {"keys": 2}
    assert rows(app, Submission) == 0
    assert sweep() == {"keys": 0}
    assert rows(app, PersonRow) == 2


@pytest.mark.parametrize(("then", "status"), [("conflict", 409), ("defect", 500)])
def test_what_fails_leaves_nothing_and_frees_its_key(app: Litestar, worker: Visitor, then: str, status: int) -> None:
    assert worker.submit("/try/add", key="k", reference="7QK2-M9", then=then).status_code == status
    assert (rows(app, PersonRow), rows(app, Submission), rows(app, Entry)) == (0, 0, 0)
    assert worker.submit("/try/add", key="k", reference="7QK2-M9").status_code == 303


def test_a_key_belongs_to_its_user(app: Litestar, worker: Visitor, client_for: Callable[[str], Visitor]) -> None:
    worker.submit("/try/add", key="k", reference="7QK2-M9")
    assert client_for("colleague").submit("/try/add", key="k", reference="7QK2-M8").status_code == 303
    assert rows(app, PersonRow) == 2


def test_forms_without_a_key_are_not_mistaken_for_one_another(app: Litestar, worker: Visitor) -> None:
    worker.submit("/try/add", key="", reference="7QK2-M9")
    worker.submit("/try/add", key="", reference="7QK2-M8")
    assert (rows(app, PersonRow), rows(app, Submission)) == (2, 0)


def test_what_the_database_refuses_is_a_conflict_and_leaves_nothing(app: Litestar, worker: Visitor) -> None:
    worker.submit("/try/add", reference="7QK2-M9")
    assert worker.submit("/try/add", reference="7QK2-M9").status_code == 409
    assert (rows(app, PersonRow), rows(app, Submission)) == (1, 1)


def test_i13_the_same_form_at_the_same_moment_has_one_effect(
    app: Litestar, worker: Visitor, client_for: Callable[[str], Visitor]
) -> None:
    senders, start = [client_for("caseworker") for _ in range(6)], Barrier(6)
    for sender in senders:
        sender.token = worker.token
        sender.cookies.set(app.state.settings.cookie_name, worker.token)

    def send(sender: Visitor) -> tuple[int, str]:
        start.wait(10)
        answer = sender.submit("/try/add", key="k", reference="7QK2-M9")
        return answer.status_code, answer.headers.get("location", "")

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, senders))
    assert answers == {(303, "/people/7QK2-M9")}
    assert rows(app, PersonRow) == 1


def test_many_forms_at_once_all_arrive(app: Litestar, client_for: Callable[[str], Visitor], worker: Visitor) -> None:
    senders = [worker, *(client_for("colleague") for _ in range(5))]

    def send(number: int) -> int:
        return senders[number].submit("/try/add", reference=f"REF-{number}").status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(6))) == {303}
    assert rows(app, PersonRow) == 6


def test_a_handler_that_only_reads_gets_a_reading_transaction(worker: Visitor, clock: Clock) -> None:
    assert worker.get("/try/read").text == f"0 True a0 {clock().isoformat()}"
