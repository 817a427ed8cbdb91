"""A person's rights over what is recorded: until when a request is answered, and what an answer may say."""

from datetime import date, timedelta

import msgspec

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import WorkingCalendar, add_months
from lvws_core.vocabulary.labelled import Labelled


class Asker(Labelled):
    """Who asked."""

    PERSON = "person", "The person"
    REPRESENTATIVE = "representative", "Somebody who acts for the person"
    OTHER_PARTY = "other_party", "Somebody who may be the one causing harm"


class Right(Labelled):
    """What is asked for. Source: domain section 9.5."""

    ACCESS = "access", "To see what is recorded"
    CORRECTION = "correction", "To have something corrected"
    ERASURE = "erasure", "To have the record erased"
    OBJECTION = "objection", "To object to what is done, or to have it restricted"


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The days, in London, on which a request moved; None is not yet.

    `asked_on` is when the person was asked what they mean, `clarified_on` when they said; `is_longer` says that
    it is complex and the person was told that it takes longer.

    Raises:
        Invalid: Clarified without having been asked, or a day before the one that it follows.
    """

    received_on: date
    identified_on: date | None = None
    asked_on: date | None = None
    clarified_on: date | None = None
    is_longer: bool = False

    def __post_init__(self) -> None:
        """Refuse days out of their order."""
        if self.clarified_on is not None and self.asked_on is None:
            raise Invalid("clarified_on", "not_asked")
        pairs = (
            ("identified_on", self.identified_on, self.received_on),
            ("asked_on", self.asked_on, self.received_on),
            ("clarified_on", self.clarified_on, self.asked_on),
        )
        for name, day, before in pairs:
            if day is not None and before is not None and day < before:
                raise Invalid(name, "too_early")


def answer_due(timing: Timing, calendar: WorkingCalendar, policy: Policy = Policy()) -> date | None:
    """Give the London day by which a request is answered; None while the clock waits for the person.

    One calendar month from the day on which it was received or, if that is later, the identity was known; two
    months more where it is complex. The days between a question and its answer are added. A day that is not
    worked gives way to the next that is.

    >>> from lvws_core.times import england_and_wales
    >>> answer_due(Timing(received_on=date(2026, 1, 31), identified_on=date(2026, 1, 31)), england_and_wales())
    datetime.date(2026, 3, 2)

    Raises:
        Invalid: The table of holidays ends before the answer.

    Source: domain section 9.5.
    """
    if timing.identified_on is None or (timing.asked_on is not None and timing.clarified_on is None):
        return None
    begins = max(timing.received_on, timing.identified_on)
    months = policy.access_months + (policy.access_longer_months if timing.is_longer else 0)
    due = add_months(begins, months) + _waited(timing, begins)
    while not calendar.is_working_day(due):
        due += timedelta(days=1)
    return due


def _waited(timing: Timing, begins: date) -> timedelta:
    if timing.asked_on is None or timing.clarified_on is None:
        return timedelta()
    return max(timing.clarified_on - max(timing.asked_on, begins), timedelta())


def may_give_pack(asker: Asker, *, is_identified: bool) -> tuple[Reason, ...]:
    """Give every reason why nothing of a record may be given to who asked; empty when it may.

    Somebody who may be the one causing harm is never told whether a person is known, whatever is recorded.

    Source: SAR-01, TOP-17, domain section 9.5.
    """
    reasons = []
    if asker is Asker.OTHER_PARTY:
        text = "Neither confirm nor deny that anybody is known. Two people look at the answer before it goes."
        reasons.append(because("neither_confirm_nor_deny", "SAR-01", text))
    if not is_identified:
        text = "Check first who is asking, and record how it was checked."
        reasons.append(because("identity_not_checked", "domain 9.5", text))
    return tuple(reasons)
