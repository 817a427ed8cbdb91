"""The form of a search: what was typed becomes what is looked for, or a list of faults."""

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.ids import Reference, parse_reference
from lvws_core.phones import phone_digits
from partners.offers.search.model import Sought

_DIGITS = range(7, 16)


class SearchForm(msgspec.Struct, frozen=True, kw_only=True):
    """A search, as it was typed."""

    reference: str = ""
    name: str = ""
    phone: str = ""


def parse_search(form: SearchForm) -> Sought | tuple[FieldError, ...]:
    """Read a search by one of its three ways."""
    faults = Faults()
    reference = _reference(faults, form.reference)
    name = faults.text("name", form.name, label="Name", required=False)
    phone = faults.text("phone", form.phone, label="Phone number", longest=40, required=False)
    if phone and len(phone_digits(phone)) not in _DIGITS:
        faults.add("phone", "not_a_phone", "Enter a phone number with 7 to 15 digits, like 07700 900123")
    if not faults.found and not (reference or name or phone):
        faults.add("reference", "required", "Enter a reference, a name or a phone number")
    if not faults.found and sum(map(bool, (reference, name, phone))) > 1:
        faults.add("reference", "one_only", "Search by the reference, the name or the phone number, one at a time")
    if faults.found:
        return faults.found
    return Sought(reference=reference, name=name or "", phone=phone or "")


def _reference(faults: Faults, typed: str) -> Reference | None:
    if not typed.strip(" "):
        return None
    found = faults.read("reference", typed, parse_reference, text="Enter a reference such as 7QK2-M9")
    return None if found is None else Reference(str(found))
