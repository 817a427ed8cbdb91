"""A host site: what it is, where it is, and the codes by which others know it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from colocations.sites.hours.model import Weekly
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, Reference
from lvws_core.vocabulary import Borough
from lvws_core.vocabulary.labelled import Labelled

MOST_DEPARTMENTS: Final = 40


class SiteKind(Labelled):
    """What a site is. Source: COLO-04."""

    HOSPITAL = "hospital", "Hospital"
    MATERNITY = "maternity", "Maternity unit"
    GP = "gp", "GP surgery"
    POLICE = "police", "Police station"
    HOUSING = "housing", "Housing office"
    COURT = "court", "Court"
    COMMUNITY = "community", "Community place"


OF_THE_NHS: Final = frozenset({SiteKind.HOSPITAL, SiteKind.MATERNITY, SiteKind.GP})
"""The kinds that the NHS names by a code of its Organisation Data Service."""

LONDON_TRUSTS: Final[Mapping[str, str]] = {
    "R1H": "Barts Health",
    "RF4": "Barking, Havering and Redbridge",
    "RQM": "Chelsea and Westminster",
    "RJ6": "Croydon Health Services",
    "RVR": "Epsom and St Helier",
    "RJ1": "Guy’s and St Thomas’",
    "RAS": "Hillingdon Hospitals",
    "RQX": "Homerton Healthcare",
    "RYJ": "Imperial College Healthcare",
    "RJZ": "King’s College Hospital",
    "RAX": "Kingston and Richmond",
    "RJ2": "Lewisham and Greenwich",
    "R1K": "London North West",
    "RAP": "North Middlesex",
    "RAL": "Royal Free London",
    "RJ7": "St George’s",
    "RRV": "University College London Hospitals",
    "RKE": "Whittington Health",
}
"""The acute trusts of London by their code. Source: domain 6.4 (own knowledge, to be verified)."""

# A trust or another provider is three characters (RJ1), a site of it five that begin with them (RJ122), a surgery a
# letter and five digits.
_ODS_CODE = re.compile(r"[NRT][A-Z0-9]{2}(?:[A-Z0-9]{2})?|[A-Z]\d{5}", re.ASCII)


def parse_ods_code(text: str) -> str:
    """Read a code of the NHS Organisation Data Service as a person types it, in any case.

    >>> parse_ods_code(" rj122 ")
    'RJ122'

    Raises:
        Invalid: It has not the form of a trust, a site or a surgery.

    Source: COLO-04.
    """
    code = text.strip(" ").upper()
    if _ODS_CODE.fullmatch(code) is None:
        raise Invalid("ods_code", "not_an_ods_code")
    return code


def trust_of(ods_code: str) -> str:
    """Give the London trust to which a code belongs, "" where it is none of those we know.

    >>> trust_of("RQXM1")
    'Homerton Healthcare'
    """
    return LONDON_TRUSTS.get(ods_code[:3], "") if len(ods_code) in {3, 5} else ""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the host at work: a name and a number, either may be empty."""

    name: str = ""
    phone: str = ""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A host site. What state it is in is nowhere stored: it follows from its gates and two days.

    `opened_on` is the first day of work there, `ended_on` the first day after it; both are London days.
    `host_organisation_id` is the host's own account, where it has one. `safeguarding_phone` is the number
    that a worker rings when somebody is in danger and no network is there. `line_management` is which part of the
    host manages our worker day by day, whichever department they sit in (WIGAN). `hours` and `cover_plan` are words;
    `opening` is when the site is open, `expected` when somebody is expected there, by which gaps are computed;
    `room_fallback` says where to talk when no private room is free.

    Raises:
        Invalid: A code is missing or has the wrong form, there are too many departments, or it ends before it opens.

    Source: COLO-02, COLO-04.
    """

    id: UUID
    reference: Reference
    organisation_id: OrganisationId
    name: str
    kind: SiteKind
    borough: Borough
    added_on: date
    ods_code: str = ""
    police_base: str = ""
    host_organisation_id: OrganisationId | None = None
    departments: tuple[str, ...] = ()
    hours: str = ""
    cover_plan: str = ""
    line_management: str = ""
    opening: Weekly = Weekly()
    expected: Weekly = Weekly()
    room_fallback: str = ""
    sponsor: Contact = Contact()
    operational_lead: Contact = Contact()
    safeguarding_phone: str = ""
    opened_on: date | None = None
    ended_on: date | None = None
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a site that cannot be."""
        if self.kind in OF_THE_NHS or self.ods_code:
            parse_ods_code(self.ods_code)
        if self.kind is SiteKind.POLICE and not self.police_base:
            raise Invalid("police_base", "required")
        if len(self.departments) > MOST_DEPARTMENTS:
            raise Invalid("departments", "too_many")
        if self.ended_on is not None and self.opened_on is not None and self.ended_on <= self.opened_on:
            raise Invalid("ended_on", "not_after_opening")
