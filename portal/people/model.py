"""People: who somebody is, and all that is recorded about them, as one value."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from lvws_core.consent import Consent
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.times import age_in_words, day_in_words
from lvws_core.vocabulary import Borough, Language
from portal.people.consent.model import RecordedConsent
from portal.people.contact_plan.model import SafeContact
from portal.people.needs.model import Scored
from portal.people.risk.model import Assessment
from portal.people.risk.triggers.model import Since

__all__ = [
    "Assessment",
    "Identity",
    "Person",
    "PersonRecord",
    "RecentPerson",
    "SafeContact",
    "Sought",
    "Standing",
    "Teller",
    "Waiting",
    "age_in_words",
    "age_on",
    "changed_fields",
    "day_in_words",
]


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is, as they describe themselves; empty or None is not known.

    Raises:
        Invalid: There is no name.
    """

    name: str
    birth_date: date | None = None
    phone: str = ""
    address: str = ""
    borough: Borough = Borough.UNKNOWN
    language: Language | None = None
    interpreter: bool = False
    access_needs: str = ""
    pronouns: str = ""

    def __post_init__(self) -> None:
        """Refuse a person without a name."""
        if not self.name.strip():
            raise Invalid("name", "required")


class Teller(msgspec.Struct, frozen=True, kw_only=True):
    """Who told a field of the identity, where it was not the person to us: which organisation, and when (aware)."""

    organisation_id: OrganisationId
    at: datetime


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person known to an organisation; `version` rises with each change of the identity, from 1.

    `told_by` names who told a field, by the field's name; a field that is not in it was told to us.
    """

    id: PersonId
    reference: Reference
    version: int
    created_at: datetime
    identity: Identity
    told_by: Mapping[str, Teller] = {}


class RecentPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person on a list that shows no identity: the reference and when it was added."""

    reference: Reference
    created_at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How the live offers of a person stand.

    Contact is stopped since `stopped_since` (aware UTC); `untold` says that something changed of which
    partners were not told.
    """

    stopped_since: datetime | None = None
    untold: bool = False


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A person about whom the lead has to decide: contact is stopped since then, or partners are to be told."""

    reference: Reference
    stopped_since: datetime | None = None


class PersonRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A person with what is in force now.

    `contact`, `assessment` and `needs` are the newest, None when there is none; `recorded` has every consent
    with how it was given, newest first; `standing` is how the live offers stand, where it was asked for.
    `since` is what has come after the assessment.
    """

    person: Person
    contact: SafeContact | None = None
    recorded: tuple[RecordedConsent, ...] = ()
    assessment: Assessment | None = None
    standing: Standing = Standing()
    needs: Scored | None = None
    since: Since = Since()

    @property
    def consents(self) -> tuple[Consent, ...]:
        """Every consent, newest first."""
        return tuple(each.consent for each in self.recorded)


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is looked for by; name and birth date count only together.

    Raises:
        Invalid: Nothing to look for, or a name without a birth date or the other way round.
    """

    reference: Reference | None = None
    name: str = ""
    birth_date: date | None = None
    phone: str = ""

    def __post_init__(self) -> None:
        """Refuse a search by one half of a pair, and by nothing."""
        if bool(self.name) != (self.birth_date is not None):
            raise Invalid("name", "needs_birth_date")
        if not self.ways:
            raise Invalid("sought", "required")

    @property
    def ways(self) -> tuple[str, ...]:
        """By what is looked: `reference`, `name_and_birth`, `phone`."""
        given = {"reference": self.reference, "name_and_birth": self.name, "phone": self.phone}
        return tuple(way for way, value in given.items() if value)


def age_on(birth_date: date, day: date) -> int:
    """Give the age in completed years; born on 29 February, one is a year older on 1 March.

    Raises:
        Invalid: The day comes before the birth.
    """
    if day < birth_date:
        raise Invalid("birth_date", "in_the_future")
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def changed_fields(old: Identity, new: Identity) -> tuple[str, ...]:
    """Give the names of the fields that differ, in their order."""
    return tuple(name for name in Identity.__struct_fields__ if getattr(old, name) != getattr(new, name))
