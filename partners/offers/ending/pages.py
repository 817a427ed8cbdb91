"""The sheets of the end of support."""

from collections.abc import Mapping

from lvws_core.forms import FieldError
from lvws_core.needs import HIGHEST, LOWEST
from lvws_core.vocabulary import ClosureReason, NeedCategory
from partners.offers.ending.forms import LATER, NOT_APPLICABLE, OutcomeForm
from partners.offers.model import FiledOffer
from partners.offers.sheet import pages as sheet
from partners.offers.sheet.pages import Choice, Field, Option, Pair, SheetPage

Errors = tuple[FieldError, ...]


def finish_page(filed: FiledOffer, form: OutcomeForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form to finish support, with its outcome now or later."""
    form = form or OutcomeForm(version=str(filed.offer.version))
    later = Choice(value=LATER, text="I will record the outcome later", checked=form.outcome == LATER)
    page = SheetPage(
        title=f"Finish {filed.reference} with its outcome",
        reference=filed.reference,
        version=form.version,
        act="finish",
        said=("Support ends. The lead reads the outcome and acknowledges it.",),
        fields=_fields(filed, form, later),
        button="Finish",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


def outcome_page(filed: FiledOffer, form: OutcomeForm | None = None, errors: Errors = ()) -> SheetPage:
    """Give the form of the outcome of what is finished."""
    form = form or OutcomeForm(version=str(filed.offer.version))
    page = SheetPage(
        title=f"Record the outcome of {filed.reference}",
        reference=filed.reference,
        version=form.version,
        act="outcome",
        said=("The lead reads the outcome and acknowledges it.",),
        fields=_fields(filed, form),
        button="Finish with this outcome",
        errors=errors,
    )
    return sheet.as_told_to(page, filed)


def _fields(filed: FiledOffer, form: OutcomeForm, *more: Choice) -> tuple[Field, ...]:
    ended = sheet.radios("outcome", "How did it end?", ClosureReason, form.outcome)
    return (
        Field(kind="radios", name="outcome", label=ended.label, items=(*ended.items, *more)),
        needs_field(filed, form),
        sheet.words("note", "Note for the lead (optional)", form.note),
    )


def needs_field(filed: FiledOffer, form: OutcomeForm) -> Field:
    """Give the field in which the eight needs are scored, at the start and now; what it was about comes first."""
    pairs = _pairs(filed, form)
    return Field(kind="pairs", name="needs", label="How have the needs changed?", hint=_SCALE, pairs=pairs)


_SCALE = "From 0, no need, to 5, the greatest. Needs that this was about come first; leave out what you did not ask."


def _pairs(filed: FiledOffer, form: OutcomeForm) -> tuple[Pair, ...]:
    ordered = sorted(NeedCategory, key=lambda need: need not in filed.needs)
    return tuple(
        Pair(name=need.value, label=need.label, first=_options(form.first, need), last=_options(form.last, need))
        for need in ordered
    )


def _options(typed: Mapping[str, str], need: NeedCategory) -> tuple[Option, ...]:
    chosen = typed.get(need.value, "")
    numbers = [(str(score), str(score)) for score in range(LOWEST, HIGHEST + 1)]
    listed = [("", "Not asked"), *numbers, (NOT_APPLICABLE, "Does not apply")]
    return tuple(Option(value=value, text=text, selected=value == chosen) for value, text in listed)
