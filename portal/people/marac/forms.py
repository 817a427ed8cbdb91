"""The forms of a referral's moves: what is done, what was checked, and what is said."""

from typing import Final

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.reasons import Reason
from lvws_core.vocabulary import Borough
from portal.people.forms import read_version
from portal.people.marac.content.model import Check
from portal.people.marac.model import Detail, Move

LONGEST: Final = 2000
"""Characters of a note."""


_PANEL = "Choose the area where the person lives now, or “Outside London”"


class MoveForm(msgspec.Struct, frozen=True, kw_only=True):
    """A move as it was chosen, with what was ticked and typed; `panel` counts for a transfer alone."""

    move: str = ""
    version: str = ""
    note: str = ""
    checked: Many = ""
    panel: str = ""

    def parse(self) -> tuple[tuple[Move, Detail] | None, tuple[FieldError, ...]]:
        """Give the move and what comes with it, or every fault."""
        faults = Faults()
        action = faults.choice("move", self.move, Move, text="Choose what you want to do")
        note = faults.text("note", self.note, label="Note", longest=LONGEST, required=False)
        panel = None
        if action is Move.TRANSFER:
            panel = faults.choice("panel", self.panel, Borough, text=_PANEL)
            if panel is Borough.UNKNOWN:
                faults.add("panel", "required", _PANEL)
        ticked = frozenset(Check(key) for key in many(self.checked) if key in set(Check))
        if faults.found or action is None or note is None:
            return None, faults.found
        return (action, Detail(note=note, checked=ticked, panel=panel)), ()

    @property
    def expected_version(self) -> int:
        """The version that the page showed.

        Raises:
            Invalid: It is no version, so the form did not come from our page.
        """
        return read_version(self.version)


def faults_of(reasons: tuple[Reason, ...]) -> tuple[FieldError, ...]:
    """Give a refusal as faults of the form, so that nothing typed is lost: what was not ticked at its box."""
    return tuple(FieldError(field=_field_of(each.code), code=each.code, text=each.text) for each in reasons)


def _field_of(code: str) -> str:
    if code.startswith("unchecked_"):
        return "checked"
    return "panel" if code == "panel_missing" else "note"
