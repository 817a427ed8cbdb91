"""The sheets of the waiting list."""

from lvws_core.forms import FieldError
from lvws_core.reasons import Reason
from lvws_core.referrals import Move
from lvws_core.referrals.codes import waits_at_high_risk
from partners.offers.model import FiledOffer
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import SheetPage
from partners.offers.waiting.forms import NoteForm, WaitlistForm
from partners.offers.waiting.model import DateBand


def waitlist_page(
    filed: FiledOffer,
    form: WaitlistForm | None = None,
    errors: tuple[FieldError, ...] = (),
    *,
    refused: tuple[Reason, ...] = (),
) -> SheetPage:
    """Give the form to put an offer on the waiting list, with what was typed; or why it cannot be put there now."""
    form = form or WaitlistForm(version=str(filed.offer.version))
    if refused:
        return SheetPage(
            title=f"Put {filed.reference} on the waiting list",
            reference=filed.reference,
            version=form.version,
            act="waitlist",
            reasons=refused,
        )
    is_high = waits_at_high_risk(Move.WAITLIST, filed.offer.risk)
    override = sheet.words("override", "Why may a person at high risk wait?", form.override, hint=_REVIEWED)
    page = SheetPage(
        title=f"Put {filed.reference} on the waiting list",
        reference=filed.reference,
        version=form.version,
        act="waitlist",
        said=("The lead stays responsible, sees when a place is expected, and may look elsewhere meanwhile.",),
        fields=(
            sheet.radios("band", "When do you expect a place?", DateBand, form.band),
            sheet.day("until", "On which day, if you know it? (optional)", form.until),
            *((override,) if is_high else ()),
            sheet.words("note", "Note for the lead (optional)", form.note),
        ),
        button="Put on the waiting list",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


_REVIEWED = "The lead reads this, and it is marked as an override."


_NOTHING_NEW = "Nothing about the person that was not agreed to be shared."


def still_needed_page(
    filed: FiledOffer, form: NoteForm | None = None, errors: tuple[FieldError, ...] = ()
) -> SheetPage:
    """Give the form to say that the place is still needed."""
    form = form or NoteForm(version=str(filed.offer.version))
    return SheetPage(
        title=f"{filed.reference} is still needed",
        reference=filed.reference,
        version=form.version,
        act="still-needed",
        said=("You have asked whether the person still wants this. If not, withdraw it instead.",),
        fields=(sheet.words("note", "Note for the partner (optional)", form.note, hint=_NOTHING_NEW),),
        button="Still needed",
        errors=errors,
    )
