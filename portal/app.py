"""The application: everything composed, nothing decided."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Litestar, Request, get
from litestar.di import NamedDependency
from litestar.exceptions import InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect
from litestar.static_files import create_static_files_router
from sqlmodel import Session

from lvws_core.actors import Actor, Permission
from lvws_core.consent import Purpose
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, PersonId
from lvws_core.policy import Policy
from partners.directory import web as directory
from partners.offers import web as offers
from partners.offers.service import withdraw_all
from portal import problems
from portal.auth import web as auth
from portal.auth.preferences import web as preferences
from portal.auth.team import web as team
from portal.database import Database
from portal.dependencies import Follower, Supplies, dependencies
from portal.navigation import landing
from portal.people import web as people
from portal.referrals import web as referrals
from portal.rendering import PageResponse, environment
from portal.security import Authenticate, admit, response_headers
from portal.settings import Settings
from portal.transactions import transactional

STATIC = Path(__file__).parent / "static"
_MOST_BODY_BYTES = 512 * 1024
AnyRequest = Request[Any, Any, Any]


def _close_offers(desk: Desk[Session], event: Event) -> None:
    """Close what a consent that is gone had opened."""
    if event.detail["purpose"] == Purpose.SUPPORT_REFERRAL:
        organisation_id = OrganisationId(UUID(event.detail["organisation_id"]))
        withdraw_all(desk, PersonId(event.subject_id), organisation_id)


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
    supplies = Supplies(
        database=database,
        settings=settings,
        clock=clock,
        new_id=new_id,
        policy=policy or Policy(),
        followers=FOLLOWERS,
    )
    bare = (
        home,
        live,
        ready,
        *auth.HANDLERS,
        *preferences.HANDLERS,
        *team.HANDLERS,
        *people.HANDLERS,
        *referrals.HANDLERS,
        *offers.HANDLERS,
        *directory.HANDLERS,
    )
    app = Litestar(
        route_handlers=[*_handlers(bare, database), _static()],
        dependencies=dependencies(supplies),
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
    # A name that no file can have is no file: a NUL is refused with a ValueError, a long one with an OSError.
    nowhere: Any = {ValueError: problems.missing, InternalServerException: problems.missing}
    opt = {"public": True, "anonymous": True}
    return create_static_files_router(path="/static", directories=[STATIC], opt=opt, exception_handlers=nowhere)
