"""The forms of the acts: what a person typed becomes a command, or a list of faults."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.consent.contact import Channel
from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError
from lvws_core.referrals import Detail
from lvws_core.times import LONDON
from lvws_core.vocabulary import DeclineReason, WhoseChoice
from partners.offers.acts.service import FirstContact

LONGEST = 1000
"""Characters of a question, an answer or a note."""

Errors = tuple[FieldError, ...]


class VersionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that is only a button: it says which version of the offer its page showed."""

    version: str = ""


class WordsForm(msgspec.Struct, frozen=True, kw_only=True):
    """A question or an answer."""

    version: str = ""
    text: str = ""


class DeclineForm(msgspec.Struct, frozen=True, kw_only=True):
    """A decline, as it was typed."""

    version: str = ""
    reason: str = ""
    whose_choice: str = ""
    note: str = ""
    instead: str = ""

    @property
    def words(self) -> str:
        """What was written in it, to give back."""
        return "\n\n".join(part for part in (self.note, self.instead) if part)


class ContactForm(msgspec.Struct, frozen=True, kw_only=True):
    """A first contact, as it was typed; day and time are London's."""

    version: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""
    channel: str = ""
    note: str = ""


class Decline(msgspec.Struct, frozen=True, kw_only=True):
    """A decline that is complete: codes, and the words for the lead."""

    detail: Detail
    text: str


def parse_version(version: str) -> int:
    """Read the version that a page showed.

    Raises:
        Invalid: It is no version, so the form did not come from our page.
    """
    if not (version.isascii() and version.isdigit()) or len(version) > 9:
        raise Invalid("version", "not_a_version")
    return int(version)


def parse_words(form: WordsForm, label: str) -> str | Errors:
    """Read a question or an answer; `label` names it in the faults."""
    faults = Faults()
    text = faults.text("text", form.text, label=label, longest=LONGEST)
    return faults.found if text is None else text


def parse_decline(form: DeclineForm) -> Decline | Errors:
    """Read a decline: the reason and whose choice are needed, the words are not.

    Source: ROUTE-10.
    """
    faults = Faults()
    reason = faults.choice("reason", form.reason, DeclineReason, text="Choose why you decline")
    choice = faults.choice("whose_choice", form.whose_choice, WhoseChoice, text="Choose whose choice it was")
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    instead = faults.text("instead", form.instead, label="Who might help instead", required=False)
    if faults.found or reason is None or choice is None:
        return faults.found
    helper = f"Who might help instead: {instead}" if instead else ""
    detail = Detail(reason=reason.value, whose_choice=choice)
    return Decline(detail=detail, text="\n\n".join(part for part in (note, helper) if part))


def parse_contact(form: ContactForm, *, sent_at: datetime, now: datetime) -> FirstContact | Errors:
    """Read a first contact: it lies between sending and now, both aware."""
    faults = Faults()
    at = read_moment(faults, "day", (form.day, form.month, form.year), form.time, sent_at=sent_at, now=now)
    channel = faults.choice("channel", form.channel, Channel, text="Choose how you made contact")
    note = faults.text("note", form.note, label="How it went", longest=LONGEST, required=False)
    if at is None or channel is None or note is None:
        return faults.found
    return FirstContact(at=at, channel=channel, note=note)


def read_moment(
    faults: Faults, field: str, parts: tuple[str, str, str], clock: str, *, sent_at: datetime, now: datetime
) -> datetime | None:
    """Read the London day and time of a contact, as aware UTC: it lies between sending and now."""
    day = faults.day(field, parts, label="Day of the contact")
    hour = _time(clock)
    if hour is None:
        faults.add("time", "not_a_time", "Enter the time as hours and minutes, such as 14:05")
    if day is None or hour is None:
        return None
    at = datetime.combine(day, hour, ZoneInfo(LONDON)).astimezone(UTC)
    if at > now:
        faults.add(field, "in_future", "The contact cannot lie in the future")
    elif at < sent_at.replace(second=0, microsecond=0):
        faults.add(field, "before_sending", "The contact must be later than the offer")
    return None if at > now or at < sent_at.replace(second=0, microsecond=0) else at


def _time(text: str) -> time | None:
    hours, _, minutes = text.strip(" ").replace(".", ":").partition(":")
    if not all(part.isascii() and part.isdigit() and len(part) < 3 for part in (hours, minutes)):
        return None
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None
