"""The address that says that a person was told."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.people.service import Desk
from portal.people.tell.forms import TellForm, parse_entry
from portal.people.tell.service import say_told


@post("/people/{reference:str}/tell", opt={"permission": Permission.PERSON_WRITE}, sync_to_thread=True)
def tell(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[TellForm]) -> Redirect:
    """Write down that the person was told."""
    whom = parse_reference(reference)
    say_told(desk, whom, parse_entry(data))
    return Redirect(f"/people/{whom}?done=person_told", status_code=303)


HANDLERS = (tell,)
"""Every address of this slice."""
