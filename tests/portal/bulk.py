"""A hundred thousand offers in seconds: rows like those that were really sent, over partners, states and days."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from lvws_core.ids import Reference
from partners.offers.tables import OfferEventRow, OfferRow
from portal.auth.tables import Organisation
from portal.database import SYSTEM
from tests.builders import NOW, SHELTER
from tests.postgres import analyse
from tests.staged import Staged

BATCH = 5000
PARTNERS = 16
"""One in so many goes to Shelter, as the largest of some hundred partners has about six in a hundred."""

STATUSES = ("sent", "acknowledged", "info_needed", "accepted", "active", "outcome_due")
"""The states of the scene's offers from which rows are made; of the old ones, and of most others, the end is made."""

OPEN_DAYS = 60
CLOSED = ("completed", "declined", "expired", "handed_back")


def fill(staged: Staged, many: int, *, first: int = 0) -> None:
    """Add so many offers with a line of timeline each; what was sealed once stands in every one of them."""
    if first == 0:
        with staged.app.state.database.system() as session:
            for number in range(1, PARTNERS):
                session.add(Organisation(id=_partner(number), key=f"p{number}", name=f"Team {number}", kind="partner"))
    patterns = {status: pattern_of(staged, staged.scene.offers[status]) for status in STATUSES}
    for start in range(first, first + many, BATCH):
        rows = [_row(patterns, number) for number in range(start, min(start + BATCH, first + many))]
        with staged.app.state.database.system() as session:
            session.execute(insert(table_of(OfferRow)), rows, execution_options=SYSTEM)
            session.execute(insert(table_of(OfferEventRow)), list(_lines(rows)), execution_options=SYSTEM)
    _analyse(staged)


def _analyse(staged: Staged) -> None:
    # Without statistics PostgreSQL once compared every two of them; in operation it gathers them itself.
    if not staged.app.state.database.is_sqlite:
        analyse(staged.app.state.database.url.render_as_string(hide_password=False))


def _partner(number: int) -> UUID:
    return SHELTER if number % PARTNERS == 0 else UUID(int=0xB000 + number % PARTNERS)


def table_of(row: Any) -> Any:
    """Give the table of a class of rows."""
    return row.__table__


def pattern_of(staged: Staged, reference: Reference) -> dict[str, Any]:
    """Give every column of an offer that was really sent."""
    table = table_of(OfferRow)
    with staged.app.state.database.system(reading=True) as session:
        found = session.execute(select(table).where(table.c.reference == reference), execution_options=SYSTEM)
        return dict(found.mappings().one())


def _row(patterns: dict[str, dict[str, Any]], number: int) -> dict[str, Any]:
    days, id_ = number % 365, UUID(int=2**64 + number)
    pattern = patterns[STATUSES[number % len(STATUSES)]]
    is_open = days <= OPEN_DAYS and number % 3 == 0
    status = pattern["status"] if is_open else CLOSED[number // PARTNERS % len(CLOSED)]
    partner = _partner(number)
    due_at, reference = NOW + timedelta(minutes=number * 7 % 20_000), f"BULK-{number:06}"
    when = f"{due_at:%Y%m%d%H%M%S}" if is_open else "9" * 14
    return {
        **pattern,
        "id": id_,
        "request_id": UUID(int=2**65 + number),
        "person_id": UUID(int=2**66 + number % 20_000),
        "organisation_id": partner,
        "partner_organisation_id": partner,
        "reference": reference,
        "status": status,
        "changed_at": NOW - timedelta(days=days, minutes=number % 1440),
        "due_at": due_at if is_open else None,
        "due_kind": pattern["due_kind"] if is_open else None,
        "expires_at": None,
        "sort_key": f"{when[:10]}{number % 3}{when[10:]} {reference}",
    }


def _lines(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "id": UUID(int=row["id"].int + 2**66),
            "owner_organisation_id": row["owner_organisation_id"],
            "partner_organisation_id": row["partner_organisation_id"],
            "offer_id": row["id"],
            "at": row["changed_at"],
            "kind": "offer.noted",
            "detail": b'{"note":"attempt","version":2}',
        }
