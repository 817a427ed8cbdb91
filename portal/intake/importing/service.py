"""The import: lines are sorted into what is new and what is not, and what is new is taken in."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

import msgspec

from lvws_core.errors import Conflict
from lvws_core.ids import Reference, UserId
from lvws_core.reasons import because
from portal.auth.store import colleagues_by_email
from portal.intake.importing import store
from portal.intake.importing.entries.model import read_entry
from portal.intake.importing.lines.model import read_lines
from portal.intake.importing.model import BATCH, MOST_ON_PAGE, Entry, Fault, Line, Run, Sorted, Tally
from portal.intake.many.service import take_in_unheard
from portal.intake.store import reference_index
from portal.people.alike.store import looking_known
from portal.people.service import Desk
from portal.people.suppression.service import suppressed_among

Seen = dict[bytes, tuple[int, bytes]]
"""The lines of this file so far: index of the case reference to row and digest."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A run with what a check of its file found; without faults where it is finished."""

    run: Run
    tally: Tally
    faults: tuple[Fault, ...] = ()
    alike: tuple[Reference, ...] = ()


def sort_lines(desk: Desk, found: Sequence[Line | Fault], seen: Seen, workers: Mapping[str, UserId]) -> Sorted:
    """Sort a batch of lines: new, there already, or refused with every fault; nothing is stored.

    A case reference is the key. One that was imported with the same content is there already; with other
    content it is refused, and so is one that a case has which somebody typed in, and the second of two
    people with one reference. Who declined and was erased is left to a human. Three statements for the
    whole batch. `seen` is added to.

    Source: RET-04.
    """
    faults, entries = [], []
    for each in found:
        match each if isinstance(each, Fault) else read_entry(each, workers, desk.today):
            case Fault() as fault:
                faults.append(fault)
            case Entry() as entry:
                entries.append(entry)
            case more:
                faults.extend(more)
    new, there = [], 0
    imported = store.digests(desk.session, desk.actor.organisation_id, [_index(desk, each) for each in entries])
    typed = store.entered(
        desk.session,
        desk.actor.organisation_id,
        [_number(desk, each) for each in entries if _index(desk, each) not in imported],
    )
    for entry in entries:
        index, digest = _index(desk, entry), _digest(desk, entry)
        row, before = seen.setdefault(index, (entry.row, digest))
        kept = imported.get(index, before)
        if kept != digest:
            faults.append(_other(entry, row if before != digest else None))
        elif index in imported or row != entry.row:
            there += 1
        elif _number(desk, entry) in typed:
            faults.append(_typed(entry))
        else:
            new.append(entry)
    erased = suppressed_among(desk, [(each.registration.identity, _number(desk, each)) for each in new])
    faults += [_erased(new[place]) for place in sorted(erased)]
    new = [each for place, each in enumerate(new) if place not in erased]
    return Sorted(new=tuple(new), faults=tuple(sorted(faults, key=lambda each: each.row)), there=there)


def _index(desk: Desk, entry: Entry) -> bytes:
    return desk.vault.index("case_ref", entry.case_ref)


def _digest(desk: Desk, entry: Entry) -> bytes:
    return desk.vault.index("case_row", entry.digest)


def _number(desk: Desk, entry: Entry) -> bytes:
    return reference_index(desk.vault, entry.registration.source, entry.case_ref)


def _other(entry: Entry, row: int | None) -> Fault:
    if row is not None:
        text = f"Row {row} has this reference and tells something else: find out which of the two it belongs to"
        return Fault(row=entry.row, column="case_ref", code="reference_twice", text=text)
    text = "This reference was imported before with other content. Nothing was changed: mend the case itself"
    return Fault(row=entry.row, column="case_ref", code="changed", text=text)


def _typed(entry: Entry) -> Fault:
    text = "Somebody has typed in a case with this reference. Look at that case, and take this row out of the file"
    return Fault(row=entry.row, column="case_ref", code="entered_already", text=text)


def _erased(entry: Entry) -> Fault:
    text = (
        "Whoever this is was erased, after declining or with this very number. Do not chase them. Only if they have "
        "come back of their own wish, take them in by hand"
    )
    return Fault(row=entry.row, column="", code="erased_before", text=text)


def bring_in(desk: Desk, run: Run, entries: Sequence[Entry]) -> int:
    """Take in lines that are new, and give how many may be of somebody known; event `case.imported`.

    Nobody is merged: who looks like somebody known is a new person all the same, until a human has looked.
    One statement looks for all of them.
    """
    identities = [entry.registration.identity for entry in entries]
    alike = looking_known(desk.session, desk.vault, identities)
    cases = take_in_unheard(desk, [entry.registration for entry in entries])
    for place, (entry, case) in enumerate(zip(entries, cases, strict=True)):
        store.add_line(
            desk.session,
            line_id=desk.new_id(),
            owner_id=desk.actor.organisation_id,
            run_id=run.id,
            case_id=case.id,
            index=_index(desk, entry),
            digest=_digest(desk, entry),
            is_alike=place in alike,
        )
    desk.note("case.imported", run.id, cases=len(entries), alike=len(alike))
    return len(alike)


def is_too_long(content: str) -> bool:
    """Say whether a file has more lines than one transaction of a page takes in."""
    return next(islice(read_lines(io.StringIO(content, newline="")), MOST_ON_PAGE, None), None) is not None


def begin(desk: Desk, content: str | None = None) -> Run:
    """Begin a run; a file that waits to be confirmed is sealed, in the place of any before; event `import.begun`."""
    owner = desk.actor.organisation_id
    store.forget_waiting(desk.session, desk.actor.id)
    run = Run(id=desk.new_id(), reference=desk.new_reference(), created_by=desk.actor.id, created_at=desk.now)
    sealed = None if content is None else store.seal(desk.vault, owner, run.id, content)
    store.add(desk.session, run, owner, sealed)
    desk.note("import.begun", run.id, waits=content is not None)
    return run


def open_run(desk: Desk, reference: Reference) -> Checked:
    """Give a run of the actor's: while its file waits, what a check of it finds now; event `import.checked`.

    Raises:
        Missing: There is none, or it is somebody else's.
    """
    run = store.get(desk.session, reference, desk.actor.id)
    if run.finished_at is not None:
        return Checked(run=run, tally=run.tally, alike=store.alike_cases(desk.session, run.id))
    content = store.content_of(desk.session, desk.vault, reference, desk.actor.id)
    desk.note("import.checked", run.id, waits=content is not None)
    return _checked(desk, run, content)[0]


def confirm(desk: Desk, reference: Reference) -> Run:
    """Take in everything of a checked file that can be, all of it or nothing, and delete the file.

    Raises:
        Missing: There is none, or it is somebody else's.
        Conflict: It is finished, or its file was deleted meanwhile.
    """
    run = store.get(desk.session, reference, desk.actor.id)
    content = store.content_of(desk.session, desk.vault, reference, desk.actor.id)
    if content is None:
        raise Conflict(because("no_file", "I13", "This import is finished, or its file was deleted. Upload it again."))
    checked, entries = _checked(desk, run, content)
    alike = bring_in(desk, run, entries)
    finish(desk, run, msgspec.structs.replace(checked.tally, alike=alike))
    return store.get(desk.session, reference, desk.actor.id)


def finish(desk: Desk, run: Run, tally: Tally) -> None:
    """Store what came of a run; event `import.finished`."""
    store.finish(desk.session, run.id, tally, desk.now)
    desk.note("import.finished", run.id, **msgspec.structs.asdict(tally))


def _checked(desk: Desk, run: Run, content: str | None) -> tuple[Checked, tuple[Entry, ...]]:
    workers = colleagues_by_email(desk.session, desk.actor.organisation_id)
    seen: Seen = {}
    lines = () if content is None else read_lines(io.StringIO(content, newline=""))
    batches = [sort_lines(desk, batch, seen, workers) for batch in in_batches(lines)]
    tally = sum((each.tally for each in batches), Tally())
    faults = tuple(chain.from_iterable(each.faults for each in batches))
    return Checked(run=run, tally=tally, faults=faults), tuple(chain.from_iterable(each.new for each in batches))


def in_batches(lines: Iterable[Line | Fault]) -> Iterator[tuple[Line | Fault, ...]]:
    """Give lines in batches of the size of one transaction."""
    rest = iter(lines)
    while batch := tuple(islice(rest, BATCH)):
        yield batch
