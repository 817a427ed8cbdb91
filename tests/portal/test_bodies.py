"""Forms that carry a file, as browsers send them and as nobody should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.files import Upload
from portal.bodies import read_upload_form

KIND = "multipart/form-data; boundary=cut"
FILE = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n%s\r\n'
WORDS = b'--cut\r\nContent-Disposition: form-data; name="label"\r\n\r\n%s\r\n'
END = b"--cut--\r\n"


def test_a_form_of_another_kind_is_left_alone() -> None:
    assert read_upload_form(b"a=1", "application/x-www-form-urlencoded") is None


def test_words_and_the_file_are_told_apart() -> None:
    found = read_upload_form(WORDS % b"A letter" + WORDS % b"again" + FILE % b"\r\n--cu\x00\xff" + END, KIND)
    assert found == ({"label": ["A letter", "again"]}, Upload(name="a.txt", content=b"\r\n--cu\x00\xff"))


def test_a_file_that_was_not_chosen_is_none() -> None:
    empty = FILE.replace(b"a.txt", b"") % b""
    assert read_upload_form(WORDS % b"A letter" + empty + END, KIND) == ({"label": "A letter"}, None)


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (FILE % b"x" + FILE % b"y" + END, KIND, "too_many_files"),
        (FILE % b"x", KIND, "not_a_form"),
        (FILE % b"x" + END, "multipart/form-data", "not_a_form"),
        (b"nothing", KIND, "not_a_form"),
        (WORDS % b"x" * 1001 + END, KIND, "not_a_form"),
    ],
    ids=["two files", "no end", "no boundary", "no parts", "too many"],
)
def test_a_broken_form_is_refused(body: bytes, kind: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_upload_form(body, kind)
    assert refused.value.code == code


@given(st.binary(max_size=200), st.text(max_size=40))
def test_whatever_is_sent_is_read_or_refused(noise: bytes, boundary: str) -> None:
    for body in (noise, WORDS % noise + END, FILE % noise):
        try:
            read_upload_form(body, f"multipart/form-data; boundary={boundary or 'cut'}")
        except Invalid:
            continue
