"""What a request says of people and sessions is read once and kept no longer than the request.

Litestar reads forms and cookies with functions that remember the last thousand of each by their
raw text: passwords, names and session tokens would lie in memory for days. So the edge reads them
here, and puts the result where Litestar looks before it reads for itself.
"""

from urllib.parse import parse_qsl

from litestar.types import Scope
from litestar.utils.scope.state import ScopeState

from lvws_core.errors import Invalid

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
