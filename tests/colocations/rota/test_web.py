"""The rota over HTTP: what is typed wrongly is told and kept, what is done is told, and who may see it."""

import re
from typing import Any
from uuid import uuid4

import icalendar
import pytest

from lvws_core.actors import THE_CLOCK
from portal.app import JOBS
from portal.auth import store as accounts
from portal.auth.model import token_hash
from portal.dependencies import desk_at
from tests.builders import CONSORTIUM, SHELTER
from tests.colocations.conftest import Sited
from tests.colocations.rota.builders import ANNA, BELA, SITE
from tests.colocations.rota.conftest import room_called
from tests.kit import Visitor
from tests.scene import hidden

SITE_PATH = f"/co-locations/{SITE.reference}"
ROOM, DESKS = (f"{SITE_PATH}/rooms/{room_called(name).id}" for name in ("Room 1", "Hot desks"))


def a_day(name: str, day: int, month: int = 11, year: int = 2026) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


SHIFT: dict[str, Any] = {
    "site": SITE.reference,
    "worker": str(ANNA),
    "starts": "09:00",
    "ends": "17:00",
    **a_day("on", 24),
}
BOOKING: dict[str, Any] = {
    "purpose": "confidential",
    "people": "2",
    "starts": "10:00",
    "ends": "11:00",
    **a_day("on", 24),
}


@pytest.fixture
def keeper(sited: Sited) -> Visitor:
    return sited.visitor("coordinator")


def bela(sited: Sited) -> Visitor:
    """Sign in the second worker, who is in no list of accounts."""
    visitor = Visitor(sited.app)
    visitor.token = f"bela-{uuid4().hex}"
    with sited.app.state.database.system() as session:
        accounts.add_session(session, token_hash(visitor.token), BELA, sited.clock())
    visitor.cookies.set(sited.app.state.settings.cookie_name, visitor.token)
    return visitor


def test_a_shift_is_added_changed_and_called_off_and_the_gap_is_shown_ahead(sited: Sited, keeper: Visitor) -> None:
    assert keeper.get("/rota").text.count("09:00 to 17:00</span>") > 4
    answer = keeper.submit("/rota/shifts/new", SHIFT)
    assert answer.headers["location"] == f"/rota?week=2026-11-24&site={SITE.reference}&done=added"
    page = keeper.get("/rota").text
    path = re.search(r'href="(/rota/shifts/[\w-]{36})"', page)
    assert path is not None
    assert "09:00 to 17:00" in sited.visitor("idva").get("/rota").text
    version = hidden(keeper.get(path[1]).text, "version")
    late = keeper.submit(path[1], SHIFT, starts="12:00", version=version)
    assert late.status_code == 303
    assert "Nobody 09:00 to 12:00" in keeper.get("/rota").text
    assert keeper.submit(path[1], SHIFT, version=version).status_code == 409
    assert keeper.submit(f"{path[1]}/call-off", version="2").status_code == 303
    assert keeper.get(path[1]).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends": "08:00"}, "It must end after it starts, on the same day"),
        ({"starts": "nine"}, "Enter when it starts, such as 09:00"),
        (a_day("on", 22), "The day must be today or later"),
        ({"worker": str(CONSORTIUM["caseworker"].id)}, "Select who works"),
        ({"department": "Nowhere"}, "has no such ward"),
        ({**a_day("on", 28, 3, 2027), "starts": "01:30", "ends": "03:00"}, "The clocks skip that hour"),
        ({"weeks": "40"}, "must be a whole number from 1 to 26"),
    ],
)
def test_a_shift_that_cannot_be_is_told_and_nothing_typed_is_lost(
    keeper: Visitor, changes: dict[str, Any], words: str
) -> None:
    answer = keeper.submit("/rota/shifts/new", SHIFT, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{changes.get("ends", "17:00")}"' in answer.text


def test_colo_03_a_shift_outside_the_clearance_is_refused_with_every_reason(keeper: Visitor) -> None:
    held = re.findall(r'action="(/clearances/[\w-]+/[\w-]+/give-up)"', keeper.get(f"/clearances/{ANNA}").text)
    for path in held:
        assert keeper.submit(path).status_code == 303
    answer = keeper.submit("/rota/shifts/new", SHIFT)
    assert answer.status_code == 422
    assert "Enhanced DBS check: none on 24 November 2026" in answer.text
    assert "Induction: none on 24 November 2026" in answer.text
    assert "Choose somebody else or another day" in answer.text
    assert 'value="09:00"' in answer.text


def test_colo_03_a_shift_whose_worker_lapses_cannot_stand_on_the_rota_and_the_board(
    sited: Sited, keeper: Visitor
) -> None:
    assert keeper.submit("/rota/shifts/new", SHIFT).status_code == 303
    held = re.findall(r'action="(/clearances/[\w-]+/[\w-]+/give-up)"', keeper.get(f"/clearances/{ANNA}").text)
    for path in held:
        assert keeper.submit(path).status_code == 303
    rota, board = keeper.get("/rota").text, keeper.get("/co-locations").text
    assert "Enhanced DBS check: none on 24 November 2026." in rota
    assert "Find cover" in rota
    assert "1 cannot stand" in board
    assert "Cannot stand on 24 November 2026: Enhanced DBS check: none on 24 November 2026." in board
    assert "Cannot stand" in sited.visitor("idva").get("/rota").text


def test_a_series_is_shown_with_every_conflict_and_then_all_of_the_free_ones_are_saved(keeper: Visitor) -> None:
    assert keeper.submit("/rota/shifts/new", SHIFT, **a_day("on", 8, 12)).status_code == 303
    shown = keeper.submit("/rota/shifts/new", SHIFT, weeks="5", **a_day("on", 1, 12))
    assert shown.status_code == 200
    assert "4 of 5 dates are free. Nothing is saved yet." in shown.text
    assert "On shift there already" in shown.text
    free_days = hidden(shown.text, "shown")
    changed = keeper.submit("/rota/shifts/new", SHIFT, weeks="5", confirm="all", shown="", **a_day("on", 1, 12))
    assert "It has changed" in changed.text
    saved = keeper.submit("/rota/shifts/new", SHIFT, weeks="5", confirm="all", shown=free_days, **a_day("on", 1, 12))
    assert saved.headers["location"].endswith("&done=series")
    again = keeper.submit("/rota/shifts/new", SHIFT, weeks="5", **a_day("on", 1, 12))
    assert "None of these dates is free" in again.text


def test_a_room_is_booked_once_and_a_second_booking_is_told_why_not(sited: Sited) -> None:
    idva = sited.visitor("idva")
    assert idva.submit(ROOM, BOOKING).status_code == 303
    for changes, words in (
        ({}, "It is taken on 24 November 2026, 10:00 to 11:00. Choose another time, or another room."),
        ({"starts": "17:30", "ends": "18:30"}, "On 24 November 2026 it is open 09:00 to 17:00."),
        ({"starts": "12:00"}, "It must end after it starts"),
        ({"people": "9", "starts": "12:00", "ends": "13:00"}, "The room takes 3 at most."),
    ):
        answer = idva.submit(ROOM, BOOKING, **changes)
        assert (answer.status_code, words in answer.text) == (422, True), words
        assert f'value="{changes.get("ends", "11:00")}"' in answer.text
    refused = idva.submit(DESKS, BOOKING)
    assert "A confidential conversation is only put in a private room." in refused.text
    door = idva.get(f"{ROOM}/door?day=2026-11-24").text
    printed = door[door.index("portal-receipt--safe") : door.index("portal-actions")]
    assert "10:00 to 11:00" in printed
    assert not any(word in printed for word in ("Idva", "Confidential", SITE.name, "Lead Team"))
    give_back = re.search(rf'action="({ROOM}/bookings/[\w-]+/give-back)"', idva.get(ROOM).text)
    assert give_back is not None
    assert bela(sited).submit(give_back[1]).status_code == 404
    assert idva.submit(give_back[1]).status_code == 303
    assert idva.submit(give_back[1]).status_code == 409


def test_a_confidential_space_is_booked_in_one_press_and_whoever_waits_is_told(sited: Sited) -> None:
    idva, other = sited.visitor("idva"), bela(sited)
    assert "Private room free now: Room 1 until 17:00" in idva.get("/my-site").text
    for _ in range(2):
        assert idva.submit(f"{SITE_PATH}/rooms/now").headers["location"] == "/my-site?done=space"
    assert "Room 1, 10:00 to 10:40" in idva.get("/my-site").text
    assert other.submit(f"{SITE_PATH}/rooms/now").headers["location"] == "/my-site?done=space_gone"
    assert "No private room is free now" in other.get("/my-site").text
    assert other.submit(f"{SITE_PATH}/rooms/wait").status_code == 303
    assert "You are number 1 on the list" in other.get("/my-site").text
    give_back = re.search(rf'action="({SITE_PATH}/rooms/[\w-]+/bookings/[\w-]+/give-back)"', idva.get("/my-site").text)
    assert give_back is not None
    assert idva.submit(give_back[1], {"from": "my-site"}).headers["location"] == "/my-site?done=given_back"
    assert "A room is free now" in other.get("/notices").text
    assert other.submit(f"{SITE_PATH}/rooms/now").headers["location"] == "/my-site?done=space"
    assert "You are number" not in other.get("/my-site").text


def swept(sited: Sited, name: str) -> int:
    supplies = sited.app.state.supplies
    with sited.app.state.database.system() as session:
        return len(JOBS[name](desk_at(supplies, session, THE_CLOCK, sited.clock())))


def test_a_room_that_becomes_free_by_itself_is_told_to_the_next_in_line_once(sited: Sited) -> None:
    idva = sited.visitor("idva")
    for _ in range(2):
        idva.submit(f"{SITE_PATH}/rooms/now")
    bela(sited).submit(f"{SITE_PATH}/rooms/wait")
    assert swept(sited, "tell who waits of a free room") == 0
    sited.clock.advance(minutes=40)
    assert [swept(sited, "tell who waits of a free room") for _ in range(2)] == [1, 0]
    assert "A room is free now" in bela(sited).get("/notices").text


def test_colo_03_worker_and_coordinator_are_told_of_a_shift_that_cannot_stand(sited: Sited, keeper: Visitor) -> None:
    assert keeper.submit("/rota/shifts/new", SHIFT).status_code == 303
    give_up = re.search(r'action="(/clearances/[\w-]+/[\w-]+/give-up)"', keeper.get(f"/clearances/{ANNA}").text)
    assert give_up is not None
    assert keeper.submit(give_up[1]).status_code == 303
    assert [swept(sited, "tell of shifts that cannot stand") for _ in range(2)] == [1, 0]
    assert "One of your shifts cannot stand" in sited.visitor("idva").get("/notices").text
    assert "A shift on the rota cannot stand" in keeper.get("/notices").text


def test_leave_is_said_once_and_the_shift_is_covered_by_who_could(sited: Sited, keeper: Visitor) -> None:
    idva = sited.visitor("idva")
    assert keeper.submit("/rota/shifts/new", SHIFT).status_code == 303
    assert idva.submit(DESKS, BOOKING, purpose="desk", people="1").status_code == 303
    away = {**a_day("starts_on", 24), **a_day("ends_on", 24), "cover": "nobody"}
    assert idva.submit("/my-day/absence", away).status_code == 303
    assert "Nothing is booked." in idva.get(DESKS).text
    assert "Somebody is away and nobody is there instead" in keeper.get("/notices").text
    path = re.search(r'href="(/rota/shifts/[\w-]+/cover)">Find somebody', keeper.get("/rota").text)
    assert path is not None
    assert "Without cover: A&amp;E, Maternity" in keeper.get("/rota").text
    page = keeper.get(path[1]).text
    assert "Without cover: A&amp;E, Maternity" in page
    assert "Ask Bela Brambling" in page
    assert keeper.submit(path[1], {"worker": str(BELA)}).status_code == 303
    other = bela(sited)
    answer = re.search(r'action="(/rota/cover/[\w-]+)"', other.get("/rota").text)
    assert answer is not None
    assert idva.submit(answer[1], {"answer": "agreed"}).status_code == 404
    assert other.submit(answer[1], {"answer": "perhaps"}).status_code == 404
    assert other.submit(answer[1], {"answer": "agreed"}).status_code == 303
    assert "Bela Brambling covers it." in keeper.get(path[1]).text
    assert "A shift is covered" in keeper.get("/notices").text
    assert other.submit(answer[1], {"answer": "agreed"}).status_code == 409


def test_a_gap_is_given_to_who_could_come_and_one_that_was_filled_meanwhile_is_told(
    sited: Sited, keeper: Visitor
) -> None:
    gap, chosen = f"{SITE_PATH}/gap", {"day": "2026-11-24", "times": "09:00 to 17:00"}
    assert f'href="{gap}?day=2026-11-24"' in keeper.get("/rota").text
    assert keeper.submit(f"/rota/leave/{ANNA}", {**a_day("first", 24), **a_day("last", 24)}).status_code == 303
    page = keeper.get(f"{gap}?day=2026-11-24").text
    assert "Put Bela Brambling on the rota" in page
    assert f'value="{ANNA}"' not in page
    assert "Away on 24 November 2026." in page
    refused = keeper.submit(gap, chosen, worker=str(ANNA))
    assert (refused.status_code, "Away on 24 November 2026." in refused.text) == (409, True)
    filled = keeper.submit(gap, chosen, worker=str(BELA))
    assert filled.headers["location"] == "/rota?week=2026-11-24&done=added"
    assert "09:00 to 17:00" in bela(sited).get("/rota").text
    for worker in (BELA, ANNA):
        late = keeper.submit(gap, chosen, worker=str(worker))
        assert (late.status_code, "That gap is not open any more" in late.text) == (409, True)
    assert "Nobody is missing on this day" in keeper.get(f"{gap}?day=2026-11-24").text
    assert keeper.submit(gap, chosen, worker=str(CONSORTIUM["caseworker"].id)).status_code == 404
    assert keeper.get(f"{gap}?day=2026-11-20").status_code == 404


def test_whoever_makes_the_rota_records_leave_too(sited: Sited, keeper: Visitor) -> None:
    path = f"/rota/leave/{ANNA}"
    wrong = keeper.submit(path, {**a_day("first", 26), **a_day("last", 24)})
    assert (wrong.status_code, "The last day is before the first" in wrong.text) == (422, True)
    assert keeper.submit(path, {**a_day("first", 24), **a_day("last", 26)}).status_code == 303
    again = keeper.submit(path, {**a_day("first", 25), **a_day("last", 25)})
    assert "They are away already, 24 November 2026 to 26 November 2026" in again.text
    assert "24 November 2026" in sited.visitor("idva").get("/my-day/absence").text
    assert "Away on 24 November 2026" in keeper.submit("/rota/shifts/new", SHIFT).text


def test_the_feed_is_read_by_a_calendar_and_tells_nothing_but_when(sited: Sited, keeper: Visitor) -> None:
    idva, nobody = sited.visitor("idva"), Visitor(sited.app)
    assert keeper.submit("/rota/shifts/new", SHIFT, department="Maternity").status_code == 303
    assert "Your feed is off" in idva.get("/rota/calendar").text
    made = idva.submit("/rota/calendar")
    address = re.search(r'value="https://portal.example(/calendar/[\w-]{43})"', made.text)
    assert address is not None
    assert address[1] not in idva.get("/rota/calendar").text
    answer = nobody.get(address[1])
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["CLASS"])) == ("Shift", "PRIVATE")
    assert event["DTSTART"].dt.isoformat() == "2026-11-24T09:00:00+00:00"
    canaries = (SITE.name, SITE.reference, "Maternity", "Room", CONSORTIUM["idva"].name, "Lead", "portal", str(ANNA))
    assert not any(canary.lower() in answer.text.lower() for canary in canaries)
    assert idva.submit("/rota/calendar/stop").status_code == 303
    gone, never = nobody.get(address[1]), nobody.get("/calendar/" + "x" * 43)
    assert gone.status_code == never.status_code == 404
    assert without_nonce(gone.text) == without_nonce(never.text)


def without_nonce(page: str) -> str:
    """Leave out what is another in every answer."""
    return re.sub(r'nonce="[^"]*"', "", page)


def test_nobody_of_another_organisation_learns_of_a_rota_a_room_or_a_shift(sited: Sited, keeper: Visitor) -> None:
    assert keeper.submit("/rota/shifts/new", SHIFT).status_code == 303
    assert CONSORTIUM["shelter_worker"].organisation_id == SHELTER
    for key in ("shelter_worker", "caseworker"):
        assert sited.visitor(key).get("/rota").status_code == 403
    for path in ("/rooms", "/hours", f"/rooms/{room_called('Room 1').id}"):
        assert keeper.get(f"/co-locations/5555-55{path}").status_code == 404
