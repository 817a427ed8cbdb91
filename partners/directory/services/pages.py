"""The pages of a new service and of its closing."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

import msgspec

from lvws_core.consent.sharing import RecipientKind
from lvws_core.forms import FieldError
from lvws_core.times import day_in_words
from partners.directory.entry.forms import Fields
from partners.directory.entry.pages import RemitFields, remit_parts
from partners.directory.model import ListedService
from partners.directory.pages import Option, day_items, full_name
from partners.directory.services.forms import LastDayForm


class NewServicePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a new service; `organisations` is empty when there is nothing to choose."""

    template: ClassVar[str] = "directory/new_service.html"

    title: str
    organisations: tuple[Option, ...]
    name: str
    recipients: tuple[Option, ...]
    remit: RemitFields
    errors: tuple[FieldError, ...] = ()


class ClosePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that closes a service."""

    template: ClassVar[str] = "directory/close.html"

    title: str
    base: str
    name: str
    ends: str
    last: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


def new_service_page(
    typed: Fields, organisations: Mapping[UUID, str], errors: tuple[FieldError, ...] = ()
) -> NewServicePage:
    """Give the form of a new service with what was typed."""
    chosen, named = typed.one("organisation"), sorted(organisations.items(), key=lambda each: each[1].casefold())
    choices = [{"value": str(id_), "text": name, "selected": str(id_) == chosen} for id_, name in named]
    kind = typed.one("recipient")
    return NewServicePage(
        title="New service",
        organisations=({"value": "", "text": "Choose"}, *choices) if len(choices) > 1 else (),
        name=typed.one("name"),
        recipients=tuple({"value": k.value, "text": k.label, "checked": k.value == kind} for k in RecipientKind),
        remit=remit_parts(typed),
        errors=errors,
    )


def close_page(
    listed: ListedService, form: LastDayForm | None = None, errors: tuple[FieldError, ...] = ()
) -> ClosePage:
    """Give the form that closes a service with what was typed."""
    valid_to = listed.service.valid_to
    return ClosePage(
        title="Close a service",
        base=f"/directory/{listed.key}",
        name=full_name(listed),
        ends=day_in_words(valid_to) if valid_to is not None else "",
        last=day_items("last", (form or LastDayForm()).last),
        errors=errors,
    )
