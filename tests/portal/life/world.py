"""Where the life of referrals is tried: one application, six people at their browsers, and what the database holds."""

from collections import Counter
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import Litestar
from sqlalchemy import create_engine, func, select, update
from sqlalchemy.pool import NullPool

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import OrganisationId, Reference
from lvws_core.referrals import Offer, OfferStatus
from lvws_core.times import LONDON, local, utc
from partners.offers.jobs import expire_due
from partners.offers.tables import OfferEventRow, OfferRow
from portal.audit.tables import Entry
from portal.auth.tables import SignedInSession
from tests.builders import GALOP, SHELTER, Clock, Ids, add_consortium
from tests.kit import Visitor
from tests.lending import an_application
from tests.scene import ADVOCACY, CALM, CONSENT, DASH, HOUSING, PERSON, PLAN, Lead, set_services
from tests.staged import later_ids

LEADS, SHELTERS, GALOPS = (
    ("caseworker", "lead_manager"),
    ("shelter_worker", "shelter_manager"),
    ("galop_worker", "galop_manager"),
)
KEYS = (*LEADS, *SHELTERS, *GALOPS)
SERVICES = {SHELTER: HOUSING, GALOP: ADVOCACY}
READABLE = ("offer.bounded", "offer.lengthened", "offer.narrowed")
"""The events that change how long or how much a partner may read, and no version."""

LIFE = ("offer.moved", "offer.noted", "offer.reassessed", *READABLE)
"""The events that change an offer; what is told beside them stands in its timeline too."""

TEAMS = {SHELTER: SHELTERS, GALOP: GALOPS}


class Someone(msgspec.Struct, frozen=True, kw_only=True):
    """A person who is referred, by reference, and the words that nobody may read with whom they were not shared."""

    reference: Reference
    canaries: tuple[str, ...]
    high_risk: bool


class Agreed(msgspec.Struct, kw_only=True):
    """What somebody said about one partner: from when, and for how long; `given_at` is None after a no."""

    given_at: datetime | None = None
    days: int | None = None

    @property
    def ends_at(self) -> datetime | None:
        """When it surely is over: with the London day that was named, or after a year and a day."""
        if self.given_at is None:
            return None
        if self.days is None:
            return self.given_at + timedelta(days=367)
        return utc(datetime.combine(self._last_day + timedelta(days=1), time(), ZoneInfo(LONDON)))

    @property
    def _last_day(self) -> date:
        assert self.given_at is not None
        return local(self.given_at).date() + timedelta(days=self.days or 0)

    def is_live(self, at: datetime) -> bool:
        """Say whether it may still count at that moment."""
        return self.ends_at is not None and at < self.ends_at

    def form(self) -> dict[str, Any]:
        """Give what differs from the usual yes, as it is typed."""
        if self.given_at is None:
            return {"reply": "no", "categories": []}
        if self.days is None:
            return {}
        day = self._last_day
        return {"until_day": f"{day.day}", "until_month": f"{day.month}", "until_year": f"{day.year}"}


class Sent(msgspec.Struct, kw_only=True):
    """An offer as the people know it: about whom, to whom, on which word; `closed` once that was taken back."""

    person: Someone
    to: OrganisationId
    agreed: Agreed
    closed: bool = False


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the database holds of an offer once everything is committed."""

    offer: Offer
    reference: Reference
    person_id: UUID
    status: OfferStatus
    version: int
    door: UUID | None
    due_at: datetime | None
    lines: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the audit."""

    sequence: int
    kind: str
    subject_id: UUID
    body: dict[str, Any]


class World:
    """An application over a database of its own, with a browser for each of the six."""

    def __init__(self, url: str, people: tuple[Someone, ...]) -> None:
        self.url, self.people, self.clock = url, people, Clock()
        self.agreed = {(each.reference, to): Agreed(given_at=self.now) for each in people for to in SERVICES}
        self.about: dict[Reference, Sent] = {}
        self.written: set[str] = set()
        self.touched: set[Reference] = set()
        self.kept: dict[Reference, Kept] = {}
        self.seen: Counter[str] = Counter()
        self._lent = ExitStack()
        self.app = self._lent.enter_context(an_application(url, self.clock, later_ids()))
        self.visitors = {key: Visitor(self.app).sign_in(key, self.clock) for key in KEYS}
        self._outside = create_engine(url, poolclass=NullPool)  # a connection of nobody's: it sees what is committed

    @property
    def now(self) -> datetime:
        """The moment it is."""
        return self.clock()

    def wait(self, **length: float) -> None:
        """Let time pass, while everybody goes on working."""
        self.clock.advance(**length)
        with self.app.state.database.system() as session:
            session.execute(update(SignedInSession).values(seen_at=self.now, created_at=self.now))

    def sweep(self) -> tuple[Reference, ...]:
        """Run the job that returns what nobody answered."""
        with self.app.state.database.system() as session:
            desk = self.app.dependencies["desk"].dependency(session=session, actor=THE_CLOCK, now=self.now)
            return expire_due(desk)

    def offers(self) -> dict[Reference, Kept]:
        """Give every offer as it is committed, by reference."""
        table = OfferRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
        event = OfferEventRow.__table__  # type: ignore[attr-defined]
        of_its_life = (event.c.offer_id == table.c.id) & event.c.kind.in_(LIFE)
        lines = select(func.count()).where(of_its_life).scalar_subquery()
        with self._outside.connect() as connection:
            rows = connection.execute(select(table, lines.label("lines"))).mappings().all()
        return {Reference(row["reference"]): _kept(row) for row in rows}

    def told(self, after: int) -> list[Told]:
        """Give the entries of the audit after a number, in their order."""
        table = Entry.__table__  # type: ignore[attr-defined]
        statement = select(table).where(table.c.sequence > after).order_by(table.c.sequence)
        with self._outside.connect() as connection:
            rows = connection.execute(statement).mappings().all()
        return [
            Told(
                sequence=row["sequence"],
                kind=row["kind"],
                subject_id=UUID(str(row["subject_id"])),
                body=msgspec.json.decode(row["body"]),
            )
            for row in rows
        ]

    def close(self) -> None:
        """Let go of the database."""
        self._lent.close()
        self._outside.dispose()


def _kept(row: Any) -> Kept:
    return Kept(
        offer=msgspec.json.decode(row["life"], type=Offer),
        reference=Reference(row["reference"]),
        person_id=row["person_id"],
        status=OfferStatus(row["status"]),
        version=row["version"],
        door=row["partner_organisation_id"],
        due_at=row["due_at"] and utc(row["due_at"]),
        lines=row["lines"],
    )


def settle(url: str) -> tuple[Someone, ...]:
    """Fill an empty, migrated database with the consortium, its services and three people, through the pages."""
    with an_application(url, Clock(), Ids()) as app:
        with app.state.database.system() as session:
            add_consortium(session)
            set_services(session)
        return tuple(_someone(app, number) for number in range(3))


def _someone(app: Litestar, number: int) -> Someone:
    name, phone, word = f"Wilhelmina Canarybird{number}", f"07700 90{number}123", f"marmalade{number}"
    visitor, high_risk = Visitor(app).sign_in("caseworker", Clock()), number != 1
    answer = visitor.submit("/people/new", {**PERSON, "name": name, "phone": phone})
    reference = Reference(answer.headers["location"].partition("?")[0].removeprefix("/people/"))
    someone = Someone(reference=reference, canaries=(name, phone, word), high_risk=high_risk)
    confirm(visitor, someone)
    for organisation_id in SERVICES:
        agree(visitor, reference, organisation_id)
    return someone


def confirm(visitor: Visitor, someone: Someone) -> None:
    """Confirm how to reach somebody safely, and assess the risk anew."""
    _, phone, word = someone.canaries
    plan = {**PLAN, "way_mobile_call": phone, "code_word": word}
    assert visitor.submit(f"/people/{someone.reference}/contact-plan", plan).status_code == 303
    dash = DASH if someone.high_risk else CALM
    assert visitor.submit(f"/people/{someone.reference}/risk/new", dash).status_code == 303


def agree(visitor: Visitor, person: Reference, organisation_id: OrganisationId, **changes: Any) -> int:
    """Record that somebody agrees, or no longer; give the status of the answer."""
    form = {**CONSENT, "organisation": str(organisation_id), **changes}
    return visitor.submit(f"/people/{person}/consent", form).status_code


def lead_of(world: World) -> Lead:
    """Give the caseworker at work."""
    return Lead(world.visitors["caseworker"])


def between(world: World, person: Someone, to: OrganisationId) -> set[Reference]:
    """Give the offers about somebody to a partner."""
    return {reference for reference, each in world.about.items() if (each.person, each.to) == (person, to)}


def file_of(url: str) -> Path:
    """Give the file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))
