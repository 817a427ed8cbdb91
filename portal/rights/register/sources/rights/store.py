"""The tables of a person's rights: what was corrected, asked for, decided and held."""

from typing import Final

from portal.people.corrections.tables import CorrectionRow
from portal.people.statements.tables import StatementRow
from portal.rights.register.model import Source
from portal.rights.register.sources.model import HARM, KEPT, by_id, change_of
from portal.rights.retention.tables import RetentionDueRow
from portal.rights.tables import LegalHoldRow, RightsItemRow, RightsRequestRow

RIGHTS: Final = (
    Source(
        row=CorrectionRow,
        name="Something was corrected",
        at="corrected_at",
        by="corrected_by",
        shows=("part", "why", "asked_by"),
        sealed=(by_id("sealed_change", "correction.change", change_of),),
    ),
    Source(
        row=StatementRow,
        name="What you say against something in your record",
        at="recorded_at",
        by="recorded_by",
        shows=("about", "said_on"),
        sealed=(by_id("sealed_words", "statement.words"),),
    ),
    Source(
        row=RightsRequestRow,
        name="A request of yours",
        at="raised_at",
        by="raised_by",
        shows=("kind", "received_on", "answer", "answered_at"),
        sealed=(
            by_id("sealed_words", "rights_request.words"),
            by_id("sealed_reason", "rights_request.reason"),
        ),
        erased={"sealed_words": None, "sealed_reason": None},
    ),
    Source(row=RightsItemRow, name="What was left out of a pack", at="decided_at", shows=("treatment", "ground")),
    Source(
        row=RetentionDueRow,
        name="Your record has been kept long enough",
        at="listed_on",
        shows=("due_on",),
    ),
    Source(
        row=LegalHoldRow,
        name="Your record must not be deleted",
        at="held_at",
        by="held_by",
        shows=("reason", "since", "lifted_at"),
        erased=KEPT,
        **HARM,
    ),
)
"""Their sources."""
