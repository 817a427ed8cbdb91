"""The pages of the paper log: choose a file, see row by row what is wrong, confirm."""

from collections.abc import Iterable
from typing import ClassVar, Final

import msgspec

from colocations.paper.model import LAYOUT, MOST_ROWS, Tally
from colocations.paper.service import Checked
from colocations.sites.model import Site
from lvws_core.forms import FieldError
from lvws_core.spreadsheets import Column, Fault

PATH: Final = "/my-site/paper-log"
_MOST_SHOWN = 200


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A site that can be chosen, or the word that none is."""

    value: str
    text: str
    selected: bool = False


class ChoosePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that takes a file of one site; `news` says what came of the last one."""

    template: ClassVar[str] = "paper/choose.html"
    title: ClassVar[str] = "Bring in the paper log"

    path: str = PATH
    news: str = ""
    sites: tuple[Choice, ...]
    columns: tuple[Column, ...] = LAYOUT.columns
    most: int = MOST_ROWS
    errors: tuple[FieldError, ...] = ()


class CheckPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found, row by row, and the button that confirms."""

    template: ClassVar[str] = "paper/check.html"
    title: ClassVar[str] = "Check before you bring it in"

    path: str = PATH
    site: str
    counts: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    more: str
    confirm: str
    said: str
    kept: str


def choose_page(
    sites: Iterable[Site], *, chosen: str = "", news: str = "", errors: tuple[FieldError, ...] = ()
) -> ChoosePage:
    """Give the form; the only site is chosen already."""
    found = tuple(sites)
    only = found[0].reference if len(found) == 1 else chosen
    if not found:
        return ChoosePage(sites=(), news=news, errors=errors)
    choices = tuple(Choice(value=s.reference, text=s.name, selected=s.reference == only) for s in found)
    return ChoosePage(sites=(Choice(value="", text="Choose"), *choices), news=news, errors=errors)


def check_page(checked: Checked, kept: str) -> CheckPage:
    """Give the report of a check; `kept` is the file, sealed."""
    tally, left = checked.tally, len(checked.faults) - _MOST_SHOWN
    return CheckPage(
        site=checked.site.name,
        counts=(
            ("Can be brought in", str(tally.new)),
            ("There already, not changed", str(tally.there)),
            ("Left out", str(tally.refused) + (f", with {_many(tally.faults, 'fault')}" if tally.faults else "")),
        ),
        faults=checked.faults[:_MOST_SHOWN],
        more=f"And {left} more. Mend these first, and choose the file again." if left > 0 else "",
        confirm=f"Bring in {_many(tally.new, 'contact')}" if tally.new else "",
        said=_said(tally),
        kept=kept if tally.new else "",
    )


def brought_in_words(tally: Tally) -> str:
    """Say what was brought in, who knows, and what comes next."""
    if not tally.new:
        return "Nothing was new, so nothing changed."
    left = f" {_many(tally.refused, 'row')} left out: choose the file again to see why." if tally.refused else ""
    return (
        f"{_many(tally.new, 'contact')} brought in, and {tally.there} were there already. Your coordinator sees them "
        f"in the counts. Next: link what is about a new person, under “To link” on My site.{left}"
    )


def _said(tally: Tally) -> str:
    if not tally.new:
        return "Nothing new in the file can be brought in. Mend the rows below, and choose the file again."
    rest = " The rows below are left out: mend them and choose the file again, which brings in only what is new."
    return f"Nothing is stored yet, and the file is kept nowhere but in this page.{rest if tally.faults else ''}"


def _many(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
