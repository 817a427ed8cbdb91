"""An outcome: why support ended, and how far each need has come down."""

from collections.abc import Iterator, Mapping

import msgspec

from lvws_core.needs import DistanceTravelled, NeedsAssessment, distance_travelled
from lvws_core.vocabulary import ClosureReason, NeedCategory


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the code, the needs at the start and at the end, and words for the lead."""

    reason: ClosureReason
    first: NeedsAssessment
    last: NeedsAssessment
    note: str = ""

    @property
    def distance(self) -> DistanceTravelled:
        """How far each need came down. Source: NEED-01."""
        return distance_travelled(self.first, self.last)

    @property
    def counts(self) -> Mapping[str, int]:
        """What the event says of the needs: counts, never a score, which is the person's."""
        found = self.distance
        return {
            "needs_compared": len(found.by_category),
            "needs_improved": found.improved,
            "needs_unchanged": found.unchanged,
            "needs_worsened": found.worsened,
            "distance": found.total,
        }

    @property
    def words(self) -> str:
        """What is sealed as the message: the change in each need, and the note."""
        changes = "\n".join(self._changes())
        return "\n\n".join(part for part in (changes, self.note) if part)

    def _changes(self) -> Iterator[str]:
        for need in NeedCategory:
            first, last = self.first.scores.get(need), self.last.scores.get(need)
            if first is not None and last is not None:
                yield f"{need.label}: {first} at the start, {last} now."
