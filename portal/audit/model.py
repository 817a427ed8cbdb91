"""The chain: what an entry says, how it holds on to the one before, and what a check of all of them finds.

Each entry is the event as canonical JSON and `HMAC(key, previous ‖ body)`. The key is not in the
database, so nobody who holds only the database can change an entry and mend the chain. A tail that
was cut off leaves a shorter chain that is whole in itself; only an anchor, a head that was written
down elsewhere, shows it (assurance P9).
"""

import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.events import Event

GENESIS: Final = bytes(32)
"""What the first entry is chained to."""


class Fault(StrEnum):
    """What is wrong with the first entry that is not as it should be."""

    MISSING = "missing"  # a number is left out, or the entries are not in order
    ALTERED = "altered"  # body or hash differ from what the key gives
    COLUMNS_DIFFER = "columns_differ"  # the searchable columns do not say what the body says
    ANCHOR_DIFFERS = "anchor_differs"  # the chain is whole but is not the one that was anchored
    TAIL_CUT = "tail_cut"  # an anchor knows of entries that are gone


class ChainedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as it is stored; every field but `mac` is repeated in `body`."""

    sequence: int
    at: datetime
    kind: str
    actor_id: UUID | None
    subject_id: UUID
    body: bytes
    mac: bytes


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The last entry of the chain at some moment; written to a second place it is an anchor."""

    sequence: int
    mac: bytes


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: how many entries are good, and which is the first that is not, and why."""

    ok: bool
    checked: int
    first_bad_sequence: int | None = None
    why: Fault | None = None


class _Columns(msgspec.Struct, frozen=True, kw_only=True):
    sequence: int
    at: datetime
    kind: str
    actor_id: UUID | None
    subject_id: UUID


_DECODER: Final = msgspec.json.Decoder(_Columns)


def canonical(event: Event, sequence: int) -> bytes:
    """Give the one JSON text of an event and its place: keys sorted, times in UTC.

    Source: assurance P9.
    """
    said = {**msgspec.structs.asdict(event), "at": event.at.astimezone(UTC), "sequence": sequence}
    return msgspec.json.encode(said, order="sorted")


def chain(key: bytes, previous: bytes, body: bytes) -> bytes:
    """Give the keyed hash that ties a body to the hash of the entry before; 32 bytes.

    Source: assurance P9.
    """
    return hmac.digest(key, previous + body, "sha256")


def verify(entries: Iterable[ChainedEntry], key: bytes, anchors: Iterable[Head] = ()) -> Verification:
    """Check a whole chain, in the order given, one entry at a time; stop at the first fault.

    The entries must be numbered 1, 2, 3 … An edit, a deletion, an insertion, a swap or a hash made
    without the key is found in any case, a cut tail only with an anchor beyond the cut.

    Source: assurance P9, G9.
    """
    wanted = _by_sequence(anchors)
    previous, checked = GENESIS, 0
    for entry in entries:
        why = _fault(entry, checked + 1, chain(key, previous, entry.body), wanted)
        if why is not None:
            return _bad(checked, why)
        previous, checked = entry.mac, checked + 1
    if max(wanted, default=0) > checked:
        return _bad(checked, Fault.TAIL_CUT)
    return Verification(ok=True, checked=checked)


def _by_sequence(anchors: Iterable[Head]) -> dict[int, set[bytes]]:
    # Two anchors may name the same entry; if they disagree, no chain can satisfy both.
    wanted: dict[int, set[bytes]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.sequence, set()).add(anchor.mac)
    return wanted


def _fault(entry: ChainedEntry, sequence: int, mac: bytes, wanted: Mapping[int, set[bytes]]) -> Fault | None:
    if entry.sequence != sequence:
        return Fault.MISSING
    if not hmac.compare_digest(entry.mac, mac):
        return Fault.ALTERED
    if _columns_of(entry) != _DECODER.decode(entry.body):
        return Fault.COLUMNS_DIFFER
    if wanted.get(sequence, {mac}) != {mac}:
        return Fault.ANCHOR_DIFFERS
    return None


def _columns_of(entry: ChainedEntry) -> _Columns:
    return _Columns(
        sequence=entry.sequence,
        at=entry.at,
        kind=entry.kind,
        actor_id=entry.actor_id,
        subject_id=entry.subject_id,
    )


def _bad(checked: int, why: Fault) -> Verification:
    return Verification(ok=False, checked=checked, first_bad_sequence=checked + 1, why=why)
