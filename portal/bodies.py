"""What a request says of people and sessions is read once and kept no longer than the request.

Litestar reads forms and cookies with functions that remember the last thousand of each by their
raw text: passwords, names and session tokens would lie in memory for days. So the edge reads them
here, and puts the result where Litestar looks before it reads for itself.
"""

from itertools import count
from urllib.parse import parse_qsl

from litestar.types import Scope
from litestar.utils.scope.state import ScopeState
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from lvws_core.errors import Invalid
from lvws_core.files import Upload

Form = dict[str, str | list[str]]

MOST_FIELDS = 1000
"""How many fields a form may have; the longest of ours has about sixty."""


def read_form(body: bytes, content_type: str) -> Form:
    """Read a form as browsers send it; a body of another kind has no fields.

    Raises:
        Invalid: It has more than `MOST_FIELDS` fields.
    """
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return {}
    if body.count(b"&") >= MOST_FIELDS:
        raise Invalid("form", "too_many_fields")
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True):
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def read_upload_form(body: bytes, content_type: str) -> tuple[Form, Upload | None] | None:
    """Read a form that may carry one file; None for a body of another kind.

    Raises:
        Invalid: It is broken, or has more than `MOST_FIELDS` fields or more than one file.
    """
    kind, options = parse_options_header(content_type)
    if kind.lower() != "multipart/form-data":
        return None
    try:
        parts = _parts(body, options.get("boundary", ""))
    except MultipartError as error:
        raise Invalid("form", "not_a_form") from error
    files = [Upload(name=name, content=content) for _, name, content in parts if name]
    if len(files) > 1:
        raise Invalid("file", "too_many_files")
    found: dict[str, list[str]] = {}
    for field, name, content in parts:
        if name is None:
            found.setdefault(field, []).append(content.decode("utf-8", "replace"))
    form = {name: values if len(values) > 1 else values[0] for name, values in found.items()}
    return form, files[0] if files else None


def _parts(body: bytes, boundary: str) -> list[tuple[str, str | None, bytes]]:
    """Give field, file name and content of each part; a file that was not chosen has an empty name."""
    parts: list[tuple[str, str | None, bytes]] = []
    numbers = count()
    with PushMultipartParser(boundary, max_segment_count=MOST_FIELDS, strict=True) as parser:
        segment, chunks = None, list[bytes]()
        for found in (*parser.parse(body), *parser.parse(b"")):
            if isinstance(found, MultipartSegment):
                segment, chunks = found, []
            elif found is not None:
                chunks.append(bytes(found))
            elif segment is not None:
                name = segment.name or f"part {next(numbers)}"
                parts.append((name, segment.filename, b"".join(chunks)))
    return parts


def read_cookies(header: str) -> dict[str, str]:
    """Read the cookies of a request; of two with one name the last counts."""
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def give_form(scope: Scope, form: Form) -> None:
    """Let Litestar take this form for the body's."""
    ScopeState.from_scope(scope).form = dict(form)


def give_cookies(scope: Scope, cookies: dict[str, str]) -> None:
    """Let Litestar take these cookies for the request's."""
    ScopeState.from_scope(scope).cookies = cookies
