"""The part of a form that says why something recorded is changed and who asked."""

from collections.abc import Mapping

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from portal.people.corrections.model import AskedBy, Grounds, Why

_LONGEST = 300


class GroundsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen; left alone it is what is nearly always true: it has changed, and the person said so."""

    why: str = Why.CHANGED.value
    asked_by: str = AskedBy.PERSON.value
    why_words: str = ""

    def parse(self) -> Grounds | tuple[FieldError, ...]:
        """Give the grounds, or every fault."""
        faults = Faults()
        why = faults.choice("why", self.why, Why, text="Choose why it is changed")
        asked_by = faults.choice("asked_by", self.asked_by, AskedBy, text="Choose who asked for the change")
        label = "Why, in a sentence"
        words = faults.text("why_words", self.why_words, label=label, longest=_LONGEST, required=False)
        if faults.found or why is None or asked_by is None:
            return faults.found
        return Grounds(why=why, asked_by=asked_by, words=words or "")


def grounds_form(raw: Mapping[str, Many]) -> GroundsForm:
    """Give the form from the fields as they came; a field that was not sent is left alone."""
    given = {name: "".join(many(raw[name])) for name in GroundsForm.__struct_fields__ if name in raw}
    return GroundsForm(**given)
