"""The database: durable settings, one transaction per use case, and the one gate for rows.

A session belongs to a scope: one organisation, or the system. In an organisation's session every
ORM statement gets the criteria of the gate, and a statement that did not come through the gate, a
flush or a mark (`SYSTEM`) is refused by the engine itself (assurance P1). Everything else about
rows – who may see which – follows from two columns of a tenant table: `owner_organisation_id`
and `partner_organisation_id`, the second empty while the partner may not look.
"""

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel

from lvws_core.ports import SYSTEM as SYSTEM
from portal import row_settings
from portal.gate import GateError, named, unguarded
from portal.ownership import guarded_write, may_flush
from portal.row_settings import For

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# The convention above must be in force before a table is declared.
from colocations.contacts import tables as contact_tables  # noqa: E402
from colocations.contacts.offline import tables as offline_tables  # noqa: E402
from colocations.placements import tables as placement_tables  # noqa: E402
from colocations.rota import tables as rota_tables  # noqa: E402
from colocations.rota.bookings import tables as booking_tables  # noqa: E402
from colocations.rota.feed import tables as feed_tables  # noqa: E402
from colocations.rota.leave import tables as absence_tables  # noqa: E402
from colocations.rota.rooms import tables as room_tables  # noqa: E402
from colocations.sites import tables as site_tables  # noqa: E402
from notifications.deliveries import tables as delivery_tables  # noqa: E402
from notifications.duty import tables as duty_tables  # noqa: E402
from notifications.notices import tables as notice_tables  # noqa: E402
from notifications.preferences import tables as preference_tables  # noqa: E402
from partners.directory import tables as directory_tables  # noqa: E402
from partners.offers import tables as offer_tables  # noqa: E402
from partners.offers.asked_again import tables as asked_again_tables  # noqa: E402
from portal.audit import tables as audit_tables  # noqa: E402
from portal.auth import tables as auth_tables  # noqa: E402
from portal.auth.emergency import tables as emergency_tables  # noqa: E402
from portal.auth.passkeys import tables as passkey_tables  # noqa: E402
from portal.auth.recovery import tables as recovery_tables  # noqa: E402
from portal.auth.throttle import tables as throttle_tables  # noqa: E402
from portal.criteria import Criteria  # noqa: E402
from portal.intake import tables as intake_tables  # noqa: E402
from portal.intake.importing import tables as import_tables  # noqa: E402
from portal.leases import tables as lease_tables  # noqa: E402
from portal.people import tables as people_tables  # noqa: E402
from portal.people.characteristics import tables as characteristics_tables  # noqa: E402
from portal.people.consent.footing import tables as footing_tables  # noqa: E402
from portal.people.corrections import tables as correction_tables  # noqa: E402
from portal.people.marac import tables as marac_tables  # noqa: E402
from portal.people.marac.meetings import tables as meeting_tables  # noqa: E402
from portal.people.needs import tables as needs_tables  # noqa: E402
from portal.people.statements import tables as statement_tables  # noqa: E402
from portal.people.suppression import tables as suppression_tables  # noqa: E402
from portal.people.team import tables as team_tables  # noqa: E402
from portal.people.tell import tables as tell_tables  # noqa: E402
from portal.people.told import tables as told_tables  # noqa: E402
from portal.referrals import tables as referral_tables  # noqa: E402
from portal.reports.counting import tables as counting_tables  # noqa: E402
from portal.reviews import tables as review_tables  # noqa: E402
from portal.reviews.access import tables as access_tables  # noqa: E402
from portal.rights import tables as rights_tables  # noqa: E402
from portal.rights.retention import tables as retention_tables  # noqa: E402

TABLES: Final = (
    *(audit_tables, auth_tables, passkey_tables, recovery_tables, throttle_tables),
    *(directory_tables, import_tables, intake_tables, lease_tables),
    *(notice_tables, offer_tables, people_tables, referral_tables, review_tables),
    *(asked_again_tables, characteristics_tables, needs_tables, team_tables, tell_tables, told_tables),
    *(absence_tables, footing_tables, marac_tables, meeting_tables),
    *(correction_tables, statement_tables, rights_tables, retention_tables, suppression_tables),
    *(site_tables, placement_tables, contact_tables, offline_tables),
    *(rota_tables, room_tables, booking_tables, feed_tables),
    *(delivery_tables, duty_tables, preference_tables),
    *(emergency_tables, access_tables, counting_tables),
)

TENANT: Final = frozenset(
    {
        *("person", "contact_plan", "consent", "consent_not_taken", "risk_assessment", "likeness", "conflict_register"),
        *("risk_trigger", "risk_follow_up", "risk_draft", "contact_attempt"),
        *("case", "case_allocation", "case_return", "case_worker", "case_import", "imported_line"),
        "absence",
        *("request", "override", "review", "notice", "notice_seen", "access_review"),
        *("delivery", "duty", "preference", "team_digest"),
        *("marac_referral", "marac_step", "marac_meeting", "marac_action"),
        *("offer", "offer_event", "message", "attachment", "safety_stop", "shared_update", "asked_again"),
        *("characteristics", "needs_assessment", "case_team", "restriction", "to_tell", "told_about"),
        *("rights_request", "rights_item", "legal_hold", "suppression", "correction", "statement", "retention_due"),
        *("site", "gate", "gate_step", "pack_item", "site_issue", "placement", "clearance"),
        *("shift", "cover_ask", "room", "booking", "room_wait", "calendar_feed"),
        *("contact", "activity", "quiet_time", "contact_draft"),
        *("seal_key", "permit", "envelope"),
    }
)
"""Rows of one organisation, some shared with one partner."""

SHARED: Final = frozenset(
    {
        *("organisation", "user", "service", "remit", "capacity", "agreement"),
        *("opening_hours", "closed_date", "service_pause"),
        *("partner_session", "session_attendance"),
    }
)
"""The directory: every signed-in member of staff may read it, its own organisation may write it."""

SYSTEM_TABLES: Final = frozenset(
    {
        *("aggregate", "aggregate_mark", "emergency", "access_week"),
        *("credential", "session", "invitation", "submission", "throttle"),
        *("passkey", "challenge", "recovery_code"),
        *("entry", "anchor", "lease", "failing_job", "delivery_item", "offer_effect", "retention_sweep"),
    }
)
"""Rows that only the portal itself touches."""


class Scope:
    """Whose session it is: an organisation's, or the system's when `organisation_id` is None.

    With `worker_id` it is narrower: of what came in, only what is nobody's yet or that worker's. With
    `staff_id` it leaves out the people with whom that member of staff is connected, and holds those who
    are restricted to a team with them on it; `manages` says that they manage the organisation, and
    `admitted` is the person to whom they have emergency access.
    """

    def __init__(
        self,
        organisation_id: UUID | None,
        worker_id: UUID | None = None,
        staff_id: UUID | None = None,
        *,
        manages: bool = False,
        on: date | None = None,
        admitted: UUID | None = None,
    ) -> None:
        self.on = on
        self.admitted = admitted
        self.organisation_id = organisation_id
        self.worker_id = worker_id
        self.staff_id = staff_id
        self.manages = manages

    @cached_property
    def criteria(self) -> Criteria:
        """What the gate puts on statements of an organisation."""
        assert self.organisation_id is not None  # noqa: S101 - the system's statements have none
        whose = {"manages": self.manages, "on": self.on, "admitted": self.admitted}
        return _criteria(self.organisation_id, self.worker_id, self.staff_id, **whose)


@lru_cache(maxsize=256)
def _criteria(
    organisation_id: UUID,
    worker_id: UUID | None,
    staff_id: UUID | None,
    *,
    manages: bool,
    on: date | None,
    admitted: UUID | None,
) -> Criteria:
    # To make them takes as long as a small page, and they are the same for all that somebody does in a day.
    whose: dict[str, Any] = {"worker_id": worker_id, "staff_id": staff_id, "admitted": admitted}
    return Criteria(organisation_id, tenant=TENANT, system=SYSTEM_TABLES, manages=manages, on=on, **whose)


class Database:
    """One engine, its gate and its transactions.

    Raises:
        RuntimeError: The database is not set up durably, or a table is not listed.
    """

    def __init__(self, url: str) -> None:
        check_tables()
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        self._reader = self.engine.execution_options(reading=True)
        self._writing = threading.Lock()
        event.listen(self.engine, "before_cursor_execute", _refuse_unmarked)

    def open(
        self,
        organisation_id: UUID | None,
        *,
        reading: bool = False,
        worker_id: UUID | None = None,
        staff_id: UUID | None = None,
        manages: bool = False,
        on: date | None = None,
        admitted: UUID | None = None,
    ) -> Session:
        """Give a session in the scope of an organisation, or of the system; it connects when first used.

        `worker_id` names an intake worker, who reads only its own intakes until they are allocated;
        `staff_id` whoever is at work, who is kept from the people with whom they are connected, and from
        those who are restricted to a team without them. `manages` says that they manage the organisation,
        and `on` is the London day: on it they may cover for a colleague. `admitted` is the person to whom
        they have emergency access.
        """
        session = GatedSession(self._reader if reading else self.engine, expire_on_commit=False, autoflush=True)
        scope = Scope(organisation_id, worker_id, staff_id, manages=manages, on=on, admitted=admitted)
        session.info.update(scope=scope, reading=reading)
        return session

    @contextmanager
    def transaction(self, session: Session) -> Generator[Session]:
        """Commit what happens inside, all of it, or nothing.

        On SQLite one writer at a time enters, so that nobody spins on a busy database.
        """
        alone = self._writing if self.is_sqlite and not session.info["reading"] else nullcontext()
        with alone, session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def system(self, *, reading: bool = False) -> Generator[Session]:
        """Open a transaction in the system's own scope."""
        with self.transaction(self.open(None, reading=reading)) as session:
            yield session

    def check_durable(self) -> None:
        """Refuse a database that could lose a commit (P17).

        Raises:
            RuntimeError: Names the setting that differs.
        """
        with self.system(reading=True) as session:
            for setting, wanted in (_SQLITE_WANTED if self.is_sqlite else _POSTGRESQL_WANTED).items():
                statement = f"PRAGMA {setting}" if self.is_sqlite else f"SHOW {setting}"
                found = str(session.connection().execute(text(statement), execution_options=SYSTEM).scalar())
                if found not in wanted:
                    raise RuntimeError(f"database setting {setting} is {found}, not {' or '.join(wanted)}")

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class GatedSession(Session):
    """A session whose statements pass the gate; the listeners below are bound to this class alone."""


_SQLITE_SET = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "secure_delete": "ON",
    "trusted_schema": "OFF",
}
_SQLITE_WANTED = {
    "journal_mode": ("wal", "memory"),
    "synchronous": ("2",),
    "foreign_keys": ("1",),
    "secure_delete": ("1",),
    "trusted_schema": ("0",),
}
_POSTGRESQL_WANTED = {"fsync": ("on",), "synchronous_commit": ("on", "remote_apply", "remote_write")}


def _sqlite_engine(url: str) -> Engine:
    in_memory = make_url(url).database in {None, "", ":memory:"}
    pool = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for name, value in _SQLITE_SET.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another writes between.
        reading = connection.get_execution_options().get("reading")
        driver = connection.connection.dbapi_connection
        assert driver is not None  # noqa: S101 - a begun connection has one
        driver.cursor().execute("BEGIN DEFERRED" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=8)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        row_settings.begin(connection)

    return engine


def check_tables() -> None:
    """Refuse a table that nobody has listed as tenant, shared or system.

    Raises:
        RuntimeError: Names the tables.
    """
    listed = TENANT | SHARED | SYSTEM_TABLES
    if strange := set(SQLModel.metadata.tables).symmetric_difference(listed):
        raise RuntimeError(f"tables not listed, or listed and missing: {sorted(strange)}")


@event.listens_for(GatedSession, "do_orm_execute")
def _gate(state: ORMExecuteState) -> None:
    scope = state.session.info["scope"]
    organisation_id = scope.organisation_id
    if organisation_id is None or state.execution_options.get("system"):
        state.update_execution_options(**SYSTEM)
        return
    if not state.is_orm_statement or state.is_insert:
        raise GateError("only ORM selects, updates and deletes pass the gate; add rows through the session")
    if not state.is_column_load:
        if bare := sorted(set(unguarded(state.statement))):
            raise GateError(f"parts that are not mapped do not pass the gate: {', '.join(bare)}")
        if state.is_update or state.is_delete:
            state.statement = guarded_write(state, organisation_id, tenant=TENANT, shared=SHARED)
        state.statement = state.statement.options(*scope.criteria.of(named(state.statement)))
    state.update_execution_options(through_gate=True, changing=state.is_update or state.is_delete)


@event.listens_for(GatedSession, "after_begin")
def _after_begin(session: Session, _transaction: object, connection: Connection) -> None:
    connection.info["flushing"] = False  # a flush that failed on this connection left its mark
    connection.info["reader"] = session.info["scope"]


@event.listens_for(GatedSession, "before_flush")
def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    organisation_id = session.info["scope"].organisation_id
    if organisation_id is not None:
        new, deleted = session.new, session.deleted  # each is made anew by asking: for many rows, once
        for row in (*new, *session.dirty, *deleted):
            _refuse_foreign(row, organisation_id, is_new=row in new, is_deleted=row in deleted)
    session.connection().info["flushing"] = True


@event.listens_for(GatedSession, "after_flush")
def _after_flush(session: Session, _context: UOWTransaction) -> None:
    session.connection().info["flushing"] = False


@event.listens_for(GatedSession, "after_soft_rollback")
def _after_rollback(session: Session, _previous: object) -> None:
    if session.is_active and session.in_transaction():
        session.connection().info["flushing"] = False


def _refuse_foreign(row: Any, organisation_id: UUID, *, is_new: bool, is_deleted: bool) -> None:
    table = row.__table__.name
    ours = may_flush(row, organisation_id, is_new=is_new, is_deleted=is_deleted)
    if table not in TENANT | SHARED or not ours:
        raise GateError(f"a row of {table} belongs to another organisation" + (" (new)" if is_new else ""))


@event.listens_for(GatedSession, "detached_to_persistent")
def _refuse_unread(session: Session, row: Any) -> None:
    # A row that this session did not read says itself whose it is, and would be read again without the criteria.
    if session.info["scope"].organisation_id is not None:
        raise GateError(f"a row of {row.__table__.name} was not read in this session")


def _refuse_unmarked(
    connection: Connection, _cursor: object, _statement: str, _parameters: object, context: Any, _many: object
) -> None:
    options = context.execution_options if context is not None else {}
    wanted = _for(connection, options)
    if wanted is None:
        raise GateError("a statement did not pass the gate")
    if connection.dialect.name == "postgresql":
        row_settings.say(connection, wanted)


def _for(connection: Connection, options: Mapping[str, Any]) -> For | None:
    """Say for whom a statement is, None when it passed nowhere."""
    if options.get("system"):
        return For.SYSTEM
    if options.get("through_gate"):
        return For.CHANGING if options.get("changing") else For.READING
    if not connection.info.get("flushing"):
        return None
    return For.SYSTEM if connection.info["reader"].organisation_id is None else For.CHANGING
