"""The addresses of a pack."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission, may
from lvws_core.files import Download
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.rights.pack import service
from portal.rights.pack.forms import Choice, ItemForm
from portal.rights.pack.pages import Deciding, PackPage, pack_page
from portal.rights.pack.paper.pages import PaperDocument, PaperPage, paper_document, paper_page
from portal.rights.pack.service import Form
from portal.rights.requests.service import Desk

_READ, _WRITE = {"permission": Permission.RIGHTS_READ}, {"permission": Permission.RIGHTS_WRITE}
_LEAVES = {**_WRITE, "step_up": True}
_PACK = "/rights/{reference:str}/pack"


@get(_PACK, opt=_READ, sync_to_thread=True)
def show_pack(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> PackPage:
    """Show every item with what is done with it; the read is an event."""
    return pack_page(service.open_pack(desk, parse_reference(reference)), _deciding(desk, names))


@post(_PACK + "/item", opt=_WRITE, sync_to_thread=True)
def decide(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[ItemForm],
) -> PackPage | Redirect:
    """Decide what is done with one item."""
    mark = parse_reference(reference)
    match data.parse():
        case Choice() as choice:
            service.decide(desk, mark, choice)
            return Redirect(f"/rights/{mark}/pack{data.anchor}", status_code=303)
        case errors:
            pack = service.open_pack(desk, mark)
            return pack_page(pack, _deciding(desk, names), typed=data, errors=errors)


@post(_PACK + "/release", opt={**_READ, "step_up": True}, sync_to_thread=True)
def release(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[ItemForm]) -> Redirect:
    """Agree as the second person that an item held back goes in."""
    mark = parse_reference(reference)
    service.release(desk, mark, data.item)
    return Redirect(f"/rights/{mark}/pack{data.anchor}", status_code=303)


@get(_PACK + "/paper", opt=_LEAVES, sync_to_thread=True)
def show_paper(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> PaperPage:
    """Show exactly what goes to the person, to be printed."""
    pack = service.open_pack(desk, parse_reference(reference), Form.PRINTED)
    return paper_page(pack, names, desk.now)


@post(_PACK + "/file", opt=_LEAVES, sync_to_thread=True)
def save(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> PaperDocument:
    """Give exactly what goes to the person as a file whose name is the reference."""
    pack = service.open_pack(desk, parse_reference(reference), Form.SAVED)
    return paper_document(pack, names, desk.now)


@get(_PACK + "/files/{file:uuid}", opt=_LEAVES, sync_to_thread=True)
def give_file(desk: NamedDependency[Desk], reference: FromPath[str], file: FromPath[UUID]) -> Download:
    """Give a file that goes to the person, to be saved."""
    return service.give_file(desk, parse_reference(reference), file)


def _deciding(desk: Desk, names: Names) -> Deciding:
    writes = may(desk.actor, Permission.RIGHTS_WRITE).allowed
    return Deciding(me=desk.actor.id, writes=writes, names=names, now=desk.now)


HANDLERS = (show_pack, decide, release, show_paper, save, give_file)
"""Every address of this slice."""
