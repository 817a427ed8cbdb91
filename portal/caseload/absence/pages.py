"""The page of a worker's absences: what is recorded, and the form of another."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.times import day_in_words
from partners.directory.pages import day_items
from portal.caseload.absence.forms import NOBODY, AbsenceForm
from portal.caseload.absence.model import Absence
from portal.caseload.absence.service import Absences, Planned
from portal.caseload.load.pages import path_of
from portal.intake.allocation.pages import load_words

Option = Mapping[str, Any]
OWN: Final = "/my-day/absence"
"""Where everybody finds their own."""
_NEWS = {
    "recorded": "The absence is recorded. Whoever covers finds the work on their day from the first day on, and hears "
    "of what happens; the day after the last it is with the worker again.",
    "ended": "The absence is ended. What was covered is with the worker again, from this moment on.",
}


class AbsenceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One absence: its days, who covers, who needs another cover, and where it is ended."""

    days: str
    cover: str
    needs_other: str
    end: str
    act: str


class AbsencePage(msgspec.Struct, frozen=True, kw_only=True):
    """The absences of one worker and the form of another."""

    template: ClassVar[str] = "caseload/absence.html"

    title: str
    news: str
    back: str
    back_text: str
    who: str
    path: str
    lines: tuple[AbsenceLine, ...]
    starts_on: tuple[Option, ...]
    ends_on: tuple[Option, ...]
    covers: tuple[Option, ...]
    hand_over: str
    errors: tuple[FieldError, ...] = ()


def absence_page(
    found: Absences,
    path: str,
    today: date,
    typed: AbsenceForm | None = None,
    *,
    manages: bool,
    errors: tuple[FieldError, ...] = (),
    done: str = "",
) -> AbsencePage:
    """Give the page, with what was typed and its faults; `manages` says that the reader manages the team.

    `path` is its own address: `OWN`, or that of a worker for whoever manages the team.
    """
    typed, is_own, back = typed or AbsenceForm(), path == OWN, path_of(found.member.id)
    return AbsencePage(
        title="Time away",
        news=_NEWS.get(done, ""),
        back="/my-day" if is_own else back,
        back_text="My day" if is_own else "Caseload",
        who="" if is_own else found.member.name,
        path=path,
        lines=tuple(_line(each, found.names, path, today) for each in found.planned),
        starts_on=day_items("starts_on", (typed.starts_on_day, typed.starts_on_month, typed.starts_on_year)),
        ends_on=day_items("ends_on", (typed.ends_on_day, typed.ends_on_month, typed.ends_on_year)),
        covers=_covers(found, typed.cover),
        hand_over=f"{back}/hand-over" if manages else "",
        errors=errors,
    )


def _line(planned: Planned, names: Mapping[UserId, str], path: str, today: date) -> AbsenceLine:
    absence = planned.absence
    cover = "Nobody covers: it is with the manager."
    if absence.cover_id is not None:
        cover = f"{names.get(absence.cover_id, 'A colleague')} covers."
    return AbsenceLine(
        days=days_words(absence),
        cover=cover,
        needs_other=_needs_other(planned),
        end=f"{path}/{absence.id}/end",
        act="End it now" if absence.runs_on(today) else "Call it off",
    )


def days_words(absence: Absence) -> str:
    """Give the days of an absence: "3 December 2026 to 7 December 2026"."""
    first, last = day_in_words(absence.starts_on), day_in_words(absence.ends_on)
    return first if first == last else f"{first} to {last}"


def _needs_other(planned: Planned) -> str:
    if not planned.needs_other:
        return ""
    return f"Needs another cover, and is with the manager meanwhile: {', '.join(planned.needs_other)}."


def _covers(found: Absences, chosen: str) -> tuple[Option, ...]:
    people = tuple(
        {
            "value": str(worker.id),
            "text": worker.name,
            "hint": {"text": f"{worker.terms.role.label}; {load_words(worker)}"},
            "checked": str(worker.id) == chosen,
        }
        for worker in found.takers
    )
    nobody = {
        "value": NOBODY,
        "text": "Nobody yet",
        "hint": {"text": "What falls due is with the manager"},
        "checked": chosen == NOBODY,
    }
    return (*people, nobody)
