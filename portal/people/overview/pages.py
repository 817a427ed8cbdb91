"""The parts of a person's page that stand beside the identity: told, needs, characteristics, the team."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from lvws_core.ids import UserId
from lvws_core.policy import Policy
from lvws_core.times import london_day
from portal.people.characteristics.model import Meter
from portal.people.characteristics.pages import meter_words
from portal.people.model import PersonRecord, day_in_words
from portal.people.needs.model import Scored, travelled
from portal.people.needs.pages import finding
from portal.people.overview.model import Beside
from portal.people.team.pages import restriction_words
from portal.people.tell.pages import TellLine, safe_time_words, tell_lines
from portal.people.told.pages import TopicLine, still_to_tell, topic_lines


class MeterBar(msgspec.Struct, frozen=True, kw_only=True):
    """The completeness meter: how many of how many, and the same in words."""

    value: int
    most: int
    words: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the identity; `tell` is empty where nothing is to be told.

    `when_to_tell` names a time inside the plan, or says why there is none.
    """

    tell: tuple[TellLine, ...]
    when_to_tell: str
    told: tuple[TopicLine, ...]
    still_to_tell: str
    needs: str
    distance: str
    meter: MeterBar
    team: str
    restricted: str
    at_sites: str = ""


def overview(
    beside: Beside,
    record: PersonRecord,
    *,
    names: Callable[[UUID], str],
    colleagues: Mapping[UserId, str],
    now: datetime,
    policy: Policy,
) -> Overview:
    """Give the parts in words; `names` gives the name of an organisation, `colleagues` those of accounts."""
    today, distance = london_day(now), travelled(beside.needs)
    return Overview(
        tell=tell_lines(beside.to_tell, names, now),
        when_to_tell=safe_time_words(record.contact, record.standing.stopped_since, now, policy),
        told=topic_lines(beside.told, today),
        still_to_tell=still_to_tell(beside.told),
        needs=_needs(beside.needs[0], today) if beside.needs else "",
        distance=finding(distance) if distance else "",
        meter=_bar(beside.meter),
        team=", ".join(colleagues.get(each.user_id, "a closed account") for each in beside.team.current),
        restricted=restriction_words(beside.team, colleagues),
        at_sites=_at_sites(beside.at_sites),
    )


def _at_sites(count: int) -> str:
    return "" if not count else f"{count} contact{'s' if count > 1 else ''} at a site"


def _needs(newest: Scored, today: date) -> str:
    greatest = newest.assessed.greatest
    day = london_day(newest.at)
    scored = f"{newest.occasion.label}, {'today' if day == today else day_in_words(day)}"
    if not greatest:
        return f"{scored}: no need was scored."
    listed = "; ".join(category.label.lower() for category in greatest)
    return f"{scored}: greatest in {listed}."


def _bar(meter: Meter) -> MeterBar:
    return MeterBar(value=min(meter.asked, meter.of), most=meter.of, words=meter_words(meter))
