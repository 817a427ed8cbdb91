"""The addresses of saved filters: save the one that is shown, forget one."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ports import Habits
from partners.offers.filters import service
from partners.offers.filters.forms import FilterForm, parse_codes
from partners.offers.service import Desk

_OWN = {"permission": Permission.INBOX_READ}


@post("/inbox/filters", opt=_OWN, sync_to_thread=True)
def save_filter(
    desk: NamedDependency[Desk], habits: NamedDependency[Habits], data: URLEncodedBody[FilterForm]
) -> Redirect:
    """Save the filter that is shown, for the reader alone."""
    codes = parse_codes(data)
    service.save(desk, habits, codes)
    return Redirect(f"/inbox?{codes}&done=filter-saved", status_code=303)


@post("/inbox/filters/forget", opt=_OWN, sync_to_thread=True)
def forget_filter(
    desk: NamedDependency[Desk], habits: NamedDependency[Habits], data: URLEncodedBody[FilterForm]
) -> Redirect:
    """Forget a saved filter."""
    codes = parse_codes(data)
    service.forget(desk, habits, codes)
    return Redirect(f"/inbox?{codes}&done=filter-forgotten", status_code=303)


HANDLERS = (save_filter, forget_filter)
"""Every address of this slice."""
