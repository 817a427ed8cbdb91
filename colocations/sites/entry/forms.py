"""The form of a site, and that of the days on which it opens and ends."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec

from colocations.sites.forms import Typed, day_of, parts_of, text_of
from colocations.sites.model import MOST_DEPARTMENTS, OF_THE_NHS, Contact, Site, SiteKind, parse_ods_code
from lvws_core.forms import Faults, FieldError
from lvws_core.ids import OrganisationId
from lvws_core.vocabulary import Borough

_CODE = "Enter the code of the Organisation Data Service: RJ1 for a trust, RJ122 for a site of it, A12345 for a surgery"


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed about a site, complete: its fields without days and ids."""

    name: str
    kind: SiteKind
    borough: Borough
    ods_code: str
    police_base: str
    host_organisation_id: OrganisationId | None
    departments: tuple[str, ...]
    hours: str
    cover_plan: str
    line_management: str
    sponsor: Contact
    operational_lead: Contact
    safeguarding_phone: str


def parse_site(typed: Typed, hosts: Collection[UUID]) -> Described | tuple[FieldError, ...]:
    """Read a site, or give every fault; `hosts` are the organisations that may be chosen as the host.

    Source: COLO-04.
    """
    faults = Faults()
    kind = faults.choice("kind", typed.value("kind"), SiteKind, text="Select what kind of site it is")
    name = text_of(faults, typed, "name", "The name of the site", longest=80, required=True)
    borough = faults.choice("borough", typed.value("borough"), Borough, text="Select the borough")
    code, base = _known_as(faults, typed, kind)
    host = _host(faults, typed.value("host"), hosts)
    departments = _departments(faults, typed)
    hours = text_of(faults, typed, "hours", "The hours", longest=120)
    cover_plan = text_of(faults, typed, "cover_plan", "The cover plan", longest=1000)
    managed = text_of(faults, typed, "line_management", "Who manages our worker there", longest=80)
    sponsor = _contact(faults, typed, "sponsor", "the executive sponsor")
    lead = _contact(faults, typed, "lead", "the operational lead")
    phone = text_of(faults, typed, "safeguarding_phone", "The safeguarding lead’s number", longest=40)
    if faults.found or kind is None or borough is None:
        return faults.found
    return Described(
        name=name,
        kind=kind,
        borough=borough,
        ods_code=code,
        police_base=base,
        host_organisation_id=host,
        departments=departments,
        hours=hours,
        cover_plan=cover_plan,
        line_management=managed,
        sponsor=sponsor,
        operational_lead=lead,
        safeguarding_phone=phone,
    )


def _known_as(faults: Faults, typed: Typed, kind: SiteKind | None) -> tuple[str, str]:
    code, base = typed.value("ods_code"), ""
    if kind in OF_THE_NHS or code.strip():
        code = str(faults.read("ods_code", code, parse_ods_code, text=_CODE) or "")
    if kind is SiteKind.POLICE:
        base = text_of(faults, typed, "police_base", "The police base", longest=80, required=True)
    return code.strip(), base


def _host(faults: Faults, text: str, hosts: Collection[UUID]) -> OrganisationId | None:
    found = next((host for host in hosts if str(host) == text), None)
    if text and found is None:
        faults.add("host", "unknown_choice", "Select a host of the list, or none")
    return OrganisationId(found) if found is not None else None


def _departments(faults: Faults, typed: Typed) -> tuple[str, ...]:
    lines = text_of(faults, typed, "departments", "The list of departments", longest=2000)
    found = tuple(dict.fromkeys(line.strip() for line in lines.split("\n") if line.strip()))
    if len(found) > MOST_DEPARTMENTS:
        faults.add("departments", "too_many", f"Enter at most {MOST_DEPARTMENTS} departments, one on a line")
    if any(len(line) > 60 for line in found):
        faults.add("departments", "too_long", "Each department must be 60 characters or fewer, one on a line")
    return found


def _contact(faults: Faults, typed: Typed, name: str, label: str) -> Contact:
    return Contact(
        name=text_of(faults, typed, f"{name}_name", f"The name of {label}", longest=80),
        phone=text_of(faults, typed, f"{name}_phone", f"The number of {label}", longest=40),
    )


def shown(site: Site) -> Typed:
    """Give the form that says what is recorded."""
    host = site.host_organisation_id
    return Typed(
        values={
            "kind": site.kind.value,
            "name": site.name,
            "borough": site.borough.value,
            "ods_code": site.ods_code,
            "police_base": site.police_base,
            "host": str(host) if host is not None else "",
            "departments": "\n".join(site.departments),
            "hours": site.hours,
            "cover_plan": site.cover_plan,
            "line_management": site.line_management,
            "sponsor_name": site.sponsor.name,
            "sponsor_phone": site.sponsor.phone,
            "lead_name": site.operational_lead.name,
            "lead_phone": site.operational_lead.phone,
            "safeguarding_phone": site.safeguarding_phone,
            "version": str(site.version),
        }
    )


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """The first day of work at a site, and the first day after it ended; either may be unknown yet."""

    opened_on: date | None
    ended_on: date | None


def parse_days(typed: Typed, today: date) -> Days | tuple[FieldError, ...]:
    """Read the days on which a site opened and ended, or give every fault; the last day of work is typed."""
    faults = Faults()
    opened_on = day_of(faults, typed, "opened_on", "The first day", required=False)
    ended_on = day_of(faults, typed, "ended_on", "The day on which it ends", required=False)
    if opened_on is not None and opened_on > today:
        faults.add("opened_on", "in_the_future", "The first day must not be after today. Record it on the day")
    if opened_on is not None and ended_on is not None and ended_on <= opened_on:
        faults.add("ended_on", "not_after_opening", "It must end after it opened")
    return faults.found or Days(opened_on=opened_on, ended_on=ended_on)


def days_shown(site: Site) -> Typed:
    """Give the form of the days as they are recorded."""
    days = {**parts_of("opened_on", site.opened_on), **parts_of("ended_on", site.ended_on)}
    return Typed(values={**days, "version": str(site.version)})
