"""Files that are attached: what they really are, and their content made anew without harm (assurance P12).

A kind is believed only where the ending of the name and the content say the same. Nothing is kept
as it came: pictures are drawn anew, documents are taken apart and put together again, so that
scripts, places, cameras, authors, and whatever was hidden before or behind the file stay behind.
"""

import warnings
from collections.abc import Collection, Mapping
from io import BytesIO

from PIL import Image, ImageOps

from lvws_core.errors import Invalid
from lvws_core.files import ATTACHED, Cleaned, FileKind, Looked, Upload
from portal import pdf_cleaning, word_cleaning
from portal.scanning import Scanner

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
"""Of one picture, before it is opened: a small file can hold a picture that fills the memory."""

_ENDINGS: Mapping[str, FileKind] = {
    "pdf": FileKind.PDF,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "png": FileKind.PNG,
    "txt": FileKind.TEXT,
    "docx": FileKind.WORD,
    "csv": FileKind.TABLE,
}
_BEGINNINGS: Mapping[FileKind, bytes] = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.WORD: b"PK\x03\x04",
}
_FORMATS: Mapping[FileKind, str] = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG"}


class FileCleaner:
    """Looks into files and makes them harmless."""

    def __init__(self, scanner: Scanner | None = None) -> None:
        self._scanner = scanner

    def look(self, upload: Upload | None, kinds: Collection[FileKind] = ATTACHED) -> Looked:
        """Give what became of the file of a form that takes these kinds."""
        try:
            return Looked(file=None if upload is None else self.clean(upload, kinds))
        except Invalid as refused:
            return Looked(code=refused.code)

    def clean(self, upload: Upload, kinds: Collection[FileKind] = ATTACHED) -> Cleaned:
        """Give the file as it may be kept.

        Raises:
            Invalid: On the field `file`: `empty`, `too_large`, `kind_not_taken`, `not_what_it_says`,
                `damaged`, `locked`, `too_many_pixels`, `has_macros`, `fetches`, `unpacks_too_large`,
                `virus`, `scanner_silent`.
        """
        kind = kind_of(upload, kinds)
        if self._scanner is not None:
            self._scanner(upload.content)
        made = _made_anew(kind, upload.content)
        if len(made) > MOST_BYTES:
            raise Invalid("file", "too_large")
        return Cleaned(kind=kind, content=made, scanned=self._scanner is not None)


def kind_of(upload: Upload, kinds: Collection[FileKind] = ATTACHED) -> FileKind:
    """Give what a file is, where its name and its content say the same.

    Raises:
        Invalid: They do not, it is empty or too large, or its kind is not taken.
    """
    if not upload.content:
        raise Invalid("file", "empty")
    if len(upload.content) > MOST_BYTES:
        raise Invalid("file", "too_large")
    kind = _ENDINGS.get(upload.name.rpartition(".")[2].strip().lower())
    if kind is None or kind not in kinds:
        raise Invalid("file", "kind_not_taken")
    begins = next((known for known, start in _BEGINNINGS.items() if upload.content.startswith(start)), FileKind.TEXT)
    if begins != (FileKind.TEXT if kind is FileKind.TABLE else kind):
        raise Invalid("file", "not_what_it_says")
    return kind


def _made_anew(kind: FileKind, content: bytes) -> bytes:
    match kind:
        case FileKind.PDF:
            return pdf_cleaning.clean(content)
        case FileKind.WORD:
            return word_cleaning.clean(content, picture)
        case FileKind.TEXT | FileKind.TABLE:
            return _text(content)
    return picture(kind, content)


def picture(kind: FileKind, content: bytes) -> bytes:
    """Draw a picture anew: turned as it was meant to be seen, and nothing of it kept but what is seen.

    Raises:
        Invalid: It has too many pixels, or is damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound comes first
            return _drawn(_FORMATS[kind], content)
    except Invalid:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, Image.DecompressionBombError) as error:
        raise Invalid("file", "damaged") from error  # what Pillow raises for broken pictures is not one class


def _drawn(name: str, content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=(name,)) as found:
        if found.width * found.height > MOST_PIXELS:
            raise Invalid("file", "too_many_pixels")
        upright = ImageOps.exif_transpose(found)
        plain = upright.convert("RGB" if name == "JPEG" or "A" not in upright.getbands() else "RGBA")
    drawn = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    made = BytesIO()
    drawn.save(made, format=name, **({"quality": 88} if name == "JPEG" else {}))
    return made.getvalue()


def _text(content: bytes) -> bytes:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", "replace")
    if any(character < " " and character not in "\n\r\t\f" for character in words):
        raise Invalid("file", "not_what_it_says")
    if words.lstrip()[:1] == "<" and "<script" in words.lower():
        raise Invalid("file", "not_what_it_says")
    return words.replace("\r\n", "\n").encode()
