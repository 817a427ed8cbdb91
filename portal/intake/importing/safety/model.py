"""The fields of a line about safe contact become a plan that counts as told, never as confirmed. Source: domain 5.1."""

import re
from collections.abc import Mapping
from typing import Any

from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.errors import Invalid
from portal.intake.entry.model import call_channel
from portal.intake.importing.columns.model import LABELS
from portal.intake.importing.fields.model import Fields
from portal.people.contact_plan.forms import people_in
from portal.people.contact_plan.hours.model import MOST, all_hours_in
from portal.people.contact_plan.model import DEVICES, SafeContact

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SAFE: Mapping[str, str] = {
    "safe_email": "email",
    "safe_call": "phone",
    "safe_text": "phone",
    "safe_post": "address",
    "safe_whatsapp": "phone",
}
"""What has to stand in another column where one says that it is safe."""

_ASKED = (
    *("safe_call", "safe_text", "voicemail", "safe_post", "name_service", "safe_hours", "if_other_answers"),
    *("safe_email", "no_contact", "code_word", "contact_note", "not_when", "withheld", "safe_whatsapp"),
    *("video", "professional", "host_site", "shared_device", "monitored", "cloud_shared"),
    *("safe_person", "unsafe_people", "service_word"),
)
_PLACES: Mapping[str, Channel] = {
    "video": Channel.VIDEO,
    "professional": Channel.VIA_PROFESSIONAL,
    "host_site": Channel.IN_PERSON_AT_HOST,
}
"""The columns that say that a channel is safe by saying where or through whom."""


class ContactFields(Fields):
    """Reads what a line says about safe contact."""

    def contact(self) -> SafeContact | None:
        """Give the plan, None where nothing was asked or something is wrong with it."""
        said = {name: self._safety(name) for name in (*_SAFE, "voicemail", "name_service", "withheld")}
        declined = self.yes_no("no_contact") is True
        windows, never = self._hours("safe_hours", most=1), self._hours("not_when")
        instead, email, besides = self.text("if_other_answers"), self._email(), self._besides()
        places = {channel: text for name, channel in _PLACES.items() if (text := self.text(name))}
        for name, way in _SAFE.items():
            if said[name] is Safety.YES and way not in self.values:
                self.faults.add(way, "required", f"{LABELS[name]} is yes: fill {way}, or write no")
        if self.faults.found or not any(each in self.values for each in _ASKED):
            return None
        phone = self.values.get("phone", "")
        call = call_channel(phone)
        channels = {
            call: said["safe_call"],
            Channel.SMS: said["safe_text"],
            Channel.EMAIL: said["safe_email"],
            Channel.POST: said["safe_post"],
            Channel.WHATSAPP: said["safe_whatsapp"],
            **dict.fromkeys(places, Safety.YES),
        }
        plan = ContactPlan(
            channels=channels,
            sensitive=True,  # a file is nobody's word: what it does not say is not safe (TOP-10)
            voicemail_ok=said["voicemail"],
            text_ok=said["safe_text"],
            post_ok=said["safe_post"] if said["safe_post"] is not Safety.UNKNOWN else Safety.NO,
            name_service_ok=said["name_service"],
            withheld_ok=said["withheld"],
            windows=windows,
            not_when=never,
            say_if_other_answers=instead,
            no_contact_requested=declined,
            has_code_word=bool(besides["code_word"]),
        )
        ways = dict.fromkeys((call, Channel.SMS, Channel.WHATSAPP), phone) if phone else {}
        ways |= places | ({Channel.EMAIL: email} if email else {})
        return SafeContact(plan=plan, ways=ways, **besides)

    def _besides(self) -> dict[str, Any]:
        """Read what a plan says besides channels and hours: devices, people, words and the note."""
        return {
            **{name: self._safety(name) for name in DEVICES},
            "code_word": self.text("code_word", longest=60),
            "service_word": self.text("service_word", longest=60),
            "safe_person": self.text("safe_person"),
            "unsafe_people": people_in(self.text("unsafe_people", longest=400)),
            "note": self.text("contact_note", longest=300),
        }

    def _email(self) -> str:
        typed = self.text("email")
        if typed and _EMAIL.fullmatch(typed) is None:
            self.faults.add("email", "not_an_email", "Enter an e-mail address, such as name@example.org, or nothing")
        return typed

    def _hours(self, column: str, most: int = MOST) -> tuple[Window, ...]:
        typed = self.values.get(column, "")
        try:
            return all_hours_in(typed, most)
        except Invalid:
            text = f"{LABELS[column]}: write hours as Mon-Fri 10-14, the end after the beginning, or use contact_note"
            self.faults.add(column, "not_hours", text)
            return ()

    def _safety(self, column: str) -> Safety:
        said = self.yes_no(column, or_unknown=True)
        return Safety.UNKNOWN if said is None else Safety.YES if said else Safety.NO
