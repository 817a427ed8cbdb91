"""The sheets of taking back."""

from lvws_core.forms import FieldError, many
from lvws_core.referrals import WithdrawReason
from partners.offers.model import FiledOffer
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import SheetPage
from partners.offers.taking_back.forms import StopForm, WithdrawForm
from partners.offers.taking_back.model import RetainBasis, SeenAnswer, StopAnswer, withdraw_reasons

Errors = tuple[FieldError, ...]


def withdraw_page(filed: FiledOffer, partner: str, form: WithdrawForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form to withdraw an offer from a partner."""
    form = form or WithdrawForm(version=str(filed.offer.version))
    return SheetPage(
        title=f"Withdraw {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="withdraw",
        said=(_CLOSES.format(partner=partner), _CONSENT),
        fields=(
            sheet.radios("reason", "Why?", withdraw_reasons(filed.offer.status), form.reason),
            sheet.words("note", "Note for your own records (optional)", form.note, hint=_NOT_READ),
        ),
        button="Withdraw now",
        warns=True,
        errors=errors,
    )


_CLOSES = (
    "From the moment you press the button {partner} can open nothing of what was shared, and is asked to confirm "
    "that it has stopped."
)
_CONSENT = (
    "If the person withdraws consent, record that with the person’s consents instead: it closes every referral to "
    "this partner at once."
)
_NOT_READ = "The partner cannot read this."


def mark_error_page(filed: FiledOffer, partner: str, errors: Errors = ()) -> SheetPage:
    """Give the page that asks once more before an offer is marked as entered in error."""
    return SheetPage(
        title=f"Mark {filed.reference} as entered in error",
        reference=filed.reference,
        version=str(filed.offer.version),
        act="mark-error",
        said=(f"{partner} no longer finds it at all. It stays in your own list, marked as an error.",),
        button="Mark as entered in error",
        warns=True,
        errors=errors,
    )


def stop_page(filed: FiledOffer, form: StopForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form to confirm that the team has stopped."""
    form = form or StopForm(version=str(filed.offer.version))
    is_wrong = filed.offer.reason == WithdrawReason.WRONG_RECIPIENT
    label = "Who saw it, and where are the copies?" if is_wrong else "What do you keep, and why? (if anything)"
    page = SheetPage(
        title=f"Confirm that you have stopped: {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="stop",
        said=(_WRONG if is_wrong else _STOP,),
        fields=(
            *((sheet.ticks("seen", "What happened to it?", SeenAnswer, many(form.seen)),) if is_wrong else ()),
            sheet.radios("answer", "What became of what was shared?", StopAnswer, form.answer),
            sheet.radios("basis", "If you keep something: on which basis?", RetainBasis, form.basis),
            sheet.words("note", label, form.note, hint="No names needed. The lead can read this."),
        ),
        button="Confirm",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


_STOP = "The lead has withdrawn this. Make no further contact, and say what became of what you had been given."
_WRONG = "This was sent to you by mistake. Make no contact, and tell nobody what it says."
