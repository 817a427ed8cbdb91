"""The forms of the conflict register: the other party by reference, a member of staff by name."""

from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from lvws_core.ids import OrganisationId, Reference, parse_reference

Errors = tuple[FieldError, ...]


class PartyForm(msgspec.Struct, frozen=True, kw_only=True):
    """The other party, as it was typed."""

    other: str = ""


class StaffForm(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff, as it was typed."""

    organisation: str = ""
    staff_name: str = ""


class EndForm(msgspec.Struct, frozen=True, kw_only=True):
    """The entry that is ended."""

    entry: str = ""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as somebody named them."""

    organisation_id: OrganisationId
    name: str


def parse_party(form: PartyForm, person: Reference) -> Reference | Errors:
    """Read the other party: a reference, and not the person's own."""
    faults = Faults()
    faults.read("other", form.other, parse_reference, text="Enter the reference of the other party, such as 7QK2-M9")
    if not faults.found and parse_reference(form.other) == person:
        faults.add("other", "the_same_person", "Enter the reference of another person, not of this one")
    return faults.found or parse_reference(form.other)


def parse_staff(form: StaffForm, known: frozenset[OrganisationId]) -> Named | Errors:
    """Read a member of staff: an organisation that is known, and a name."""
    faults = Faults()
    organisation = next((each for each in known if str(each) == form.organisation), None)
    if organisation is None:
        faults.add("organisation", "required", "Choose for which organisation they work")
    name = faults.text("staff_name", form.staff_name, label="Name of the member of staff")
    if organisation is None or name is None:
        return faults.found
    return Named(organisation_id=organisation, name=name)


def parse_entry(form: EndForm) -> UUID:
    """Read which entry is ended.

    Raises:
        Invalid: It is no entry, so the form did not come from our page.
    """
    try:
        return UUID(form.entry)
    except ValueError as error:
        raise Invalid("entry", "not_an_entry") from error


def unknown_person() -> Errors:
    """Give the fault of a reference that is nobody's."""
    text = "Nobody of your organisation has this reference. Add the other party first, or check the reference"
    return (FieldError(field="other", code="unknown_person", text=text),)


def unknown_staff() -> Errors:
    """Give the fault of a name that is nobody's."""
    text = "Nobody of that organisation has an account by this name. Check the spelling, or call its manager"
    return (FieldError(field="staff_name", code="unknown_staff", text=text),)
