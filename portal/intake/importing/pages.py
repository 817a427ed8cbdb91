"""The pages of an import: choose a file, see what a check found, and what came of it."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from portal.intake.importing.model import Fault, Tally
from portal.intake.importing.service import Checked

_MOST_SHOWN = 200


class ChoosePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that takes the file."""

    template: ClassVar[str] = "intake/import.html"

    errors: tuple[FieldError, ...] = ()
    title: str = "Import a file of cases"


class CheckPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found, row by row, and the button that confirms; afterwards what came of it."""

    template: ClassVar[str] = "intake/import_check.html"

    title: str
    reference: Reference
    news: str
    counts: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    more: str
    confirm: str
    said: str
    alike: tuple[Reference, ...]


def check_page(checked: Checked) -> CheckPage:
    """Give the page of an import, before it is confirmed and after."""
    tally, is_done = checked.tally, checked.run.finished_at is not None
    left = len(checked.faults) - _MOST_SHOWN
    return CheckPage(
        title="What came of the import" if is_done else "Check before you import",
        reference=checked.run.reference,
        news=_news(tally) if is_done else "",
        counts=_counts(tally, is_done=is_done),
        faults=checked.faults[:_MOST_SHOWN],
        more=f"And {left:,} more. Mend these first, and choose the file again." if left > 0 else "",
        confirm="" if is_done or not tally.new else f"Take in {_many(tally.new, 'case')}",
        said="" if is_done else _said(tally),
        alike=checked.alike,
    )


def _counts(tally: Tally, *, is_done: bool) -> tuple[tuple[str, str], ...]:
    return (
        ("Taken in" if is_done else "Can be taken in", f"{tally.new:,}"),
        ("There already, not changed", f"{tally.there:,}"),
        ("Left out", f"{tally.refused:,}" + (f", with {_many(tally.faults, 'fault')}" if tally.faults else "")),
    )


def _news(tally: Tally) -> str:
    if not tally.new:
        return "Nothing was new, so nothing changed. The file is deleted."
    left = " To see again which rows were left out, choose the file again." if tally.faults else ""
    those = "it" if tally.new == 1 else "them"
    then = f"Nobody else has been told. The file is deleted. Next: hand {those} over to a caseworker."
    return f"{_many(tally.new, 'case')} {'is' if tally.new == 1 else 'are'} taken in. {then}{left}"


def _said(tally: Tally) -> str:
    if not tally.new:
        return "There is nothing new in the file that can be taken in. Mend the rows below, and choose the file again."
    rest = "The rows below are left out; mend them and import the file again, which takes in only what is new. "
    return f"Nothing is stored yet. {rest if tally.faults else ''}The file waits here for you alone, for 24 hours."


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
