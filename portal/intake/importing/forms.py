"""Why a file is not taken, and what to do next."""

from collections.abc import Mapping

from lvws_core.files import Looked
from lvws_core.forms import FieldError

WHY_NOT: Mapping[str, str] = {
    "required": "Choose a file",
    "empty": "The file is empty. Choose it again",
    "too_large": "The file is larger than 10 MB. Import it with the command lvws import, or in parts",
    "kind_not_taken": "Only CSV files are taken. In the spreadsheet choose Save as, then CSV, and choose that",
    "not_what_it_says": "The file is no CSV file inside. In the spreadsheet choose Save as, then CSV, and choose that",
    "not_text": "The file is no text. Save it as CSV in the spreadsheet, and choose that",
    "too_many_lines": "The file has more than 500 lines. Import it in parts, or with the command lvws import",
    "virus": "A virus was found in the file. It was not kept. Tell your administrator, and do not send it another way",
    "scanner_silent": "The virus scanner does not answer, so no file can be taken. Try again in a few minutes",
}
"""Why a file is not taken, by its code."""


def parse_file(looked: Looked) -> str | tuple[FieldError, ...]:
    """Give the text of the file of a form, or why there is none."""
    if looked.file is not None:
        return looked.file.content.decode()
    return refused(looked.code or "required")


def refused(code: str) -> tuple[FieldError, ...]:
    """Give the fault of a file."""
    return (FieldError(field="file", code=code, text=WHY_NOT.get(code, WHY_NOT["not_what_it_says"])),)
