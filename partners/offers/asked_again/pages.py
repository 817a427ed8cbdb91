"""The sheet of what was asked again."""

from lvws_core.consent import DataCategory
from lvws_core.forms import FieldError
from partners.offers.asked_again.forms import AskedForm
from partners.offers.asked_again.model import AskedReason
from partners.offers.model import FiledOffer
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import SheetPage


def asked_page(filed: FiledOffer, form: AskedForm | None = None, errors: tuple[FieldError, ...] = ()) -> SheetPage:
    """Give the form, with the categories that were shared."""
    form = form or AskedForm()
    shared = [category for category in DataCategory if category in filed.receipt.categories]
    return SheetPage(
        title=f"Asked again: {filed.reference}",
        reference=filed.reference,
        version=str(filed.offer.version),
        act="asked-again",
        said=(
            (
                "People tell their story once. If you had to ask for something that was shared with you, say why: "
                "your manager and the lead see the count by reason and month, and nothing about the person."
            ),
        ),
        fields=(
            sheet.radios("category", "What did you ask again?", shared, form.category),
            sheet.radios("reason", "Why?", AskedReason, form.reason),
        ),
        button="Record it",
        errors=errors,
    )
