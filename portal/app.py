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

from colocations.board import web as board
from colocations.contacts import web as contacts
from colocations.contacts.apart.service import KEPT_APART, NOT_APART
from colocations.contacts.jobs import delete_old_forms
from colocations.contacts.offline import web as offline
from colocations.contacts.offline.keys.jobs import erase_old_keys
from colocations.contacts.offline.quarantine.service import ENVELOPE_GIVEN_UP, ENVELOPE_WAITS, settle_logged
from colocations.paper import web as paper
from colocations.placements import web as placements
from colocations.placements.jobs import (
    CLEARANCE_NEARS_END,
    GATE_NEARS_END,
    ISSUE_WENT_UP,
    escalate_issues,
    warn_of_ends,
)
from colocations.rota import web as rota
from colocations.rota.cover.service import ANSWERED as COVER_ANSWERED
from colocations.rota.cover.service import ASKED as COVER_ASKED
from colocations.rota.feed.service import stop_feed_of
from colocations.rota.jobs import CANNOT_STAND, tell_of_fallen_shifts
from colocations.rota.leave.service import LEFT_OPEN, follow_leave
from colocations.rota.waiting.jobs import tell_of_free_rooms
from colocations.rota.waiting.service import ROOM_FREE
from colocations.sites import web as sites
from lvws_core.actors import Actor, Permission
from lvws_core.consent import DataCategory, Purpose
from lvws_core.consent.contact import StopCause
from lvws_core.desk import Desk
from lvws_core.events import Event
from lvws_core.ids import OfferId, OrganisationId, PersonId
from lvws_core.policy import Policy
from lvws_core.referrals import Move
from lvws_core.referrals.bounds import OFFER_NARROWED
from lvws_core.referrals.moving import OFFER_MOVED
from lvws_core.referrals.notes import OFFER_NOTED
from lvws_core.referrals.updates import OFFER_REASSESSED
from lvws_core.risk.dash import Band
from notifications.deliveries import web as deliveries
from notifications.deliveries.jobs import forget_old
from notifications.duty import web as duty
from notifications.notices import web as notices
from notifications.notices.jobs import plan_missed
from notifications.notices.model import About, told_of
from notifications.notices.service import raise_entry_notices, raise_notices, raise_site_notices
from partners.directory import web as directory
from partners.offers import web as offers
from partners.offers.history import store as histories
from partners.offers.jobs import ESCALATED, REMINDED, expire_due, nudge_due
from partners.offers.safety.model import CONTACT_REOPENED, CONTACT_STOPPED, Report
from partners.offers.safety.service import stop_contact
from partners.offers.service import withdraw_all
from partners.offers.sweeps.store import sending_of
from partners.offers.taking_back.model import Agreed
from partners.offers.taking_back.service import bound_all, keep_to
from partners.offers.updates.service import await_contact, await_corrected, await_risk, live_offers
from portal import problems
from portal.auth import web as auth
from portal.auth.invitations import web as invitations
from portal.auth.locking import web as locking
from portal.auth.passkeys import web as passkeys
from portal.auth.passwords import web as passwords
from portal.auth.preferences import web as preferences
from portal.auth.recovery import web as recovery
from portal.auth.reinviting import web as reinviting
from portal.auth.sessions import web as sessions
from portal.auth.stepup import web as stepup
from portal.auth.team import web as team
from portal.auth.throttle.service import forget_tries
from portal.auth.ways import web as ways
from portal.auth.ways.codes import web as codes
from portal.caseload import web as caseload
from portal.caseload.absence.service import hears
from portal.caseload.clocks.jobs import tell_of_reviews, warn_of_consents
from portal.database import Database
from portal.dependencies import Follower, Supplies, dependencies
from portal.intake import web as intake
from portal.intake.from_contact.apart.service import put_host_back, take_host_off
from portal.intake.importing.jobs import delete_unconfirmed
from portal.intake.told.service import begin_case, hand_over
from portal.limits import web as limits
from portal.limits.jobs import draw_week
from portal.missed import tell_of_missed
from portal.more import web as more
from portal.navigation import landing
from portal.people import web as people
from portal.people.marac.notices.jobs import tell_of_actions
from portal.people.marac.notices.model import TOLD
from portal.people.marac.notices.service import tell_author
from portal.people.safe_contact.store import whom_to_alert
from portal.people.team.service import begin_team
from portal.people.tell.service import ask_to_tell
from portal.posting import wordings
from portal.referrals import web as referrals
from portal.referrals.jobs import delete_old_drafts
from portal.referrals.presence.service import NOBODY_LEFT, return_what_nobody_can_open
from portal.rendering import PageResponse, environment
from portal.reports import web as reports
from portal.reports.counting.jobs import count_cases
from portal.reviews import web as reviews
from portal.reviews.misdirected.service import open_review
from portal.reviews.overrides.service import list_waiting_at_high_risk
from portal.rights import web as rights
from portal.rights.retention.jobs import list_due
from portal.scheduler import Job
from portal.security import Authenticate, admit, response_headers
from portal.settings import Settings
from portal.sharing import web as sharing
from portal.stale import tell_of_stale_capacity
from portal.standing import standing
from portal.submissions import delete_old_submissions
from portal.transactions import transactional

STATIC = Path(__file__).parent / "static"
_MOST_BODY_BYTES = 512 * 1024
AnyRequest = Request[Any, Any, Any]


def _close_offers(desk: Desk[Session], event: Event) -> None:
    """Close what a consent that is gone had opened, what is over already included."""
    if event.detail["purpose"] == Purpose.SUPPORT_REFERRAL:
        organisation_id = OrganisationId(UUID(event.detail["organisation_id"]))
        withdraw_all(desk, PersonId(event.subject_id), organisation_id)
        bound_all(desk, PersonId(event.subject_id), organisation_id, desk.now)


def _look_into(desk: Desk[Session], event: Event) -> None:
    """Bring before information governance what a move of an offer overrode, and what went to the wrong recipient."""
    if event.detail["move"] in {Move.WAITLIST, Move.WITHDRAW}:
        filed = histories.filed(desk.session, event.subject_id)
        list_waiting_at_high_risk(desk, filed, event)
        open_review(desk, filed, event)


def _tell(desk: Desk[Session], event: Event) -> None:
    """Tell the other side of an offer, in the portal, what happened to it."""
    if not told_of(event):
        return
    reference, sender = sending_of(desk.session, OfferId(event.subject_id))
    whom = hears(desk, OfferId(event.subject_id), sender)
    raise_notices(desk, event, About(reference=reference, sender_id=whom.worker_id, cover_id=whom.cover_id))


def _settle_envelopes(desk: Desk[Session], event: Event) -> None:
    """Settle what waits without a network of an entry that is logged now."""
    settle_logged(desk, event.subject_id)


def _alert(desk: Desk[Session], event: Event) -> None:
    """Tell who works with a person that contact is stopped, whoever reported it."""
    stopped = whom_to_alert(desk.session, PersonId(event.subject_id))
    if stopped is not None:
        raise_notices(desk, event, About(reference=stopped.reference, team=stopped.team))


def _stop_narrowed(desk: Desk[Session], event: Event) -> None:
    """Stop contact where partners hold a plan that allows more than the new one; any new plan waits to be told."""
    person_id, less = PersonId(event.subject_id), event.detail["narrower"]
    if less and live_offers(desk, person_id):
        asked = "no_contact_requested" in less
        cause = StopCause.NO_CONTACT_REQUESTED if asked else StopCause.PLAN_NARROWED
        stop_contact(desk, person_id, desk.actor.organisation_id, Report(cause=cause))
    await_contact(desk, person_id)


def _await_risk(desk: Desk[Session], event: Event) -> None:
    """Let a level that partners were not told wait for the lead's word."""
    await_risk(desk, PersonId(event.subject_id), Band(event.detail["level"]))


def _await_corrected(desk: Desk[Session], event: Event) -> None:
    """Let what was corrected wait for the lead's word, on each offer whose partner holds what stood before."""
    await_corrected(desk, PersonId(event.subject_id), [DataCategory(key) for key in event.detail["replaced"]])


def _keep_to_consent(desk: Desk[Session], event: Event) -> None:
    """Keep what an earlier consent had opened to what the new one covers, and to when it ends."""
    if event.detail["purpose"] == Purpose.SUPPORT_REFERRAL:
        organisation_id = OrganisationId(UUID(event.detail["organisation_id"]))
        categories = frozenset(DataCategory(key) for key in event.detail["categories"])
        agreed = Agreed(categories=categories, until=datetime.fromisoformat(event.detail["ends_at"]))
        keep_to(desk, PersonId(event.subject_id), organisation_id, agreed)


FOLLOWERS: Mapping[str, tuple[Follower, ...]] = {
    "consent.withdrawn": (_close_offers,),
    OFFER_MOVED: (begin_case, _look_into, _tell, ask_to_tell),
    OFFER_NOTED: (hand_over, _tell),
    "conflict.registered": (return_what_nobody_can_open,),
    NOBODY_LEFT: (_tell,),
    REMINDED: (_tell,),
    ESCALATED: (_tell,),
    "contact.stopped": (_alert,),
    CONTACT_STOPPED: (_tell,),
    CONTACT_REOPENED: (_tell,),
    "contact_plan.confirmed": (_stop_narrowed,),
    "risk.assessed": (_await_risk,),
    "correction.recorded": (_await_corrected,),
    "consent.given": (_keep_to_consent,),
    OFFER_NARROWED: (_tell,),
    OFFER_REASSESSED: (_tell,),
    "person.added": (begin_team,),
    **{f"marac.{move.value}": (tell_author,) for move in TOLD},
    CLEARANCE_NEARS_END: (raise_site_notices,),
    GATE_NEARS_END: (raise_site_notices,),
    ISSUE_WENT_UP: (raise_site_notices,),
    "site_contact.logged": (_settle_envelopes,),
    KEPT_APART: (take_host_off,),
    NOT_APART: (put_host_back,),
    ENVELOPE_WAITS: (raise_entry_notices,),
    ENVELOPE_GIVEN_UP: (raise_entry_notices,),
    "absence.recorded": (follow_leave,),
    "user.disabled": (stop_feed_of,),
    **dict.fromkeys((LEFT_OPEN, CANNOT_STAND, COVER_ASKED, COVER_ANSWERED, ROOM_FREE), (raise_site_notices,)),
}
"""What follows an event of each kind, inside its own transaction (design section 2)."""

JOBS: Mapping[str, Job] = {
    "return unanswered offers": expire_due,
    "remind and tell": nudge_due,
    "tell of MARAC actions": tell_of_actions,
    "warn of clearances that run out": warn_of_ends,
    "let issues of sites go up": escalate_issues,
    "warn of consents that end": warn_of_consents,
    "tell of reviews that are due": tell_of_reviews,
    "tell of capacity that is stale": tell_of_stale_capacity,
    "tell of what was sent and not told": tell_of_missed,
    "erase old keys of envelopes": erase_old_keys,
    "tell of shifts that cannot stand": tell_of_fallen_shifts,
    "tell who waits of a free room": tell_of_free_rooms,
    "write to the outbox what was missed": plan_missed,
    "delete old deliveries": forget_old,
    "delete old drafts": delete_old_drafts,
    "delete forms of contacts that were left": delete_old_forms,
    "delete old form keys": delete_old_submissions,
    "forget tries of signing in": forget_tries,
    "delete files that nobody confirmed": delete_unconfirmed,
    "draw the sample of the week": draw_week,
    "list records kept long enough": list_due,
    "count cases for the reports": count_cases,
}
"""What the scheduler looks for, in this order: what has returned needs no reminder."""


@get("/", opt={"permission": Permission.OWN_SESSION}, sync_to_thread=False)
def home(actor: NamedDependency[Actor]) -> Redirect:
    """Lead to the first page of the actor's navigation."""
    return Redirect(landing(actor), status_code=303)


@get("/health/live", opt={"public": True, "anonymous": True}, sync_to_thread=False, media_type="text/plain")
def live() -> str:
    """Say that the process answers."""
    return "ok"


@get("/health/ready", opt={"public": True, "anonymous": True}, sync_to_thread=True, media_type="text/plain")
def ready(database: NamedDependency[Database], now: NamedDependency[datetime]) -> str:
    """Say that the database answers and is set up durably; then the oldest unsent delivery, and who sweeps."""
    database.check_durable()
    with database.system(reading=True) as session:
        return "\n".join(("ok", *standing(session, now).lines(), ""))


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
        RuntimeError: The database is not durable, a table or route is not accounted for, or a kind of
            notice has no wording.
    """
    wordings()
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
        *locking.HANDLERS,
        *passkeys.HANDLERS,
        *ways.HANDLERS,
        *codes.HANDLERS,
        *passwords.HANDLERS,
        *recovery.HANDLERS,
        *reinviting.HANDLERS,
        *stepup.HANDLERS,
        *sessions.HANDLERS,
        *preferences.HANDLERS,
        *limits.HANDLERS,
        *more.HANDLERS,
        *team.HANDLERS,
        *invitations.HANDLERS,
        *people.HANDLERS,
        *intake.HANDLERS,
        *caseload.HANDLERS,
        *reviews.HANDLERS,
        *rights.HANDLERS,
        *sharing.HANDLERS,
        *referrals.HANDLERS,
        *offers.HANDLERS,
        *directory.HANDLERS,
        *board.HANDLERS,
        *paper.HANDLERS,
        *sites.HANDLERS,
        *placements.HANDLERS,
        *contacts.HANDLERS,
        *offline.HANDLERS,
        *rota.HANDLERS,
        *notices.HANDLERS,
        *deliveries.HANDLERS,
        *duty.HANDLERS,
        *reports.HANDLERS,
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
    app.state.supplies = supplies
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
