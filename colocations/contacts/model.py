"""A contact at a site: what was done, when, for how long and about whom; and what stands against logging it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from colocations.contacts.choices.model import ABOUT_SOMEBODY, OUTCOMES, PURPOSES
from colocations.contacts.choices.model import (
    About as About,
)
from colocations.contacts.choices.model import (
    ContactKind as ContactKind,
)
from colocations.contacts.choices.model import (
    Feedback as Feedback,
)
from colocations.contacts.choices.model import (
    Manner as Manner,
)
from colocations.contacts.choices.model import (
    Outcome as Outcome,
)
from colocations.contacts.choices.model import (
    Purpose as Purpose,
)
from colocations.contacts.choices.model import (
    Safe as Safe,
)
from colocations.contacts.choices.model import (
    StaffRole as StaffRole,
)
from colocations.contacts.choices.model import (
    TrainingLevel as TrainingLevel,
)
from colocations.placements.model import Placement
from colocations.sites.model import Site
from lvws_core.errors import Invalid
from lvws_core.forms import FieldError
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.times import WorkingCalendar, day_in_words, london_day, start_of_day

SHORTEST, LONGEST = 1, 600
"""How short and how long a contact may be, in minutes, both inclusive."""

AHEAD: Final = timedelta(minutes=5)
"""How far a clock may go wrong: a contact this far ahead of ours is not in the future."""

BACK: Final = timedelta(days=366)
"""How long ago a contact may have been."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_REST: Final = 14
"""More days than ever lie between two working days."""

MOST_HEADCOUNT: Final = 500
NOTE_LENGTH: Final = 500
"""How many characters a note may have."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a contact: the note (red), and the professional's name where they gave it (amber)."""

    note: str = ""
    professional: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.note or self.professional)


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a contact is made of, besides its ids, its person and its words: codes, numbers and moments.

    `at` is aware UTC, `minutes` its length. `staff_role` is who asked or who sent the person. `disclosed_on` is
    the day on which the person told somebody there, `discharge_on` the one on which they leave hospital.
    `call_back_at` is when they are to be called back. `is_apart` says that the person works for the host: then
    nothing of it is in any count, list or export that the host can see.

    Raises:
        Invalid: A length or a headcount that is none, or a choice that is none of its kind's.
    """

    kind: ContactKind
    at: datetime
    minutes: int
    purpose: Purpose
    outcome: Outcome
    department: str = ""
    manner: Manner | None = None
    safe: Safe | None = None
    about: About | None = None
    staff_role: StaffRole | None = None
    staff_spoken_to: int | None = None
    audience: Mapping[StaffRole, int] = {}
    level: TrainingLevel | None = None
    feedback: Feedback | None = None
    call_back_at: datetime | None = None
    disclosed_on: date | None = None
    is_inpatient: bool | None = None
    discharge_on: date | None = None
    is_apart: bool = False

    def __post_init__(self) -> None:
        """Refuse a contact that cannot be."""
        if not SHORTEST <= self.minutes <= LONGEST:
            raise Invalid("minutes", "out_of_range")
        if self.purpose not in PURPOSES[self.kind]:
            raise Invalid("purpose", "not_of_this_kind")
        if self.outcome not in OUTCOMES[self.kind]:
            raise Invalid("outcome", "not_of_this_kind")
        if (self.about is None) == (self.kind in ABOUT_SOMEBODY):
            raise Invalid("about", "not_of_this_kind")
        if any(not 0 < count <= MOST_HEADCOUNT for count in self.audience.values()):
            raise Invalid("audience", "out_of_range")

    @property
    def headcount(self) -> int:
        """How many were trained."""
        return sum(self.audience.values())


class Logged(Facts, frozen=True, kw_only=True):
    """What a form says of a contact: the site and the person by their references, and the words.

    `is_now` says that no time was given, so that `at` is when the form was read.
    """

    site: Reference
    person: Reference | None = None
    words: Words = Words()
    is_now: bool = False

    @property
    def content(self) -> bytes:
        """Everything that was said, as bytes: the same entry sent twice gives the same, whenever it is read."""
        said = replace(self, at=EPOCH) if self.is_now else self
        return msgspec.json.encode(said, order="deterministic")


class Contact(Facts, frozen=True, kw_only=True):
    """A contact that is logged; moments are aware UTC.

    `received_at` is when it reached us. `offline` says that it was written without a network; then
    `confirmed_at` is when its author confirmed it, and None until then. `person_id` is the person whom it is
    linked to, None where it waits to be linked or is about nobody; `linked_at` is when. `called_back_at` is when
    the call back was made, `referral` the reference of what was made of it. `apart_at` is when it was kept apart
    from the host after it was logged.
    """

    id: UUID
    reference: Reference
    site_id: UUID
    author_id: UserId
    received_at: datetime
    offline: bool = False
    confirmed_at: datetime | None = None
    person_id: PersonId | None = None
    linked_at: datetime | None = None
    called_back_at: datetime | None = None
    referral: Reference | None = None
    apart_at: datetime | None = None
    has_words: bool = False

    @property
    def waits_for_link(self) -> bool:
        """Whether it is about somebody to whom it is not linked yet."""
        return self.about is About.NEW_PERSON and self.linked_at is None

    @property
    def can_be_linked(self) -> bool:
        """Whether a person may still be named whom it was about: of advice to a professional too."""
        return self.kind in ABOUT_SOMEBODY and self.about is not About.REFERENCE and self.linked_at is None

    @property
    def can_be_kept_apart(self) -> bool:
        """Whether it may still be said that the person works for the host."""
        return self.kind in ABOUT_SOMEBODY and not self.is_apart

    @property
    def waits_for_call(self) -> bool:
        """Whether somebody is to be called back."""
        return self.call_back_at is not None and self.called_back_at is None


def link_due_at(contact: Contact, calendar: WorkingCalendar) -> datetime:
    """Give the moment (UTC) from which a contact without a person is counted for the coordinator: a working day."""
    return calendar.due(contact.received_at, working_days=1)


def late_before(now: datetime, calendar: WorkingCalendar) -> datetime:
    """Give the moment (UTC) before which whatever reached us has waited a working day by `now` (aware).

    It is `link_due_at` asked the other way round, for a count in one statement.
    """
    today = london_day(now)
    for back in range(_LONGEST_REST):
        day = today - timedelta(days=back)
        if calendar.due(start_of_day(day), working_days=1) <= now:
            return start_of_day(day + timedelta(days=1))
    return start_of_day(today - timedelta(days=_LONGEST_REST))


def against_time(at: datetime, now: datetime) -> tuple[FieldError, ...]:
    """Give what stands against the time of a contact: it is not in the future, and not more than a year ago."""
    if at > now + AHEAD:
        text = "The contact cannot be in the future. Give the day and the time when it was, or plan a session"
        return (FieldError(field="on", code="in_future", text=text),)
    if at < now - BACK:
        return (FieldError(field="on", code="too_long_ago", text="The contact must be within the past year"),)
    return ()


def against_place(
    site: Site | None, placements: Iterable[Placement], department: str, at: datetime
) -> tuple[FieldError, ...]:
    """Give what stands against a contact at a site, by the author's own placements: the day, and the department.

    A site that the author may not see and one that does not exist are answered alike.
    """
    day = london_day(at)
    if site is None or not any(each.site_id == site.id and each.covers(day) for each in placements):
        text = f"You were not placed at this site on {day_in_words(day)}. Choose another site, or another day"
        return (FieldError(field="site", code="not_placed", text=text),)
    if department and department not in site.departments:
        text = "Choose a ward or department of this site. Your coordinator adds one that is missing"
        return (FieldError(field="department", code="unknown_department", text=text),)
    return ()
