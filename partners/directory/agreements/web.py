"""The address that changes an agreement."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import Many
from partners.directory.agreements import service
from partners.directory.agreements.forms import agreement_form, shown
from partners.directory.agreements.pages import AgreementPage, agreement_page
from partners.directory.agreements.register import web as register
from partners.directory.service import Desk, listed_service

_WRITE = {"permission": Permission.AGREEMENT_WRITE}


@get("/directory/{service_key:str}/agreement", opt=_WRITE, sync_to_thread=True)
def show_agreement(desk: NamedDependency[Desk], service_key: FromPath[str]) -> AgreementPage:
    """Show the agreement as it stands, to change it."""
    listed = listed_service(desk, service_key)
    return agreement_page(listed, shown(service.file_of(desk, listed)))


@post("/directory/{service_key:str}/agreement", opt=_WRITE, sync_to_thread=True)
def change_agreement(
    desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> AgreementPage | Redirect:
    """Store the agreement, or show the form again."""
    listed, typed = listed_service(desk, service_key), agreement_form(data)
    agreement_id = listed.agreement.id if listed.agreement is not None else service.new_id(desk)
    changed, errors = typed.parse(agreement_id, listed.organisation_id, desk.today)
    if changed is None:
        return agreement_page(listed, typed, errors)
    service.change(desk, listed, changed)
    return Redirect(f"/directory/{listed.key}?done=agreement", status_code=303)


HANDLERS = (*register.HANDLERS, show_agreement, change_agreement)
"""Every address of this slice."""
