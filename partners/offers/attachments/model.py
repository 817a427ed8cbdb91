"""A file that is kept with an offer."""

from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.files import FileKind
from lvws_core.ids import Reference

MOST_FILES = 20
"""Of one offer. Source: assurance P12."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside its content; `category` is the consent under which the lead gave it, None where the partner did."""

    id: UUID
    message_id: UUID
    number: int
    kind: FileKind
    size: int
    scanned: bool
    category: DataCategory | None = None


def file_name(reference: Reference, number: int, kind: FileKind) -> str:
    """Name a file by its reference and number, whatever it was called: names of files tell of people."""
    return f"{reference}-{number}.{kind.value}"


def column_of_content(attachment_id: UUID) -> str:
    """Name the place that the content of a file is sealed for."""
    return f"attachment.content:{attachment_id}"
