"""The addresses of requests."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission, may
from lvws_core.forms import FieldError
from lvws_core.ids import PersonId, Reference, UserId, parse_reference
from lvws_core.ports import Names
from portal.people import store as people
from portal.rights.holds import store as holds
from portal.rights.requests import service, store
from portal.rights.requests.forms import AnswerForm, SecondForm, StepForm
from portal.rights.requests.model import Answer, Answered, Request, Stepped
from portal.rights.requests.pages import QueuePage, Reader, RequestPage, queue_page, request_page
from portal.rights.requests.service import Desk
from portal.rights.retention import store as store_of_due

_READ, _WRITE = {"permission": Permission.RIGHTS_READ}, {"permission": Permission.RIGHTS_WRITE}
_ONE = "/rights/{reference:str}"


@get("/rights", opt=_READ | {"reading": True}, sync_to_thread=True)
def show_queue(
    desk: NamedDependency[Desk], show: FromQuery[str] = "", after: FromQuery[str] = "", done: FromQuery[str] = ""
) -> QueuePage:
    """Show the requests, at first those that nobody has answered, and the holds to be looked at."""
    only_open = show != "all"
    page = store.queue(desk.session, after=after, only_open=only_open)
    due = holds.to_review(desk.session, desk.today) if not after else ()
    references = people.references(desk.session, [PersonId(each.person_id) for each in due])
    listed = [(each, references[each.person_id]) for each in due if each.person_id in references]
    has_due = not after and store_of_due.has_any(desk.session)
    reader = _reader(desk, {})
    return queue_page(page, listed, reader, only_open=only_open, after=after, done=done, has_due=has_due)


@get(_ONE, opt=_READ, sync_to_thread=True)
def show_request(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], done: FromQuery[str] = ""
) -> RequestPage:
    """Show one request; the read is an event."""
    return _page(desk, names, parse_reference(reference), done=done)


@post(_ONE + "/step", opt=_WRITE, sync_to_thread=True)
def step(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[StepForm],
) -> RequestPage | Redirect:
    """Record what happened with a request."""
    mark = parse_reference(reference)
    received_on = store.get(desk.session, mark).received_on
    match data.parse(desk.today, received_on):
        case Stepped() as stepped:
            service.step(desk, mark, stepped)
            return Redirect(f"/rights/{mark}?done=stepped", status_code=303)
        case errors:
            return _page(desk, names, mark, typed=data, errors=errors)


@post(_ONE + "/answer", opt=_WRITE, sync_to_thread=True)
def answer(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[AnswerForm],
) -> RequestPage | Redirect:
    """Answer a request, or propose an answer."""
    mark = parse_reference(reference)
    store.get(desk.session, mark)
    match data.parse():
        case Answered() as chosen:
            done = "proposed" if service.propose(desk, mark, chosen).is_open else "answered"
            return Redirect(f"/rights/{mark}?done={done}", status_code=303)
        case errors:
            return _page(desk, names, mark, answer=data, errors=errors)


@post(_ONE + "/second", opt=_READ, sync_to_thread=True)
def second(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[SecondForm],
) -> RequestPage | Redirect:
    """Store what the second person says, on their own sign-in."""
    mark = parse_reference(reference)
    store.get(desk.session, mark)
    match data.parse():
        case bool() as agreed:
            answered = service.second(desk, mark, agreed=agreed)
            if answered.answer is Answer.ERASED:
                return Redirect("/rights?done=erased", status_code=303)
            return Redirect(f"/rights/{mark}?done={'answered' if agreed else 'refused'}", status_code=303)
        case errors:
            return _page(desk, names, mark, errors=errors)


def _page(
    desk: Desk,
    names: Names,
    mark: Reference,
    *,
    done: str = "",
    typed: StepForm | None = None,
    answer: AnswerForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> RequestPage:
    opened = service.read_request(desk, mark)
    reader = _reader(desk, names.colleagues(_people(opened.request)))
    return request_page(opened, reader, done=done, typed=typed, answer=answer, errors=errors)


def _people(request: Request) -> frozenset[UserId]:
    every = (request.raised_by, request.proposed_by, request.seconded_by)
    return frozenset(id_ for id_ in every if id_ is not None)


def _reader(desk: Desk, staff: dict[UserId, str]) -> Reader:
    return Reader(
        me=desk.actor.id,
        writes=may(desk.actor, Permission.RIGHTS_WRITE).allowed,
        now=desk.now,
        today=desk.today,
        calendar=desk.calendar,
        policy=desk.policy,
        staff=staff,
    )


HANDLERS = (show_queue, show_request, step, answer, second)
"""Every address of this slice."""
