"""The forms of a new service and of its closing."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec

from lvws_core.consent.sharing import RecipientKind
from lvws_core.forms import Faults, FieldError
from lvws_core.ids import OrganisationId
from lvws_core.times import day_in_words
from partners.directory.entry.forms import Fields, NewRemit, parse_remit
from partners.directory.model import Terms

FURTHEST_DAYS = 366
RESERVED = frozenset({"new", "sessions", "agreements", "closed"})
"""Keys that would hide a page of the directory."""


class LastDayForm(msgspec.Struct, kw_only=True):
    """The last day on which a service takes referrals."""

    last_day: str = ""
    last_month: str = ""
    last_year: str = ""

    @property
    def last(self) -> tuple[str, str, str]:
        """The three parts of the day."""
        return self.last_day, self.last_month, self.last_year


class NewService(msgspec.Struct, frozen=True, kw_only=True):
    """A service, complete, with what it takes from its first day on."""

    organisation_id: OrganisationId
    name: str
    recipient: RecipientKind
    remit: NewRemit


def parse_new(form: Fields, organisations: Mapping[UUID, str], today: date) -> NewService | tuple[FieldError, ...]:
    """Read a new service of one of the organisations, which is chosen for the actor where there is only one."""
    faults = Faults()
    organisation_id = _organisation(faults, form.one("organisation"), organisations)
    name = faults.text("name", form.one("name"), label="The name", longest=80)
    recipient = faults.choice(
        "recipient", form.one("recipient"), RecipientKind, text="Select what kind of service it is"
    )
    terms = Terms(organisation_name=organisations.get(organisation_id, "") if organisation_id else "")
    remit = parse_remit(form, terms, (), today)
    if isinstance(remit, tuple):
        return (*faults.found, *remit)
    if name is not None and not key_of(name):
        faults.add("name", "no_letter", "The name must have a letter from A to Z")
    if faults.found or organisation_id is None or name is None or recipient is None:
        return faults.found
    return NewService(organisation_id=OrganisationId(organisation_id), name=name, recipient=recipient, remit=remit)


def _organisation(faults: Faults, text: str, organisations: Mapping[UUID, str]) -> UUID | None:
    if len(organisations) == 1:
        return next(iter(organisations))
    found = next((each for each in organisations if str(each) == text), None)
    if found is None:
        faults.add("organisation", "unknown_choice" if text else "required", "Select whose service it is")
    return found


def key_of(name: str) -> str:
    """Give the key by which addresses name a service: lower case, digits and underscores; "" without a letter.

    >>> key_of("Housing & benefits advice")
    'housing_benefits_advice'
    """
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in name.casefold())
    key = "_".join(plain.split())[:60]
    return key if any(c.isalpha() for c in key) else ""


def free_key(name: str, taken: frozenset[str]) -> str:
    """Give the first key of a name that no service has."""
    key = key_of(name)
    names = (key, *(f"{key}_{number}" for number in range(2, len(taken) + 4)))
    return next(each for each in names if each not in taken | RESERVED)


def parse_last_day(form: LastDayForm, today: date, valid_to: date | None) -> date | tuple[FieldError, ...]:
    """Read the last day of a service: today or later, and not after it ends anyway."""
    faults = Faults()
    last = faults.day("last", form.last, label="The last day")
    if last is not None and not today <= last <= today + timedelta(days=FURTHEST_DAYS):
        faults.add("last", "out_of_range", "The last day must be today or later, and within a year")
    elif last is not None and valid_to is not None and last > valid_to:
        faults.add(
            "last", "after_end", f"It ends on {day_in_words(valid_to)} already. Enter that day or an earlier one"
        )
    return faults.found if last is None or faults.found else last
