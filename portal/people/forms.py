"""Forms about people: what was typed, and how it is read."""

from datetime import date

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from lvws_core.ids import Reference, parse_reference
from lvws_core.phones import is_phone
from lvws_core.vocabulary import Borough, Language
from portal.people.corrections.forms import GroundsForm
from portal.people.corrections.model import AskedBy, Grounds, Why
from portal.people.model import Identity, Sought, age_on

OLDEST = 120
"""The oldest age that a birth date may make, in years."""

_MOST_VERSION = 999_999_999


class FindForm(msgspec.Struct, kw_only=True):
    """The find form as it was sent: any of its three ways."""

    reference: str = ""
    name: str = ""
    birth_date_day: str = ""
    birth_date_month: str = ""
    birth_date_year: str = ""
    phone: str = ""

    def parse(self, today: date) -> tuple[Sought | None, tuple[FieldError, ...]]:
        """Give what is looked for, or every fault."""
        faults = Faults()
        reference = self._reference(faults)
        name = faults.text("name", self.name, label="Name", required=False)
        born = read_birth_date(faults, self, today)
        phone = read_phone(faults, "phone", self.phone)
        if name and born is None and not _typed_date(self):
            faults.add("birth_date", "required", "Enter the date of birth as well, to find by name")
        if born is not None and name == "":
            faults.add("name", "required", "Enter the name as well, to find by date of birth")
        if not faults.found and not (reference or name or phone):
            faults.add("reference", "required", "Enter a reference, or a name and date of birth, or a phone number")
        if faults.found:
            return None, faults.found
        return Sought(reference=reference, name=name or "", birth_date=born, phone=phone or ""), ()

    def _reference(self, faults: Faults) -> Reference | None:
        if not self.reference.strip(" "):
            return None
        text = "Enter a reference such as 7QK2-M9"
        faults.read("reference", self.reference, parse_reference, text=text)
        return None if faults.found else parse_reference(self.reference)


class IdentityForm(msgspec.Struct, kw_only=True):
    """Who somebody is, as it was typed; `prefill` says that the form is only to be shown with it.

    `known` is the choice among those who look alike, and `against` the references that were shown with it.
    """

    name: str = ""
    birth_date_day: str = ""
    birth_date_month: str = ""
    birth_date_year: str = ""
    phone: str = ""
    address: str = ""
    borough: str = ""
    language: str = ""
    interpreter: str = ""
    access_needs: str = ""
    pronouns: str = ""
    version: str = ""
    prefill: str = ""
    known: str = ""
    against: str = ""
    why: str = Why.CHANGED.value
    asked_by: str = AskedBy.PERSON.value
    why_words: str = ""

    def parse(self, today: date) -> tuple[Identity | None, tuple[FieldError, ...]]:
        """Give the identity, or every fault."""
        faults = Faults()
        name = faults.text("name", self.name, label="Name used")
        pronouns = faults.text("pronouns", self.pronouns, label="Pronouns", longest=40, required=False)
        born = read_birth_date(faults, self, today)
        phone = read_phone(faults, "phone", self.phone)
        address = faults.text("address", self.address, label="Address", longest=400, required=False)
        borough = faults.choice("borough", self.borough, Borough, text="Choose a borough, or “Not known”")
        language = self._language(faults)
        needs = faults.text("access_needs", self.access_needs, label="Access needs", longest=500, required=False)
        if name is None or borough is None or faults.found:
            return None, faults.found
        identity = Identity(
            name=name,
            pronouns=pronouns or "",
            birth_date=born,
            phone=phone or "",
            address=address or "",
            borough=borough,
            language=language,
            interpreter=self.interpreter == "yes",
            access_needs=needs or "",
        )
        return identity, ()

    def grounds(self) -> Grounds | tuple[FieldError, ...]:
        """Give why it is changed and who asked, or every fault."""
        return GroundsForm(why=self.why, asked_by=self.asked_by, why_words=self.why_words).parse()

    def _language(self, faults: Faults) -> Language | None:
        if not self.language:
            return None
        return faults.choice("language", self.language, Language, text="Choose a language from the list")


DatedForm = FindForm | IdentityForm


def read_birth_date(faults: Faults, form: DatedForm, today: date) -> date | None:
    """Read a birth date that may be left out; it lies in the past and makes no impossible age."""
    if not _typed_date(form):
        return None
    parts = (form.birth_date_day, form.birth_date_month, form.birth_date_year)
    born = faults.day("birth_date", parts, label="Date of birth")
    if born is not None and (born > today or age_on(born, today) > OLDEST):
        faults.add("birth_date", "out_of_range", "Date of birth must be in the past, with the year in four digits")
        return None
    return born


def read_phone(faults: Faults, field: str, value: str) -> str | None:
    """Read a phone number as it was written, with 7 to 15 digits; it may be left out."""
    text = faults.text(field, value, label="Phone number", longest=40, required=False)
    if not text:
        return text
    if not is_phone(text):
        faults.add(field, "not_a_phone", "Enter a phone number, such as 07700 900123")
        return None
    return text


def read_version(text: str) -> int:
    """Read the version that a form was made from.

    Raises:
        Invalid: It is not one: the field was tampered with.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or not 0 < int(text) <= _MOST_VERSION:
        raise Invalid("version", "not_a_version")
    return int(text)


def read_count(text: str) -> int:
    """Read how many versions there were when a form was made: 0 before the first.

    Raises:
        Invalid: It is no number: the field was tampered with.
    """
    return 0 if text == "0" else read_version(text)


def identity_form(identity: Identity, version: int, grounds: GroundsForm | None = None) -> IdentityForm:
    """Give the form that shows an identity as it is stored; what `parse` reads from it is the same identity."""
    born, grounds = identity.birth_date, grounds or GroundsForm()
    return IdentityForm(
        name=identity.name,
        pronouns=identity.pronouns,
        birth_date_day=str(born.day) if born else "",
        birth_date_month=str(born.month) if born else "",
        birth_date_year=str(born.year) if born else "",
        phone=identity.phone,
        address=identity.address,
        borough=identity.borough.value,
        language=identity.language.value if identity.language else "",
        interpreter="yes" if identity.interpreter else "",
        access_needs=identity.access_needs,
        version=str(version),
        why=grounds.why,
        asked_by=grounds.asked_by,
        why_words=grounds.why_words,
    )


def _typed_date(form: DatedForm) -> bool:
    return any(part.strip(" ") for part in (form.birth_date_day, form.birth_date_month, form.birth_date_year))
