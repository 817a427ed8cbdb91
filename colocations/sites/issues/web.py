"""The addresses of what does not work at a site: to report it in two taps, to settle it."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.sites.forms import Typed
from colocations.sites.issues import service, store
from colocations.sites.issues.everywhere import web as everywhere
from colocations.sites.issues.forms import Reported, Settled, parse_report, parse_settled
from colocations.sites.issues.model import Issue
from colocations.sites.issues.pages import IssuePage, IssuesPage, issue_page, issues_page, shown
from colocations.sites.model import Site
from colocations.sites.pages import When, path_of
from colocations.sites.service import Desk, open_site
from lvws_core.actors import Permission, may
from lvws_core.forms import FieldError, Many
from lvws_core.ids import parse_reference

_READ: Final = {"permission": Permission.SITE_READ}
_WRITE: Final = {"permission": Permission.SITE_WRITE}
_ALL: Final = "/co-locations/{reference:str}/issues"
Form = URLEncodedBody[dict[str, Many]]


@get(_ALL, opt={**_READ, "reading": True}, sync_to_thread=True)
def show_issues(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> IssuesPage:
    """Show what does not work at a site, and what was put right."""
    return _page(desk, _site(desk, reference), Typed(), done=done)


@post(_ALL, opt=_READ, sync_to_thread=True)
def report(desk: NamedDependency[Desk], reference: FromPath[str], data: Form) -> IssuesPage | Redirect:
    """Report that something does not work; whoever works there goes back to the own site."""
    site, typed = _site(desk, reference), Typed(values=data)
    read = parse_report(typed)
    if not isinstance(read, Reported):
        return _page(desk, site, typed, errors=read)
    service.report(desk, site, read.kind, read.words)
    back = "/my-site" if may(desk.actor, Permission.SITE_OWN).allowed else f"{path_of(site)}/issues"
    return Redirect(f"{back}?done=reported", status_code=303)


@get(_ALL + "/{issue:uuid}", opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_issue(desk: NamedDependency[Desk], reference: FromPath[str], issue: FromPath[UUID]) -> IssuePage:
    """Show one issue, to settle it."""
    site, found = _issue(desk, reference, issue)
    return issue_page(site, found, When(now=desk.now, calendar=desk.calendar), shown(found))


@post(_ALL + "/{issue:uuid}", opt=_WRITE, sync_to_thread=True)
def settle(
    desk: NamedDependency[Desk], reference: FromPath[str], issue: FromPath[UUID], data: Form
) -> IssuePage | Redirect:
    """Say who sees to an issue, or close it with what was done."""
    site, found = _issue(desk, reference, issue)
    typed = Typed(values=data)
    read = parse_settled(typed)
    if not isinstance(read, Settled):
        return issue_page(site, found, When(now=desk.now, calendar=desk.calendar), typed, read)
    if read.answer:
        service.close(desk, found, read.answer, typed.version)
    else:
        service.see_to(desk, found, read.seen_to_by, typed.version)
    return Redirect(f"{path_of(site)}/issues?done={'closed' if read.answer else 'seen_to'}", status_code=303)


def _site(desk: Desk, reference: str) -> Site:
    return open_site(desk, parse_reference(reference)).site


def _issue(desk: Desk, reference: str, issue_id: UUID) -> tuple[Site, Issue]:
    site = _site(desk, reference)
    return site, store.get(desk.session, site.id, issue_id)


def _page(desk: Desk, site: Site, typed: Typed, *, done: str = "", errors: tuple[FieldError, ...] = ()) -> IssuesPage:
    found = store.still_open(desk.session, (site.id,)), store.closed(desk.session, site.id)
    may_settle = may(desk.actor, Permission.SITE_WRITE).allowed
    return issues_page(
        site, found, When(now=desk.now, calendar=desk.calendar), typed, may_settle=may_settle, done=done, errors=errors
    )


HANDLERS = (show_issues, report, show_issue, settle, *everywhere.HANDLERS)
"""Every address of this slice."""
