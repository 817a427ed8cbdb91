"""The sheet of a message."""

from lvws_core.forms import FieldError
from lvws_core.referrals import Side
from partners.offers.acts.forms import WordsForm
from partners.offers.model import FiledOffer, side_of
from partners.offers.service import Desk
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import SheetPage


def message_page(
    filed: FiledOffer, desk: Desk, form: WordsForm | None = None, errors: tuple[FieldError, ...] = ()
) -> SheetPage:
    """Give the form of a message to the other side."""
    form = form or WordsForm(version=str(filed.offer.version))
    return SheetPage(
        title=f"Write a message about {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="message",
        said=(_said(filed, desk),),
        fields=(sheet.words("text", "Your message", form.text, hint=_NO_NAMES),),
        button="Keep it with the referral" if filed.offer.off_portal else "Send the message",
        errors=errors,
    )


def _said(filed: FiledOffer, desk: Desk) -> str:
    if filed.offer.off_portal and side_of(filed.offer, desk.actor.organisation_id) == Side.LEAD:
        return "They have no account and cannot read this. It is kept with the referral for your own team."
    return "The other side reads it with the referral. It changes nothing else, and cannot be changed afterwards."


_NO_NAMES = "No names needed. Nothing about the person that was not agreed to be shared."
