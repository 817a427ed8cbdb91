"""The forms of an issue: what does not work; who sees to it, or what was done."""

import msgspec

from colocations.sites.forms import Typed, text_of
from colocations.sites.issues.model import IssueKind
from lvws_core.forms import Faults, FieldError


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """What does not work, and in whose words."""

    kind: IssueKind
    words: str


def parse_report(typed: Typed) -> Reported | tuple[FieldError, ...]:
    """Read what is reported: the button says the kind, the words are optional."""
    faults = Faults()
    kind = faults.choice("kind", typed.value("kind"), IssueKind, text="Select what does not work")
    words = text_of(faults, typed, "words", "What is wrong", longest=300)
    if faults.found or kind is None:
        return faults.found
    return Reported(kind=kind, words=words)


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """Who sees to an issue, or, where it is closed, what was done."""

    seen_to_by: str = ""
    answer: str = ""


def parse_settled(typed: Typed) -> Settled | tuple[FieldError, ...]:
    """Read what is said of an issue: at least one of the two."""
    faults = Faults()
    who = text_of(faults, typed, "seen_to_by", "Who sees to it", longest=80)
    answer = text_of(faults, typed, "answer", "What was done", longest=300)
    if not faults.found and not who and not answer:
        faults.add("seen_to_by", "required", "Enter who sees to it, or what was done")
    return faults.found or Settled(seen_to_by=who, answer=answer)
