"""The page of a gate: how it stands, what it blocks, who has it; to hand it on, chase, meet or reopen it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Final

import msgspec

from colocations.sites.forms import Typed
from colocations.sites.gates.model import FACTS, Gate, Side, needs_of
from colocations.sites.gates.steps.model import Act, Step
from colocations.sites.pages import Line, Option, Tag, day_items, end_words, path_of, radios, wait_words
from colocations.sites.service import Opened
from colocations.sites.state.model import Standing, standing_of
from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.reasons import Reason
from lvws_core.times import WorkingCalendar, day_in_words, in_words

COLOURS: Final = {
    Standing.MET: "green",
    Standing.OVERDUE: "red",
    Standing.BLOCKED: "orange",
    Standing.UNDER_WAY: "blue",
    Standing.NOT_YET: "grey",
    Standing.OPEN: "grey",
}
_NEWS: Final = {
    "held": "Saved. Who has it now, and since when, stands on the site’s page.",
    "chased": "The chase is recorded. Write down the answer here when it comes.",
    "answered": "The answer is recorded.",
    "reopened": "The gate is open again, and the site’s state has followed.",
}
_TEXTS = ("owner", "holder", "blocker", "evidence", "who", "words", "answer", "why", "version")
_TITLES: Final = {
    Act.HELD: "Handed to {who}",
    Act.CHASED: "{who} asked",
    Act.ANSWERED: "Answer",
    Act.MET: "Met",
    Act.REOPENED: "Open again",
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of what happened, in the shape that the timeline reads."""

    title: str
    by: str
    at_iso: str
    at_words: str
    text: str


class GatePage(msgspec.Struct, frozen=True, kw_only=True):
    """One gate; `first_act` names the form whose button is the primary one."""

    template: ClassVar[str] = "sites/gate.html"

    title: str
    caption: str
    back: str
    base: str
    tag: Tag
    facts: tuple[Line, ...]
    news: str
    refused: tuple[str, ...]
    may_change: bool
    is_met: bool
    awaits_answer: bool
    first_act: str
    hint: str
    sides: tuple[Option, ...]
    due_on: tuple[Option, ...]
    first: tuple[Option, ...]
    last: tuple[Option, ...]
    typed: Mapping[str, str]
    entries: tuple[Entry, ...]
    errors: tuple[FieldError, ...] = ()
    status_code: int = 200


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a gate says besides the gate: what happened, names, the moment, and what was just done."""

    steps: tuple[Step, ...]
    names: Mapping[UserId, str]
    now: datetime
    today: date
    calendar: WorkingCalendar
    may_change: bool
    done: str = ""


def gate_page(
    opened: Opened,
    gate: Gate,
    around: Around,
    typed: Typed,
    *,
    errors: tuple[FieldError, ...] = (),
    refused: tuple[Reason, ...] = (),
) -> GatePage:
    """Give the page with what was typed; `refused` says why the gate cannot be met."""
    standing = standing_of(gate, opened.gates, around.today)
    return GatePage(
        title=gate.kind.label,
        caption=opened.site.name,
        back=path_of(opened.site),
        base=f"{path_of(opened.site)}/gates/{gate.kind.value}",
        tag=Tag(text=standing.label, colour=COLOURS[standing]),
        facts=tuple(_facts(opened, gate, around)),
        news=_NEWS.get(around.done, ""),
        refused=tuple(reason.text for reason in refused),
        may_change=around.may_change,
        is_met=standing is Standing.MET,
        awaits_answer=next((s.act for s in around.steps if s.act in {Act.CHASED, Act.ANSWERED}), None) is Act.CHASED,
        first_act=_first_act(standing),
        hint=FACTS[gate.kind].evidence,
        sides=radios(Side, typed.value("side")),
        due_on=day_items("due_on", typed.day("due_on")),
        first=day_items("first", typed.day("first")),
        last=day_items("last", typed.day("last")),
        typed={name: typed.value(name) for name in _TEXTS},
        entries=tuple(_entry(step, around) for step in around.steps),
        errors=errors,
        status_code=409 if refused else 200,
    )


def act_words(gate: Gate, standing: Standing) -> str:
    """Say the one next act of a gate: "Chase Host HR", "Say who has it", "Settle what holds it up"."""
    if standing is Standing.OVERDUE:
        return f"Chase {gate.holder}" if gate.holder else "Chase it"
    if standing is Standing.BLOCKED:
        return "Settle what holds it up"
    return "Say when it is met" if standing is Standing.UNDER_WAY else "Say who has it"


def _first_act(standing: Standing) -> str:
    if standing is Standing.OVERDUE:
        return "chase"
    return "met" if standing is Standing.UNDER_WAY else "hold"


def _facts(opened: Opened, gate: Gate, around: Around) -> list[Line]:
    needs = [needed.kind.label for needed in needs_of(gate.kind, opened.gates) if not needed.is_met(around.today)]
    due_on = gate.due_on if not gate.is_met(around.today) else None
    found = (
        ("Keeps from beginning", gate.blocks.label.capitalize()),
        ("Must be met first", "; ".join(needs)),
        ("Driven by", gate.owner),
        ("With", wait_words(gate, around.today, around.calendar)),
        ("Begun", day_in_words(gate.started_on) if gate.started_on is not None else ""),
        ("Due", day_in_words(due_on) if due_on is not None else ""),
        ("Held up by", gate.blocker),
        ("Met", met_words(gate, around.today)),
        ("Shown by", gate.evidence),
        ("Last chased", day_in_words(gate.chased_on) if gate.chased_on is not None else ""),
    )
    return [Line(label=label, text=text) for label, text in found if text]


def met_words(gate: Gate, today: date) -> str:
    """Say since when a gate is met and how long; of one that ran out, that it did. Source: COLO-03."""
    if not gate.spans:
        return ""
    newest = gate.spans[-1]
    if gate.is_met(today):
        since = f"Since {day_in_words(newest.first)}"
        return f"{since}. {end_words(newest.last, today)}" if newest.last is not None else since
    return f"No longer: until {day_in_words(newest.last)}" if newest.last is not None else ""


def _entry(step: Step, around: Around) -> Entry:
    words = in_words(step.at, around.now)
    return Entry(
        title=_TITLES[step.act].format(who=step.who or "Somebody"),
        by=around.names.get(step.by, "a closed account"),
        at_iso=step.at.isoformat(),
        at_words=words[:1].upper() + words[1:],
        text=step.words,
    )
