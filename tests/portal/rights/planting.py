"""One person with a row in every table of the register, and a canary in every sealed column."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlmodel import Session

from colocations.sites import store as sites
from lvws_core.ids import Reference
from lvws_core.ports import SYSTEM
from portal.rights.register.model import KeyOf, Source, Whose
from portal.rights.register.sources.store import SOURCES
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, Ids
from tests.colocations.builders import a_site
from tests.scene import HOUSING

CANARY = "quarrelsomecanary"
BY = CONSORTIUM["caseworker"].id
ENDED: dict[str, dict[str, Any]] = {
    "offer": {"status": "completed", "reference": "4444-44"},
    "case": {"closed_on": date(2026, 1, 20), "received_on": date(2026, 1, 5), "age": 37, "take_up": "not_taken_up"},
    "marac_referral": {"status": "closed"},
    "safety_stop": {"lifted_at": NOW},
    "legal_hold": {"lifted_at": NOW},
    "restriction": {"lifted_at": NOW},
    "rights_request": {"answered_at": NOW, "kind": "access"},
    "person": {"reference": "5555-55"},
    "consent": {"status": "withdrawn", "purpose": "support_referral", "method": "verbal"},
    "request": {"need": b'{"needs":[]}'},
    "retention_due": {"ending": "service_user"},
}
"""What makes everything settled, so that nothing stands against an erasure."""


class Planted(msgspec.Struct, frozen=True, kw_only=True):
    """The person, and every byte that must be gone after an erasure."""

    person_id: UUID
    reference: str
    secrets: frozenset[bytes]


def plant(session: Session, vault: KeyVault, **changes: dict[str, Any]) -> Planted:
    """Add the person and all the rows, in a session of the system; `changes` are columns by table."""
    sower = Sower(vault, {table: {**ENDED.get(table, {}), **changes.get(table, {})} for table in {*ENDED, *changes}})
    secrets = {key.wrapped for key in sower.keys.values()}
    sites.add(session, a_site(id=_SITE, reference=Reference("6666-66")))
    for source in SOURCES:
        row = sower.row(source)
        secrets |= {value for value in _bytes(row) if len(value) > _SHORT}
        session.add(row)
        session.flush()  # in the order of the register: what a row points to is there before it
    return Planted(person_id=sower.ids[Whose.PERSON], reference="5555-55", secrets=frozenset(secrets))


def _bytes(row: Any) -> Iterator[bytes]:
    yield from (value for value in row.model_dump().values() if isinstance(value, bytes))


_SHORT = 12
_SITE = UUID(int=0x59)
_HEADS = {
    "person": Whose.PERSON,
    "case": Whose.CASE,
    "marac_referral": Whose.REFERRAL,
    "offer": Whose.OFFER,
    "rights_request": "request",
    "message": "message",
}
_POINTS = {
    "person_id": Whose.PERSON,
    "first_id": Whose.PERSON,
    "second_id": Whose.PERSON,
    "offer_id": Whose.OFFER,
    "case_id": Whose.CASE,
    "referral_id": Whose.REFERRAL,
    "request_id": "request",
    "message_id": "message",
}
_LEFT = {("case", "offer_id"), ("safety_stop", "offer_id"), ("offer_event", "message_id")}
_CODES = {"life", "detail", "told_by"}


class Sower:
    """Makes the rows: all of one person, one case, one offer and one MARAC referral."""

    def __init__(self, vault: KeyVault, own: Mapping[str, Mapping[str, Any]]) -> None:
        self.vault, self.own, self.new_id = vault, own, Ids(after=9000)
        self.ids: dict[str, UUID] = {each: self.new_id() for each in (*Whose, "request", "message")}
        person, offer = (vault.new_key(LEAD, self.ids[whose]) for whose in (Whose.PERSON, Whose.OFFER))
        self.keys = {KeyOf.PERSON: person, KeyOf.OFFER: offer}

    def row(self, source: Source) -> Any:
        """Give the row of a source, with a canary in each sealed column and in each index."""
        table = source.row.__table__
        head = _HEADS.get(source.table)
        id_ = self.ids[head] if head else self.new_id()
        kinds = {name: field.annotation for name, field in source.row.model_fields.items()}
        row = source.row(**{each.name: self._value(each, kinds[each.name], id_) for each in table.columns})
        key = self.keys.get(source.key) or self.vault.new_key(LEAD, id_)
        if "sealed_key" in table.columns:
            row.sealed_key = key.wrapped
        for each in source.sealed:
            setattr(row, each.column, self.vault.seal(key, each.place(row), f"{CANARY} {each.column}"))
        return row

    def _value(self, column: Any, kind: Any, id_: UUID) -> Any:
        name, table = column.name, column.table.name
        own = self.own.get(table, {})
        if name in own or name == "id":
            return own.get(name, id_)
        if name in _POINTS and (table, name) not in _LEFT:
            return self.ids[_POINTS[name]]
        if kind in {bytes, bytes | None}:
            return b"{}" if name in _CODES else f"{name} {table} {CANARY}".encode()
        return None if column.nullable else self._filler(name, kind, id_)

    def _filler(self, name: str, kind: type, id_: UUID) -> Any:
        if kind is UUID:
            ours = {"service_id": HOUSING, "owner_organisation_id": LEAD, "site_id": _SITE}
            return ours.get(name, GALOP if "organisation" in name else BY)
        if kind is str:
            return str(id_)[:7] if name == "reference" else ""
        return {date: NOW.date(), int: 1, bool: False}.get(kind, NOW)


def every_cell(session: Session) -> Iterator[tuple[str, bytes]]:
    """Give every value of every row of the database as bytes, with the name of its table."""
    tables = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"), execution_options=SYSTEM)
    for (table,) in tables.all():
        for row in session.execute(text(f'SELECT * FROM "{table}"'), execution_options=SYSTEM):  # noqa: S608
            yield from ((table, _cell(value)) for value in row)


def _cell(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
