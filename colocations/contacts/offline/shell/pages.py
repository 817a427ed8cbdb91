"""The blank form that a device keeps: every choice of the contact log, and nothing about anybody."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from colocations.contacts.entry.pages import EntryPage, entry_page
from colocations.contacts.entry.service import Form
from colocations.sites.forms import Typed

_NOBODYS = UUID(int=0)


class ShellPage(EntryPage, frozen=True, kw_only=True):
    """The form of a new contact without a network; its script puts in the sites that the device was given."""

    template: ClassVar[str] = "offline/shell.html"
    title: ClassVar[str] = "Log a contact"


def shell_page(now: datetime) -> ShellPage:
    """Give the page: the same for everybody."""
    page = entry_page(Form(contact_id=_NOBODYS, sites=(), typed=Typed()), now)
    return ShellPage(**{**{name: getattr(page, name) for name in page.__struct_fields__}, "choose": ""})
