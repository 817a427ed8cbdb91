"""A person with two live offers, one to Shelter and one to Galop, for the tests of safety."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from litestar import Litestar
from sqlmodel import col, select, update

from lvws_core.ids import Reference
from partners.offers.tables import OfferRow
from portal.audit.tables import Entry
from portal.database import SYSTEM
from tests import scene
from tests.builders import Clock
from tests.kept import made_once
from tests.kit import Visitor
from tests.scene import ADVOCACY, CALM, DASH, PLAN, Lead, hidden

Visit = Callable[[str], Visitor]
ALLOWED = "Safe to use now"
STOPPED = "Do not contact. The lead has stopped contact on"


class Two(msgspec.Struct, frozen=True, kw_only=True):
    """One person, and an offer to each of two partners; whatever the lead records takes a minute."""

    app: Litestar
    clock: Clock
    lead: Lead
    person: Reference
    shelter: Reference
    galop: Reference

    def stop(self, visitor: Visitor, **changes: str) -> str:
        """Report from Shelter's offer that contact is not safe, and give the page that answers."""
        form = {"cause": "breach", "words": "He took the phone.", **changes}
        answer = visitor.submit(f"/offers/{self.shelter}/unsafe", form)
        assert answer.status_code == 303, answer.text
        return str(visitor.get(answer.headers["location"]).text)

    def plan(self, **changes: object) -> None:
        """Confirm the safe-contact plan again, changed."""
        self.clock.advance(minutes=1)
        answer = self.lead.visitor.submit(f"/people/{self.person}/contact-plan", {**PLAN, **changes})
        assert answer.status_code == 303, answer.text

    def assess(self, dash: object) -> None:
        """Assess risk anew."""
        self.clock.advance(minutes=1)
        answer = self.lead.visitor.submit(f"/people/{self.person}/risk/new", dash)  # type: ignore[arg-type]
        assert answer.status_code == 303, answer.text

    def open_again(self, reason: str = "She has a new phone.") -> int:
        """Lift the stop as the page shows it, and give how that was answered."""
        page = self.lead.visitor.get(f"/people/{self.person}/safety").text
        form = {"reason": reason, "digest": hidden(page, "digest")}
        return self.lead.visitor.submit(f"/people/{self.person}/open-contact", form).status_code

    def tell(self) -> int:
        """Tell partners what changed as the page shows it, and give how that was answered."""
        page = self.lead.visitor.get(f"/people/{self.person}/updates").text
        form = {"digest": hidden(page, "digest")}
        return self.lead.visitor.submit(f"/people/{self.person}/updates", form).status_code

    def kinds(self) -> list[str]:
        """Give the kinds of everything in the audit."""
        with self.app.state.database.system(reading=True) as session:
            found: Sequence[str] = session.exec(select(Entry.kind).order_by(Entry.sequence)).all()
        return list(found)


def two_offers(app: Litestar, visit: Visit, clock: Clock, *, high: bool = True) -> Two:
    """Make the person and both offers; the second is sent about somebody else and then made the same person's."""
    lead, state = Lead(visit("caseworker")), app.state
    name, dash = ("two offers, high", DASH) if high else ("two offers, standard", CALM)
    made = made_once(name, state.database.system, state.supplies.new_id, lambda: _made(app, lead, dash))
    person, shelter, galop = made
    return Two(app=app, clock=clock, lead=lead, person=person, shelter=shelter, galop=galop)


def _made(app: Litestar, lead: Lead, dash: Mapping[str, Any]) -> tuple[Reference, Reference, Reference]:
    with app.state.database.system() as session:
        scene.set_services(session)
    person = lead.person(dash)
    shelter, galop = lead.send(lead.ready(person)), lead.offer(ADVOCACY, dash)
    with app.state.database.system() as session:
        whose = select(OfferRow.person_id).where(OfferRow.reference == shelter)
        person_id = session.exec(whose).one()
        session.exec(
            update(OfferRow).where(col(OfferRow.reference) == galop).values(person_id=person_id),
            execution_options={**SYSTEM, "synchronize_session": False},
        )
    return person, shelter, galop
