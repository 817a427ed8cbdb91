"""The sheets of reaching the person."""

from collections.abc import Iterator
from datetime import datetime

from lvws_core.consent.contact import AttemptOutcome, Channel, NextAttempt
from lvws_core.forms import FieldError
from lvws_core.referrals import NotReachedReason, OfferStatus
from lvws_core.times import in_words, local
from partners.offers.contact.forms import AttemptForm, NotReachedForm
from partners.offers.contact.service import Reached
from partners.offers.interpreting.model import language_shared
from partners.offers.model import FiledOffer
from partners.offers.panel.pages import panel_of, risk_words
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import Choice, Field, SheetPage
from partners.offers.snapshot.model import contact_in


def attempt_page(
    reached: Reached, now: datetime, form: AttemptForm | None = None, errors: tuple[FieldError, ...] = ()
) -> SheetPage:
    """Give the form of an attempt, filled in with this moment until something was typed.

    What other services tried is counted, and nothing else of it is told.

    Source: CONT-20, CONT-22.
    """
    filed = reached.filed
    form = form or _this_moment(filed, now)
    first = filed.offer.status == OfferStatus.ACCEPTED
    page = SheetPage(
        title=f"Record a contact attempt for {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="attempt",
        contact=panel_of(reached.opened, now),
        said=(
            risk_words(reached.opened, now),
            *_language(reached),
            *((_STOPPED,) if filed.contact_stopped_at is not None else ()),
            *(_coming(reached, now) if first else ()),
            *((_SPOKE,) if first else ()),
        ),
        fields=(
            sheet.radios("result", "How did it end?", AttemptOutcome, form.result),
            sheet.radios("channel", "How did you try?", Channel, form.channel),
            sheet.day("on", "On which day?", form.on),
            sheet.time("time", "At what time?", form.time),
            sheet.words("note", "Note (optional)", form.note, hint="The lead can read this."),
        ),
        button="Record the attempt",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


_STOPPED = "Contact is stopped. Record only what has happened already; do not try again before the lead opens it."
_SPOKE = "If you spoke to the person, this is first contact: from then on your team is responsible."


_LAST = "The attempts that are asked for have been made. Say that the person could not be reached."


def _language(reached: Reached) -> tuple[str, ...]:
    snapshot = reached.opened.snapshot or {}
    contact = contact_in(snapshot)
    return language_shared(snapshot, sensitive=contact is None or contact.plan.sensitive)


def _coming(reached: Reached, now: datetime) -> Iterator[str]:
    """Say how many attempts were made, by when the next is due, and the next safe hour; never who tried, or where."""
    ahead = reached.ahead
    yield from (reason.text for reason in ahead.reasons if reason.code in _COUNTED)
    if ahead.exhausted:
        yield _LAST
    elif reached.filed.contact_stopped_at is None:
        yield from _still_to_do(ahead, now)


_COUNTED = frozenset({"attempts_made", "other_time_of_day", "evening_untried"})


def _this_moment(filed: FiledOffer, now: datetime) -> AttemptForm:
    here = local(now)
    return AttemptForm(
        version=str(filed.offer.version),
        on_day=str(here.day),
        on_month=str(here.month),
        on_year=str(here.year),
        time=f"{here:%H:%M}",
    )


def not_reached_page(
    reached: Reached, now: datetime, form: NotReachedForm | None = None, errors: tuple[FieldError, ...] = ()
) -> SheetPage:
    """Give the form to say that nobody could be reached; until then, what is still to be tried, and when."""
    filed, ahead = reached.filed, reached.ahead
    form = form or NotReachedForm(version=str(filed.offer.version))
    page = SheetPage(
        title=f"{filed.reference}: the person could not be reached",
        reference=filed.reference,
        version=form.version,
        act="not-reached",
        contact=panel_of(reached.opened, now),
        said=_EXHAUSTED if ahead.exhausted else tuple(_still_to_do(ahead, now)),
        steps=tuple(step.label for step in ahead.then),
        reasons=ahead.reasons,
        link=(f"/offers/{filed.reference}/attempt", "Record a contact attempt") if _goes_on(ahead) else None,
        fields=_giving_up(form) if ahead.exhausted else (),
        button="Return it to the lead" if ahead.exhausted else "",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


def _goes_on(ahead: NextAttempt) -> bool:
    return bool(ahead.channels) and not ahead.exhausted


_EXHAUSTED = (
    "The attempts that are asked for have been made. It returns to the lead, who decides what comes next.",
    "Do this first:",
)


def _giving_up(form: NotReachedForm) -> tuple[Field, ...]:
    done = Choice(value="yes", text="Yes, this is done", checked=form.checked == "yes")
    return (
        sheet.radios("reason", "What happened?", NotReachedReason, form.reason),
        Field(kind="radios", name="checked", label="Is what has to be done first done?", items=(done,)),
        sheet.words("note", "Note for the lead (optional)", form.note),
    )


def _still_to_do(ahead: NextAttempt, now: datetime) -> Iterator[str]:
    """Say what is still to be tried and when, or what comes instead."""
    if _goes_on(ahead) and ahead.due_at is not None:
        ways = " or ".join(channel.label.lower() for channel in ahead.channels)
        yield f"There is another attempt to make, by {ways}: it is due by {in_words(ahead.due_at, now)}."
        if ahead.opens_at is not None and ahead.opens_at > now:
            yield f"The next safe hour opens {in_words(ahead.opens_at, now)}."
        return
    if ahead.then and ahead.due_at is not None:
        yield f"No attempt can be made safely now. Do this instead, by {in_words(ahead.due_at, now)}:"
        return
    yield "No further attempt is asked for, and this is not a case of somebody who could not be reached."
