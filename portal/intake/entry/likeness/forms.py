"""The form with which a human says whether somebody, or a case, is known already."""

from lvws_core.forms import Faults, FieldError
from lvws_core.ids import Reference
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.service import Chosen, Likeness
from portal.people.alike.forms import NEW

TWO = "two"
"""The answer that two people, or two referrals, have one reference."""


DECLINED = "declined"
"""What stands for an earlier no among what was shown."""

TAKE_IN, LEAVE = "take_in", "leave"
"""The answers about somebody who declined before: they ask for help now, or they are left in peace."""


def like_choice(form: EntryForm, found: Likeness) -> Chosen | tuple[FieldError, ...] | None:
    """Read what was said about a likeness: the choice, its faults, or None where it is still to be asked.

    Where others look alike by now than were shown, it is asked anew.
    """
    people = {person.reference: person for person in found.people}
    cases = {case.reference: case for case in found.cases}
    if not people and not cases and not found.declined:
        return Chosen()
    if set(form.against.split()) != {*people, *cases, *((DECLINED,) if found.declined else ())}:
        return None
    faults = Faults()
    if people and form.known not in {NEW, *people}:
        faults.add("known", "required", "Choose whether it is one of these people")
    if cases and form.same not in {TWO, *cases}:
        faults.add("same", "required", "Choose whether it is one of these cases")
    if found.declined and form.declined not in {TAKE_IN, LEAVE}:
        faults.add("declined", "required", "Choose whether they ask for help now")
    if faults.found:
        return faults.found
    if form.declined == LEAVE and found.declined:
        return Chosen(leave=True)
    return Chosen(person=people.get(Reference(form.known)), case=cases.get(Reference(form.same)))
