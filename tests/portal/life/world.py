"""Where the life of referrals is tried: one application, six people at their browsers, and what the database holds."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Engine, create_engine, func, select, update

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import OrganisationId, Reference
from lvws_core.referrals import Offer, OfferStatus
from lvws_core.times import LONDON, local, utc
from partners.offers.jobs import expire_due, nudge_due
from partners.offers.tables import OfferEventRow, OfferRow
from portal.audit.tables import Entry
from portal.auth.tables import SignedInSession
from tests.builders import GALOP, NOW, SHELTER, Clock, Ids
from tests.kit import Visitor
from tests.portal.life.settled import SERVICES, Someone
from tests.scene import Lead
from tests.staged import an_app

LEADS, SHELTERS, GALOPS = (
    ("caseworker", "lead_manager"),
    ("shelter_worker", "shelter_manager"),
    ("galop_worker", "galop_manager"),
)
KEYS = (*LEADS, *SHELTERS, *GALOPS, "governance")
"""The six who do something, and one who watches."""

READABLE = ("offer.bounded", "offer.lengthened", "offer.narrowed")
"""The events that change how long or how much a partner may read, and no version."""

LIFE = ("offer.moved", "offer.noted", "offer.reassessed", *READABLE)
"""The events that change an offer; what is told beside them stands in its timeline too."""

TEAMS = {SHELTER: SHELTERS, GALOP: GALOPS}
_SPENT = 10_000  # more ids than settling has used


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
    """An offer as the people know it: about whom, for which request, to whom, and on which word.

    `agreed` is None where a second person or the law allowed it without one. Up to `until` (aware) the
    partner surely reads it, unless it was taken back, which is `closed`.
    """

    person: Someone
    request: Reference
    to: OrganisationId
    agreed: Agreed | None
    until: datetime | None = None
    closed: bool = False

    def bound(self, until: datetime | None) -> None:
        """Take note that a word of a later day ends it sooner."""
        if until is not None and self.until is not None:
            self.until = min(self.until, until)


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


class Stage:
    """One application over one database, which begins again for each world: making it anew would cost the most."""

    def __init__(
        self, url: str, people: tuple[Someone, ...], begin_again: Callable[[], None], outside: str | None = None
    ) -> None:
        self.people, self.clock, self._ids, self._begin_again = people, Clock(), Ids(after=_SPENT), begin_again
        self.app = an_app(url, self.clock, new_id=self._new_id)
        self.outside = create_engine(outside or url)  # connections of nobody's: they see what is committed

    def _new_id(self) -> UUID:
        return self._ids()

    def begin(self) -> "World":
        """Give a fresh world; the one before is gone."""
        self.close()
        self._begin_again()
        self.clock.now, self._ids = NOW, Ids(after=_SPENT)
        return World(self)

    def close(self) -> None:
        """Let go of the database."""
        self.app.state.database.dispose()
        self.outside.dispose()


class World:
    """What happened since the first day, and a browser for each of the six."""

    def __init__(self, stage: Stage) -> None:
        self.app, self.clock, self.people = stage.app, stage.clock, stage.people
        self.agreed = {(each.reference, to): Agreed(given_at=self.now) for each in self.people for to in SERVICES}
        self.about: dict[Reference, Sent] = {}
        self.written: set[str] = set()
        self.touched: set[Reference] = set()
        self.stopped: set[Reference] = set()
        self.astray: set[Reference] = set()
        self.kept: dict[Reference, Kept] = {}
        self.seen: Counter[str] = Counter()
        self.visitors = {key: Visitor(self.app).sign_in(key, self.clock) for key in KEYS}
        self.outside: Engine = stage.outside

    @property
    def now(self) -> datetime:
        """The moment it is."""
        return self.clock()

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(str(self.outside.url.database)) if self.app.state.database.is_sqlite else None

    def wait(self, **length: float) -> None:
        """Let time pass, while everybody goes on working."""
        self.clock.advance(**length)
        with self.app.state.database.system() as session:
            session.execute(update(SignedInSession).values(seen_at=self.now, created_at=self.now))

    def sweep(self) -> None:
        """Run the jobs that return what nobody answered, remind, and tell."""
        with self.app.state.database.system() as session:
            desk = self.app.dependencies["desk"].dependency(session=session, actor=THE_CLOCK, now=self.now)
            expire_due(desk)
            nudge_due(desk)

    def offers(self) -> dict[Reference, Kept]:
        """Give every offer as it is committed, by reference."""
        with self.outside.connect() as connection:
            rows = connection.execute(_OFFERS).mappings().all()
        return {Reference(row["reference"]): _kept(row) for row in rows}

    def told(self, after: int) -> list[Told]:
        """Give the entries of the audit after a number, in their order."""
        table = Entry.__table__  # type: ignore[attr-defined]
        statement = select(table).where(table.c.sequence > after).order_by(table.c.sequence)
        with self.outside.connect() as connection:
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


def _all_offers() -> Any:
    table, event = OfferRow.__table__, OfferEventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds them
    of_its_life = (event.c.offer_id == table.c.id) & event.c.kind.in_(LIFE)
    lines = select(func.count()).where(of_its_life).scalar_subquery()
    return select(table, lines.label("lines"))


_OFFERS = _all_offers()


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


def lead_of(world: World, key: str = LEADS[0]) -> Lead:
    """Give the caseworker at work, or her manager."""
    return Lead(world.visitors[key])


def between(world: World, person: Someone, to: OrganisationId) -> set[Reference]:
    """Give the offers about somebody to a partner."""
    return {reference for reference, each in world.about.items() if (each.person, each.to) == (person, to)}


def team_of(world: World, reference: Reference) -> tuple[str, ...]:
    """Give who stands on the partner's side of an offer: nobody, where the partner has no account."""
    return TEAMS.get(world.about[reference].to, ())


def strangers_to(world: World, reference: Reference) -> tuple[str, ...]:
    """Give everybody at a partner who must not know of an offer."""
    return tuple(key for to, team in TEAMS.items() for key in team if to != world.about[reference].to)
