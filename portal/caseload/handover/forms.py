"""The form of a handover: what is ticked, to whom each goes, a note each, and one reason."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import UserId
from portal.caseload.handover.model import Choice, Handover
from portal.intake.allocation.model import CHANGES, AllocationReason

LONGEST_NOTE: Final = 500
Typed = Mapping[str, Many]


def one(typed: Typed, name: str) -> str:
    """Give the one value of a field, "" where there is none."""
    return next(iter(many(typed.get(name, ""))), "")


def parse_handover(typed: Typed) -> Handover | tuple[FieldError, ...]:
    """Read a handover: `chosen` holds the keys, `to_`, `note_` and `version_` with the key say the rest."""
    faults = Faults()
    reason = faults.choice("reason", one(typed, "reason"), AllocationReason, text="Choose why it is handed over")
    if reason is not None and reason not in CHANGES:
        faults.add("reason", "not_a_choice", "Choose why it is handed over")
    keys = tuple(dict.fromkeys(many(typed.get("chosen", ""))))
    keys = tuple(key for key in keys if key)
    if not keys:
        faults.add("chosen", "required", "Choose at least one to hand over")
    choices = tuple(choice for key in keys if (choice := _choice(typed, key, faults)) is not None)
    if reason is None or faults.found:
        return faults.found
    return Handover(reason=reason, choices=choices)


def _choice(typed: Typed, key: str, faults: Faults) -> Choice | None:
    what, note = key.partition("-")[2], one(typed, f"note_{key}").strip()
    to = _id(one(typed, f"to_{key}"))
    if to is None:
        faults.add(f"to_{key}", "required", f"Choose who takes {what}")
    if len(note) > LONGEST_NOTE:
        faults.add(f"note_{key}", "too_long", f"The note on {what} must be {LONGEST_NOTE} characters or fewer")
    version = one(typed, f"version_{key}")
    if to is None or len(note) > LONGEST_NOTE:
        return None
    return Choice(key=key, to=to, version=int(version) if version.isascii() and version.isdigit() else -1, note=note)


def _id(text: str) -> UserId | None:
    try:
        return UserId(UUID(text))
    except ValueError:
        return None
