"""The addresses of the pack."""

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from partners.offers.acts.web import onlooker
from partners.offers.pack import service
from partners.offers.pack.pages import PackDocument, PackPage, pack_document, pack_page
from partners.offers.pack.service import Form
from partners.offers.service import Desk

LEAVES = {"permission": Permission.OFFER_PRINT, "step_up": True}


class FileForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the two packs is to be a file: `ways` is "yes" for the one with numbers."""

    ways: str = ""


@get("/offers/{reference:str}/pack", opt=LEAVES, sync_to_thread=True)
def show_pack(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> PackPage:
    """Show the pack without numbers, to be printed."""
    return pack_page(service.print_pack(desk, parse_reference(reference)), onlooker(desk, names))


@post("/offers/{reference:str}/pack", opt=LEAVES, sync_to_thread=True)
def show_pack_with_ways(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]
) -> PackPage:
    """Show the pack with all that was shared, after the button that names the recipient."""
    return pack_page(service.print_pack_with_ways(desk, parse_reference(reference)), onlooker(desk, names))


@post("/offers/{reference:str}/pack/file", opt=LEAVES, sync_to_thread=True)
def pack_file(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    makes_pdf: NamedDependency[bool],
    reference: FromPath[str],
    data: URLEncodedBody[FileForm],
) -> PackDocument:
    """Give one of the two packs as a tagged PDF whose name is the reference."""
    service.require_pdf(makes_pdf)
    made = service.print_pack_with_ways if data.ways == "yes" else service.print_pack
    return pack_document(made(desk, parse_reference(reference), Form.PDF), onlooker(desk, names))


HANDLERS = (show_pack, show_pack_with_ways, pack_file)
"""Every address of this slice."""
