"""The page of a day on which nobody is there: who could come in each gap, and who cannot and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar, Final

import msgspec

from colocations.rota.cover.pages import CandidateLine, candidate_line
from colocations.rota.gaps.service import Gap
from colocations.rota.pages import add_href, day_words, gap_path, week_href
from colocations.sites.hours.model import period_words
from colocations.sites.model import Site
from lvws_core.ids import UserId

_NONE: Final = (
    "Nobody is cleared for this site on that day, here and free for all of these hours. Tell the ward, look at the "
    "site’s own cover plan, or add a shift with other times."
)


class GapPart(msgspec.Struct, frozen=True, kw_only=True):
    """One gap of the day; its words say which it is when somebody is put there."""

    words: str
    able: tuple[CandidateLine, ...]
    unable: tuple[CandidateLine, ...]
    add_href: str


class GapPage(msgspec.Struct, frozen=True, kw_only=True):
    """The gaps of a day at a site."""

    template: ClassVar[str] = "rota/gap.html"
    title: ClassVar[str] = "Somebody for a gap"

    caption: str
    back: str
    action: str
    day: str
    gaps: tuple[GapPart, ...]
    none_able: str = _NONE


def gap_page(site: Site, day: date, gaps: Sequence[Gap], names: Mapping[UserId, str]) -> GapPage:
    """Give the page of the gaps of a day at a site."""
    return GapPage(
        caption=f"{site.name}, {day_words(day)}",
        back=week_href(day),
        action=gap_path(site),
        day=day.isoformat(),
        gaps=tuple(_part(site, day, each, names) for each in gaps),
    )


def _part(site: Site, day: date, gap: Gap, names: Mapping[UserId, str]) -> GapPart:
    lines = [candidate_line(each, names) for each in gap.candidates]
    return GapPart(
        words=period_words(gap.period),
        able=tuple(each for each in lines if not each.why),
        unable=tuple(each for each in lines if each.why),
        add_href=add_href(site, day, gap.period),
    )
