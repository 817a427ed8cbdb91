"""The pages of needs: the live document with how far the person came, and the form on one screen."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.needs import HIGHEST, LOWEST, DistanceTravelled
from lvws_core.times import london_day
from lvws_core.vocabulary import NeedCategory
from portal.people.model import day_in_words
from portal.people.needs.forms import KEYS, NONE_KEY, NeedsForm, field_of
from portal.people.needs.model import Occasion, Scored, travelled
from portal.people.safe_contact.pages import SafeContactPanel
from portal.people.statements.pages import StatementView

Option = Mapping[str, Any]
_LEFT, _STEP, _TOP, _ROW = 270, 64, 34, 34
"""Where the scale of the chart begins, how wide one point is, and how high a line is, in its own units."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One category: the first score, the newest, and the change between them, in words."""

    label: str
    first: str
    last: str
    change: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the chart: where it stands, from where to where it goes, and what it says at its end."""

    label: str
    y: int
    from_x: int
    to_x: int
    words_x: int
    words: str


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """The distance travelled as a picture; `finding` says in words what it shows."""

    finding: str
    ticks: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...]
    width: int
    height: int


class NeedsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The live document: what was scored, when, and how far the person came."""

    template: ClassVar[str] = "people/needs.html"

    title: str
    reference: Reference
    safe: SafeContactPanel
    newest: str
    rows: tuple[Row, ...]
    first_heading: str
    last_heading: str
    chart: Chart | None
    occasions: tuple[str, ...]
    button: str
    statements: tuple[StatementView, ...] = ()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One category of the form with its answers."""

    field: str
    label: str
    items: tuple[Option, ...]
    value: str


class NeedsFormPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form: eight lines, the latest answers in them."""

    template: ClassVar[str] = "people/needs_form.html"

    title: str
    reference: Reference
    safe: SafeContactPanel
    lines: tuple[Line, ...]
    occasions: tuple[Option, ...]
    typed: NeedsForm
    prefilled: str
    errors: tuple[FieldError, ...] = ()


def needs_page(
    reference: Reference,
    series: Sequence[Scored],
    names: Mapping[UserId, str],
    safe: SafeContactPanel,
    statements: tuple[StatementView, ...] = (),
) -> NeedsPage:
    """Give the document; `series` is the newest first."""
    newest, first = (series[0], series[-1]) if series else (None, None)
    distance = travelled(series)
    return NeedsPage(
        title=f"Needs of person {reference}",
        reference=reference,
        safe=safe,
        newest=_when(newest, names) if newest else "",
        rows=tuple(_row(c, first, newest, distance) for c in NeedCategory) if first and newest else (),
        first_heading=_heading(first) if distance and first else "",
        last_heading=_heading(newest) if newest else "",
        chart=_chart(distance, first, newest) if distance and first and newest else None,
        occasions=tuple(_when(each, names) for each in series),
        button="Review the needs" if series else "Assess the needs",
        statements=statements,
    )


def needs_form_page(
    reference: Reference,
    typed: NeedsForm,
    newest: Scored | None,
    safe: SafeContactPanel,
    errors: tuple[FieldError, ...] = (),
) -> NeedsFormPage:
    """Give the form with what was typed, or with the latest answers."""
    day = day_in_words(london_day(newest.at)) if newest else ""
    return NeedsFormPage(
        title=f"Assess the needs of person {reference}",
        reference=reference,
        safe=safe,
        lines=tuple(_line(each, typed) for each in NeedCategory),
        occasions=tuple({"value": each.value, "text": each.label} for each in Occasion),
        typed=typed,
        prefilled=f"The answers of {day} are filled in. Change what has changed; nobody has to tell the rest again."
        if day
        else "",
        errors=errors,
    )


def finding(distance: DistanceTravelled) -> str:
    """Give in words how far somebody came: in how many needs it went better, worse and not at all.

    Source: NEED-01.
    """
    counts = ((distance.improved, "less need"), (distance.worsened, "more need"), (distance.unchanged, "no change"))
    told = [f"{words} in {count}" for count, words in counts if count]
    if not told:
        return "No need was scored both times, so nothing can be compared."
    of = len(distance.by_category)
    total = abs(distance.total)
    points = f"{total} point{'s' if total != 1 else ''}"
    whole = f"{points} {'less' if distance.total > 0 else 'more'} in all" if total else "the same in all"
    sentence = ", ".join(told)
    return f"{sentence[0].upper()}{sentence[1:]} of {of} need{'s' if of != 1 else ''} compared: {whole}."


def _when(scored: Scored, names: Mapping[UserId, str]) -> str:
    by = names.get(scored.by, "a closed account")
    return f"{scored.occasion.label}, {day_in_words(london_day(scored.at))}, by {by}"


def _heading(scored: Scored) -> str:
    return f"{scored.occasion.label}, {day_in_words(london_day(scored.at))}"


def _row(category: NeedCategory, first: Scored, newest: Scored, distance: DistanceTravelled | None) -> Row:
    return Row(
        label=category.label,
        first=_score(first, category) if distance else "",
        last=_score(newest, category),
        change=_change(distance.by_category.get(category)) if distance else "",
    )


def _score(scored: Scored, category: NeedCategory) -> str:
    if category not in scored.scores:
        return "not asked"
    score = scored.scores[category]
    return "does not apply" if score is None else f"{score} of {HIGHEST}"


def _change(less: int | None) -> str:
    if less is None:
        return "not compared"
    return f"{abs(less)} {'less' if less > 0 else 'more'}" if less else "no change"


def _chart(distance: DistanceTravelled, first: Scored, newest: Scored) -> Chart:
    before, after = first.assessed.scores, newest.assessed.scores
    bottom = _TOP + _ROW * len(distance.by_category)
    marks = (
        _mark(category, _TOP + _ROW * place, before[category], after[category])
        for place, category in enumerate(distance.by_category)
    )
    return Chart(
        finding=finding(distance),
        ticks=tuple((n, _x(n)) for n in range(LOWEST, HIGHEST + 1)),
        marks=tuple(marks),
        width=_x(HIGHEST) + 130,
        height=bottom + 6,
    )


def _mark(category: NeedCategory, y: int, before: int, after: int) -> Mark:
    return Mark(
        label=category.label,
        y=y + _ROW // 2,
        from_x=_x(before),
        to_x=_x(after),
        words_x=max(_x(before), _x(after)) + 14,
        words=_change(before - after),
    )


def _x(score: int) -> int:
    return _LEFT + _STEP * score


def _line(category: NeedCategory, typed: NeedsForm) -> Line:
    words = {NONE_KEY: "Does not apply"}
    items = tuple({"value": key, "text": words.get(key, key)} for key in KEYS)
    value = typed.answers.get(category.value, "")
    return Line(field=field_of(category), label=category.label, items=items, value=value)
