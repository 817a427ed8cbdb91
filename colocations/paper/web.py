"""The addresses of the paper log: the form, the template, the check, the confirmation; and a month as a file."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.paper import service
from colocations.paper.export import web as export
from colocations.paper.forms import ChooseForm, Chosen, ConfirmForm, parse_chosen
from colocations.paper.model import LAYOUT, tally_of
from colocations.paper.pages import PATH, CheckPage, ChoosePage, brought_in_words, check_page, choose_page
from colocations.paper.service import Carried, Desk
from lvws_core.actors import Permission
from lvws_core.files import Download, FileKind, Looked
from lvws_core.ports import FindPerson

MOST_BODY_BYTES = 10 * 1024 * 1024 + 64 * 1024
"""A file of 10 MB and what stands around it in the form; the rule about rows refuses it with better words."""

_OWN = {"permission": Permission.SITE_OWN}
_WITH_FILE = {**_OWN, "takes_file": True, "file_kinds": frozenset({FileKind.TABLE})}


@get(PATH, opt={**_OWN, "reading": True}, sync_to_thread=True)
def show_choose(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> ChoosePage:
    """Show the form that takes a file, with what came of the last one."""
    tally = tally_of(done)
    return choose_page(service.own_sites(desk), news=brought_in_words(tally) if tally is not None else "")


@get(PATH + "/template.csv", opt=_OWN, sync_to_thread=False)
def give_template() -> Download:
    """Give the headings and one invented row, to be saved."""
    return Download(file_name="paper-log.csv", content=LAYOUT.template().encode("utf-8-sig"))


# The edge has read the form, file and all; so the site comes here as in any other form.
@post(PATH, opt=_WITH_FILE, sync_to_thread=True, request_max_body_size=MOST_BODY_BYTES)
def check_file(
    desk: NamedDependency[Desk],
    looked: NamedDependency[Looked],
    find_person: NamedDependency[FindPerson],
    data: URLEncodedBody[ChooseForm],
) -> ChoosePage | CheckPage:
    """Say row by row what would become of a file; nothing is stored."""
    own = service.own_sites(desk)
    found = parse_chosen(data, looked, frozenset(site.reference for site in own))
    errors = service.against_file(found.text) if isinstance(found, Chosen) else found
    if not isinstance(found, Chosen) or errors:
        return choose_page(own, chosen=data.site, errors=errors)
    carried = Carried(site=found.site, text=found.text)
    return check_page(service.check(desk, carried, find_person), service.carry(desk, carried))


@post(PATH + "/confirm", opt={**_OWN, "slow": True}, sync_to_thread=True)
def confirm(
    desk: NamedDependency[Desk], find_person: NamedDependency[FindPerson], data: URLEncodedBody[ConfirmForm]
) -> Redirect:
    """Log everything that is new."""
    tally = service.bring_in(desk, service.carried_in(desk, data.kept), find_person)
    return Redirect(f"{PATH}?done={tally.new}-{tally.there}-{tally.refused}", status_code=303)


HANDLERS = (show_choose, give_template, check_file, confirm, *export.HANDLERS)
"""Every address of this slice."""
