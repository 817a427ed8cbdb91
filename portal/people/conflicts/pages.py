"""The page of the conflict register of one person; what stands in it is shown to managers alone."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.times import london_day
from portal.people.conflicts.forms import PartyForm, StaffForm
from portal.people.conflicts.model import Conflict
from portal.people.consent.model import PartnerOrganisation
from portal.people.model import day_in_words


class ConflictLine(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as a manager reads it."""

    entry: str
    text: str
    day: str


class ConflictsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The forms of the register; `lines` is None for whoever may not read it."""

    template: ClassVar[str] = "people/conflicts.html"

    title: str
    reference: Reference
    lines: tuple[ConflictLine, ...] | None
    party: PartyForm
    staff: StaffForm
    organisations: tuple[Mapping[str, Any], ...]
    errors: tuple[FieldError, ...] = ()


def conflicts_page(
    reference: Reference,
    organisations: Iterable[PartnerOrganisation],
    lines: tuple[ConflictLine, ...] | None,
    *,
    party: PartyForm | None = None,
    staff: StaffForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> ConflictsPage:
    """Give the page with what was typed."""
    options = ({"value": str(each.id), "text": each.name} for each in organisations)
    return ConflictsPage(
        title=f"Conflicts of person {reference}",
        reference=reference,
        lines=lines,
        party=party or PartyForm(),
        staff=staff or StaffForm(),
        organisations=({"value": "", "text": "Choose one"}, *options),
        errors=errors,
    )


def conflict_line(
    conflict: Conflict, person_id: PersonId, people: Mapping[PersonId, Reference], staff: Mapping[UserId, str]
) -> ConflictLine:
    """Give one entry in words: the other party by reference, a member of staff by name."""
    day = day_in_words(london_day(conflict.registered_at))
    return ConflictLine(entry=str(conflict.id), text=_who(conflict, person_id, people, staff), day=day)


def _who(
    conflict: Conflict, person_id: PersonId, people: Mapping[PersonId, Reference], staff: Mapping[UserId, str]
) -> str:
    other = conflict.other_than(person_id)
    if conflict.staff_id is not None:
        return f"Member of staff: {staff.get(conflict.staff_id, 'a closed account')}"
    return f"Other party: {people.get(other, 'no longer here') if other else ''}"
