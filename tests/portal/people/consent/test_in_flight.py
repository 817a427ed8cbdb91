"""A withdrawal while the partner reads: the read that has begun ends before it, and the next one is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from sqlalchemy import event

from partners.offers.tables import OfferRow
from tests.builders import SHELTER
from tests.scene import NAME, Lead
from tests.staged import Staged


def test_top_07_cons_20_the_next_read_after_a_withdrawal_is_refused_in_the_same_second(staged_on_each: Staged) -> None:
    staged, hands = staged_on_each, Lead(staged_on_each.visitor("caseworker"))
    person = hands.person()
    offer = hands.send(hands.ready(person))
    partner, again = staged.visitor("shelter_worker"), staged.visitor("shelter_worker")
    assert NAME in partner.get(f"/offers/{offer}").text
    in_flight, go_on = Event(), Event()

    def hold(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if OfferRow.__tablename__ in statement and not in_flight.is_set():
            in_flight.set()
            go_on.wait(10)

    engine = staged.app.state.database.engine
    with ThreadPoolExecutor(2) as pool:
        event.listen(engine, "after_cursor_execute", hold)
        reading = pool.submit(partner.get, f"/offers/{offer}")
        assert in_flight.wait(10)
        form = {"organisation": str(SHELTER), "purpose": "support_referral"}
        withdrawing = pool.submit(hands.visitor.submit, f"/people/{person}/consent/withdraw", form)
        go_on.set()
        begun, withdrawn = reading.result(), withdrawing.result()
    event.remove(engine, "after_cursor_execute", hold)
    assert (begun.status_code, withdrawn.status_code) == (200, 303)
    after = again.get(f"/offers/{offer}")  # the clock stands still: the same second
    assert after.status_code == 200
    assert NAME not in after.text
    assert again.submit(f"/offers/{offer}/number").status_code in {403, 404, 409}
    assert again.get(f"/offers/{offer}/pack").status_code in {403, 404, 409}
