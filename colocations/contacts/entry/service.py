"""The form of a contact as somebody finds it: their site, what they chose last there, what they had half written."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from colocations.contacts import store
from colocations.contacts.choices.model import LENGTHS, About, ContactKind
from colocations.contacts.drafts import store as drafts
from colocations.contacts.model import BACK, Contact
from colocations.contacts.service import Desk
from colocations.placements import store as placements
from colocations.rota import store as shifts
from colocations.rota.model import Shift
from colocations.sites import store as sites
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from lvws_core.forms import Many
from lvws_core.ids import Reference

KEPT: Final = timedelta(days=7)
"""How long a form that is half written is kept."""

_NOT_KEPT: Final = frozenset({"_csrf", "_key", "then"})


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form to be filled: its entry's id, the author's sites (none where they are placed nowhere), what stands in it.

    `kept_at` is when it was left half written (aware UTC), None where it is new.
    """

    contact_id: UUID
    sites: tuple[Site, ...]
    typed: Typed
    kept_at: datetime | None = None

    @property
    def site(self) -> Site | None:
        """The site that the form is for."""
        wanted = self.typed.value("site")
        return next((each for each in self.sites if each.reference == wanted), next(iter(self.sites), None))


def blank(
    desk: Desk, site: str = "", planned: Mapping[str, Many] | None = None, person: str = "", chosen: str = ""
) -> Form:
    """Give the form as its author finds it: as it was left half written, else with what was chosen last.

    The site, and the department where it has one, are those of the shift.

    `site` is the reference of another site of theirs; `planned` what a planned session says; `person` the reference
    of the one whom it is about, which a form that was left half written does not take. `chosen` is the reference
    of somebody who was chosen for the very form that was kept meanwhile, and goes into it.
    """
    own = sites_of(desk)
    kept = drafts.kept(desk.session, desk.vault, desk.actor.id) if planned is None else None
    if kept is not None and not site and desk.now - kept.kept_at < KEPT:
        typed = Typed(values={**kept.values, **_about(chosen)})
        return Form(contact_id=entry_id(desk, typed), sites=own, typed=typed, kept_at=None if chosen else kept.kept_at)
    wanted = str((planned or {}).get("site", "")) or site
    shift = _on_shift(desk) if not wanted else None
    here = next((each for each in own if wanted == each.reference or (shift and shift.site_id == each.id)), None)
    here = here or next(iter(own), None)
    values = {**(_last(desk, here) if here is not None else {}), **(planned or {})}
    if shift is not None and here is not None and shift.department in here.departments:
        values["department"] = shift.department
    return Form(contact_id=desk.new_id(), sites=own, typed=Typed(values={**values, **_about(person or chosen)}))


def _about(person: str) -> dict[str, Many]:
    """Give what a form says that is about somebody with a reference, nothing where there is none."""
    if not person:
        return {}
    return {"kind": ContactKind.CLIENT.value, "about": About.REFERENCE.value, "person": person}


def again(desk: Desk, typed: Typed) -> Form:
    """Give the form with what was typed, to be mended."""
    return Form(contact_id=entry_id(desk, typed), sites=sites_of(desk), typed=typed)


def entry_id(desk: Desk, typed: Typed) -> UUID:
    """Give the id that the form was made with; what is none becomes a new one."""
    try:
        return UUID(typed.value("contact_id"))
    except ValueError:
        return desk.new_id()


def keep(desk: Desk, typed: Typed) -> None:
    """Keep what is half written; it is no contact, and nobody else reads it."""
    values = {name: value for name, value in typed.values.items() if name not in _NOT_KEPT}
    drafts.keep(
        desk.session,
        desk.vault,
        values,
        author_id=desk.actor.id,
        owner_id=desk.actor.organisation_id,
        at=desk.now,
    )


def sites_of(desk: Desk) -> tuple[Site, ...]:
    """Give the sites at which somebody is placed today, then those at which they were within a year."""
    placed = placements.of_worker(desk.session, desk.actor.id)
    since = desk.today - BACK
    recent = [each for each in placed if each.starts_on <= desk.today and (each.ends_on or desk.today) >= since]
    ordered = sorted(recent, key=lambda each: not each.covers(desk.today))
    ids = tuple(dict.fromkeys(each.site_id for each in ordered))
    found = sites.named(desk.session, ids)
    return tuple(found[id_] for id_ in ids if id_ in found)


def _on_shift(desk: Desk) -> Shift | None:
    """Give the author's shift of this moment, or else the first of today."""
    today = shifts.between(desk.session, desk.today, desk.today, worker_id=desk.actor.id)
    now = (each for each in today if each.period.starts_at <= desk.now < each.period.ends_at)
    return next(now, next(iter(today), None))


def _last(desk: Desk, site: Site) -> dict[str, Many]:
    """Give what was chosen last at a site: codes only, and never what came of it."""
    values: dict[str, Many] = {"site": site.reference, "kind": ContactKind.CLIENT.value}
    if len(site.departments) == 1:
        values["department"] = site.departments[0]
    last = store.last_at(desk.session, desk.actor.id, site.id)
    values |= {f"purpose_{kind.value}": contact.purpose.value for kind, contact in last.items()}
    client = last.get(ContactKind.CLIENT)
    return {**values, **_choices(client, site)} if client is not None else values


def _choices(last: Contact, site: Site) -> dict[str, Many]:
    values: dict[str, Many] = {}
    if last.department in site.departments:
        values["department"] = last.department
    if last.manner is not None:
        values["manner"] = last.manner.value
    if last.minutes in LENGTHS:
        values["minutes"] = str(last.minutes)
    return values


def where_to(contact: Contact, person: Reference | None, *, refer: bool) -> str:
    """Give the address where somebody goes on after logging: to refer, to take in, or back to their site."""
    if refer and person is not None:
        return f"/refer/{person}?contact={contact.reference}"
    if refer and contact.can_be_linked:
        return f"/intake/new?contact={contact.reference}"
    if contact.waits_for_link:
        return "/my-site?done=to_link"
    return "/my-site?done=call_back" if contact.waits_for_call else "/my-site?done=logged"
