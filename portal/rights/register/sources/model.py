"""How what was sealed is read out to the person: their plan as sentences, their answers in the words of the lists."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from partners.offers.snapshot.model import SharedContact, read_snapshot
from portal.people.characteristics.model import Answers, in_words
from portal.people.contact_plan.model import SafeContact
from portal.people.corrections.store import Change
from portal.people.model import Assessment
from portal.rights.register.model import Ground, Sealed, Treatment


def json_of(kind: Any) -> Callable[[str], Any]:
    """Give what reads the JSON of a type from a text."""
    return msgspec.json.Decoder(kind).decode


def plan_of(text: str) -> Mapping[str, Any]:
    """Read a safe-contact plan: its sentences, the numbers, the agreed word."""
    contact = msgspec.json.decode(text, type=SafeContact)
    return {"plan": contact.sentences(), "ways": contact.ways, "agreed_word": contact.words}


HARMER: Final = "Whoever may be causing harm"
"""Under which words an assessment is read out where it is about the other party."""


def assessment_of(text: str) -> Mapping[str, Any]:
    """Read a risk assessment: what was answered, the level with its reasons, and the other party apart.

    What was decided about a MARAC is left to the compartment (MAR-24).
    """
    found = msgspec.json.decode(text, type=Assessment)
    said = found.findings
    return {
        **{key: answer.label for key, answer in said.answers.items()},
        "age": said.age,
        "police_incidents": said.police_incidents,
        "what_the_professional_set": said.judgement,
        "why": said.reason,
        "level": found.level,
        "because": found.reasons,
        HARMER: {"their_name": said.harmer, "their_age": said.perpetrator_age},
    }


def answers_of(text: str) -> Mapping[str, str]:
    """Read what a person said of themselves, question by question."""
    answers = msgspec.json.decode(text, type=Answers)
    return {asked.label: in_words(answers, asked) for asked in answers.keys}


def change_of(text: str) -> Mapping[str, str]:
    """Read a correction: each field with what stood before and what stands now, and why in a sentence."""
    change = msgspec.json.decode(text, type=Change)
    told = {each.label: f"{each.after or _NOTHING} (before: {each.before or _NOTHING})" for each in change.lines}
    return {**told, "In a sentence": change.words}


_NOTHING = "not known"


def snapshot_of(text: str) -> Mapping[str, Mapping[str, Any]]:
    """Read what was shared, by the name of its category."""
    found: dict[str, Mapping[str, Any]] = {}
    for category, shared in read_snapshot(text.encode()).items():
        if isinstance(shared, SharedContact):
            ways = {way.label: way.text for way in shared.ways}
            found[category.label] = {"plan": shared.words, **ways, "agreed_word": shared.code_word}
        else:
            found[category.label] = {line.label: line.text for line in shared.lines}
    return found


HELD: Final[Any] = {"treatment": Treatment.HOLD_BACK, "ground": Ground.OTHER_PARTY}
"""What would link whoever may be causing harm with the person. Source: TOP-17."""

MARAC: Final[Any] = {"treatment": Treatment.HOLD_BACK, "ground": Ground.MARAC}
"""What belongs to a MARAC. Source: MAR-24."""

OTHERS: Final[Any] = {"treatment": Treatment.REDACT, "ground": Ground.THIRD_PARTY}
"""What somebody else said, or what is about somebody else."""

HARM: Final[Any] = {"treatment": Treatment.REDACT, "ground": Ground.SERIOUS_HARM}
"""What may say that somebody was not told, and why."""

KEPT: Final[Mapping[str, Any]] = {}
"""Codes and days that stay as they are when a record is erased."""


def by_id(column: str, place: str, reads: Callable[[str], Any] = str, harmers: tuple[str, ...] = ()) -> Sealed:
    """Give a column that the vault bound to its own row."""
    return Sealed(column=column, place=lambda row: f"{place}:{row.id}", reads=reads, harmers=harmers)


def at_place(column: str, place: str, reads: Callable[[str], Any] = str, harmers: tuple[str, ...] = ()) -> Sealed:
    """Give a column that the vault bound to one place, whatever the row."""
    return Sealed(column=column, place=lambda _: place, reads=reads, harmers=harmers)
