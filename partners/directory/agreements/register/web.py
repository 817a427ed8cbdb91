"""The address of the register: `/directory/agreements`."""

from litestar import get
from litestar.di import NamedDependency

from lvws_core.actors import Permission, may
from lvws_core.ports import Names
from partners.directory.agreements import store
from partners.directory.agreements.register.pages import RegisterPage, register_page
from partners.directory.service import Desk


@get("/directory/agreements", opt={"permission": Permission.AGREEMENT_READ, "reading": True}, sync_to_thread=True)
def show_register(desk: NamedDependency[Desk], names: NamedDependency[Names]) -> RegisterPage:
    """Show every partner's agreement, what needs attention first."""
    writes = may(desk.actor, Permission.AGREEMENT_WRITE).allowed
    partners = store.partners(desk.session, desk.today)
    return register_page(partners, store.every(desk.session), names, desk.today, writes=writes)


HANDLERS = (show_register,)
