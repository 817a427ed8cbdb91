"""The receipt as a page: safe, whole, and in sentences to read aloud; and the last look before the whole one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import ClassVar

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.ports import Names
from lvws_core.referrals import closed_since
from lvws_core.times import day_in_words, london_day
from partners.offers.model import last_day
from partners.offers.snapshot.pages import FieldRow
from portal.reviews.basis.pages import basis_lines
from portal.sharing.receipt.forms import CodeForm, FullForm
from portal.sharing.receipt.model import ReceiptForm, ShownReceipt, code_of, neutral


class ReceiptPage(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt; the safe form has neither names nor a telling title, also on paper.

    `checked` is what a code that was typed came to, "" where none was.
    """

    template: ClassVar[str] = "sharing/receipt.html"

    title: str
    offer: Reference
    form: str
    sentences: tuple[str, ...]
    rows: tuple[FieldRow, ...]
    given: str
    code: str
    verified: str
    is_verified: bool
    advice: str
    typed: str
    checked: str
    errors: tuple[FieldError, ...] = ()


class AskFullPage(msgspec.Struct, frozen=True, kw_only=True):
    """The last look before the full form: why it can be dangerous."""

    template: ClassVar[str] = "sharing/ask_full.html"

    title: str
    offer: Reference
    warnings: tuple[str, ...]
    typed: FullForm
    errors: tuple[FieldError, ...] = ()


def ask_full_page(offer: Reference, form: FullForm | None = None, errors: tuple[FieldError, ...] = ()) -> AskFullPage:
    """Give the page that asks once more before names stand on paper."""
    title = "Print the full receipt"
    return AskFullPage(title=title, offer=offer, warnings=_DANGERS, typed=form or FullForm(), errors=errors)


_DANGERS = (
    "It names the service and says what was shared. Whoever finds it learns that the person asked for help, and where.",
    "Give it only to a person who asks for it and has a place where nobody else looks: not a bag, a phone or a home.",
    "It can be read aloud instead, or kept here until the person wants it.",
)


def receipt_page(
    shown: ShownReceipt,
    names: Names,
    now: datetime,
    *,
    code: CodeForm | None = None,
    checked: str = "",
    errors: tuple[FieldError, ...] = (),
) -> ReceiptPage:
    """Give the page of a receipt in its form."""
    partner = names.organisation(shown.sharing.organisation_id)
    is_full = shown.form is ReceiptForm.FULL
    return ReceiptPage(
        title=_TITLES[shown.form],
        offer=shown.sharing.history.filed.reference,
        form=shown.form.value,
        sentences=tuple(_aloud(shown, partner, now) if shown.form is ReceiptForm.ALOUD else _sentences(shown, now)),
        rows=_rows(shown, partner, now) if is_full else (),
        given=day_in_words(london_day(shown.receipt.at)),
        code=code_of(shown.receipt),
        verified=_VERIFIED if shown.verified else _BROKEN,
        is_verified=shown.verified,
        advice=_ADVICE[shown.form],
        typed=code.code if code else "",
        checked=checked,
        errors=errors,
    )


def check_words(*, matches: bool) -> str:
    """Say what a code that was typed came to."""
    if matches:
        return "This is the receipt of this offer, unaltered: what is kept is exactly what left."
    return "This is not the code of this offer’s receipt. Check what was typed; then tell information governance."


_TITLES = {
    ReceiptForm.SAFE: "Your record",
    ReceiptForm.FULL: "Receipt: what was shared",
    ReceiptForm.ALOUD: "Receipt to read aloud",
}
_VERIFIED = "Checked just now: what is kept is exactly what left under this receipt."
_BROKEN = "What is kept does not match this receipt. Do not hand it out; tell information governance today."
_ADVICE = {
    ReceiptForm.SAFE: "Ask first whether the person wants paper at all. It names no service. Print it without the "
    "browser’s own headers and footers.",
    ReceiptForm.FULL: "This names the service. Hand it only to the person, and only here.",
    ReceiptForm.ALOUD: "Read it slowly, and only while the person is alone with you. Stop if somebody comes in.",
}


def _sentences(shown: ShownReceipt, now: datetime) -> Iterable[str]:
    given = day_in_words(london_day(shown.receipt.at))
    yield f"On {given} we passed on some details for you."
    if shown.form is ReceiptForm.SAFE:
        yield f"We passed on: {'; '.join(neutral(shown.receipt.categories))}."
    consent_on = shown.sharing.history.consent_on
    if consent_on is not None:
        yield f"You said yes to this on {day_in_words(consent_on)}."
    yield "Nothing else was passed on at that time."
    yield from _told_since(shown)
    yield _until(shown, now)
    if consent_on is not None:
        yield "You can change your mind at any time. Tell the person who gave you this; it costs you nothing."


def _until(shown: ShownReceipt, now: datetime) -> str:
    sharing = shown.sharing
    closed_at = sharing.closed_at(now)
    if closed_at is not None:
        return f"Since {day_in_words(london_day(closed_at))} it can no longer be opened."
    end, part = sharing.offer.visible_until, closed_since(sharing.offer)
    what = "The rest" if part else "It"
    until = "for as long as it is needed" if end is None else f"until {last_day(end, now)}"
    return " ".join((*_closed_part(part, shown.form), f"{what} can be opened {until}."))


def _told_since(shown: ShownReceipt) -> Iterable[str]:
    """Say what was passed on again after that, each time with its day and why, in the words that the form may use."""
    for update in shown.sharing.updates:
        held = [category for category in DataCategory if category in update.receipt.categories]
        named = neutral(held) if shown.form is ReceiptForm.SAFE else [_lower(category.label) for category in held]
        consent_on = update.footing.consent_on
        why = "the law allows it" if consent_on is None else f"you said yes on {day_in_words(consent_on)}"
        day = day_in_words(london_day(update.receipt.at))
        yield f"On {day} they were told what had changed: {'; '.join(named)}, because {why}."


def _closed_part(closed: Mapping[DataCategory, datetime], form: ReceiptForm) -> Iterable[str]:
    """Name what closed before the rest, in the words that the form may use."""
    days: dict[date, list[DataCategory]] = {}
    for category, at in closed.items():
        days.setdefault(london_day(at), []).append(category)
    for day, categories in sorted(days.items()):
        named = neutral(categories) if form is ReceiptForm.SAFE else [_lower(c.label) for c in categories]
        yield f"Since {day_in_words(day)} they can no longer open: {'; '.join(named)}."


def _aloud(shown: ShownReceipt, partner: str, now: datetime) -> Iterable[str]:
    sharing, given = shown.sharing, day_in_words(london_day(shown.receipt.at))
    yield f"On {given} we told {partner} something about you, so that they can help."
    yield "We told them these things and nothing else:"
    yield from (f"– {_lower(category.label)}." for category in sharing.categories)
    if sharing.history.consent_on is not None:
        yield f"We did that because you said yes on {day_in_words(sharing.history.consent_on)}."
        yield "You can take that back at any time, in any way you like, and nothing you get from us depends on it."
    else:
        yield "We did that because the law allows or requires it. I can explain why."
    yield from _told_since(shown)
    yield _until(shown, now)
    yield "Would you like this on paper? It can be printed without any names on it."


def _rows(shown: ShownReceipt, partner: str, now: datetime) -> tuple[FieldRow, ...]:
    sharing = shown.sharing
    consent_on = sharing.history.consent_on
    why = "A basis in law, named below" if consent_on is None else f"You said yes on {day_in_words(consent_on)}"
    return (
        FieldRow(label="To whom", text=partner),
        FieldRow(label="What", lines=tuple(category.label for category in sharing.categories)),
        FieldRow(label="Why", text=why),
        FieldRow(label="Legal basis", lines=basis_lines(shown.receipt.basis)),
        FieldRow(label="Until when", text=_until(shown, now)),
        *(FieldRow(label="Basis of what changed", lines=basis_lines(u.receipt.basis)) for u in shown.sharing.updates),
        FieldRow(label="Reference", text=sharing.history.filed.reference),
        FieldRow(label="Digest (SHA-256)", text=shown.receipt.digest),
    )


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
