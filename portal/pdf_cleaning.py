"""PDF files that are attached: what runs, opens, sends or hides is taken out, and the file written anew."""

from io import BytesIO
from typing import Final

import pikepdf

from lvws_core.errors import Invalid

MOST_OBJECTS: Final = 100_000

_FORBIDDEN_KEYS: Final = frozenset(
    {
        *("/OpenAction", "/AA", "/A", "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EF", "/AF"),
        *("/RichMediaContent", "/RichMediaSettings", "/XFA", "/Movie", "/Sound", "/Rendition", "/PieceInfo"),
        *("/Metadata", "/URI", "/Collection"),
    }
)
"""What a dictionary loses wherever it stands: scripts, actions, files inside, and what tells of its maker."""

_FORBIDDEN_ANNOTATIONS: Final = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})


def clean(content: bytes) -> bytes:
    """Give the document without scripts, actions, files inside and the words about its making.

    Raises:
        Invalid: It is locked with a password, or damaged, or has too many parts.
    """
    try:
        return _cleaned(content)
    except pikepdf.PasswordError as error:
        raise Invalid("file", "locked") from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise Invalid("file", "damaged") from error


def _cleaned(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as document:
        if document.is_encrypted:
            raise pikepdf.PasswordError
        if len(document.objects) > MOST_OBJECTS or not document.pages:
            raise ValueError
        for part in document.objects:
            _disarm(part, depth=0)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        made = BytesIO()
        document.remove_unreferenced_resources()
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _disarm(part: pikepdf.Object, *, depth: int) -> None:
    """Take out of an object, and of those written inside it, what is forbidden; references are met on their own."""
    if depth > 60:
        raise ValueError
    if isinstance(part, pikepdf.Array):
        for child in part:
            _disarm_child(child, depth)
    elif isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
        if str(part.get("/Subtype", "")) in _FORBIDDEN_ANNOTATIONS:
            part["/Subtype"] = pikepdf.Name("/Text")
        for key in list(part.keys()):
            if key in _FORBIDDEN_KEYS:
                del part[key]
            else:
                _disarm_child(part[key], depth)


def _disarm_child(child: object, depth: int) -> None:
    if isinstance(child, pikepdf.Object) and not child.is_indirect:
        _disarm(child, depth=depth + 1)
