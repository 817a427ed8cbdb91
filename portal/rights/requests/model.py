"""Requests as values: what is asked, where it stands, which answers it may have, and who must look at them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.rights import Asker, Right, Timing, answer_due
from lvws_core.times import WorkingCalendar
from lvws_core.vocabulary.labelled import Labelled


class IdentityCheck(Labelled):
    """How it was checked who is asking."""

    KNOWN = "known", "The worker knows the person"
    DOCUMENT = "document", "A document was seen"
    SAFE_CHANNEL = "safe_channel", "Called back on a safe channel"
    AUTHORITY = "authority", "A signed authority, and the representative’s own identity"


class Longer(Labelled):
    """Why an answer takes two months more."""

    COMPLEX = "complex", "It is complex"
    SEVERAL = "several", "There are several requests of the same person"


class Answer(Labelled):
    """How a request was answered."""

    GIVEN = "given", "Given in full"
    PARTLY = "partly", "Given in part; the person was told why"
    REFUSED = "refused", "Refused; the person was told why and where to complain"
    ERASED = "erased", "The record is erased"
    NEITHER = "neither", "Neither confirmed nor denied that anybody is known"
    WITHDRAWN = "withdrawn", "The person no longer asks"


NEEDS_REASON: Final = frozenset({Answer.PARTLY, Answer.REFUSED})
"""The answers that say why: the person is told, and may complain about it. Source: domain section 9.5."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, with why it is not given in full; empty where it is."""

    answer: Answer
    reason: str = ""


_ANSWERS: Mapping[Right, tuple[Answer, ...]] = {
    Right.ACCESS: (Answer.GIVEN, Answer.PARTLY, Answer.REFUSED, Answer.WITHDRAWN),
    Right.CORRECTION: (Answer.GIVEN, Answer.PARTLY, Answer.REFUSED, Answer.WITHDRAWN),
    Right.ERASURE: (Answer.ERASED, Answer.REFUSED, Answer.WITHDRAWN),
    Right.OBJECTION: (Answer.GIVEN, Answer.PARTLY, Answer.REFUSED, Answer.WITHDRAWN),
}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request: `answer` is proposed while `answered_at` is None, and final from then on.

    Days are London days, instants aware UTC. `has_words` says that what is asked for is written down, sealed.
    """

    id: UUID
    reference: Reference
    person_id: PersonId
    version: int
    kind: Right
    asker: Asker
    received_on: date
    raised_by: UserId
    raised_at: datetime
    identity_check: IdentityCheck | None = None
    identified_on: date | None = None
    asked_on: date | None = None
    clarified_on: date | None = None
    longer_because: Longer | None = None
    answer: Answer | None = None
    proposed_by: UserId | None = None
    seconded_by: UserId | None = None
    answered_at: datetime | None = None
    has_words: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.answered_at is None

    @property
    def awaits_second(self) -> bool:
        """Whether an answer is proposed that a second person has to look at."""
        return self.is_open and self.answer is not None

    @property
    def timing(self) -> Timing:
        """The days on which it moved."""
        return Timing(
            received_on=self.received_on,
            identified_on=self.identified_on,
            asked_on=self.asked_on,
            clarified_on=self.clarified_on,
            is_longer=self.longer_because is not None,
        )

    def due_on(self, calendar: WorkingCalendar, policy: Policy) -> date | None:
        """Give the London day by which it is answered, None while it waits for the person."""
        return answer_due(self.timing, calendar, policy)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that it may have.

        Source: SAR-01, domain section 9.5.
        """
        return (Answer.NEITHER,) if self.asker is Asker.OTHER_PARTY else _ANSWERS[self.kind]

    def needs_second(self, answer: Answer) -> bool:
        """Say whether a second person looks at an answer before it counts. Source: SAR-01, RET-03."""
        return self.asker is Asker.OTHER_PARTY or answer is Answer.ERASED


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """What is told when a request is raised; `words` say in a sentence what is asked for."""

    kind: Right
    asker: Asker
    received_on: date
    words: str = ""


class Step(Labelled):
    """What may be recorded on an open request beside its answer."""

    IDENTIFIED = "identified", "Who is asking was checked"
    ASKED = "asked", "The person was asked what they mean"
    CLARIFIED = "clarified", "The person has said what they mean"
    LONGER = "longer", "It takes longer, and the person was told"


class Stepped(msgspec.Struct, frozen=True, kw_only=True):
    """A step on a London day, with the check or the reason that belongs to it."""

    step: Step
    on: date
    check: IdentityCheck | None = None
    because: Longer | None = None
