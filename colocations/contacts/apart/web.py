"""The addresses of keeping one's own contact apart from the host, and of undoing it."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from colocations.contacts import service as contacts
from colocations.contacts.apart import model, service
from colocations.contacts.apart.forms import parse_undo
from colocations.contacts.apart.pages import ApartPage, UndoPage, apart_page, undo_page
from colocations.contacts.model import Contact
from colocations.contacts.service import Desk
from colocations.sites.forms import Typed
from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference

_OWN: Final = {"permission": Permission.SITE_OWN}
_READ: Final = {**_OWN, "reading": True}
_APART: Final = "/contacts/{reference:str}/keep-apart"


@get(_APART, opt=_READ, sync_to_thread=True)
def ask(desk: NamedDependency[Desk], reference: FromPath[str]) -> ApartPage:
    """Ask once more before a contact is kept apart.

    Raises:
        Conflict: It is kept apart already, or is about nobody.
    """
    contact = _contact(desk, reference)
    model.kept_apart(contact, desk.now)
    return apart_page(contact, desk.policy.apart_undo_hours)


@post(_APART, opt=_OWN, sync_to_thread=True)
def keep_apart(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Say that the person works for the host, which came out after it was logged."""
    service.keep_apart(desk, _contact(desk, reference))
    return Redirect("/my-site?done=kept_apart", status_code=303)


@get(_APART + "/undo", opt=_READ, sync_to_thread=True)
def ask_why(desk: NamedDependency[Desk], reference: FromPath[str]) -> UndoPage:
    """Ask why a contact is not to be kept apart any more.

    Raises:
        Conflict: It is not kept apart, or has been for too long.
    """
    contact, hours = _contact(desk, reference), desk.policy.apart_undo_hours
    model.undone(contact, desk.now, hours)
    return undo_page(contact, desk.now, hours)


@post(_APART + "/undo", opt=_OWN, sync_to_thread=True)
def undo(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> UndoPage | Redirect:
    """Undo it, with the reason, or show the form again."""
    contact, why = _contact(desk, reference), parse_undo(Typed(values=data))
    if not isinstance(why, model.Mistake):
        return undo_page(contact, desk.now, desk.policy.apart_undo_hours, why)
    service.undo(desk, contact, why)
    return Redirect("/my-site?done=not_apart", status_code=303)


def _contact(desk: Desk, reference: str) -> Contact:
    return contacts.own(desk, parse_reference(reference))


HANDLERS = (ask, keep_apart, ask_why, undo)
"""Every address of this slice."""
