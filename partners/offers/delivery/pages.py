"""The sheets of delivering a pack and of recording what a partner without an account said."""

from collections.abc import Iterator
from datetime import datetime

from lvws_core.consent.contact import Channel
from lvws_core.forms import FieldError
from lvws_core.referrals import HandBackReason, Move, NotReachedReason, SecureRoute
from lvws_core.referrals.codes import waits_at_high_risk
from lvws_core.vocabulary import ClosureReason, DeclineReason, WhoseChoice
from partners.offers.delivery.forms import DeliverForm, RecordForm, this_moment
from partners.offers.delivery.model import Said
from partners.offers.ending.pages import needs_field
from partners.offers.model import FiledOffer
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import Field, SheetPage
from partners.offers.taking_back.model import StopAnswer
from partners.offers.waiting.model import DateBand

Errors = tuple[FieldError, ...]


def deliver_page(filed: FiledOffer, partner: str, form: DeliverForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the sheet that leads through the delivery: print, hand over, say by which way."""
    form = form or DeliverForm(version=str(filed.offer.version))
    return SheetPage(
        title=f"Deliver the pack of {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="deliver",
        said=(f"{partner} has no account here, so what you agreed to share goes to them on paper or as a file.",),
        steps=(
            "Print the pack or save it as a file. Add how to reach the person only if they need it to begin.",
            "Hand it over by one of the ways below. Never by ordinary post, and never by open e-mail.",
            "Say below by which way it went. When they confirm that they have it, record that next.",
        ),
        link=(f"/offers/{filed.reference}/pack", "Print the pack"),
        fields=(sheet.radios("route", "By which way did it go?", SecureRoute, form.route),),
        button="Record the delivery",
        errors=errors,
    )


def record_page(
    filed: FiledOffer,
    partner: str,
    said: Said,
    *,
    now: datetime,
    form: RecordForm | None = None,
    errors: Errors = (),
) -> SheetPage:
    """Give the sheet of one thing that they said, filled in with this moment until something was typed."""
    form = form or this_moment(RecordForm(version=str(filed.offer.version)), now)
    return SheetPage(
        title=f"{filed.reference}: {said.label[0].lower()}{said.label[1:]}",
        reference=filed.reference,
        version=form.version,
        act=f"recorded/{said.value}",
        said=(f"You record this for {partner}, which has no account. {_THEN.get(said, '')}".strip(),),
        fields=(*_own_fields(filed, said, form), *_heard_fields(form, said)),
        button="Record it",
        errors=errors,
    )


_THEN = {
    Said.RECEIVED: "The clock of their answer runs on.",
    Said.ACCEPTED: "They should make first contact next; you stay responsible until they have.",
    Said.DECLINED: "The need comes back to you at once, to look for someone else.",
    Said.WAITLISTED: "You stay responsible, and may look elsewhere meanwhile.",
    Said.FIRST_CONTACT: "From then on they are responsible.",
    Said.NOT_REACHED: "It comes back to you, to decide what comes next.",
    Said.HANDED_BACK: "It comes back to you, to look for someone else.",
    Said.FINISHED: "Next they tell you the outcome.",
    Said.OUTCOME: "Ask how each need was at the start and how it is now, as a partner with an account says it.",
}


def _own_fields(filed: FiledOffer, said: Said, form: RecordForm) -> Iterator[Field]:
    match said:
        case Said.DECLINED | Said.HANDED_BACK:
            reasons = DeclineReason if said == Said.DECLINED else HandBackReason
            yield sheet.radios("reason", "What is their reason?", reasons, form.reason)
            yield sheet.radios("whose_choice", "Whose choice is it?", WhoseChoice, form.whose_choice)
        case Said.NOT_REACHED:
            yield sheet.radios("reason", "What happened?", NotReachedReason, form.reason)
        case Said.WAITLISTED:
            yield sheet.radios("band", "When do they expect a place?", DateBand, form.band)
            if waits_at_high_risk(Move.WAITLIST, filed.offer.risk):
                hint = "It is marked as an override."
                yield sheet.words("override", "Why may a person at high risk wait?", form.override, hint=hint)
        case Said.FIRST_CONTACT:
            yield sheet.radios("channel", "How did they make contact?", Channel, form.channel)
        case Said.OUTCOME:
            yield sheet.radios("outcome", "How did it end?", ClosureReason, form.outcome)
            yield needs_field(filed, form.scores)
        case Said.STOPPED:
            yield sheet.radios("answer", "What became of what was shared?", StopAnswer, form.answer)


def _heard_fields(form: RecordForm, said: Said) -> tuple[Field, ...]:
    what = "first contact" if said == Said.FIRST_CONTACT else "this"
    words = "What did they say?" if said == Said.UPDATE else "Anything else they said (optional)"
    return (
        sheet.line("confirmed_by", f"Who there confirmed {what}?", form.confirmed_by, hint="Name and role."),
        sheet.radios("heard_how", "How did they confirm it?", SecureRoute, form.heard_how),
        sheet.day("heard", _WHEN.get(said, "On which day?"), form.heard),
        sheet.time("time", "At what time?", form.time),
        sheet.words("note", words, form.note, hint="Only what you need to know. It is kept with the referral."),
    )


_WHEN = {Said.FIRST_CONTACT: "On which day did they reach the person?"}
