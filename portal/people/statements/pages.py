"""The page of statements, and how one is shown beside the opinion that it is about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.times import day_in_words
from portal.people.safe_contact.pages import SafeContactPanel
from portal.people.statements.forms import LONGEST, StatementForm
from portal.people.statements.model import Opinion, Statement


class StatementView(msgspec.Struct, frozen=True, kw_only=True):
    """One statement: the person's words, about what, and the day."""

    about: str
    words: str
    day: str
    by: str = ""


class StatementsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said, newest first, and the form."""

    template: ClassVar[str] = "people/statements.html"

    title: str
    reference: Reference
    news: str
    safe: SafeContactPanel
    statements: tuple[StatementView, ...]
    opinions: tuple[Mapping[str, Any], ...]
    typed: StatementForm
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


def statement_views(
    statements: Iterable[Statement], staff: Mapping[UserId, str] | None = None
) -> tuple[StatementView, ...]:
    """Give statements as they stand beside an opinion; with `staff` each says who wrote it down."""
    return tuple(
        StatementView(
            about=each.about.label,
            words=each.words,
            day=day_in_words(each.said_on),
            by="" if staff is None else staff.get(each.by, "somebody who has left"),
        )
        for each in statements
    )


def statements_page(
    reference: Reference,
    found: Sequence[Statement],
    safe: SafeContactPanel,
    staff: Mapping[UserId, str],
    *,
    done: str = "",
    typed: StatementForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> StatementsPage:
    """Give the page, with what was typed where the form comes back."""
    typed = typed or StatementForm()
    return StatementsPage(
        title=f"Statements of person {reference}",
        reference=reference,
        news=_NEWS if done else "",
        safe=safe,
        statements=statement_views(found, staff),
        opinions=tuple({"value": o.value, "text": o.label, "checked": o.value == typed.about} for o in Opinion),
        typed=typed,
        errors=errors,
    )


_NEWS = (
    "It stands beside what it is about from now on, and in the pack if the person asks to see their record. "
    "Nobody outside your organisation has been told."
)
