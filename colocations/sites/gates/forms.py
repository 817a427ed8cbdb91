"""The forms of a gate: who has it, that it is met, whom we chased, what they answered, why it is open again."""

from datetime import date

import msgspec

from colocations.sites.forms import Typed, day_of, parts_of, text_of
from colocations.sites.gates.model import Gate, Holding, Met, Side
from lvws_core.forms import Faults, FieldError


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """Who was asked or answered, and the words."""

    who: str = ""
    words: str


def parse_holding(typed: Typed, today: date) -> Holding | tuple[FieldError, ...]:
    """Read who has a gate now, or give every fault; without a day it is due when the policy says."""
    faults = Faults()
    owner = text_of(faults, typed, "owner", "Who drives it with us", longest=80, required=True)
    side = faults.choice("side", typed.value("side"), Side, text="Select on whose side it waits")
    holder = text_of(faults, typed, "holder", "Who has it now", longest=80, required=True)
    due_on = day_of(faults, typed, "due_on", "The day by which it is due", required=False)
    if due_on is not None and due_on < today and not faults.found:
        faults.add("due_on", "in_the_past", "The day by which it is due must not be before today")
    blocker = text_of(faults, typed, "blocker", "What holds it up", longest=300)
    if faults.found or side is None:
        return faults.found
    return Holding(owner=owner, side=side, holder=holder, due_on=due_on, blocker=blocker)


def parse_met(typed: Typed) -> Met | tuple[FieldError, ...]:
    """Read that a gate is met, or give every fault."""
    faults = Faults()
    first = day_of(faults, typed, "first", "The day on which it was met")
    last = day_of(faults, typed, "last", "The last day", required=False)
    evidence = text_of(faults, typed, "evidence", "What shows that it is met", longest=300, required=True)
    if faults.found or first is None:
        return faults.found
    return Met(first=first, last=last, evidence=evidence)


def parse_chase(typed: Typed) -> Said | tuple[FieldError, ...]:
    """Read whom we chased and what we asked for."""
    faults = Faults()
    who = text_of(faults, typed, "who", "Whom you asked", longest=80, required=True)
    words = text_of(faults, typed, "words", "What you asked for", longest=300, required=True)
    return faults.found or Said(who=who, words=words)


def parse_answer(typed: Typed) -> Said | tuple[FieldError, ...]:
    """Read what they answered."""
    faults = Faults()
    words = text_of(faults, typed, "answer", "What they answered", longest=300, required=True)
    return faults.found or Said(words=words)


def parse_why(typed: Typed) -> Said | tuple[FieldError, ...]:
    """Read why a gate is open again."""
    faults = Faults()
    words = text_of(faults, typed, "why", "Why it is no longer met", longest=300, required=True)
    return faults.found or Said(words=words)


def shown(gate: Gate, today: date) -> Typed:
    """Give the forms that say what is recorded; the day on which it was met is today's until another is typed."""
    due_on = gate.due_on if gate.due_on is not None and gate.due_on >= today else None
    return Typed(
        values={
            "owner": gate.owner,
            "side": gate.side.value if gate.side is not None else "",
            "holder": gate.holder,
            **parts_of("due_on", due_on),
            "blocker": gate.blocker,
            **parts_of("first", today),
            "evidence": "",
            "who": gate.holder,
            "version": str(gate.version),
        }
    )
