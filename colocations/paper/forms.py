"""Why a file of the paper log is not taken, and what to do next."""

from collections.abc import Mapping
from typing import Final

import msgspec

from lvws_core.files import Looked
from lvws_core.forms import FieldError
from lvws_core.ids import Reference

WHY_NOT: Final[Mapping[str, str]] = {
    "required": "Choose a file",
    "empty": "The file is empty. Choose it again",
    "too_large": "The file is larger than 10 MB. Bring it in as several files",
    "kind_not_taken": "Only CSV files are taken. In the spreadsheet choose Save as, then CSV, and choose that",
    "not_what_it_says": "The file is no CSV file inside. In the spreadsheet choose Save as, then CSV, and choose that",
    "virus": "A virus was found in the file. It was not kept. Tell your administrator, and do not send it another way",
    "scanner_silent": "The virus scanner does not answer, so no file can be taken. Try again in a few minutes",
}
"""Why a file is not taken, by its code."""


class ChooseForm(msgspec.Struct, kw_only=True):
    """The form that takes a file: the reference of the site; the file comes beside it."""

    site: str = ""


class ConfirmForm(msgspec.Struct, kw_only=True):
    """The form that confirms: the file as the page carried it, sealed."""

    kept: str = ""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen: a site of the actor's, and the text of a file."""

    site: Reference
    text: str


def parse_chosen(form: ChooseForm, looked: Looked, own: frozenset[Reference]) -> Chosen | tuple[FieldError, ...]:
    """Read the form, with every fault at once."""
    faults = []
    if form.site not in own:
        text = "Choose the site whose log it is"
        faults.append(FieldError(field="site", code="required" if not form.site else "unknown_choice", text=text))
    if looked.file is None:
        code = looked.code or "required"
        faults.append(FieldError(field="file", code=code, text=WHY_NOT.get(code, WHY_NOT["not_what_it_says"])))
    if faults or looked.file is None:
        return tuple(faults)
    return Chosen(site=Reference(form.site), text=looked.file.content.decode())
