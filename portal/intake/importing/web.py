"""The addresses of an import: the form, the template, the check, and the confirmation."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.files import Download, FileKind, Looked
from lvws_core.ids import parse_reference
from portal.intake.importing import service
from portal.intake.importing.columns.model import template
from portal.intake.importing.forms import parse_file, refused
from portal.intake.importing.pages import CheckPage, ChoosePage, check_page
from portal.people.service import Desk

MOST_BODY_BYTES = 10 * 1024 * 1024 + 64 * 1024
"""A file of 10 MB and what stands around it in the form."""

_WRITE = {"permission": Permission.CASE_WRITE}
_WITH_FILE = {**_WRITE, "takes_file": True, "file_kinds": frozenset({FileKind.TABLE})}


@get("/intake/import", opt=_WRITE, sync_to_thread=False)
def show_import() -> ChoosePage:
    """Show the form that takes a file."""
    return ChoosePage()


@get("/intake/import/template.csv", opt=_WRITE, sync_to_thread=False)
def give_template() -> Download:
    """Give the headings and one invented line, to be saved."""
    return Download(file_name="cases.csv", content=template().encode("utf-8-sig"))


@post("/intake/import", opt=_WITH_FILE, sync_to_thread=True, request_max_body_size=MOST_BODY_BYTES)
def check(desk: NamedDependency[Desk], looked: NamedDependency[Looked]) -> ChoosePage | Redirect:
    """Keep a file, sealed, until it is confirmed, and lead to what a check finds in it."""
    match parse_file(looked):
        case str() as text:
            if service.is_too_long(text):
                return ChoosePage(errors=refused("too_many_lines"))
            run = service.begin(desk, text)
            return Redirect(f"/intake/import/{run.reference}", status_code=303)
        case errors:
            return ChoosePage(errors=errors)


@get("/intake/import/{reference:str}", opt=_WRITE, sync_to_thread=True)
def show_check(desk: NamedDependency[Desk], reference: FromPath[str]) -> CheckPage:
    """Show what a check finds, or what came of it."""
    return check_page(service.open_run(desk, parse_reference(reference)))


@post("/intake/import/{reference:str}", opt={**_WRITE, "slow": True}, sync_to_thread=True)
def confirm(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Take in everything that can be."""
    run = service.confirm(desk, parse_reference(reference))
    return Redirect(f"/intake/import/{run.reference}", status_code=303)


HANDLERS = (show_import, give_template, check, show_check, confirm)
"""Every address of this slice."""
