"""What a handler may ask for by name (design section 2): the list, and where each thing comes from."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Request
from litestar.di import NamedDependency, Provide
from sqlmodel import Session

from colocations.contacts.offline.permits.model import Bearer
from lvws_core.actors import Actor, reads_own_intakes_only
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.files import ATTACHED, Looked
from lvws_core.ids import Reference, new_reference
from lvws_core.policy import Policy
from lvws_core.ports import FindAlarm, FindAttempts, FindCase, FindPerson, FindRequests, Habits, Names
from lvws_core.times import england_and_wales, london_day
from notifications.deliveries.alarm.service import alarm
from portal import files, pdf
from portal.audit import service as audit
from portal.auth import store as auth_store
from portal.auth.model import SignedIn
from portal.database import Database
from portal.intake.facts.store import case_facts
from portal.limits import service as limits
from portal.need_to_know import MANAGERS
from portal.people import store as people_store
from portal.people.attempts import store as attempts_store
from portal.referrals.requests import service as requests
from portal.reviews.access.model import LineKind
from portal.scanning import scanner_at
from portal.settings import Settings
from portal.staff import StaffStore
from portal.submissions import Sent
from portal.vault import KeyVault, vault_of

AnyRequest = Request[Any, Any, Any]
_CALENDAR = england_and_wales()
Follower = Callable[[Desk[Session], Event], None]

EMERGENCY: Final = "emergency"
"""The name under which an event says in which emergency access it happened."""


class Supplies(msgspec.Struct, frozen=True, kw_only=True):
    """What the application is made of: `clock` gives aware UTC, `followers` are called by the kind of an event."""

    database: Database
    settings: Settings
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    policy: Policy
    followers: Mapping[str, tuple[Follower, ...]]


def dependencies(supplies: Supplies) -> dict[str, Provide]:
    """Give what a handler may ask for by name; each is described by a type of the core or of a library."""
    vault = vault_of(supplies.settings)
    values: dict[str, Callable[..., Any]] = {
        "database": lambda: supplies.database,
        "settings": lambda: supplies.settings,
        "vault": lambda: vault,
        "policy": lambda: supplies.policy,
        "calendar": england_and_wales,
        "now": supplies.clock,
        "new_id": lambda: supplies.new_id,
        "new_token": lambda: lambda: secrets.token_urlsafe(32),
        "signed_in": _signed_in,
        "bearer": _bearer,
        "actor": _actor,
        "session": _session_of(supplies),
        "names": _names,
        "habits": _habits,
        "makes_pdf": lambda: pdf.IS_HERE,
        "find_person": _find_person,
        "find_requests": _find_requests,
        "find_case": _find_case,
        "find_attempts": _find_attempts,
        "find_alarm": _find_alarm,
        "desk": _desk_of(supplies, vault),
        "record": _record,
    }
    provided = {name: Provide(value, sync_to_thread=False) for name, value in values.items()}
    return {**provided, "looked": Provide(_looked_of(supplies), sync_to_thread=True)}


def _signed_in(request: AnyRequest) -> SignedIn:
    found: SignedIn = request.scope["state"]["signed_in"]
    return found


def _bearer(request: AnyRequest) -> Bearer:
    found: Bearer = request.scope["state"]["bearer"]
    return found


def _actor(request: AnyRequest) -> Actor:
    return _signed_in(request).actor


def _looked_of(supplies: Supplies) -> Callable[[AnyRequest], Looked]:
    cleaner = files.FileCleaner(scanner_at(supplies.settings.clamav_socket))

    def provide(request: AnyRequest) -> Looked:
        # Here, before the handler, no transaction is open yet: nobody waits while a file is looked into.
        kinds = request.route_handler.opt.get("file_kinds", ATTACHED)
        return cleaner.look(request.scope["state"].get("upload"), kinds)

    return provide


def _names(session: NamedDependency[Session]) -> Names:
    return auth_store.NamesStore(session)


def _habits(session: NamedDependency[Session], signed_in: NamedDependency[SignedIn]) -> Habits:
    return auth_store.HabitsStore(session, signed_in)


def _find_person(session: NamedDependency[Session]) -> FindPerson:
    return people_store.finder(session)


def _find_requests(desk: NamedDependency[Desk[Session]]) -> FindRequests:
    return partial(requests.of_person, desk)


def _find_case(session: NamedDependency[Session]) -> FindCase:
    return partial(case_facts, session)


def _find_attempts(session: NamedDependency[Session], actor: NamedDependency[Actor]) -> FindAttempts:
    return partial(attempts_store.of_others, session, actor.organisation_id)


def _find_alarm(desk: NamedDependency[Desk[Session]]) -> FindAlarm:
    return lambda: alarm(desk).text


def _record(desk: NamedDependency[Desk[Session]]) -> Callable[[Event], None]:
    return desk.record


def _fresh_reference() -> Reference:
    return new_reference(secrets.token_bytes(8))


def _session_of(supplies: Supplies) -> Callable[[AnyRequest], Session]:
    def provide(request: AnyRequest) -> Session:
        actor, reading = _actor(request), bool(request.route_handler.opt.get("reading"))
        today = london_day(supplies.clock())
        own = actor.id if reads_own_intakes_only(actor) else None
        emergency = _signed_in(request).emergency
        if emergency is not None and not emergency.runs_at(supplies.clock()):
            emergency = None
        session = supplies.database.open(
            actor.organisation_id,
            reading=reading,
            worker_id=own,
            staff_id=actor.id,
            manages=actor.has(*MANAGERS),
            on=today,
            admitted=emergency.person_id if emergency is not None else None,
        )
        if emergency is not None:
            session.info["emergency"] = emergency.id
        key, body_hash = request.scope["state"].get("submission", ("", b""))
        if key and not reading:
            sent = Sent(user_id=actor.id, key=key, body_hash=body_hash, at=supplies.clock())
            session.info["submission"] = sent
        return session

    return provide


def _desk_of(supplies: Supplies, vault: KeyVault) -> Callable[..., Desk[Session]]:
    def provide(
        request: AnyRequest,
        session: NamedDependency[Session],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Desk[Session]:
        happened: list[Event] = []
        desk = desk_at(supplies, session, actor, now, vault, heed=happened.append)
        opt = request.route_handler.opt
        is_safety = bool(opt.get("safety")) or not (request.method == "GET" or opt.get("search"))
        session.info["settle"] = lambda: limits.settle(desk, happened, is_safety=is_safety)
        session.info["told"] = lambda error: _tell_of_limit(supplies, desk, error)
        return desk

    return provide


def _tell_of_limit(supplies: Supplies, desk: Desk[Session], error: limits.TooManyError) -> None:
    mine = supplies.database.open(desk.actor.organisation_id, staff_id=desk.actor.id)
    with supplies.database.transaction(mine) as session:
        again = desk_at(supplies, session, desk.actor, desk.now, desk.vault)  # type: ignore[arg-type]  # it is one
        limits.list_count(again, LineKind.LIMIT, error.records)


def desk_at(
    supplies: Supplies,
    session: Session,
    actor: Actor,
    now: datetime,
    vault: KeyVault | None = None,
    *,
    heed: Callable[[Event], None] | None = None,
) -> Desk[Session]:
    """Give the desk of an actor at a moment; what it records has its followers in the same transaction.

    `heed` hears of every event that is recorded.
    """
    append = audit.recorder(session, supplies.settings.audit_key)

    emergency: UUID | None = session.info.get("emergency")

    def record(event: Event) -> None:
        if emergency is not None:  # whatever happens in that hour says so
            event = msgspec.structs.replace(event, detail={**event.detail, EMERGENCY: str(emergency)})
        append(event)
        if heed is not None:
            heed(event)
        for follower in supplies.followers.get(event.kind, ()):
            follower(desk, event)

    desk = Desk(
        session=session,
        actor=actor,
        now=now,
        vault=vault or vault_of(supplies.settings),
        calendar=_CALENDAR,
        policy=supplies.policy,
        record=record,
        new_id=supplies.new_id,
        new_reference=_fresh_reference,
        staff=StaffStore(session, london_day(now)),
    )
    return desk
