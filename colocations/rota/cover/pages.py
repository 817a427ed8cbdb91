"""The page of a shift that falls: why, what it leaves, who could cover, who was asked and what they said."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Final

import msgspec

from colocations.rota.cover.model import Candidate, CoverAsk
from colocations.rota.cover.service import Sought
from colocations.rota.lines.pages import NEWS, AskLine
from colocations.rota.model import Standing
from colocations.rota.pages import SHIFTS, day_words, week_href
from colocations.sites.hours.model import period_words
from colocations.sites.pages import Tag
from lvws_core.ids import UserId
from lvws_core.times import in_words

_NONE: Final = (
    "Nobody: nobody else is cleared for this site on that day, here and free. Tell the ward, and look at the site’s "
    "own cover plan."
)


class CandidateLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could cover, or why not."""

    id: str
    name: str
    why: tuple[str, ...]


class AskedLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was asked."""

    name: str
    asked: str
    answer: str
    is_open: bool


class CoverPage(msgspec.Struct, frozen=True, kw_only=True):
    """Cover for a shift."""

    template: ClassVar[str] = "rota/cover.html"
    title: ClassVar[str] = "Cover for a shift"

    news: str
    caption: str
    back: str
    change_href: str
    leave_href: str
    action: str
    take_back: str
    state: str
    tag: Tag
    why: tuple[str, ...]
    wards: str
    needs_cover: bool
    able: tuple[CandidateLine, ...]
    unable: tuple[CandidateLine, ...]
    none_able: str
    asked: tuple[AskedLine, ...]


def cover_page(found: Sought, names: Mapping[UserId, str], now: datetime, *, done: str = "") -> CoverPage:
    """Give the page of a shift."""
    shift, site = found.shift, found.day.facts.sites[found.shift.site_id]
    stands, base = found.standing is Standing.STANDS, f"{SHIFTS}/{shift.id}"
    covered = names.get(found.cover.worker_id, "A colleague") if found.cover is not None else ""
    wanted = not stands and not covered
    waiting = {each.worker_id for each in found.asks if each.answer is None}
    lines = [candidate_line(each, names) for each in found.candidates if each.worker_id not in waiting]
    return CoverPage(
        news=NEWS.get(done, ""),
        caption=f"{names.get(shift.worker_id, 'A closed account')}, {site.name}, {day_words(shift.day)}, "
        f"{period_words(shift.period)}",
        back=week_href(shift.day),
        change_href=base,
        leave_href=f"/rota/leave/{shift.worker_id}",
        action=f"{base}/cover",
        take_back=f"{base}/cover/take-back" if any(each.answer is None for each in found.asks) else "",
        state=f"{covered} covers it." if covered else "The shift stands: nobody needs to cover it." if stands else "",
        tag=Tag(text="Covered" if covered else found.standing.label, colour="red" if wanted else "green"),
        why=tuple(reason.text for reason in found.reasons),
        wards=", ".join(ward or "the whole site" for ward in found.wards),
        needs_cover=wanted,
        able=tuple(each for each in lines if not each.why) if wanted else (),
        unable=tuple(each for each in lines if each.why) if wanted else (),
        none_able="" if waiting else _NONE,
        asked=tuple(_asked(each, names, now) for each in found.asks),
    )


def candidate_line(candidate: Candidate, names: Mapping[UserId, str]) -> CandidateLine:
    """Give the line of somebody who could come, or cannot."""
    return CandidateLine(
        id=str(candidate.worker_id),
        name=names.get(candidate.worker_id, "A colleague"),
        why=tuple(reason.text for reason in candidate.reasons),
    )


def _asked(ask: CoverAsk, names: Mapping[UserId, str], now: datetime) -> AskedLine:
    return AskedLine(
        name=names.get(ask.worker_id, "A closed account"),
        asked=in_words(ask.asked_at, now),
        answer=ask.answer.label if ask.answer is not None else "No answer yet",
        is_open=ask.answer is None,
    )


def ask_line(ask: CoverAsk, where: str, day: date, times: str) -> AskLine:
    """Give the line of a question to the reader."""
    return AskLine(words=f"{day_words(day)}, {times}", site=where, action=f"/rota/cover/{ask.id}")
