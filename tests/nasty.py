"""Files as people send them and as attackers make them, built when they are needed; none lies in the tree."""

import zipfile
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = b"<w:document xmlns:w='w'><w:body/></w:document>"
OUTSIDE = (
    b'<Relationships><Relationship Id="r1" Type="http://example.org/relationships/%s" '
    b'Target="https://example.org/x" TargetMode="External"/></Relationships>'
)


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """Make a picture; `exif` adds what a telephone would."""
    made = BytesIO()
    Image.new("RGB", size, "purple").save(made, format=kind, **options)
    return made.getvalue()


def a_picture_with_a_place(kind: str = "JPEG") -> bytes:
    """Make a picture that says where it was taken and by which camera."""
    exif = Image.Exif()
    exif[0x010F] = "Canary Camera"
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture(kind, exif=exif)


def a_pdf(**root: Any) -> bytes:
    """Make a PDF of one page with more in its root."""
    made, document = BytesIO(), pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"] = "Canary Author"
    for name, value in root.items():
        document.Root[f"/{name}"] = document.make_indirect(value)
    document.save(made)
    return made.getvalue()


def a_pdf_that_runs() -> bytes:
    """Make a PDF that runs a script when it is opened, and launches a program from a link."""
    script = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert('canary')")
    made, document = BytesIO(), pikepdf.open(BytesIO(a_pdf(OpenAction=script)))
    launch = pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F="canary.exe")
    rectangle = pikepdf.Array([0, 0, 9, 9])
    link = pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Link"), Rect=rectangle, A=launch)
    document.pages[0].Annots = pikepdf.Array([link])
    document.save(made)
    return made.getvalue()


def a_pdf_with_a_file() -> bytes:
    """Make a PDF that carries a file."""
    made, document = BytesIO(), pikepdf.open(BytesIO(a_pdf()))
    document.attachments["canary.txt"] = b"canary inside"
    document.save(made)
    return made.getvalue()


def a_locked_pdf() -> bytes:
    """Make a PDF that opens with a password only."""
    made = BytesIO()
    with pikepdf.open(BytesIO(a_pdf())) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="one", user="two"))
    return made.getvalue()


def a_docx(**parts: bytes) -> bytes:
    """Make a Word document; names of `parts` have `__` for the slash and `_dot_` for the point."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("word/document.xml", BODY)
        packed.writestr("docProps/core.xml", b"<author>Canary Author</author>")
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()
