"""The address that lets somebody on past the limit."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from portal.limits import service
from portal.limits.forms import MoreForm, own_path, parse_more
from portal.limits.pages import StoppedPage, stopped_page
from portal.limits.service import Desk


@post("/access/more", opt={"permission": Permission.OWN_SESSION, "step_up": True}, sync_to_thread=True)
def go_on(desk: NamedDependency[Desk], data: URLEncodedBody[MoreForm]) -> StoppedPage | Redirect:
    """Take the reason and go on, or show the form again."""
    reason = parse_more(data, desk.policy)
    if isinstance(reason, tuple):
        return stopped_page(desk.policy, to=data.to, reason=data.reason, errors=reason)
    service.go_on(desk, reason)
    return Redirect(own_path(data.to), status_code=303)


HANDLERS = (go_on,)
"""Every address of this slice."""
