"""The form to attach a file."""

from typing import ClassVar

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.referrals import Side
from partners.offers.attachments.forms import LONGEST, AttachForm
from partners.offers.attachments.service import categories_shared
from partners.offers.model import FiledOffer, side_of
from partners.offers.service import Desk
from partners.offers.sheet.pages import Choice


class AttachPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form to attach a file; `categories` are there for the lead alone."""

    template: ClassVar[str] = "offers/attach.html"

    title: str
    reference: Reference
    version: str
    label: str
    categories: tuple[Choice, ...]
    again: str
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


def attach_page(
    filed: FiledOffer, desk: Desk, form: AttachForm | None = None, errors: tuple[FieldError, ...] = ()
) -> AttachPage:
    """Give the form to attach a file, with what was typed; no browser gives a chosen file back."""
    form = form or AttachForm(version=str(filed.offer.version))
    is_lead = side_of(filed.offer, desk.actor.organisation_id) == Side.LEAD
    shared = categories_shared(filed) if is_lead else frozenset()
    return AttachPage(
        title=f"Attach a file to {filed.reference}",
        reference=filed.reference,
        version=form.version,
        label=form.label,
        categories=tuple(
            Choice(value=c.value, text=c.label, checked=c == form.category) for c in DataCategory if c in shared
        ),
        again="Choose the file again: your browser does not give it back." if errors else "",
        errors=errors,
    )
