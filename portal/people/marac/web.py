"""The addresses of MARAC. Whoever may not use them finds nothing there (MAR-24)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect
from msgspec.structs import replace

from lvws_core.actors import Permission, may
from lvws_core.errors import NotAllowed
from lvws_core.forms import FieldError, Many
from lvws_core.ids import PersonId, Reference, UserId, parse_reference
from lvws_core.ports import Names
from portal.people.marac import service, store
from portal.people.marac.content.forms import form_of, referral_form
from portal.people.marac.content.pages import WritePage, write_page
from portal.people.marac.forms import MoveForm, faults_of
from portal.people.marac.meetings import web as meetings
from portal.people.marac.meetings.store import overdue
from portal.people.marac.model import checks
from portal.people.marac.pages import (
    DeskPage,
    PersonMaracPage,
    Queues,
    ReferralPage,
    desk_page,
    flag_words,
    person_marac_page,
    referral_page,
)
from portal.people.safe_contact.service import read_panel, read_plain_panel
from portal.people.service import Desk

_WRITE: dict[str, Any] = {"permission": Permission.MARAC_WRITE, "unseen": True}


@get("/marac", opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_desk(desk: NamedDependency[Desk]) -> DeskPage:
    """Show what waits: to an IDVA and a manager everybody's, to an author their own."""
    session, queues = desk.session, None
    if checks(desk.actor):
        queues = Queues(
            in_review=store.in_review(session),
            bypassed=store.bypassed(session),
            to_list=store.to_list(session),
            overdue=overdue(session, desk.today),
        )
    return desk_page(store.unfinished(session, desk.actor.id), queues, desk.now)


@get("/people/{reference:str}/marac", opt=_WRITE, sync_to_thread=True)
def show_person(desk: NamedDependency[Desk], reference: FromPath[str]) -> PersonMaracPage:
    """Show the referrals about a person that the reader needs."""
    whom = parse_reference(reference)
    found, flagged_until = service.overview(desk, whom)
    page = person_marac_page(whom, found, flagged_until, desk.now)
    return replace(page, safe=read_panel(desk, whom))


@get("/people/{reference:str}/marac/new", opt=_WRITE, sync_to_thread=True)
def show_new(desk: NamedDependency[Desk], reference: FromPath[str]) -> WritePage:
    """Show the form of a new referral, with what the record knows already."""
    whom = parse_reference(reference)
    papers = service.blank(desk, whom)
    return _with_plan(desk, whom, write_page(whom, None, papers, form_of(papers.content, 1)))


@post("/people/{reference:str}/marac/new", opt=_WRITE, sync_to_thread=True)
def add(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> WritePage | Redirect:
    """Keep a draft, or show the form again."""
    whom, typed = parse_reference(reference), referral_form(data)
    content, errors = typed.parse(desk.today, desk.policy)
    if content is None:
        return _with_plan(desk, whom, write_page(whom, None, service.blank(desk, whom), typed, errors))
    made = service.draft(desk, whom, content)
    return Redirect(f"/people/{whom}/marac/{made.reference}?done=drafted", status_code=303)


@get("/people/{reference:str}/marac/{mark:str}", opt=_WRITE, sync_to_thread=True)
def show_one(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    mark: FromPath[str],
    done: FromQuery[str] = "",
) -> ReferralPage:
    """Show one referral; the read is an event."""
    return _one(desk, names, parse_reference(reference), parse_reference(mark), done=done)


@get("/people/{reference:str}/marac/{mark:str}/edit", opt=_WRITE, sync_to_thread=True)
def show_edit(desk: NamedDependency[Desk], reference: FromPath[str], mark: FromPath[str]) -> WritePage:
    """Show the form with what is written."""
    whom, which = parse_reference(reference), parse_reference(mark)
    papers = service.read(desk, whom, which)
    version = papers.referral.version if papers.referral else 1
    return _with_plan(desk, whom, write_page(whom, which, papers, form_of(papers.content, version)))


@post("/people/{reference:str}/marac/{mark:str}/edit", opt=_WRITE, sync_to_thread=True)
def change(
    desk: NamedDependency[Desk],
    reference: FromPath[str],
    mark: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> WritePage | Redirect:
    """Keep what is written now, or show the form again."""
    whom, which, typed = parse_reference(reference), parse_reference(mark), referral_form(data)
    content, errors = typed.parse(desk.today, desk.policy)
    if content is None:
        return _with_plan(desk, whom, write_page(whom, which, service.read(desk, whom, which), typed, errors))
    service.change(desk, whom, which, content, expected_version=typed.expected_version)
    return Redirect(f"/people/{whom}/marac/{which}?done=changed", status_code=303)


@post("/people/{reference:str}/marac/{mark:str}", opt=_WRITE, sync_to_thread=True)
def act(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    mark: FromPath[str],
    data: URLEncodedBody[MoveForm],
) -> ReferralPage | Redirect:
    """Make a move, or show the page again with every reason against it."""
    whom, which = parse_reference(reference), parse_reference(mark)
    chosen, errors = data.parse()
    if chosen is None:
        return _one(desk, names, whom, which, typed=data, errors=errors)
    try:
        service.act(desk, whom, which, *chosen, expected_version=data.expected_version)
    except NotAllowed as refusal:
        return _one(desk, names, whom, which, typed=data, errors=faults_of(refusal.reasons))
    return Redirect(f"/people/{whom}/marac/{which}?done={chosen[0].value}", status_code=303)


def _one(
    desk: Desk,
    names: Names,
    whom: Reference,
    which: Reference,
    *,
    typed: MoveForm | None = None,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> ReferralPage:
    papers = service.read(desk, whom, which)
    assert papers.referral is not None  # noqa: S101 - what was read by its reference is there
    staff = names.colleagues(frozenset(UserId(each.by) for each in papers.steps))
    named = _namer({UUID(str(key)): name for key, name in staff.items()})
    page = referral_page(
        whom, papers, papers.referral, desk.actor, names=named, now=desk.now, typed=typed, done=done, errors=errors
    )
    return replace(page, safe=read_panel(desk, whom))


def _with_plan(desk: Desk, whom: Reference, page: WritePage) -> WritePage:
    return replace(page, safe=read_plain_panel(desk, whom))


def _namer(staff: dict[UUID, str]) -> Callable[[UUID], str]:
    return lambda user_id: staff.get(user_id, "somebody who has left")


def flag_for(desk: Desk, person_id: PersonId) -> str | None:
    """Give the flag of a person in words, "" when none is up, None for who has no business with MARAC (MAR-33)."""
    if not may(desk.actor, Permission.MARAC_WRITE).allowed:
        return None
    return flag_words(service.flagged_until(desk, person_id))


HANDLERS = (show_desk, show_person, show_new, add, show_one, show_edit, change, act, *meetings.HANDLERS)
"""Every address of this slice."""
