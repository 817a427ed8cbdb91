"""The pages of what goes back to its taker: the form, and the counts by month."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from portal.intake.model import Case
from portal.intake.returns.forms import ReturnForm
from portal.intake.returns.model import Gap, Month


class ReturnPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that sends an intake back."""

    template: ClassVar[str] = "intake/return.html"

    title: str
    reference: Reference
    version: int
    taker: str
    gaps: tuple[Mapping[str, Any], ...]
    errors: tuple[FieldError, ...] = ()


class MonthLine(msgspec.Struct, frozen=True, kw_only=True):
    """A month in words and numbers."""

    month: str
    returned: int
    mended: int
    gaps: tuple[str, ...]


class MonthsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What went back in the last twelve months: no person and no colleague is in it."""

    template: ClassVar[str] = "intake/months.html"

    title: str
    lines: tuple[MonthLine, ...]


def return_page(
    case: Case, taker: str, typed: ReturnForm | None = None, errors: tuple[FieldError, ...] = ()
) -> ReturnPage:
    """Give the form for a case."""
    ticked = () if typed is None else typed.ticked
    return ReturnPage(
        title=f"Send case {case.reference} back to be mended",
        reference=case.reference,
        version=case.version,
        taker=taker,
        gaps=tuple({"value": gap.value, "text": gap.label, "checked": gap.value in ticked} for gap in Gap),
        errors=errors,
    )


def months_page(months: Iterable[Month]) -> MonthsPage:
    """Give the counts, the newest month first."""
    return MonthsPage(title="What went back to intake", lines=tuple(_line(month) for month in months))


def _line(month: Month) -> MonthLine:
    return MonthLine(
        month=f"{month.first_day:%B %Y}",
        returned=month.returned,
        mended=month.mended,
        gaps=tuple(f"{gap.label}: {count}" for gap, count in month.gaps),
    )
