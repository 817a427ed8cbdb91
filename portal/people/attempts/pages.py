"""The page of reaching a person: what is due, how to do it safely, what was tried."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import AttemptOutcome, Channel, NextAttempt
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.reasons import Reason
from lvws_core.times import in_words
from partners.offers.interpreting.model import language_words
from partners.offers.snapshot.pages import ContactPanel, contact_panel, stopped_panel
from portal.people.attempts.forms import AttemptForm
from portal.people.attempts.model import MadeAttempt, Reaching

Option = Mapping[str, Any]
_BEFORE = (
    "Make sure that it is the person, then ask whether it is safe to talk. Do not name the service first.",
    "Leave nothing with a child, and no number with anybody else.",
)
_DONE = {
    "tried": "The attempt is recorded. It counts together with those of the partners.",
    "stopped": "All contact is stopped, here and on every live offer. The plan has to be confirmed with the person "
    "before anybody tries again.",
}


class AttemptRow(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt that was made."""

    when: str
    by: str
    channel: str
    outcome: str


class AttemptsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What is due, the panel with the number, the form, and what was tried."""

    template: ClassVar[str] = "people/attempts.html"
    fragment: ClassVar[str] = "offers/_contact.html"

    title: str
    reference: Reference
    news: str
    contact: ContactPanel
    before: tuple[str, ...]
    due: str
    opens: str
    then: tuple[str, ...]
    reasons: tuple[Reason, ...]
    priority: str
    outcomes: tuple[Option, ...]
    channels: tuple[Option, ...]
    chosen: str
    rows: tuple[AttemptRow, ...]
    typed: AttemptForm
    errors: tuple[FieldError, ...] = ()


def attempts_page(
    found: Reaching,
    names: Callable[[UUID], str],
    now: datetime,
    typed: AttemptForm | None = None,
    *,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> AttemptsPage:
    """Give the page; the first safe channel is chosen beforehand. `names` gives the name of an organisation."""
    typed, ahead, reference = typed or AttemptForm(), found.ahead, found.record.person.reference
    first = ahead.channels[0].value if ahead.channels else ""
    return AttemptsPage(
        title=f"Make contact with person {reference}",
        reference=reference,
        news=_DONE.get(done, ""),
        contact=_panel(found, reference, now),
        before=() if found.stopped_since is not None else (*_BEFORE, *_language(found)),
        due=_due(ahead, now),
        opens=_opens(ahead, now),
        then=tuple(step.label for step in ahead.then),
        reasons=ahead.reasons,
        priority=found.priority.label,
        outcomes=tuple({"value": each.value, "text": each.label} for each in AttemptOutcome),
        channels=tuple({"value": each.value, "text": each.label} for each in Channel),
        chosen=typed.channel or first,
        rows=tuple(_row(each, names, now) for each in found.made),
        typed=typed,
        errors=errors,
    )


def _language(found: Reaching) -> tuple[str, ...]:
    identity, contact = found.record.person.identity, found.record.contact
    return language_words(
        identity.language.label if identity.language else "",
        identity.access_needs,
        is_interpreted=identity.interpreter,
        sensitive=contact is None or contact.plan.sensitive,
    )


def _panel(found: Reaching, reference: Reference, now: datetime) -> ContactPanel:
    if found.stopped_since is not None:
        panel = stopped_panel(found.stopped_since, now)
        own = (f"Do not contact: stopped since {in_words(found.stopped_since, now)}.", "You alone open it again.")
        return msgspec.structs.replace(panel, sentences=own)
    snapshot = {} if found.contact is None else {DataCategory.SAFE_CONTACT: found.contact}
    return contact_panel(snapshot, found.reaches, href=f"/people/{reference}/attempts/number", now=now)


def _due(ahead: NextAttempt, now: datetime) -> str:
    """Say what comes next: an attempt and by when, what has to be done instead, or nothing more."""
    by = "" if ahead.due_at is None else in_words(ahead.due_at, now)
    if ahead.exhausted:
        return "The attempts that are asked for have been made. Never just close it – do this now:"
    if ahead.channels:
        ways = " or ".join(channel.label.lower() for channel in ahead.channels)
        return f"The next attempt is due by {by}, by {ways}."
    if ahead.then:
        return f"No channel is safe now. Do this instead, by {by}:"
    return "No attempt is due."


def _opens(ahead: NextAttempt, now: datetime) -> str:
    if not ahead.channels or ahead.exhausted or ahead.opens_at is None:
        return ""
    return f"The next safe hour is {in_words(ahead.opens_at, now)}." if ahead.opens_at > now else "It is safe now."


def _row(each: MadeAttempt, names: Callable[[UUID], str], now: datetime) -> AttemptRow:
    took = "" if each.minutes is None else f", {each.minutes} min"
    return AttemptRow(
        when=in_words(each.attempt.at, now),
        by=names(each.organisation_id),
        channel=each.attempt.channel.label,
        outcome=f"{each.attempt.outcome.label}{took}",
    )
