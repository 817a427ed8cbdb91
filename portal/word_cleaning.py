"""Word documents that are attached: no macros, nothing fetched from elsewhere, no author, bounded when unpacked."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

from lvws_core.errors import Invalid
from lvws_core.files import FileKind

MOST_ENTRIES: Final = 2000
MOST_UNPACKED: Final = 50 * 1024 * 1024
MOST_RATIO: Final = 200
"""How many times larger than packed one part may be; words of an office document stay far below."""

Picture = Callable[[FileKind, bytes], bytes]

_NEEDED: Final = {"[Content_Types].xml", "word/document.xml"}
_MACROS: Final = re.compile(r"vbaproject|vbadata|/activex/|/embeddings/|\.(exe|dll|js|vbs|bat|ps1|bin)$", re.IGNORECASE)
_ABOUT: Final[Mapping[str, bytes]] = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
"""The parts that say who wrote it, for which company and for how long; they stay, empty."""

_EXTERNAL: Final = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_LINK: Final = re.compile(rb"/relationships/hyperlink[\"']", re.IGNORECASE)
_PICTURES: Final = {"jpg": FileKind.JPEG, "jpeg": FileKind.JPEG, "png": FileKind.PNG}


def clean(content: bytes, picture: Picture) -> bytes:
    """Give the document packed anew, its pictures drawn anew by `picture`.

    Raises:
        Invalid: It holds macros or other programs, fetches something from elsewhere, would unpack
            too large, is locked, damaged, or no Word document.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _check(packed)
            return _packed_anew(packed, picture)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise Invalid("file", "damaged") from error


def _check(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    names = [entry.filename for entry in entries]
    if not _NEEDED.issubset(names):
        raise Invalid("file", "not_what_it_says")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Invalid("file", "unpacks_too_large")
    if any(entry.file_size > MOST_RATIO * max(entry.compress_size, 1024) for entry in entries):
        raise Invalid("file", "unpacks_too_large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid("file", "locked")
    if any(_MACROS.search(name) for name in names):
        raise Invalid("file", "has_macros")
    if len(set(names)) != len(names) or any(name.startswith("/") or ".." in name or "\\" in name for name in names):
        raise Invalid("file", "damaged")


def _packed_anew(packed: zipfile.ZipFile, picture: Picture) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as anew:
        for entry in packed.infolist():
            if not entry.is_dir():
                anew.writestr(zipfile.ZipInfo(entry.filename), _part(packed, entry, picture), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, picture: Picture) -> bytes:
    name = entry.filename
    if name in _ABOUT:
        return _ABOUT[name]
    with packed.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise Invalid("file", "unpacks_too_large")
    if name.lower().endswith((".xml", ".rels")):
        return _checked(content, is_types=name == "[Content_Types].xml")
    kind = _PICTURES.get(name.rpartition(".")[2].lower())
    return content if kind is None else picture(kind, content)


def _checked(content: bytes, *, is_types: bool) -> bytes:
    """Give a part as it is, if it asks for nothing but what lies in the document; a link may lead outside."""
    if is_types and b"macroenabled" in content.lower():
        raise Invalid("file", "has_macros")
    if b"<!doctype" in content.lower() or b"<!entity" in content.lower():
        raise Invalid("file", "has_macros")
    if any(not _LINK.search(found) for found in _EXTERNAL.findall(content)):
        raise Invalid("file", "fetches")
    return content
