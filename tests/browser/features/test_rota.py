"""The rota in the browser: what leave frees and leaves open, and a shift that somebody else takes."""

from litestar import Litestar
from playwright.sync_api import Page

from lvws_core.actors import Role
from portal.auth.tables import User
from tests.browser.features.stage import Stage, follow, says, silent
from tests.browser.hands import fill, press
from tests.builders import CONSORTIUM
from tests.colocations.rota.set_live import DESKS, LIVE, set_live

AWAY, OTHER = CONSORTIUM["idva"], CONSORTIUM["colleague"]
DESK = f"/co-locations/{LIVE.reference}/rooms/{DESKS.id}"
ON = {"on_day": "24", "on_month": "11", "on_year": "2026", "starts": "09:00", "ends": "17:00"}
LEAVE = {
    f"{end}_{part}": value
    for end in ("starts_on", "ends_on")
    for part, value in (("day", "24"), ("month", "11"), ("year", "2026"))
}


def with_live_site(app: Litestar) -> None:
    """Add a live site where the adviser and a colleague, an adviser too from now on, may work."""
    with app.state.database.system() as session:
        session.get(User, OTHER.id).roles = Role.IDVA.value
        set_live(session, (LIVE,), (AWAY.id, OTHER.id), (DESKS,))


def on_the_rota(there: Stage) -> Page:
    """Put the adviser on the rota of tomorrow, and show the coordinator the rota."""
    with_live_site(there.app)
    page = there.browser("coordinator").open("/rota/shifts/new")
    fill(page, {"site": LIVE.reference, "worker": str(AWAY.id), **ON})
    press(page, "Add the shift")
    says(page, "The shift is on the rota", AWAY.name)
    return page


def go_away(page: Page) -> None:
    """Let the adviser say that tomorrow is no working day."""
    page.goto(page.url.partition("/co-locations")[0].partition("/rota")[0] + "/my-day/absence")
    fill(page, {**LEAVE, "cover": "nobody"})
    press(page)


def test_leave_frees_the_desk_and_the_ward_that_it_leaves_is_named(stage: Stage) -> None:
    rota = on_the_rota(stage)
    worker = stage.browser("idva")
    page = worker.open(DESK)
    fill(page, {**ON, "purpose": "desk", "people": "1"})
    press(page, "Book it")
    says(page, "24 November 2026", "09:00 to 17:00")
    go_away(page)
    says(worker.open(DESK), "Nothing is booked.")
    rota.reload()
    says(rota, "Away on 24 November 2026.", "Without cover: A&E, Maternity", "Tuesday 24 November 2026")
    rota.goto(rota.url.partition("/rota")[0] + "/notices")
    says(rota, "Somebody is away and nobody is there instead")


def test_a_shift_that_falls_is_covered_by_who_could_and_agrees(stage: Stage) -> None:
    rota = on_the_rota(stage)
    go_away(stage.browser("idva").open("/rota"))
    rota.reload()
    follow(rota, "Find cover")
    says(rota, "Who could cover", "Without cover: A&E, Maternity")
    press(rota, f"Ask {OTHER.name}")
    says(rota, "They are asked", "No answer yet")
    other = stage.browser("colleague").open("/rota")
    says(other, "Can you cover?", LIVE.name)
    press(other, "I cover it")
    says(other, "You cover this shift", "Covers for a colleague")
    silent(other, "Can you cover?")
    rota.reload()
    says(rota, f"{OTHER.name} covers it.")
