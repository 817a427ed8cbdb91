"""The pages of meetings: all of them, one with its agenda, and the actions of a referral."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.times import WorkingCalendar, day_in_words, london_day
from lvws_core.vocabulary import Borough
from portal.people.marac.meetings.forms import LONGEST, ActionForm, MeetingForm, SettleForm
from portal.people.marac.meetings.model import Action, ActionStatus, Meeting
from portal.people.marac.model import Filed, Referral, Status

Option = Mapping[str, Any]
BECAME: tuple[Option, ...] = tuple(
    {"value": each.value, "text": each.label} for each in ActionStatus if each is not ActionStatus.OPEN
)
"""What can become of an action."""


class MeetingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting on the list."""

    text: str
    href: str
    closes: str


class MeetingsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The meetings that are ahead or were held in the past month, and the form of a new one."""

    template: ClassVar[str] = "people/marac_meetings.html"

    title: str
    lines: tuple[MeetingLine, ...]
    panels: tuple[Option, ...]
    typed: MeetingForm
    errors: tuple[FieldError, ...] = ()


class AgendaLine(msgspec.Struct, frozen=True, kw_only=True):
    """A referral on the page of a meeting, with what its button needs; `act` is the button, "" for none."""

    person: Reference
    mark: Reference
    version: str
    href: str
    state: str
    act: str


class MeetingPage(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting: what it lists, and what could be listed."""

    template: ClassVar[str] = "people/marac_meeting.html"

    title: str
    path: str
    closes: str
    news: str
    listed: tuple[AgendaLine, ...]
    waiting: tuple[AgendaLine, ...]


class ActionLine(msgspec.Struct, frozen=True, kw_only=True):
    """An action; `id` is "" once it is settled."""

    id: str
    text: str
    who: str
    due: str
    state: str
    colour: str
    reason: str


class ActionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The actions of a referral, and the forms to add and to settle them."""

    template: ClassVar[str] = "people/marac_actions.html"

    title: str
    reference: Reference
    mark: Reference
    news: str
    actions: tuple[ActionLine, ...]
    open_actions: tuple[Option, ...]
    became: tuple[Option, ...]
    adds: bool
    typed: ActionForm
    settling: SettleForm
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


def meetings_page(
    meetings: Iterable[Meeting],
    calendar: WorkingCalendar,
    typed: MeetingForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> MeetingsPage:
    """Give the meetings, the earliest first."""
    panels = tuple({"value": each.value, "text": each.label} for each in Borough if each.gss)
    return MeetingsPage(
        title="Meetings of the panels",
        lines=tuple(
            MeetingLine(text=_named(each), href=path_of(each.id), closes=_closes(each, calendar)) for each in meetings
        ),
        panels=({"value": "", "text": "Choose a panel"}, *panels),
        typed=typed or MeetingForm(),
        errors=errors,
    )


def meeting_page(
    meeting: Meeting,
    listed: Iterable[Filed],
    waiting: Iterable[Filed],
    *,
    calendar: WorkingCalendar,
    now: datetime,
    done: str = "",
) -> MeetingPage:
    """Give one meeting; what was listed is heard from its day on."""
    was_held = london_day(now) >= meeting.on
    return MeetingPage(
        title=_named(meeting),
        path=path_of(meeting.id),
        closes=_closes(meeting, calendar),
        news=_NEWS.get(done, ""),
        listed=tuple(_agenda(each, "Record as heard" if was_held else "") for each in listed),
        waiting=tuple(_agenda(each, "List") for each in waiting),
    )


def path_of(meeting_id: UUID) -> str:
    """Give the address of a meeting."""
    return f"/marac/meetings/{meeting_id}"


def actions_page(
    person: Reference,
    referral: Referral,
    actions: Iterable[Action],
    today: date,
    *,
    adds: bool,
    typed: ActionForm | None = None,
    settling: SettleForm | None = None,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> ActionsPage:
    """Give the actions of a referral; `adds` says that the reader may add one."""
    known = tuple(actions)
    return ActionsPage(
        title=f"Actions of MARAC referral {referral.reference}",
        reference=person,
        mark=referral.reference,
        news=_NEWS.get(done, ""),
        actions=tuple(_action_line(each, today) for each in known),
        open_actions=tuple(
            {"value": str(each.id), "text": f"{each.words.agency}: {each.words.text}"}
            for each in known
            if each.status is ActionStatus.OPEN
        ),
        became=BECAME,
        adds=adds and referral.status is Status.HEARD,
        typed=typed or ActionForm(),
        settling=settling or SettleForm(),
        errors=errors,
    )


_NEWS = {
    "listed": "It is listed. Feed back to the person within two working days after the meeting, if it is safe.",
    "heard": "It is recorded as heard, on the day of the meeting. Next: enter the actions that were agreed.",
    "agreed": "The action is kept. IDVAs and managers see it on their MARAC page once it is past its day.",
    "settled": "What became of the action is kept.",
}


def _named(meeting: Meeting) -> str:
    return f"{meeting.panel.label} MARAC, {day_in_words(meeting.on)}"


def _closes(meeting: Meeting, calendar: WorkingCalendar) -> str:
    day = day_in_words(meeting.closes_on(calendar))
    return f"The agenda closes on {day}; call the chair about whatever cannot wait."


def _agenda(filed: Filed, act: str) -> AgendaLine:
    referral = filed.referral
    acts = referral.status in {Status.SUBMITTED, Status.LISTED}
    return AgendaLine(
        person=filed.person,
        mark=referral.reference,
        version=str(referral.version),
        href=f"/people/{filed.person}/marac/{referral.reference}",
        state=referral.status.label,
        act=act if acts else "",
    )


def _action_line(action: Action, today: date) -> ActionLine:
    late, settled = action.is_overdue(today), action.settled_on
    after = f", {day_in_words(settled)}" if settled else ""
    return ActionLine(
        id=str(action.id),
        text=action.words.text,
        who=f"{action.words.agency}, {action.words.owner}",
        due=f"by {day_in_words(action.due_on)}",
        state=("Past its day" if late else action.status.label) + after,
        colour="red" if late else "blue" if action.status is ActionStatus.OPEN else "grey",
        reason=action.words.reason,
    )
