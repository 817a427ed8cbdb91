"""Gates in the database: all of a site, or of a page of sites, in one statement; each with what happened to it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlmodel import Session, col

from colocations.sites.expiry.model import Nearing
from colocations.sites.expiry.store import to_be_said
from colocations.sites.gates.model import Gate, GateKind, Side, Span, kinds_for
from colocations.sites.gates.steps.model import Act, Step
from colocations.sites.model import Site
from colocations.sites.tables import GateRow, GateStepRow
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import UserId
from lvws_core.reasons import because
from lvws_core.times import utc

_COLUMNS: Final = (*(getattr(GateRow, name) for name in Gate.__struct_fields__), col(GateRow.site_id))
_STEP_COLUMNS: Final = tuple(getattr(GateStepRow, name) for name in ("id", "kind", "act", "at", "by", "who", "words"))
_ORDER: Final = {kind: place for place, kind in enumerate(GateKind)}
MOST_STEPS: Final = 50


def of_sites(session: Session, site_ids: Iterable[UUID]) -> dict[UUID, tuple[Gate, ...]]:
    """Give the gates of each site in order, in one statement."""
    wanted = tuple(site_ids)
    found: dict[UUID, list[Gate]] = {site_id: [] for site_id in wanted}
    if wanted:
        for row in session.execute(select(*_COLUMNS).where(col(GateRow.site_id).in_(wanted))):
            found[row.site_id].append(_gate(row))
    return {site_id: tuple(sorted(gates, key=lambda gate: _ORDER[gate.kind])) for site_id, gates in found.items()}


def add_all(session: Session, site: Site) -> None:
    """Store the gates that a new site begins with: each open."""
    session.add_all(_new(site, kind) for kind in kinds_for(site.kind))
    session.flush()


def set_kinds(session: Session, site: Site) -> None:
    """Add the gates that a site of another kind needs; what it needs no more is kept and not shown."""
    held = {gate.kind for gate in of_sites(session, (site.id,))[site.id]}
    session.add_all(_new(site, kind) for kind in kinds_for(site.kind) if kind not in held)
    session.flush()


def put(session: Session, site_id: UUID, before: Gate, after: Gate) -> None:
    """Store a changed gate that was read at `before.version`; what was said of an earlier end is said of it anew.

    Raises:
        Conflict: Somebody else changed it meanwhile.
    """
    values = _values(msgspec.structs.replace(after, version=before.version + 1))
    if before.spans != after.spans:
        values["said"] = ""
    changed: Any = session.execute(
        update(GateRow)
        .where(
            col(GateRow.site_id) == site_id,
            col(GateRow.kind) == before.kind.value,
            col(GateRow.version) == before.version,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The gate was changed by somebody else meanwhile."))


def note(session: Session, site: Site, step: Step) -> None:
    """Store what happened to a gate."""
    values: dict[str, Any] = {"kind": step.gate.value, "act": step.act.value, "at": utc(step.at), "by": step.by}
    texts: dict[str, Any] = {"id": step.id, "who": step.who, "words": step.words}
    session.add(GateStepRow(owner_organisation_id=site.organisation_id, site_id=site.id, **values, **texts))
    session.flush()


def steps(session: Session, site_id: UUID, kind: GateKind) -> tuple[Step, ...]:
    """Give what happened to a gate, the newest first, at most `MOST_STEPS`."""
    rows = session.execute(
        select(*_STEP_COLUMNS)
        .where(col(GateStepRow.site_id) == site_id, col(GateStepRow.kind) == kind.value)
        .order_by(col(GateStepRow.at).desc(), col(GateStepRow.id).desc())
        .limit(MOST_STEPS)
    )
    return tuple(_step(row) for row in rows)


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A gate that runs out, on its last day, and what was said of that."""

    site_id: UUID
    kind: GateKind
    last: date
    said: frozenset[Nearing]


def running_out(session: Session, today: date, most: int) -> tuple[Ending, ...]:
    """Give the gates of whose end something is to be said, the nearest end first; for the sweep."""
    columns = tuple(getattr(GateRow, name) for name in ("site_id", "kind", "runs_out_on", "said"))
    statement = select(*columns).where(to_be_said(col(GateRow.runs_out_on), col(GateRow.said), today))
    rows = session.execute(statement.order_by(col(GateRow.runs_out_on), col(GateRow.site_id)).limit(most))
    return tuple(
        Ending(
            site_id=row.site_id,
            kind=GateKind(row.kind),
            last=row.runs_out_on,
            said=frozenset(Nearing(key) for key in row.said.split()),
        )
        for row in rows
    )


def say(session: Session, ending: Ending, said: frozenset[Nearing]) -> None:
    """Store what has been said of the end of a gate; for the sweep."""
    session.execute(
        update(GateRow)
        .where(col(GateRow.site_id) == ending.site_id, col(GateRow.kind) == ending.kind.value)
        .values(said=" ".join(each.value for each in Nearing if each in said))
        .execution_options(synchronize_session=False)
    )


def one(gates: Iterable[Gate], kind: str) -> Gate:
    """Give the gate of a kind.

    Raises:
        Missing: The site has no such gate.
    """
    found = next((gate for gate in gates if gate.kind.value == kind), None)
    if found is None:
        raise Missing
    return found


def _new(site: Site, kind: GateKind) -> GateRow:
    return GateRow(owner_organisation_id=site.organisation_id, site_id=site.id, **_values(Gate(kind=kind)))


def _gate(row: Any) -> Gate:
    values = {name: getattr(row, name) for name in Gate.__struct_fields__}
    spans = msgspec.json.decode(row.spans, type=tuple[Span, ...])
    return Gate(**{**values, "kind": GateKind(row.kind), "side": row.side and Side(row.side), "spans": spans})


def _step(row: Any) -> Step:
    at: datetime = utc(row.at)
    ids = {"id": row.id, "by": UserId(row.by)}
    return Step(**ids, gate=GateKind(row.kind), act=Act(row.act), at=at, who=row.who, words=row.words)


def _values(gate: Gate) -> dict[str, Any]:
    values = {name: getattr(gate, name) for name in Gate.__struct_fields__}
    codes = {"kind": gate.kind.value, "side": gate.side and gate.side.value}
    runs_out = gate.spans[-1].last if gate.spans else None
    return {**values, **codes, "spans": msgspec.json.encode(gate.spans), "runs_out_on": runs_out}
