"""The addresses of the single needs assessment."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.people.forms import read_count
from portal.people.needs.forms import Told, needs_form, parse, shown
from portal.people.needs.model import next_occasion
from portal.people.needs.pages import NeedsFormPage, NeedsPage, needs_form_page, needs_page
from portal.people.needs.service import read_series, record_needs
from portal.people.safe_contact.service import read_panel
from portal.people.service import Desk
from portal.people.statements.model import Opinion
from portal.people.statements.pages import statement_views
from portal.people.statements.service import read_statements

_READ = {"permission": Permission.PERSON_READ}
_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/needs", opt=_READ, sync_to_thread=True)
def show_needs(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> NeedsPage:
    """Show the live document: the latest scores, and how far the person came."""
    whom = parse_reference(reference)
    series = read_series(desk, whom)
    by = names.colleagues(frozenset(each.by for each in series))
    said = statement_views(read_statements(desk, whom, Opinion.NEEDS))
    return needs_page(whom, series, by, read_panel(desk, whom), said)


@get("/people/{reference:str}/needs/new", opt=_WRITE, sync_to_thread=True)
def show_form(desk: NamedDependency[Desk], reference: FromPath[str]) -> NeedsFormPage:
    """Show the form with the latest answers in it."""
    whom = parse_reference(reference)
    series = read_series(desk, whom)
    newest = next(iter(series), None)
    return needs_form_page(whom, shown(newest, next_occasion(series)), newest, read_panel(desk, whom))


@post("/people/{reference:str}/needs/new", opt=_WRITE, sync_to_thread=True)
def assess_needs(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> NeedsFormPage | Redirect:
    """Store the scores of this occasion, or show the form again."""
    whom, typed = parse_reference(reference), needs_form(data)
    told = parse(typed)
    if not isinstance(told, Told):
        newest = next(iter(read_series(desk, whom)), None)
        return needs_form_page(whom, typed, newest, read_panel(desk, whom), told)
    record_needs(desk, whom, told, expected_version=read_count(typed.version))
    return Redirect(f"/people/{whom}?done=needs", status_code=303)


HANDLERS = (show_needs, show_form, assess_needs)
"""Every address of this slice."""
