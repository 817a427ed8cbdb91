"""Files that travel: what comes from a browser, what goes to one, and who looks into them before they are kept."""

from typing import Final

import msgspec

from lvws_core.vocabulary import Labelled


class FileKind(Labelled):
    """The kinds of files that are taken; the key is the ending of the name. Source: assurance P12."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG picture"
    PNG = "png", "PNG picture"
    TEXT = "txt", "Plain text"
    WORD = "docx", "Word document"
    TABLE = "csv", "CSV table"


ATTACHED: Final = frozenset(FileKind) - {FileKind.TABLE}
"""The kinds that may be attached to a message."""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it came from a browser; nothing of its name is kept."""

    name: str
    content: bytes


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A file that may be kept: what it really is, its content made anew, and whether something looked for viruses."""

    kind: FileKind
    content: bytes
    scanned: bool


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A file for the browser to save and never to show: its name tells nothing of a person."""

    file_name: str
    content: bytes


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the file of a form: made harmless, or refused with a `code`; neither where none was chosen."""

    file: Cleaned | None = None
    code: str = ""
