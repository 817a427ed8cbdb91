"""The page of duty: who is there now, what comes, the form of another, and whether each partner has somebody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.ports import Names
from lvws_core.times import in_words
from notifications.deliveries.alarm.model import Alarm
from notifications.duty.forms import DutyForm
from notifications.duty.model import Duty
from notifications.duty.service import Cover
from notifications.preferences.model import Window

Option = Mapping[str, Any]
_NEWS = {
    "added": "On duty: what cannot wait reaches them at any hour from the start on.",
    "removed": "Taken off. Where nobody else is on duty, what cannot wait goes to the lead’s duty list.",
    "window": "Saved. It holds for everybody in the team who has chosen no time themselves.",
}


class DutyLine(msgspec.Struct, frozen=True, kw_only=True):
    """A time of duty: who, when, on which telephone, whether now, and where it is called off."""

    who: str
    when: str
    phone: str
    is_now: bool
    remove: str


class PartnerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A partner, and whether somebody of theirs is on duty now."""

    name: str
    state: str
    is_covered: bool


class DutyPage(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on duty for a team."""

    template: ClassVar[str] = "duty/duty.html"
    title: ClassVar[str] = "Duty"

    news: str
    alarm: Alarm
    uncovered: str
    lines: tuple[DutyLine, ...]
    partners: tuple[PartnerLine, ...]
    people: tuple[Option, ...]
    starts_on: tuple[Option, ...]
    starts: str
    ends_on: tuple[Option, ...]
    ends: str
    phone: str
    windows: tuple[Option, ...]
    errors: tuple[FieldError, ...] = ()


def duty_page(
    found: Cover,
    names: Names,
    now: datetime,
    alarm: Alarm,
    typed: DutyForm | None = None,
    *,
    errors: tuple[FieldError, ...] = (),
    done: str = "",
) -> DutyPage:
    """Give the page, with what was typed and its faults."""
    typed = typed or DutyForm()
    people = names.colleagues(frozenset({*found.able, *(each.user_id for each in found.mine)}))
    return DutyPage(
        news=_NEWS.get(done, ""),
        alarm=alarm,
        uncovered="" if any(each.runs_at(now) for each in found.mine) else _uncovered(found),
        lines=tuple(_line(each, people, now) for each in found.mine),
        partners=_partners(found, names, now),
        people=_people(found, people, typed.who),
        starts_on=_day("starts_on", (typed.starts_on_day, typed.starts_on_month, typed.starts_on_year)),
        starts=typed.starts,
        ends_on=_day("ends_on", (typed.ends_on_day, typed.ends_on_month, typed.ends_on_year)),
        ends=typed.ends,
        phone=typed.phone,
        windows=tuple(
            {"value": each.value, "text": each.label, "checked": each is found.window}
            for each in Window
            if each is not Window.TEAM
        ),
        errors=errors,
    )


def _uncovered(found: Cover) -> str:
    whose = "the managers of your team" if found.partners else "the lead’s duty list"
    return f"Nobody is on duty now. At night and on days off, what cannot wait goes to {whose}."


def _line(duty: Duty, people: Mapping[UserId, str], now: datetime) -> DutyLine:
    first, last = in_words(duty.starts_at, now), in_words(duty.ends_at, now)
    is_now = duty.runs_at(now)
    return DutyLine(
        who=people.get(duty.user_id, "A colleague"),
        when=f"Until {last}" if is_now else f"{first[:1].upper()}{first[1:]} to {last}",
        phone=duty.phone,
        is_now=is_now,
        remove=f"/team/duty/{duty.id}/remove",
    )


def _partners(found: Cover, names: Names, now: datetime) -> tuple[PartnerLine, ...]:
    named = names.partners() if found.partners else {}
    lines = (
        PartnerLine(
            name=named.get(each, "A partner"),
            state="Nobody: it comes to your duty list" if duty is None else _there(duty, now),
            is_covered=duty is not None,
        )
        for each, duty in found.partners.items()
    )
    return tuple(sorted(lines, key=lambda line: (line.is_covered, line.name)))


def _there(duty: Duty, now: datetime) -> str:
    until = f"Until {in_words(duty.ends_at, now)}"
    return f"{until}, on {duty.phone}" if duty.phone else until


def _people(found: Cover, people: Mapping[UserId, str], chosen: str) -> tuple[Option, ...]:
    listed = sorted((people.get(each, ""), str(each)) for each in found.able)
    nobody = {"value": "", "text": "Choose a colleague", "selected": not chosen}
    return (nobody, *({"value": id_, "text": name, "selected": id_ == chosen} for name, id_ in listed))


def _day(field: str, typed: tuple[str, str, str]) -> tuple[Option, ...]:
    parts = zip(("day", "month", "year"), (2, 2, 4), typed, strict=True)
    return tuple(
        {
            "name": f"{field}_{part}",
            "id": field if part == "day" else f"{field}_{part}",
            "label": part.title(),
            "classes": f"govuk-input--width-{width}",
            "value": value,
        }
        for part, width, value in parts
    )
