"""The addresses of access reviews."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission, may
from lvws_core.forms import FieldError
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.reviews.access import service, store
from portal.reviews.access.forms import AccessForm, Reviewed, parse_access
from portal.reviews.access.pages import AccessesPage, AccessPage, access_page, accesses_page, people_in
from portal.reviews.access.service import Desk, Read

_REVIEW = {"permission": Permission.ACCESS_REVIEW}


@get("/reviews/access", opt={**_REVIEW, "reading": True}, sync_to_thread=True)
def show_accesses(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    show: FromQuery[str] = "",
    after: FromQuery[str] = "",
    done: FromQuery[str] = "",
) -> AccessesPage:
    """Show what others opened, the newest first; at first what nobody has looked at."""
    only_open = show != "all"
    page = store.newest(desk.session, desk.actor.id, after=after, only_open=only_open)
    staff = names.colleagues(people_in(tuple(page.items)))
    return accesses_page(page, staff, desk.now, only_open=only_open, audits=_audits(desk), after=after, done=done)


@get("/reviews/access/{reference:str}", opt=_REVIEW, sync_to_thread=True)
def show_access(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> AccessPage:
    """Show one of them; that it was read is an event."""
    return _page(desk, names, service.read(desk, parse_reference(reference)))


@post("/reviews/access/{reference:str}", opt=_REVIEW, sync_to_thread=True)
def review_access(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[AccessForm],
) -> AccessPage | Redirect:
    """Store what a reviewer found, or show the form again."""
    mark = parse_reference(reference)
    match parse_access(data):
        case Reviewed(state=state, note=note):
            service.decide(desk, mark, state, note)
            return Redirect(f"/reviews/access?done={state.value}", status_code=303)
        case errors:
            return _page(desk, names, service.read(desk, mark), data, errors)


def _page(
    desk: Desk, names: Names, read: Read, form: AccessForm | None = None, errors: tuple[FieldError, ...] = ()
) -> AccessPage:
    staff = names.colleagues(people_in((read.line,)))
    return access_page(read, staff, desk.now, form, errors, audits=_audits(desk))


def _audits(desk: Desk) -> bool:
    return may(desk.actor, Permission.AUDIT_READ).allowed


HANDLERS = (show_accesses, show_access, review_access)
"""Every address of this slice."""
