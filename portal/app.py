"""The application: everything composed, nothing decided."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Litestar, Request, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect
from litestar.static_files import create_static_files_router
from sqlmodel import Session

from lvws_core.actors import Actor, Permission
from lvws_core.consent import Purpose
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, PersonId, Reference, new_reference
from lvws_core.policy import Policy
from lvws_core.ports import FindPerson, Names
from lvws_core.times import england_and_wales
from partners.directory import web as directory
from partners.offers import web as offers
from partners.offers.service import withdraw_all
from portal import problems
from portal.audit import service as audit
from portal.auth import store as auth_store
from portal.auth import web as auth
from portal.auth.model import SignedIn
from portal.auth.team import web as team
from portal.database import Database
from portal.navigation import landing
from portal.people import store as people_store
from portal.people import web as people
from portal.referrals import web as referrals
from portal.rendering import PageResponse, environment
from portal.security import Authenticate, admit, response_headers
from portal.settings import Settings
from portal.submissions import Sent
from portal.transactions import transactional
from portal.vault import KeyVault

STATIC = Path(__file__).parent / "static"
_MOST_BODY_BYTES = 512 * 1024
AnyRequest = Request[Any, Any, Any]


def _close_offers(desk: Desk[Session], event: Event) -> None:
    """Close what a consent that is gone had opened."""
    if event.detail["purpose"] == Purpose.SUPPORT_REFERRAL:
        organisation_id = OrganisationId(UUID(event.detail["organisation_id"]))
        withdraw_all(desk, PersonId(event.subject_id), organisation_id)


Follower = Callable[[Desk[Session], Event], None]
FOLLOWERS: Mapping[str, tuple[Follower, ...]] = {"consent.withdrawn": (_close_offers,)}
"""What follows an event of each kind, inside its own transaction (design section 2)."""


@get("/", opt={"permission": Permission.OWN_SESSION}, sync_to_thread=False)
def home(actor: NamedDependency[Actor]) -> Redirect:
    """Lead to the first page of the actor's navigation."""
    return Redirect(landing(actor), status_code=303)


@get("/health/live", opt={"public": True, "anonymous": True}, sync_to_thread=False, media_type="text/plain")
def live() -> str:
    """Say that the process answers."""
    return "ok"


@get("/health/ready", opt={"public": True, "anonymous": True}, sync_to_thread=True, media_type="text/plain")
def ready(database: NamedDependency[Database]) -> str:
    """Say that the database answers and is set up durably."""
    database.check_durable()
    return "ok"


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
    policy: Policy | None = None,
) -> Litestar:
    """Compose the application.

    `clock` gives aware UTC and `new_id` random ids; nothing below reads either by itself.

    Raises:
        RuntimeError: The database is not durable, or a table or route is not accounted for.
    """
    database = Database(settings.database_url)
    database.check_durable()
    bare = (
        home,
        live,
        ready,
        *auth.HANDLERS,
        *team.HANDLERS,
        *people.HANDLERS,
        *referrals.HANDLERS,
        *offers.HANDLERS,
        *directory.HANDLERS,
    )
    app = Litestar(
        route_handlers=[*_handlers(bare, database), _static()],
        dependencies=_dependencies(database, settings, clock, new_id, policy or Policy()),
        middleware=[Authenticate(database, settings, clock)],
        guards=[admit],
        exception_handlers=dict(problems.HANDLERS),  # type: ignore[arg-type]
        before_send=[response_headers],
        request_class=HTMXRequest,
        response_class=PageResponse,
        request_max_body_size=_MOST_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
        on_shutdown=[database.dispose],
    )
    app.state.templates = environment()
    app.state.settings = settings
    app.state.database = database
    app.state.clock = clock
    return app


def _handlers(bare: tuple[HTTPRouteHandler, ...], database: Database) -> Iterator[HTTPRouteHandler]:
    return (transactional(handler, database) for handler in bare)


def _static() -> Any:
    return create_static_files_router(path="/static", directories=[STATIC], opt={"public": True, "anonymous": True})


def _dependencies(
    database: Database, settings: Settings, clock: Callable[[], datetime], new_id: Callable[[], UUID], policy: Policy
) -> dict[str, Provide]:
    """What a handler may ask for by name; each is described by a type of the core or of a library."""
    calendar, vault = england_and_wales(), KeyVault(settings.secrets.vault_key, settings.secrets.index_key)

    def provide_session(request: AnyRequest) -> Session:
        return _session(database, request, clock())

    def provide_names(session: NamedDependency[Session]) -> Names:
        return auth_store.NamesStore(session)

    def provide_find_person(session: NamedDependency[Session]) -> FindPerson:
        return people_store.finder(session)

    def provide_desk(
        session: NamedDependency[Session],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Desk[Session]:
        desk = Desk(
            session=session,
            actor=actor,
            now=now,
            vault=vault,
            calendar=calendar,
            policy=policy,
            record=lambda event: follow(desk, event),
            new_id=new_id,
            new_reference=fresh_reference,
        )
        append = audit.recorder(session, settings.audit_key)

        def follow(desk: Desk[Session], event: Event) -> None:
            append(event)
            for follower in FOLLOWERS.get(event.kind, ()):
                follower(desk, event)

        return desk

    def provide_record(desk: NamedDependency[Desk[Session]]) -> Callable[[Event], None]:
        return desk.record

    def fresh_reference() -> Reference:
        return new_reference(secrets.token_bytes(8))

    values: dict[str, Callable[..., Any]] = {
        "database": lambda: database,
        "settings": lambda: settings,
        "vault": lambda: vault,
        "policy": lambda: policy,
        "calendar": lambda: calendar,
        "now": clock,
        "new_id": lambda: new_id,
        "new_reference": lambda: fresh_reference,
        "new_token": lambda: lambda: secrets.token_urlsafe(32),
        "actor": _actor,
        "signed_in": _signed_in,
        "session": provide_session,
        "record": provide_record,
        "names": provide_names,
        "find_person": provide_find_person,
        "desk": provide_desk,
    }
    return {name: Provide(value, sync_to_thread=False) for name, value in values.items()}


def _signed_in(request: AnyRequest) -> SignedIn:
    found: SignedIn = request.scope["state"]["signed_in"]
    return found


def _actor(request: AnyRequest) -> Actor:
    return _signed_in(request).actor


def _session(database: Database, request: AnyRequest, now: datetime) -> Session:
    actor, state = _actor(request), request.scope["state"]
    reading = bool(request.route_handler.opt.get("reading"))
    session = database.open(actor.organisation_id, reading=reading)
    key, body_hash = state.get("submission", ("", b""))
    if key and not reading:
        session.info["submission"] = Sent(user_id=actor.id, key=key, body_hash=body_hash, at=now)
    return session
