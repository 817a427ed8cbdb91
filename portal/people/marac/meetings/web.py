"""The addresses of meetings and actions. Whoever may not use them finds nothing there (MAR-24)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, parse_reference
from portal.people.forms import read_version
from portal.people.marac import store as referrals
from portal.people.marac.meetings import service, store
from portal.people.marac.meetings.forms import ActionForm, AgendaForm, MeetingForm, SettleForm
from portal.people.marac.meetings.pages import (
    ActionsPage,
    MeetingPage,
    MeetingsPage,
    actions_page,
    meeting_page,
    meetings_page,
    path_of,
)
from portal.people.marac.model import checks
from portal.people.service import Desk

_OPT: dict[str, Any] = {"permission": Permission.MARAC_WRITE, "unseen": True}
_PAST = timedelta(days=31)
_ACTIONS = "/people/{reference:str}/marac/{mark:str}/actions"


@get("/marac/meetings", opt={**_OPT, "reading": True}, sync_to_thread=True)
def show_meetings(desk: NamedDependency[Desk]) -> MeetingsPage:
    """Show the meetings of the past month and those ahead."""
    service.only_checkers(desk)
    return meetings_page(store.meetings(desk.session, desk.today - _PAST), desk.calendar)


@post("/marac/meetings", opt=_OPT, sync_to_thread=True)
def add_meeting(desk: NamedDependency[Desk], data: URLEncodedBody[MeetingForm]) -> MeetingsPage | Redirect:
    """Add a meeting, or show the form again."""
    service.only_checkers(desk)
    read, errors = data.parse(desk.today)
    if read is None:
        return meetings_page(store.meetings(desk.session, desk.today - _PAST), desk.calendar, data, errors)
    return Redirect(path_of(service.add_meeting(desk, *read).id), status_code=303)


@get("/marac/meetings/{meeting:uuid}", opt={**_OPT, "reading": True}, sync_to_thread=True)
def show_meeting(desk: NamedDependency[Desk], meeting: FromPath[UUID], done: FromQuery[str] = "") -> MeetingPage:
    """Show one meeting with its agenda; no name stands on it."""
    service.only_checkers(desk)
    found = store.meeting(desk.session, meeting)
    listed = referrals.listed_for(desk.session, found.id)
    waiting = referrals.waiting_for(desk.session, found.panel)
    return meeting_page(found, listed, waiting, calendar=desk.calendar, now=desk.now, done=done)


@post("/marac/meetings/{meeting:uuid}/list", opt=_OPT, sync_to_thread=True)
def put_on(desk: NamedDependency[Desk], meeting: FromPath[UUID], data: URLEncodedBody[AgendaForm]) -> Redirect:
    """List a referral."""
    whom, which, version = _read(data)
    service.put_on(desk, meeting, whom, which, expected_version=version)
    return Redirect(f"{path_of(meeting)}?done=listed", status_code=303)


@post("/marac/meetings/{meeting:uuid}/heard", opt=_OPT, sync_to_thread=True)
def hear(desk: NamedDependency[Desk], meeting: FromPath[UUID], data: URLEncodedBody[AgendaForm]) -> Redirect:
    """Record that a referral was heard, and go on to its actions."""
    whom, which, version = _read(data)
    service.hear(desk, meeting, whom, which, expected_version=version)
    return Redirect(f"/people/{whom}/marac/{which}/actions?done=heard", status_code=303)


@get(_ACTIONS, opt=_OPT, sync_to_thread=True)
def show_actions(
    desk: NamedDependency[Desk], reference: FromPath[str], mark: FromPath[str], done: FromQuery[str] = ""
) -> ActionsPage:
    """Show the actions of a referral; the read is an event."""
    return _actions(desk, parse_reference(reference), parse_reference(mark), done=done)


@post(_ACTIONS, opt=_OPT, sync_to_thread=True)
def agree(
    desk: NamedDependency[Desk], reference: FromPath[str], mark: FromPath[str], data: URLEncodedBody[ActionForm]
) -> ActionsPage | Redirect:
    """Keep an action, or show the form again."""
    whom, which = parse_reference(reference), parse_reference(mark)
    read, errors = data.parse(desk.today)
    if read is None:
        return _actions(desk, whom, which, typed=data, errors=errors)
    service.agree(desk, whom, which, *read)
    return Redirect(f"/people/{whom}/marac/{which}/actions?done=agreed", status_code=303)


@post(_ACTIONS + "/settle", opt=_OPT, sync_to_thread=True)
def settle(
    desk: NamedDependency[Desk], reference: FromPath[str], mark: FromPath[str], data: URLEncodedBody[SettleForm]
) -> ActionsPage | Redirect:
    """Keep what became of an action, or show the form again."""
    whom, which = parse_reference(reference), parse_reference(mark)
    said, errors = data.parse(desk.today)
    if said is None:
        return _actions(desk, whom, which, settling=data, errors=errors)
    service.settle_action(desk, whom, which, data.action, said)
    return Redirect(f"/people/{whom}/marac/{which}/actions?done=settled", status_code=303)


def _read(data: AgendaForm) -> tuple[Reference, Reference, int]:
    return parse_reference(data.person), parse_reference(data.mark), read_version(data.version)


def _actions(
    desk: Desk,
    whom: Reference,
    which: Reference,
    *,
    typed: ActionForm | None = None,
    settling: SettleForm | None = None,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> ActionsPage:
    referral, found = service.read_actions(desk, whom, which)
    return actions_page(
        whom,
        referral,
        found,
        desk.today,
        adds=checks(desk.actor),
        typed=typed,
        settling=settling,
        done=done,
        errors=errors,
    )


HANDLERS = (show_meetings, add_meeting, show_meeting, put_on, hear, show_actions, agree, settle)
"""Every address of this slice."""
