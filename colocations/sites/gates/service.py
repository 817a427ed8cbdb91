"""Moving a gate along: load, decide, put, note the step, record."""

from msgspec.structs import replace

from colocations.sites.gates import store
from colocations.sites.gates.forms import Said
from colocations.sites.gates.model import Gate, Holding, Met, finish, hand
from colocations.sites.gates.model import reopen as reopened
from colocations.sites.gates.steps.model import Act, Step
from colocations.sites.service import Desk, Opened


def hand_on(desk: Desk, opened: Opened, gate: Gate, holding: Holding) -> None:
    """Say who has a gate now; event `gate.held`. Without a day it is due when the policy says.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    due_on = holding.due_on or gate.due_on or desk.calendar.add_working_days(desk.today, desk.policy.gate_working_days)
    after = hand(gate, replace(holding, due_on=due_on), desk.today)
    words = f"Held up: {holding.blocker}" if holding.blocker else ""
    _put(desk, opened, gate, after, (Act.HELD, Said(who=holding.holder, words=words)))


def meet(desk: Desk, opened: Opened, gate: Gate, met: Met) -> None:
    """Say that a gate is met; event `gate.met`.

    Raises:
        Conflict: It cannot be met then, with every reason; or somebody else changed it meanwhile.

    Source: COLO-02.
    """
    _put(desk, opened, gate, finish(gate, opened.gates, met, desk.today), (Act.MET, Said(words=met.evidence)))


def reopen(desk: Desk, opened: Opened, gate: Gate, why: Said) -> None:
    """Say that a gate is met no more from today; event `gate.reopened`. The state of the site follows.

    Raises:
        Conflict: It is not met, or somebody else changed it meanwhile.
    """
    _put(desk, opened, gate, reopened(gate, desk.today), (Act.REOPENED, why))


def chase(desk: Desk, opened: Opened, gate: Gate, said: Said) -> None:
    """Write down whom we asked, and what for; event `gate.chased`.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    _put(desk, opened, gate, replace(gate, chased_on=desk.today), (Act.CHASED, said))


def answer(desk: Desk, opened: Opened, gate: Gate, said: Said) -> None:
    """Write down what they answered; event `gate.answered`."""
    _put(desk, opened, gate, gate, (Act.ANSWERED, replace(said, who=gate.holder)))


def _put(desk: Desk, opened: Opened, before: Gate, after: Gate, done: tuple[Act, Said]) -> None:
    act, said = done
    store.put(desk.session, opened.site.id, before, after)
    step = Step(
        id=desk.new_id(), gate=before.kind, act=act, at=desk.now, by=desk.actor.id, who=said.who, words=said.words
    )
    store.note(desk.session, opened.site, step)
    fields = [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    desk.note(f"gate.{act.value}", opened.site.id, gate=before.kind.value, fields=fields)
