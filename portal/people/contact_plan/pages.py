"""The page of the safe-contact plan."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.consent.contact import Channel, Safety
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from portal.people.contact_plan.forms import NUMBERED, PlanForm
from portal.people.corrections.forms import GroundsForm
from portal.people.corrections.pages import GroundsFields, grounds_fields

Option = Mapping[str, Any]
_WAYS = {Channel.VIDEO: "Name or link", Channel.VIA_PROFESSIONAL: "Who", Channel.IN_PERSON_AT_HOST: "Where"}
_QUESTIONS = (
    ("voicemail", "Leave a voicemail?"),
    ("texts", "Send texts?"),
    ("name_service", "Say the name of the service?"),
    ("withheld", "Call with our number withheld?"),
    ("shared_device", "Does somebody else use the phone or computer?"),
    ("monitored", "Are calls, messages or accounts watched?"),
    ("cloud_shared", "Are photos, mail or backups shared with somebody?"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ChannelRow(msgspec.Struct, frozen=True, kw_only=True):
    """One way of contact: what was said about it, and its number or address."""

    key: str
    label: str
    safety: str
    way: str
    way_label: str
    is_number: bool


class PlanPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of the plan; `sentences` are those of the plan that is in force now."""

    template: ClassVar[str] = "people/contact_plan.html"

    title: str
    reference: Reference
    channels: tuple[ChannelRow, ...]
    answers: tuple[Option, ...]
    questions: tuple[tuple[str, str, str], ...]
    days: tuple[Option, ...]
    assessed: bool
    typed: PlanForm
    grounds: GroundsFields | None = None
    errors: tuple[FieldError, ...] = ()


def plan_page(
    reference: Reference,
    typed: PlanForm,
    *,
    assessed: bool,
    is_first: bool = False,
    why: GroundsForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> PlanPage:
    """Give the form; `assessed` says that there is a domestic-abuse assessment, which makes the plan sensitive.

    Why something changes is asked where there is a plan already.
    """
    return PlanPage(
        title=f"Safe-contact plan of person {reference}",
        reference=reference,
        channels=tuple(_row(channel, typed) for channel in Channel),
        answers=tuple({"value": safety.value, "text": safety.label} for safety in Safety),
        questions=tuple((name, label, getattr(typed, name)) for name, label in _QUESTIONS),
        days=tuple({"value": str(n), "text": day, "checked": str(n) in typed.days} for n, day in enumerate(_DAYS)),
        assessed=assessed,
        typed=typed,
        grounds=None if is_first else grounds_fields(why),
        errors=errors,
    )


def _row(channel: Channel, typed: PlanForm) -> ChannelRow:
    numbered = channel in NUMBERED
    return ChannelRow(
        key=channel.value,
        label=channel.label,
        safety=typed.safe.get(channel.value, ""),
        way=typed.ways.get(channel.value, ""),
        way_label="Number" if numbered else _WAYS.get(channel, "Address"),
        is_number=numbered,
    )
