"""A person at a browser without JavaScript: follows links, fills in forms, reads pages."""

from html.parser import HTMLParser
from typing import Any

import httpx
import msgspec


class StepFailedError(Exception):
    """A step of the journey did not do what it should; the text says which."""


class Form(msgspec.Struct, kw_only=True):
    """A form of a page: where it goes, and what it sends if nobody touches it."""

    action: str
    fields: dict[str, list[str]] = {}


class _Reader(HTMLParser):
    """Collects the forms of a page and its visible words."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._open: Form | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(action=given.get("action", ""), fields={})
            self.forms.append(self._open)
        elif self._open is not None and given.get("name"):
            self._field(tag, given, checked=any(name == "checked" for name, _ in attrs))

    def _field(self, tag: str, given: dict[str, str], *, checked: bool) -> None:
        if tag == "textarea":
            self._textarea = given["name"]
            return
        sent = tag == "input" and (given.get("type", "text") not in {"radio", "checkbox", "submit"} or checked)
        if sent and self._open is not None:
            self._open.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None and self._open is not None:
            self._open.fields[self._textarea] = [data.lstrip("\n")]
        if data.strip():
            self.words.append(data.strip())


class Browser:
    """One signed-in person; remembers cookies and the page that is open."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address, follow_redirects=True, timeout=20)
        self.page = ""
        self.path = ""
        self.status = 0

    def open(self, path: str) -> "Browser":
        """Open an address of the portal."""
        return self._take(self._client.get(path))

    def submit(self, action: str, **typed: Any) -> "Browser":
        """Send the first form of the open page whose action ends in `action`, with what is typed over it.

        Raises:
            StepFailedError: The page has no such form.
        """
        form = next((f for f in self._read().forms if f.action.endswith(action)), None)
        if form is None:
            raise StepFailedError(f"no form to {action} on {self.path}")
        return self._take(self._client.post(form.action, data={**form.fields, **typed}))

    def text(self) -> str:
        """Give the words of the open page, one space between them."""
        return " ".join(" ".join(self._read().words).split())

    def expect(self, *words: str, status: int = 200) -> "Browser":
        """Check that the page answers so and says all of the words.

        Raises:
            StepFailedError: It does not.
        """
        seen = self.text()
        missing = [w for w in words if w not in seen]
        if self.status != status or missing:
            raise StepFailedError(f"{self.path} answered {self.status} and does not say: {missing}")
        return self

    def close(self) -> None:
        """Leave."""
        self._client.close()

    def _take(self, response: httpx.Response) -> "Browser":
        self.page, self.path, self.status = response.text, response.url.path, response.status_code
        return self

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.page)
        return reader
