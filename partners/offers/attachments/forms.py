"""The form of an attached file: what it is, under which consent it leaves, and why a file is not taken."""

from collections.abc import Collection, Mapping

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.files import Cleaned, Looked
from lvws_core.forms import Faults, FieldError

LONGEST = 200

Errors = tuple[FieldError, ...]


class AttachForm(msgspec.Struct, frozen=True, kw_only=True):
    """What goes with a file, as it was typed; the file itself comes beside it."""

    version: str = ""
    label: str = ""
    category: str = ""


class Attach(msgspec.Struct, frozen=True, kw_only=True):
    """A file that may be attached: its words, itself as it is kept, and the category under which the lead gives it."""

    label: str
    file: Cleaned
    category: DataCategory | None


def parse_attach(
    form: AttachForm, looked: Looked, *, shared: Collection[DataCategory], is_lead: bool
) -> Attach | Errors:
    """Read an attached file; what the lead gives belongs to a category that was shared with this recipient.

    Source: assurance P12; TOP-06.
    """
    faults = Faults()
    if looked.file is None:
        code = looked.code or "required"
        faults.add("file", code, WHY_NOT.get(code, WHY_NOT["damaged"]))
    label = faults.text("label", form.label, label="What the file is", longest=LONGEST)
    category = _category(faults, form.category, shared) if is_lead else None
    if faults.found or label is None or looked.file is None:
        return faults.found
    return Attach(label=label, file=looked.file, category=category)


def _category(faults: Faults, key: str, shared: Collection[DataCategory]) -> DataCategory | None:
    found = faults.choice("category", key, DataCategory, text="Choose what kind of information the file holds")
    if found is not None and found not in shared:
        text = f"“{found.label}” is not shared with this recipient, so the file cannot be sent. Record consent first."
        faults.add("category", "not_shared", text)
    return found


WHY_NOT: Mapping[str, str] = {
    "required": "Choose a file",
    "empty": "The file is empty. Choose it again",
    "too_large": "The file is larger than 10 MB. Save it smaller, or send only the pages that are needed",
    "kind_not_taken": "Files of this kind are not taken. Save it as PDF, JPEG, PNG, plain text or Word (docx)",
    "not_what_it_says": "The file is not what its name says. Open it, save it again in its own kind, and choose that",
    "damaged": "The file cannot be read. Open it, save it again, and choose that",
    "locked": "The file is locked with a password. Save it without one: here it is sealed anyway",
    "too_many_pixels": "The picture has more than 25 million pixels. Save it smaller",
    "has_macros": "The document holds macros or programs. Save it as a plain docx, or as PDF",
    "fetches": "The document fetches something from elsewhere when it is opened. Save it as PDF",
    "unpacks_too_large": "The document would unpack far too large. Save it as PDF",
    "virus": "A virus was found in the file. It was not kept. Tell your administrator, and do not send it another way",
    "scanner_silent": "The virus scanner does not answer, so no file can be taken. Try again in a few minutes",
}
"""Why a file is not taken, by its code, and what to do next."""
