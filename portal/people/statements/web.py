"""The addresses of statements."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import Names
from portal.people.safe_contact.service import read_panel
from portal.people.service import Desk
from portal.people.statements.forms import Said, StatementForm
from portal.people.statements.pages import StatementsPage, statements_page
from portal.people.statements.service import read_statements, record_statement

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/statements", opt=_WRITE, sync_to_thread=True)
def show_statements(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], done: FromQuery[str] = ""
) -> StatementsPage:
    """Show what the person said against what stands in the record, and the form."""
    return _page(desk, names, parse_reference(reference), done=done)


@post("/people/{reference:str}/statements", opt=_WRITE, sync_to_thread=True)
def add_statement(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[StatementForm],
) -> StatementsPage | Redirect:
    """Store a statement, or show the form again."""
    whom = parse_reference(reference)
    match data.parse(desk.today):
        case Said() as said:
            record_statement(desk, whom, said)
            return Redirect(f"/people/{whom}/statements?done=recorded", status_code=303)
        case errors:
            return _page(desk, names, whom, typed=data, errors=errors)


def _page(
    desk: Desk,
    names: Names,
    whom: Reference,
    *,
    done: str = "",
    typed: StatementForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> StatementsPage:
    found = read_statements(desk, whom)
    staff = names.colleagues(frozenset(each.by for each in found))
    return statements_page(whom, found, read_panel(desk, whom), staff, done=done, typed=typed, errors=errors)


HANDLERS = (show_statements, add_statement)
"""Every address of this slice."""
