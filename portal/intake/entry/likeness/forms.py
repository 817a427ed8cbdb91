"""The form with which a human says whether somebody, or a case, is known already."""

from lvws_core.forms import Faults, FieldError
from lvws_core.ids import Reference
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.service import Chosen, Likeness
from portal.people.alike.forms import NEW

TWO = "two"
"""The answer that two people, or two referrals, have one reference."""


def like_choice(form: EntryForm, found: Likeness) -> Chosen | tuple[FieldError, ...] | None:
    """Read what was said about a likeness: the choice, its faults, or None where it is still to be asked.

    Where others look alike by now than were shown, it is asked anew.
    """
    people = {person.reference: person for person in found.people}
    cases = {case.reference: case for case in found.cases}
    if not people and not cases:
        return Chosen()
    if set(form.against.split()) != {*people, *cases}:
        return None
    faults = Faults()
    if people and form.known not in {NEW, *people}:
        faults.add("known", "required", "Choose whether it is one of these people")
    if cases and form.same not in {TWO, *cases}:
        faults.add("same", "required", "Choose whether it is one of these cases")
    if faults.found:
        return faults.found
    return Chosen(person=people.get(Reference(form.known)), case=cases.get(Reference(form.same)))
