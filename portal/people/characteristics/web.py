"""The addresses of what people say of themselves."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import FieldError, Many
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import Names
from portal.people.characteristics.forms import CharacteristicsForm, characteristics_form, parse, shown
from portal.people.characteristics.model import Answers
from portal.people.characteristics.pages import CharacteristicsPage, characteristics_page
from portal.people.characteristics.service import age_of, read, record_answers
from portal.people.corrections.forms import GroundsForm, grounds_form
from portal.people.corrections.model import Grounds
from portal.people.forms import read_count
from portal.people.safe_contact.service import is_new, read_panel
from portal.people.service import Desk

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/characteristics", opt=_WRITE, sync_to_thread=True)
def show_characteristics(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]
) -> CharacteristicsPage:
    """Show the questions with what was said so far."""
    return _page(desk, names, parse_reference(reference))


@post("/people/{reference:str}/characteristics", opt=_WRITE, sync_to_thread=True)
def record_characteristics(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> CharacteristicsPage | Redirect:
    """Store what the person said, or show the form again."""
    whom, typed = parse_reference(reference), characteristics_form(data)
    said, why = parse(typed), grounds_form(data)
    grounds = why.parse()
    if not isinstance(said, Answers) or not isinstance(grounds, Grounds):
        faults = (*(() if isinstance(said, Answers) else said), *(() if isinstance(grounds, Grounds) else grounds))
        return _page(desk, names, whom, typed, why=why, errors=faults)
    record_answers(desk, whom, said, expected_version=read_count(typed.version), grounds=grounds)
    return Redirect(f"/people/{whom}?done=characteristics", status_code=303)


def _page(
    desk: Desk,
    names: Names,
    whom: Reference,
    typed: CharacteristicsForm | None = None,
    *,
    why: GroundsForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> CharacteristicsPage:
    kept = read(desk, whom)
    stored = shown(kept[0].answers, kept[0].version) if kept else CharacteristicsForm()
    return characteristics_page(
        whom,
        kept,
        typed or stored,
        safe=read_panel(desk, whom),
        age=age_of(desk, whom),
        is_new=is_new(desk, whom),
        names=names.colleagues(frozenset(each.by for each in kept)),
        why=why,
        errors=errors,
    )


HANDLERS = (show_characteristics, record_characteristics)
"""Every address of this slice."""
