"""Sessions over HTTP: holding, booking, waiting, clashes, and who came."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar
from sqlmodel import select

from portal.audit.tables import Entry
from tests.builders import CONSORTIUM, Clock, Ids
from tests.kit import Visitor
from tests.partners.statements import counted
from tests.scene import hidden
from tests.staged import later_ids

As = Callable[[str], Visitor]
LIST = "/directory/sessions"
FORM: dict[str, Any] = {
    "kind": "surgery",
    "title": "Housing advice surgery",
    "on_day": "25",
    "on_month": "11",
    "on_year": "2026",
    "starts": "10:00",
    "ends": "11:30",
    "link": "https://meet.example.org/housing",
    "places": "1",
}


@pytest.fixture
def new_id() -> Ids:
    return later_ids()


def held(visitor: Visitor, **changes: str) -> str:
    answer = visitor.submit(f"{LIST}/new", FORM, **changes)
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0]


def audited(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence)))


def test_a_partners_manager_holds_a_session_and_everybody_sees_it(app: Litestar, client_for: As) -> None:
    path = held(client_for("shelter_manager"))
    for key in ("caseworker", "galop_worker", "intake", "coordinator", "governance"):
        page = client_for(key).get(LIST).text
        assert "Housing advice surgery" in page
        assert "1 place left" in page
    assert "Wednesday 25 November, 10:00 to 11:30" in client_for("idva").get(path).text
    assert "partner_session.added" in audited(app)


def test_the_lead_holds_sessions_too_and_workers_do_not(client_for: As) -> None:
    held(client_for("lead_manager"), kind="meeting")
    assert client_for("shelter_worker").submit(f"{LIST}/new", FORM).status_code == 403
    assert client_for("caseworker").get(f"{LIST}/new").status_code == 403


def test_the_date_is_saved_as_a_file_that_names_nobody(client_for: As) -> None:
    path = held(client_for("shelter_manager"))
    worker = client_for("galop_worker")
    assert f'href="{path}/calendar"' in worker.get(path).text
    file = worker.get(f"{path}/calendar")
    assert file.headers["content-disposition"] == f'attachment; filename="{path.rpartition("/")[2]}.ics"'
    assert b"BEGIN:VEVENT" in file.content
    assert b"Housing" not in file.content
    assert b"meet.example" not in file.content


def test_a_booking_shows_the_link_and_the_next_one_waits_until_the_place_is_given_up(
    app: Litestar, client_for: As
) -> None:
    path = held(client_for("shelter_manager"))
    worker, lead = client_for("galop_worker"), client_for("caseworker")
    assert "meet.example.org" not in worker.get(path).text
    assert worker.submit(f"{path}/book").headers["location"] == f"{path}?done=booked"
    assert "meet.example.org" in worker.get(path).text
    assert "You have a place" in worker.get(LIST).text
    full = lead.submit(f"{path}/book")
    assert full.status_code == 409
    assert "The last place was taken a moment ago" in full.text
    assert "Join the waiting list" in full.text
    assert lead.submit(f"{path}/book", wait=hidden(full.text, "wait")).status_code == 303
    page = lead.get(path).text
    assert "You are number 1 on the waiting list" in page
    assert "meet.example.org" not in page
    assert worker.submit(f"{path}/give-up").status_code == 303
    assert "You have a place" in lead.get(path).text
    assert audited(app)[-3:] == ["partner_session.booked", "partner_session.booked", "partner_session.given_up"]


def test_nobody_books_twice_or_gives_up_what_they_do_not_have(client_for: As) -> None:
    path = held(client_for("shelter_manager"), places="5")
    worker = client_for("galop_worker")
    assert worker.submit(f"{path}/give-up").status_code == 409
    worker.submit(f"{path}/book")
    again = worker.submit(f"{path}/book")
    assert again.status_code == 409
    assert "You have a place already" in again.text


def test_a_clash_with_the_own_booking_is_told_before_it_is_booked_all_the_same(client_for: As) -> None:
    manager, worker = client_for("shelter_manager"), client_for("galop_worker")
    first, second = held(manager, places="5"), held(manager, places="5", title="Benefits", starts="11:00", ends="12:00")
    worker.submit(f"{first}/book")
    told = worker.submit(f"{second}/book")
    assert told.status_code == 409
    assert "You have booked “Housing advice surgery” at the same time." in told.text
    assert "Book a place all the same" in told.text
    assert worker.submit(f"{second}/book", clash=hidden(told.text, "clash")).status_code == 303


def test_what_has_begun_is_closed_and_then_its_holder_says_who_came(
    app: Litestar, client_for: As, clock: Clock
) -> None:
    path = held(client_for("shelter_manager"), places="5")
    for key in ("galop_worker", "caseworker"):
        client_for(key).submit(f"{path}/book")
    assert "Say who came once the session has begun" in client_for("shelter_manager").get(f"{path}/attendance").text
    clock.advance(days=2, minutes=1)
    worker, manager = client_for("galop_worker"), client_for("shelter_manager")
    assert worker.submit(f"{path}/give-up").status_code == 409
    assert client_for("idva").submit(f"{path}/book").status_code == 409
    assert manager.submit(f"{path}/change", FORM).status_code in {409, 422}
    came = {"came": str(CONSORTIUM["galop_worker"].id), "others": "7"}
    wrong = manager.submit(f"{path}/attendance", came, others="many")
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    assert manager.submit(f"{path}/attendance", came).status_code == 303
    page = manager.get(path).text
    assert "1 who had booked, and 7 others" in page
    assert "Did not come" in page
    assert "Galop Worker" in page
    assert "Galop Worker" not in client_for("caseworker").get(path).text
    assert audited(app)[-1] == "partner_session.recorded"
    clock.advance(hours=2)
    assert "Who came is recorded" in client_for("idva").get(f"{LIST}?show=past").text


def test_a_session_that_was_called_off_stays_in_the_list_and_cannot_be_booked(client_for: As) -> None:
    manager = client_for("shelter_manager")
    path = held(manager)
    assert "Nobody has booked" in manager.get(f"{path}/call-off").text
    assert manager.submit(f"{path}/call-off").status_code == 303
    worker = client_for("galop_worker")
    assert "Called off" in worker.get(LIST).text
    assert "This session was called off." in worker.submit(f"{path}/book").text
    assert manager.submit(f"{path}/call-off").status_code == 409


def test_a_change_keeps_the_places_that_were_given_and_refuses_a_stale_page(client_for: As) -> None:
    manager = client_for("shelter_manager")
    path = held(manager, places="3")
    for key in ("galop_worker", "caseworker"):
        client_for(key).submit(f"{path}/book")
    version = hidden(manager.get(f"{path}/change").text, "version")
    fewer = manager.submit(f"{path}/change", FORM, version=version, places="1", title="Typed and kept")
    assert fewer.status_code == 422
    assert "2 places are taken already" in fewer.text
    assert "Typed and kept" in fewer.text
    assert manager.submit(f"{path}/change", FORM, version=version, places="2").status_code == 303
    assert manager.submit(f"{path}/change", FORM, version=version, places="4").status_code == 409


@pytest.mark.parametrize("act", ["change", "call-off", "attendance"])
def test_nobody_else_holds_a_session(client_for: As, act: str) -> None:
    path = held(client_for("shelter_manager"))
    for key in ("galop_manager", "lead_manager"):
        stranger = client_for(key)
        assert stranger.get(f"{path}/{act}").status_code == 404
        assert stranger.submit(f"{path}/{act}", FORM).status_code == 404


def test_faults_are_named_at_their_fields_and_nothing_typed_is_lost(client_for: As) -> None:
    answer = client_for("shelter_manager").submit(f"{LIST}/new", FORM, link="ftp://example.org", ends="9:00")
    assert answer.status_code == 422
    assert "The link must begin with https://" in answer.text
    assert "It must end after it starts" in answer.text
    assert 'value="ftp://example.org"' in answer.text


def test_a_strange_view_or_reference_is_refused_or_not_found(client_for: As) -> None:
    worker = client_for("galop_worker")
    assert worker.get(f"{LIST}?show=nonsense").status_code == 422
    assert worker.get(f"{LIST}/nonsense").status_code == 404
    assert worker.get(f"{LIST}/2222-22").status_code == 404


def test_the_list_takes_three_statements_beside_the_sign_in(app: Litestar, client_for: As) -> None:
    manager = client_for("shelter_manager")
    for _ in range(4):
        held(manager)
    with counted(app.state.database) as statements:
        manager.get(LIST)
    assert len(statements) == 4
