"""T-UP: what may be attached, what is refused and why; nothing dangerous or telling is left in what is kept."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lvws_core.errors import Invalid
from lvws_core.files import FileKind, Upload
from portal.files import MOST_BYTES, FileCleaner
from portal.word_cleaning import MOST_ENTRIES
from tests.nasty import (
    EICAR,
    OUTSIDE,
    TYPES,
    a_docx,
    a_locked_pdf,
    a_pdf,
    a_pdf_that_runs,
    a_pdf_with_a_file,
    a_picture,
    a_picture_with_a_place,
)

CLEANER = FileCleaner()
MACRO_TYPES = TYPES.replace(b"/>", b'><Override ContentType="x.macroEnabled.main+xml"/></Types>')


def clean(name: str, content: bytes) -> bytes:
    return CLEANER.clean(Upload(name=name, content=content)).content


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        clean(name, content)
    assert refused.value.field == "file"
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("letter.pdf", a_pdf(), FileKind.PDF),
        ("Photo.JPG", a_picture(), FileKind.JPEG),
        ("photo.jpeg", a_picture(), FileKind.JPEG),
        ("shot.png", a_picture("PNG"), FileKind.PNG),
        ("notes.txt", "Grüße – naïve".encode(), FileKind.TEXT),
        ("notes.txt", b"\x80 in cp1252", FileKind.TEXT),
        ("letter.docx", a_docx(), FileKind.WORD),
        ("../../etc/passwd.txt", b"words", FileKind.TEXT),
        ("\u202efdp.txt", b"words", FileKind.TEXT),
    ],
    ids=range(9),
)
def test_what_is_what_it_says_is_kept(name: str, content: bytes, kind: FileKind) -> None:
    made = CLEANER.clean(Upload(name=name, content=content))
    assert (made.kind, made.scanned) == (kind, False)
    assert made.content


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
BOMB = a_docx(word__bomb_dot_xml=b"0" * (60 * 1024 * 1024))


NASTY = [
    ("none.pdf", b"", "empty"),
    ("large.pdf", b"%PDF-" + b"0" * MOST_BYTES, "too_large"),
    ("picture.svg", SVG, "kind_not_taken"),
    ("page.html", HTML, "kind_not_taken"),
    ("program.exe", b"MZ", "kind_not_taken"),
    ("sheet.xlsm", a_docx(), "kind_not_taken"),
    ("noending", a_pdf(), "kind_not_taken"),
    ("letter.pdf.exe", a_pdf(), "kind_not_taken"),
    ("old.doc", b"\xd0\xcf\x11\xe0", "kind_not_taken"),
    ("page.png", HTML, "not_what_it_says"),
    ("page.txt", HTML, "not_what_it_says"),
    ("page.txt", SVG.replace(b"<svg", b"  <svg"), "not_what_it_says"),
    ("picture.png", a_picture(), "not_what_it_says"),
    ("picture.jpg", a_picture("PNG"), "not_what_it_says"),
    ("letter.pdf", a_docx(), "not_what_it_says"),
    ("letter.docx", a_pdf(), "not_what_it_says"),
    ("binary.txt", b"MZ\x00\x01", "not_what_it_says"),
    ("pdf.txt", a_pdf(), "not_what_it_says"),
    ("letter.pdf", b"  " + a_pdf(), "not_what_it_says"),
    ("letter.pdf", b"%PDF-1.7 and nothing", "damaged"),
    ("picture.jpg", a_picture()[:60], "damaged"),
    ("picture.png", a_picture("PNG")[:40], "damaged"),
    ("letter.docx", a_docx()[:80], "damaged"),
    ("letter.pdf", a_locked_pdf(), "locked"),
    ("huge.png", a_picture("PNG", (6000, 6000)), "too_many_pixels"),
    ("letter.docx", BOMB, "unpacks_too_large"),
    ("letter.docx", a_docx(word__bomb_dot_xml=b"0" * (9 * 1024 * 1024)), "unpacks_too_large"),
    ("letter.docx", a_docx(**{f"word__p{n}": b"" for n in range(MOST_ENTRIES)}), "unpacks_too_large"),
    ("letter.docx", a_docx(word__vbaProject_dot_bin=b"macro"), "has_macros"),
    ("letter.docx", a_docx(word__activeX__activeX1_dot_xml=b"<x/>"), "has_macros"),
    ("letter.docx", a_docx(word__embeddings__sheet_dot_xlsx=b"PK"), "has_macros"),
    ("letter.docx", a_docx(word__settings_dot_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]>"), "has_macros"),
    ("letter.docx", a_docx(word___rels__document_dot_xml_dot_rels=OUTSIDE % b"attachedTemplate"), "fetches"),
    ("letter.docx", a_docx(word___rels__document_dot_xml_dot_rels=OUTSIDE % b"image"), "fetches"),
    ("letter.docx", a_docx(___dot__dot___evil_dot_xml=b"<x/>"), "damaged"),
]


@pytest.mark.parametrize(("name", "content", "code"), NASTY, ids=[f"{n}-{each[2]}" for n, each in enumerate(NASTY)])
def test_t14_each_nasty_file_is_refused_with_a_code_of_its_own(name: str, content: bytes, code: str) -> None:
    assert refusal(name, content) == code


def test_t14_a_document_whose_types_say_macros_is_refused() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("[Content_Types].xml", MACRO_TYPES)
        packed.writestr("word/document.xml", b"<w/>")
    assert refusal("letter.docx", made.getvalue()) == "has_macros"


@pytest.mark.parametrize(("name", "kind"), [("photo.jpg", "JPEG"), ("photo.png", "PNG")])
def test_t14_a_picture_loses_where_it_was_taken(name: str, kind: str) -> None:
    before = a_picture_with_a_place(kind) + b"<?php hidden behind ?>"
    after = clean(name, before)
    with Image.open(BytesIO(after)) as found:
        assert not found.getexif()
        assert found.size == (40, 30)
    assert b"Canary" not in after
    assert b"hidden behind" not in after


@pytest.mark.parametrize(
    "content", [a_pdf_that_runs(), a_pdf_with_a_file(), a_pdf() + b"<script>behind</script>"], ids=range(3)
)
def test_t14_a_pdf_loses_what_runs_what_it_carries_and_who_wrote_it(content: bytes) -> None:
    with pikepdf.open(BytesIO(clean("letter.pdf", content))) as document:
        assert "/OpenAction" not in document.Root
        assert not document.attachments
        assert "/Info" not in document.trailer
        parts = b" ".join(part.unparse(resolved=True) for part in document.objects)
        for word in (b"/JavaScript", b"/Launch", b"canary", b"Canary", b"/EmbeddedFile"):
            assert word not in parts.replace(b"/EmbeddedFiles", b"") or word == b"/EmbeddedFile", word
    assert b"<script>" not in clean("letter.pdf", content)


def test_t14_a_word_document_loses_its_author_and_its_pictures_their_place() -> None:
    content = a_docx(
        word__media__image1_dot_jpeg=a_picture_with_a_place(),
        word___rels__document_dot_xml_dot_rels=OUTSIDE % b"hyperlink",
    )
    with zipfile.ZipFile(BytesIO(clean("letter.docx", content))) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist())
        assert packed.read("word/document.xml")
    assert b"Canary" not in whole
    assert b"hyperlink" in whole


def test_a_scanner_sees_the_file_as_it_came_and_its_word_counts() -> None:
    seen: list[bytes] = []

    def scanner(content: bytes) -> None:
        seen.append(content)
        if EICAR in content:
            raise Invalid("file", "virus")

    cleaner = FileCleaner(scanner)
    assert cleaner.clean(Upload(name="a.txt", content=b"words")).scanned
    assert cleaner.look(Upload(name="a.txt", content=EICAR)).code == "virus"
    assert seen == [b"words", EICAR]


def test_no_file_is_neither_kept_nor_refused() -> None:
    looked = CLEANER.look(None)
    assert (looked.file, looked.code) == (None, "")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["a.pdf", "a.jpg", "a.png", "a.docx", "a.txt"]), st.binary(max_size=400), st.integers(0, 400))
def test_t14_whatever_is_in_a_file_it_is_kept_or_refused_and_nothing_else(name: str, noise: bytes, place: int) -> None:
    seeds = {"a.pdf": a_pdf(), "a.jpg": a_picture(), "a.png": a_picture("PNG"), "a.docx": a_docx(), "a.txt": b"words"}
    seed = seeds[name]
    looked = CLEANER.look(Upload(name=name, content=seed[:place] + noise + seed[place + len(noise) // 2 :]))
    assert (looked.file is None) == bool(looked.code)
