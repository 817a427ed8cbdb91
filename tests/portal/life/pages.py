"""A page as a browser reads it: its forms with what stands in them, its links, and a form filled in by chance."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import msgspec

from lvws_core.times import local

Attributes = list[tuple[str, str | None]]


class Field(msgspec.Struct, kw_only=True):
    """A field of a form; `kind` is the type of the input, or the element's name."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = []
    chosen: list[str] = []


class Form(msgspec.Struct, kw_only=True):
    """A form that is sent by POST: where it goes, and its fields by name in their order."""

    action: str
    fields: dict[str, Field] = {}
    has_files: bool = False


class PageReader(HTMLParser):
    """Collects the forms and links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._open: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Take what begins here."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "form" and found.get("method", "").lower() == "post":
            has_files = found.get("enctype") == "multipart/form-data"
            self._form = Form(action=found.get("action", ""), has_files=has_files)
            self.forms.append(self._form)
        elif self._form is not None and tag in {"input", "textarea", "select", "option"}:
            self._field(tag, found, self._form.fields)

    def _field(self, tag: str, found: Mapping[str, str], fields: dict[str, Field]) -> None:
        if tag == "option":
            if self._open is not None:
                self._open.options.append(found.get("value", ""))
                self._open.chosen += [found.get("value", "")] if "selected" in found else []
            return
        name, kind = found.get("name", ""), found.get("type", "text") if tag == "input" else tag
        if not name or kind in {"submit", "button"} or "disabled" in found:
            return
        field = fields.setdefault(name, Field(name=name, kind=kind, value=found.get("value", "")))
        if kind in {"radio", "checkbox"}:
            field.options.append(found.get("value", "on"))
            field.chosen += [found.get("value", "on")] if "checked" in found else []
        self._open = field if tag in {"textarea", "select"} else None

    def handle_data(self, data: str) -> None:
        """Take what was written in a field."""
        if self._open is not None and self._open.kind == "textarea":
            self._open.value += data

    def handle_endtag(self, tag: str) -> None:
        """Leave what ends here."""
        if tag in {"textarea", "select"}:
            self._open = None
        elif tag == "form":
            self._form = None


def acts_on(page: PageReader, path: str) -> list[str]:
    """Give where the buttons and links of an offer's page lead, each once: the acts that it offers."""
    found = [form.action for form in page.forms] + page.links
    own = (address.partition("?")[0].partition("#")[0] for address in found)
    return list(dict.fromkeys(address for address in own if address.startswith(f"{path}/")))


def filled(form: Form, chance: int, now: datetime, words: str) -> dict[str, Any]:
    """Fill in a form as somebody would who chooses by chance; what stands in it already stays."""
    return {name: value for name, value in _values(form, chance, now, words) if value is not None}


def _values(form: Form, chance: int, now: datetime, words: str) -> Iterator[tuple[str, Any]]:
    here = local(now)
    parts = {"day": f"{here.day}", "month": f"{here.month}", "year": f"{here.year}", "time": f"{here:%H:%M}"}
    for number, (name, field) in enumerate(form.fields.items()):
        luck = (chance // (number % 7 + 1) + number) if number else chance
        if field.kind in {"radio", "select"}:
            yield name, _one_of(field, luck)
        elif field.kind == "checkbox":
            yield name, field.chosen or (field.options if chance % 5 else None)
        elif field.kind == "textarea" or name == "confirmed_by":
            yield name, field.value.removeprefix("\n") or words
        elif field.kind in {"hidden", "file"} or field.value:
            yield name, field.value if field.kind != "file" else None
        else:
            yield name, parts.get(name.rpartition("_")[2], "") if not name.startswith("until") else ""


def _one_of(field: Field, luck: int) -> str | None:
    options = [option for option in field.options if option]
    return options[luck % len(options)] if options else None
