"""The inbox, the search and an open offer among many rows: what each costs in statements, and by which index.

`measure` takes the number of rows, so that a push looks at thousands and the trials of assurance at
a hundred thousand.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import insert, select
from sqlmodel import Session

from lvws_core.ids import Reference
from partners.offers import service
from partners.offers.filters.model import Filters, Holder
from partners.offers.lists import store
from partners.offers.lists.model import View
from partners.offers.pages import Onlooker, offer_page
from partners.offers.search import store as search
from partners.offers.search.model import Sought
from partners.offers.service import Desk
from partners.offers.tables import OfferRow
from partners.offers.visits import store as visits
from partners.offers.waiting import store as waiting
from portal.auth.store import NamesStore
from portal.database import SYSTEM, Database
from tests.builders import CONSORTIUM, NOW, SHELTER
from tests.partners.offers.scene import NAME, PHONE
from tests.partners.statements import counted

WORKER = CONSORTIUM["shelter_worker"]
_BATCH = 5000
_CLOSED = ("completed", "declined", "handed_back", "not_reached")
_OPEN = ("sent", "acknowledged", "info_needed", "waitlisted", "accepted", "active", "paused", "outcome_due")


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one act costs: its statements, and how SQLite would run those that read offers (empty elsewhere)."""

    statements: int
    plans: tuple[str, ...] = ()

    @property
    def scans(self) -> bool:
        """Whether a statement would look at every offer."""
        return any("SCAN offer" in line for line in self.plans)


def measure(
    database: Database, offer: Reference, desk_for: Callable[[Session, str], Desk], rows: int
) -> Mapping[str, Cost]:
    """Give what each act of a partner's worker costs once there are so many offers like `offer`, by its name."""
    fill(database, offer, rows)
    found: dict[str, Cost] = {}
    for view in (view for view in View if view != View.WAITING):
        with _watched(database, found, f"inbox {view.value}") as session:
            store.inbox(session, WORKER.actor, view, None, expired_since=NOW - timedelta(days=14))
    narrow = Filters(holder=Holder.NOBODY)
    with _watched(database, found, "inbox filtered") as session:
        store.inbox(session, WORKER.actor, View.NEEDS_ANSWER, None, filters=narrow)
    with _watched(database, found, "counts") as session:
        store.counts(session, SHELTER, NOW)
    with _watched(database, found, "since") as session:
        visits.since(session, WORKER.actor, NOW - timedelta(days=1))
    with _watched(database, found, "waiting list") as session:
        waiting.waiting(session, SHELTER, None)
    with _watched(database, found, "next places") as session:
        waiting.next_places(session, SHELTER)
    for sought in (Sought(reference=offer), Sought(name=NAME), Sought(phone=PHONE)):
        with _watched(database, found, f"search {sought.way}") as session:
            search.find(session, desk_for(session, WORKER.key).vault, SHELTER, sought, NOW)
    with _watched(database, found, "open", reading=False) as session:
        opened = service.open_offer(desk_for(session, WORKER.key), offer)
        offer_page(opened, Onlooker(actor=WORKER.actor, names=NamesStore(session), now=NOW))
    return found


def fill(database: Database, offer: Reference, rows: int) -> None:
    """Copy an offer until there are so many, by bulk: one in ten is open, in every state, the others have ended."""
    table = OfferRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    with database.system() as session:
        statement = select(table).where(table.c.reference == offer)
        pattern = dict(session.execute(statement, execution_options=SYSTEM).mappings().one())
        for start in range(0, rows, _BATCH):
            batch = [_like(pattern, number) for number in range(start, min(start + _BATCH, rows))]
            session.execute(insert(table), batch, execution_options=SYSTEM)


def _like(pattern: Mapping[str, Any], number: int) -> dict[str, Any]:
    kinds = _OPEN if number % 10 == 0 else _CLOSED
    status = kinds[number // 10 % len(kinds)]
    reference = f"{number:06}"
    return {
        **pattern,
        "id": UUID(int=2**64 + number),
        "request_id": UUID(int=2**65 + number),
        "reference": reference,
        "status": status,
        "changed_at": NOW - timedelta(minutes=number),
        "sort_key": f"{10**15 + number * 7 % 1009:016} {reference}",
        "waiting_key": f"{number % 3} 2026-12-07 {number:014} {reference}" if status == "waitlisted" else None,
        "name_index": number.to_bytes(32, "big"),
        "phone_index": number.to_bytes(32, "big"),
    }


@contextmanager
def _watched(database: Database, found: dict[str, Cost], name: str, *, reading: bool = True) -> Iterator[Session]:
    scope = database.open(SHELTER, reading=reading)
    with database.transaction(scope) as session, counted(database) as statements:
        yield session
    plans = [line for each in statements for line in _plan(database, *each)]
    found[name] = Cost(statements=len(statements), plans=tuple(plans))


def _plan(database: Database, statement: str, parameters: Any) -> list[str]:
    if not database.is_sqlite or "FROM offer" not in statement or not statement.startswith("SELECT"):
        return []
    with database.engine.connect().execution_options(**SYSTEM, reading=True) as connection:
        return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
