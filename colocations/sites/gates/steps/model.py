"""What happened to a gate: lines that are added and never changed."""

from datetime import datetime
from uuid import UUID

import msgspec

from colocations.sites.gates.model import GateKind
from lvws_core.ids import UserId
from lvws_core.vocabulary.labelled import Labelled


class Act(Labelled):
    """What was done about a gate."""

    HELD = "held", "Handed on"
    CHASED = "chased", "Chased"
    ANSWERED = "answered", "Answered"
    MET = "met", "Met"
    REOPENED = "reopened", "Reopened"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line: of a chase `who` was asked and `words` what for, of an answer who gave it and what it was.

    `at` is aware UTC; `by` is who wrote it down.
    """

    id: UUID
    gate: GateKind
    act: Act
    at: datetime
    by: UserId
    who: str = ""
    words: str = ""
