"""The form of a safe-contact plan: three answers for each channel, hours, words."""

from collections.abc import Mapping
from datetime import time

import msgspec

from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError, Many, many
from portal.people.contact_plan.hours.model import all_hours_in, all_hours_words
from portal.people.contact_plan.model import DEVICES, SafeContact
from portal.people.forms import read_phone

NUMBERED = frozenset({Channel.MOBILE_CALL, Channel.SMS, Channel.LANDLINE, Channel.WHATSAPP})
"""The channels that are reached by a phone number."""

_TIMES = {
    "opens": "Enter from when it is safe as hours and minutes, such as 10:00",
    "closes": "Enter until when it is safe as hours and minutes, such as 14:00",
}


class PlanForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: `safe` and `ways` by the key of the channel, the other fields by their names."""

    safe: Mapping[str, str] = {}
    ways: Mapping[str, str] = {}
    days: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""
    voicemail: str = ""
    texts: str = ""
    name_service: str = ""
    withheld: str = ""
    shared_device: str = ""
    monitored: str = ""
    cloud_shared: str = ""
    not_when: str = ""
    if_other_answers: str = ""
    code_word: str = ""
    service_word: str = ""
    safe_person: str = ""
    unsafe_people: str = ""
    note: str = ""
    sensitive: bool = False
    no_contact: bool = False

    def parse(self) -> tuple[SafeContact | None, tuple[FieldError, ...]]:
        """Give the plan, not yet confirmed, or every fault."""
        faults = Faults()
        channels = {c: _safety(faults, f"safe_{c.value}", self.safe.get(c.value, "")) for c in Channel}
        ways = {c: way for c in Channel if (way := _way(faults, c, self.ways.get(c.value, "")))}
        windows = self._windows(faults)
        said = faults.text("if_other_answers", self.if_other_answers, label="What to say", longest=200, required=False)
        word = faults.text("code_word", self.code_word, label="Agreed word", longest=60, required=False)
        ours = faults.text("service_word", self.service_word, label="Our word", longest=60, required=False)
        safe_person = faults.text("safe_person", self.safe_person, label="Safe to talk to", required=False)
        unsafe = faults.text("unsafe_people", self.unsafe_people, label="Never talk to", longest=400, required=False)
        note = faults.text("note", self.note, label="Anything else", longest=300, required=False)
        never, devices = self._never(faults), {name: _safety(faults, name, getattr(self, name)) for name in DEVICES}
        if faults.found:
            return None, faults.found
        plan = ContactPlan(
            channels=channels,
            sensitive=self.sensitive,
            windows=windows,
            not_when=never,
            voicemail_ok=_safety(faults, "voicemail", self.voicemail),
            text_ok=_safety(faults, "texts", self.texts),
            post_ok=channels[Channel.POST],
            name_service_ok=_safety(faults, "name_service", self.name_service),
            withheld_ok=_safety(faults, "withheld", self.withheld),
            say_if_other_answers=said or "",
            has_code_word=bool(word),
            no_contact_requested=self.no_contact,
        )
        made = SafeContact(
            plan=plan,
            ways=ways,
            code_word=word or "",
            note=note or "",
            service_word=ours or "",
            safe_person=safe_person or "",
            unsafe_people=people_in(unsafe or ""),
            **devices,
        )
        return made, faults.found

    def _never(self, faults: Faults) -> tuple[Window, ...]:
        try:
            return all_hours_in(self.not_when)
        except Invalid:
            text = "Enter the hours as in “Mon-Fri 15-16; Sat 10-12”, each end after its beginning"
            faults.add("not_when", "not_hours", text)
            return ()

    def _windows(self, faults: Faults) -> tuple[Window, ...]:
        if not (self.days or self.opens.strip(" ") or self.closes.strip(" ")):
            return ()
        days = frozenset(int(day) for day in self.days if day in _DAY_KEYS)
        opens, closes = _time(faults, "opens", self.opens), _time(faults, "closes", self.closes)
        if not days:
            faults.add("days", "required", "Choose the days on which these hours are safe")
        if opens is not None and closes is not None and closes <= opens:
            faults.add("closes", "not_after_opens", "The end must be later than the beginning, on the same day")
        if faults.found or opens is None or closes is None:
            return ()
        return (Window(days=days, opens=opens, closes=closes),)


def people_in(text: str) -> tuple[str, ...]:
    """Read names or relations with commas, semicolons or new lines between them."""
    parts = " ".join(text.replace("\n", ",").replace(";", ",").split()).split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


_DAY_KEYS = frozenset("0123456")


def plan_form(raw: Mapping[str, Many]) -> PlanForm:
    """Give the form from the fields as they came; unknown ones are left out."""

    def one(name: str) -> str:
        return next(iter(many(raw.get(name, ""))), "")

    return PlanForm(
        safe={c.value: one(f"safe_{c.value}") for c in Channel},
        ways={c.value: one(f"way_{c.value}") for c in Channel},
        days=tuple(day for day in many(raw.get("days", "")) if day in _DAY_KEYS),
        opens=one("opens"),
        closes=one("closes"),
        voicemail=one("voicemail"),
        texts=one("texts"),
        name_service=one("name_service"),
        withheld=one("withheld"),
        shared_device=one("shared_device"),
        monitored=one("monitored"),
        cloud_shared=one("cloud_shared"),
        not_when=one("not_when"),
        if_other_answers=one("if_other_answers"),
        code_word=one("code_word"),
        service_word=one("service_word"),
        safe_person=one("safe_person"),
        unsafe_people=one("unsafe_people"),
        note=one("note"),
        sensitive=one("sensitive") == "yes",
        no_contact=one("no_contact") == "yes",
    )


def shown(contact: SafeContact) -> PlanForm:
    """Give the form that shows a plan as it is stored."""
    plan, window = contact.plan, next(iter(contact.plan.windows), None)
    return PlanForm(
        safe={c.value: plan.safety_of(c).value for c in Channel},
        ways={c.value: way for c, way in contact.ways.items()},
        days=tuple(str(day) for day in sorted(window.days)) if window else (),
        opens=f"{window.opens:%H:%M}" if window else "",
        closes=f"{window.closes:%H:%M}" if window else "",
        voicemail=plan.voicemail_ok.value,
        texts=plan.text_ok.value,
        name_service=plan.name_service_ok.value,
        withheld=plan.withheld_ok.value,
        shared_device=contact.shared_device.value,
        monitored=contact.monitored.value,
        cloud_shared=contact.cloud_shared.value,
        not_when=all_hours_words(plan.not_when),
        if_other_answers=plan.say_if_other_answers,
        code_word=contact.code_word,
        service_word=contact.service_word,
        safe_person=contact.safe_person,
        unsafe_people=", ".join(contact.unsafe_people),
        note=contact.note,
        sensitive=plan.sensitive,
        no_contact=plan.no_contact_requested,
    )


def _safety(faults: Faults, field: str, value: str) -> Safety:
    if not value:  # silence is not known, never a no and never a yes
        return Safety.UNKNOWN
    return faults.choice(field, value, Safety, text="Choose yes, no or not known") or Safety.UNKNOWN


def _way(faults: Faults, channel: Channel, value: str) -> str | None:
    field = f"way_{channel.value}"
    if channel in NUMBERED:
        return read_phone(faults, field, value)
    return faults.text(field, value, label=channel.label, longest=200, required=False)


def _time(faults: Faults, field: str, value: str) -> time | None:
    text = value.strip(" ")
    hours, _, minutes = text.partition(":")
    if not (text.isascii() and hours.isdigit() and minutes.isdigit() and len(hours) < 3 and len(minutes) == 2):
        faults.add(field, "not_a_time", _TIMES[field])
        return None
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        faults.add(field, "not_a_time", _TIMES[field])
        return None
