"""Bringing in the paper log: rows are checked against the site and the author, and what is new is logged."""

import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import msgspec

from colocations.contacts import service as contacts
from colocations.contacts.model import Logged, against_place, against_time
from colocations.paper import store
from colocations.paper.model import LAYOUT, MOST_BYTES, MOST_ROWS, Row, Tally, row_id
from colocations.paper.rows.forms import column_of, read_row
from colocations.placements import store as placements
from colocations.sites import store as sites
from colocations.sites.model import Site
from lvws_core import desk as desks
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.ports import FindPerson
from lvws_core.reasons import because
from lvws_core.sealed import open_for, seal_for
from lvws_core.spreadsheets import Fault, Line

Desk = desks.Desk[store.Session]
_COLUMN = "paper_log.file"


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What the page that asks for the confirmation carries, sealed: the site and the text of the file."""

    site: Reference
    text: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: the rows that are new, the faults of the others, and how many are there already."""

    site: Site
    new: tuple[Row, ...]
    faults: tuple[Fault, ...]
    there: int

    @property
    def tally(self) -> Tally:
        """The counts."""
        refused = len({fault.row for fault in self.faults})
        return Tally(new=len(self.new), there=self.there, refused=refused, faults=len(self.faults))


def own_sites(desk: Desk) -> tuple[Site, ...]:
    """Give the sites at which the actor is or was placed, by name, in two statements."""
    placed = {each.site_id for each in placements.of_worker(desk.session, desk.actor.id)}
    return tuple(sorted(sites.named(desk.session, placed).values(), key=lambda site: site.name))


def against_file(text: str) -> tuple[FieldError, ...]:
    """Give what stands against a file as a whole: too many rows, or too long to be carried."""
    rows = next(islice(LAYOUT.read_lines(io.StringIO(text, newline="")), MOST_ROWS, None), None)
    if rows is None and len(text.encode()) <= MOST_BYTES:
        return ()
    words = f"The file has more than {MOST_ROWS} rows or {MOST_BYTES // 1000} kB. Bring it in as two files"
    return (FieldError(field="file", code="too_many_lines", text=words),)


def carry(desk: Desk, carried: Carried) -> str:
    """Seal a file for the actor's next page; nothing of it is stored meanwhile."""
    actor = desk.actor
    return seal_for(desk.vault, actor.organisation_id, actor.id, _COLUMN, msgspec.json.encode(carried).decode())


def carried_in(desk: Desk, letters: str) -> Carried:
    """Give back what `carry` sealed for the same actor.

    Raises:
        Conflict: It was not.
    """
    actor = desk.actor
    try:
        return msgspec.json.decode(
            open_for(desk.vault, actor.organisation_id, actor.id, _COLUMN, letters), type=Carried
        )
    except Invalid as error:
        text = "The file that you had checked did not come back whole. Choose it again."
        raise Conflict(because("file_lost", "I13", text)) from error


def check(desk: Desk, carried: Carried, find_person: FindPerson) -> Checked:
    """Check a file row by row, as logging would; nothing is stored. A person is looked for once.

    Raises:
        Missing: The site is none of the actor's.
    """
    site = _own_site(desk, carried.site)
    placed = placements.of_worker(desk.session, desk.actor.id)
    open_to_actor: dict[Reference, bool] = {}

    def stands_against(logged: Logged) -> Iterator[FieldError]:
        yield from against_time(logged.at, desk.now)
        yield from against_place(site, placed, logged.department, logged.at)
        if logged.person is not None:
            if logged.person not in open_to_actor:
                open_to_actor[logged.person] = _can_open(find_person, logged.person)
            if not open_to_actor[logged.person]:
                text = "There is no record with this reference that you can open. Check it, or leave it empty"
                yield FieldError(field="person", code="unknown_reference", text=text)

    rows, faults, seen = list[Row](), list[Fault](), Counter[bytes]()
    for each in LAYOUT.read_lines(io.StringIO(carried.text, newline="")):
        found = _read(each, site.reference, desk)
        if not isinstance(found, Logged):
            faults.extend(found)
            continue
        against = [_fault(each.row, error) for error in stands_against(found)]
        if not against:
            rows.append(Row(row=each.row, id=row_id(desk.actor.id, found, seen[found.content]), logged=found))
            seen[found.content] += 1
        faults.extend(against)
    known = store.there(desk.session, desk.actor.id, [row.id for row in rows])
    new = tuple(row for row in rows if row.id not in known)
    return Checked(site=site, new=new, faults=tuple(faults), there=len(rows) - len(new))


def bring_in(desk: Desk, carried: Carried, find_person: FindPerson) -> Tally:
    """Log every row that is new, all or nothing; event `site_log.brought_in`, and one for each contact.

    What changed since the check is found anew; a row that can no longer be logged is left out and counted.

    Raises:
        Missing: The site is none of the actor's.
    """
    checked = check(desk, carried, find_person)
    for row in checked.new:
        contacts.log(desk, row.id, row.logged, find_person)
    tally = checked.tally
    desk.note("site_log.brought_in", checked.site.id, **msgspec.structs.asdict(tally))
    return tally


def _own_site(desk: Desk, reference: Reference) -> Site:
    site = sites.get(desk.session, reference)
    if not any(each.site_id == site.id for each in placements.of_worker(desk.session, desk.actor.id)):
        raise Missing
    return site


def _read(each: Line | Fault, site: Reference, desk: Desk) -> Logged | tuple[Fault, ...]:
    return (each,) if isinstance(each, Fault) else read_row(each, site, desk.now)


def _can_open(find_person: FindPerson, reference: Reference) -> bool:
    try:
        find_person(reference)
    except Missing:
        return False
    return True


def _fault(row: int, error: FieldError) -> Fault:
    return Fault(row=row, column=column_of(error.field), code=error.code, text=error.text)
