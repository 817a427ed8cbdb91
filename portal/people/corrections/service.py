"""Recording a correction beside the change that it is of, in the same transaction."""

from collections.abc import Sequence

from lvws_core import desk as desks
from lvws_core.ports import RecordKey
from portal.people.corrections import store
from portal.people.corrections.model import Corrected, Correction, Grounds, Part

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def record_correction(desk: Desk, key: RecordKey, part: Part, lines: Sequence[Corrected], grounds: Grounds) -> None:
    """Keep what stood before; event `correction.recorded`, which names fields and categories and no value.

    Where nothing differs nothing is kept.

    Source: domain section 9.5: add, never overwrite history.
    """
    if not lines:
        return
    made = Correction(id=desk.new_id(), part=part, at=desk.now, by=desk.actor.id, grounds=grounds, lines=tuple(lines))
    store.add(desk.session, desk.vault, key, made)
    desk.note(
        "correction.recorded",
        key.record_id,
        part=part.value,
        why=grounds.why.value,
        asked_by=grounds.asked_by.value,
        fields=[line.field for line in lines],
        replaced=sorted(category.value for category in made.replaced),
    )
