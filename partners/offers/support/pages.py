"""The sheets of support under way."""

from collections.abc import Mapping

from lvws_core.actors import Actor
from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.referrals import HandBackReason, PauseReason
from lvws_core.referrals.notes import ASSIGNS
from lvws_core.vocabulary import WhoseChoice
from partners.offers.model import FiledOffer
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import Choice, Field, SheetPage
from partners.offers.support.forms import AssignForm, HandBackForm, PauseForm, UpdateForm

Errors = tuple[FieldError, ...]
WHOSE: Mapping[WhoseChoice, str] = {
    WhoseChoice.SERVICE: "Ours, the service’s",
    WhoseChoice.PERSON: "The person’s",
}


def update_page(filed: FiledOffer, form: UpdateForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form of an update."""
    form = form or UpdateForm(version=str(filed.offer.version))
    page = SheetPage(
        title=f"Add an update to {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="update",
        said=("The lead can read this. Say how far it has come; leave out what the lead need not know.",),
        fields=(sheet.words("text", "How is it going?", form.text, hint="No names needed."),),
        button="Add the update",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


def pause_page(filed: FiledOffer, form: PauseForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form of a pause."""
    form = form or PauseForm(version=str(filed.offer.version))
    page = SheetPage(
        title=f"Pause support for {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="pause",
        said=("Your team stays responsible. The clock of the next update stands still until you resume.",),
        fields=(
            sheet.radios("reason", "Why?", PauseReason, form.reason),
            sheet.day("until", "When should it go on, if you know it? (optional)", form.until),
            sheet.words("note", "Note for the lead (optional)", form.note),
        ),
        button="Pause support",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


def hand_back_page(filed: FiledOffer, form: HandBackForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form to hand back what was accepted."""
    form = form or HandBackForm(version=str(filed.offer.version))
    page = SheetPage(
        title=f"Hand back {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="hand-back",
        said=("The lead is responsible again at once and will look for someone else.",),
        fields=(
            sheet.radios("reason", "Why?", HandBackReason, form.reason),
            whose_choice(form.whose_choice),
            sheet.words("note", "Note for the lead (optional)", form.note, hint="What the next service should know."),
        ),
        button="Hand back to the lead",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


def whose_choice(chosen: str) -> Field:
    """Give the question whose choice an ending is."""
    items = tuple(Choice(value=w.value, text=WHOSE[w], checked=w.value == chosen) for w in WhoseChoice)
    return Field(kind="radios", name="whose_choice", label="Whose choice is it?", items=items)


def assign_page(
    filed: FiledOffer, actor: Actor, team: Mapping[UserId, str], form: AssignForm | None = None, errors: Errors = ()
) -> SheetPage:
    """Give the form to say whose it is: a manager chooses among the team, a worker takes it on."""
    holder = filed.offer.assigned_to
    form = form or AssignForm(version=str(filed.offer.version), worker=str(holder or actor.id))
    of_all = actor.has(*ASSIGNS[filed.offer.direction])
    offered = {id_: name for id_, name in team.items() if of_all or id_ == actor.id}
    items = tuple(
        Choice(value=str(id_), text="You" if id_ == actor.id else name, checked=str(id_) == form.worker)
        for id_, name in sorted(offered.items(), key=lambda member: (member[0] != actor.id, member[1]))
    )
    return SheetPage(
        title=f"Assign {filed.reference}" if of_all else f"Take on {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="assign",
        said=(_holder(holder, actor, team),),
        fields=(Field(kind="radios", name="worker", label="Who takes it on?", items=items),),
        button="Assign" if of_all else "Take it on",
        errors=errors,
    )


def _holder(holder: UserId | None, actor: Actor, team: Mapping[UserId, str]) -> str:
    if holder is None:
        return "Nobody of your team has it yet."
    return "You have it now." if holder == actor.id else f"{team.get(holder, 'A colleague')} has it now."
