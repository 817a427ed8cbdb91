"""The addresses of reaching a person."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.consent.contact import AttemptOutcome
from lvws_core.ids import parse_reference
from lvws_core.ports import FindCase, Names
from portal.people.attempts import service
from portal.people.attempts.forms import AttemptForm, Tried, parse_attempt
from portal.people.attempts.pages import AttemptsPage, attempts_page
from portal.people.service import Desk

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/attempts", opt={**_WRITE, "safety": True}, sync_to_thread=True)
def show_attempts(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    find_case: NamedDependency[FindCase],
    reference: FromPath[str],
    done: FromQuery[str] = "",
) -> AttemptsPage:
    """Show what is due, how it is safe, and what was tried; no number."""
    found = service.reaching(desk, parse_reference(reference), find_case)
    return attempts_page(found, names.organisation, desk.now, done=done)


@post("/people/{reference:str}/attempts/number", opt=_WRITE, sync_to_thread=True, status_code=200)
def show_number(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    find_case: NamedDependency[FindCase],
    reference: FromPath[str],
) -> AttemptsPage:
    """Show the number as it may be used at this moment, after recording that it was shown."""
    found = service.show_number(desk, parse_reference(reference), find_case)
    return attempts_page(found, names.organisation, desk.now)


@post("/people/{reference:str}/attempts", opt=_WRITE, sync_to_thread=True)
def record(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    find_case: NamedDependency[FindCase],
    reference: FromPath[str],
    data: URLEncodedBody[AttemptForm],
) -> AttemptsPage | Redirect:
    """Record an attempt, or show the form again; somebody else who answered stops all contact."""
    whom = parse_reference(reference)
    match parse_attempt(data, desk.now):
        case Tried() as tried:
            service.record_attempt(desk, whom, tried)
            done = "stopped" if tried.attempt.outcome is AttemptOutcome.UNEXPECTED_ANSWERER else "tried"
            return Redirect(f"/people/{whom}/attempts?done={done}", status_code=303)
        case errors:
            found = service.reaching(desk, whom, find_case)
            return attempts_page(found, names.organisation, desk.now, data, errors=errors)


HANDLERS = (show_attempts, show_number, record)
"""Every address of this slice."""
