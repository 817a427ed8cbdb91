"""The command that imports a file: opened once to learn its encoding, read line by line, one transaction a batch.

Whatever was committed stays: a run that was killed is made whole by running it again, since a line that
was taken in is known by its case reference and is not taken in twice.
"""

import io
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec
from sqlmodel import Session

from lvws_core.actors import GRANTS, Actor, Permission
from lvws_core.desk import Desk
from lvws_core.errors import Invalid
from lvws_core.events import Event
from lvws_core.ids import Reference
from portal.audit import store as audit
from portal.auth import store as accounts
from portal.auth.model import normal_email
from portal.dependencies import Supplies, desk_at
from portal.intake.importing import service, store
from portal.intake.importing.lines.model import encoding_of, read_lines
from portal.intake.importing.model import Fault, Sorted, Tally

_CHUNK = 1024 * 1024


class Teller(Protocol):
    """Who is told what happens meanwhile."""

    def fault(self, fault: Fault) -> None:
        """Hear of a fault, in the order of the rows."""

    def progress(self, done: int) -> None:
        """Hear how many bytes of the file are read."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the counts, and the first cases whose person may be known already."""

    tally: Tally
    alike: tuple[Reference, ...] = ()


def check_file(supplies: Supplies, path: Path, actor: Actor, teller: Teller) -> Outcome:
    """Check a file from its beginning to its end; nothing is stored.

    Raises:
        Invalid: It is no text.
    """

    def look(_desk: Desk[Session], found: Sorted) -> Tally:
        return found.tally

    return Outcome(tally=_through(supplies, path, actor, teller, look, reading=True))


def import_file(supplies: Supplies, path: Path, actor: Actor, teller: Teller) -> Outcome:
    """Take in every line of a file that can be, batch by batch, each in a transaction of its own.

    Raises:
        Invalid: It is no text.
    """
    with _desk(supplies, actor) as desk:
        run = service.begin(desk)

    def take(desk: Desk[Session], found: Sorted) -> Tally:
        return msgspec.structs.replace(found.tally, alike=service.bring_in(desk, run, found.new))

    tally = _through(supplies, path, actor, teller, take, reading=False)
    with _desk(supplies, actor) as desk:
        service.finish(desk, run, tally)
        return Outcome(tally=tally, alike=store.alike_cases(desk.session, run.id))


def _through(
    supplies: Supplies,
    path: Path,
    actor: Actor,
    teller: Teller,
    do: Callable[[Desk[Session], Sorted], Tally],
    *,
    reading: bool,
) -> Tally:
    tally, seen = Tally(), service.Seen()
    with path.open("rb") as file:
        encoding = encoding_of(iter(lambda: file.read(_CHUNK), b""))
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        for batch in service.in_batches(read_lines(text)):
            with _desk(supplies, actor, reading=reading) as desk:
                workers = accounts.colleagues_by_email(desk.session, actor.organisation_id)
                found = service.sort_lines(desk, batch, seen, workers)
                tally += do(desk, found)
            for fault in found.faults:
                teller.fault(fault)
            teller.progress(file.tell())
    return tally


@contextmanager
def _desk(supplies: Supplies, actor: Actor, *, reading: bool = False) -> Generator[Desk[Session]]:
    session = supplies.database.open(actor.organisation_id, reading=reading)
    with supplies.database.transaction(session):
        desk, events = desk_at(supplies, session, actor, supplies.clock()), list[Event]()
        yield msgspec.structs.replace(desk, record=events.append)
        audit.append_all(session, supplies.settings.audit_key, events)
        for event in events:
            for follower in supplies.followers.get(event.kind, ()):
                follower(desk, event)


def importer(supplies: Supplies, email: str) -> Actor:
    """Give the account that imports, by its e-mail address; without one, the only account that could.

    Raises:
        Missing: There is no such account.
        Invalid: It may not take cases in, or there is not exactly one that may.
    """
    with supplies.database.system(reading=True) as session:
        if email:
            found = accounts.user_id_of(session, normal_email(email))
            able = [each for each in _able(session) if each.id == found]
            if not able:
                raise Invalid("by", "may_not_take_cases_in")
            return able[0]
        able = list(_able(session))
        if len(able) != 1:
            raise Invalid("by", "say_who_imports_by_the_e-mail_address_of_an_account")
        return able[0]


def _able(session: Session) -> Iterable[Actor]:
    for organisation_id in accounts.lead_organisations(session):
        for user_id, roles in accounts.open_accounts(session, organisation_id).items():
            if any(Permission.CASE_WRITE in GRANTS[role] for role in roles):
                yield Actor(id=user_id, organisation_id=organisation_id, roles=roles)
