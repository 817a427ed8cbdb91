"""The addresses of attached files."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.files import Download, Looked
from lvws_core.ids import parse_reference
from lvws_core.referrals import Note, Side
from partners.offers import service
from partners.offers.acts.web import MESSAGE
from partners.offers.attachments import service as attachments
from partners.offers.attachments.forms import Attach, AttachForm, parse_attach
from partners.offers.attachments.pages import AttachPage, attach_page
from partners.offers.model import side_of
from partners.offers.service import Desk

MOST_BODY_BYTES = 10 * 1024 * 1024 + 64 * 1024
"""A file of 10 MB and what stands around it in the form."""

WITH_FILE = {**MESSAGE, "takes_file": True}
READ = {"permission": Permission.OFFER_READ}


@get("/offers/{reference:str}/attach", opt=MESSAGE, sync_to_thread=True)
def show_attach(desk: NamedDependency[Desk], reference: FromPath[str]) -> AttachPage:
    """Show the form to attach a file."""
    return attach_page(service.before(desk, parse_reference(reference), Note.MESSAGE), desk)


# The edge has read the form, file and all, whatever its kind; so the words come here as those of any other form.
@post("/offers/{reference:str}/attach", opt=WITH_FILE, sync_to_thread=True, request_max_body_size=MOST_BODY_BYTES)
def attach(
    desk: NamedDependency[Desk],
    reference: FromPath[str],
    looked: NamedDependency[Looked],
    data: URLEncodedBody[AttachForm],
) -> AttachPage | Redirect:
    """Attach a file."""
    mark = parse_reference(reference)
    filed = service.before(desk, mark, Note.MESSAGE)
    shared = attachments.categories_shared(filed)
    is_lead = side_of(filed.offer, desk.actor.organisation_id) == Side.LEAD
    match parse_attach(data, looked, shared=shared, is_lead=is_lead):
        case Attach() as what:
            attachments.attach(desk, mark, what)
            return Redirect(f"/offers/{mark}?done=attached", status_code=303)
        case errors:
            return attach_page(filed, desk, data, errors)


@get("/offers/{reference:str}/files/{number:str}", opt=READ, sync_to_thread=True)
def give_file(desk: NamedDependency[Desk], reference: FromPath[str], number: FromPath[str]) -> Download:
    """Give a file to be saved."""
    mark = parse_reference(reference)
    if not (number.isascii() and number.isdigit()) or len(number) > 3:
        raise Missing
    return attachments.give(desk, mark, int(number))


HANDLERS = (show_attach, attach, give_file)
"""Every address of this slice."""
