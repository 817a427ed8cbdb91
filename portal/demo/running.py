"""Runs the demonstration: a fresh database, the invented consortium, the server, the journey, the links."""

import secrets
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import click
import msgspec
import uvicorn
from litestar import Litestar

from lvws_core.actors import THE_CLOCK, Actor, Role
from lvws_core.referrals.allocation import WorkerRole
from portal import migrations
from portal.app import JOBS, create_app
from portal.audit.service import recorder, verify_chain
from portal.auth import service as accounts
from portal.database import Database
from portal.demo.browser import StepFailedError
from portal.demo.journey import walk
from portal.demo.mail import set_mail
from portal.demo.seeding import Seeder, Staff
from portal.demo.year_one import Whose, load
from portal.dependencies import desk_at
from portal.reports.counting.jobs import count_cases
from portal.reports.twin.drawing.model import MONTHS
from portal.reports.twin.model import year_one
from portal.reports.twin.service import margins
from portal.scheduler import beside
from portal.serving import quiet_server
from portal.settings import Mail, Secrets, Settings
from portal.vault import vault_of

FOLDER = Path("var") / "demo"
ADDRESS = "http://127.0.0.1:8000"
"""Where the messages of the demonstration say that readers sign in."""

_LONGEST_START = 30.0


class Demo(msgspec.Struct, frozen=True, kw_only=True):
    """A demonstration that is ready to be served."""

    settings: Settings
    database: Database
    staff: tuple[Staff, ...]

    def link(self, name: str) -> str:
        """Give a fresh one-time sign-in address for a member of staff, without the host."""
        found = next(each for each in self.staff if each.name == name)
        token = secrets.token_urlsafe(24)
        with self.database.system() as session:
            record = recorder(session, self.settings.audit_key)
            accounts.invite(session, record, found.actor.id, token=token, by=None, now=datetime.now(UTC))
        return f"/sign-in/link/{token}"


def prepare(folder: Path = FOLDER) -> Demo:
    """Make the database anew and fill it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'portal.sqlite'}"
    migrations.upgrade(url)
    keys = Secrets.generate(secrets.token_bytes)
    mail = Mail(
        sender="file", folder=str(folder / "mail"), from_address="notices@portal.example", link=f"{ADDRESS}/notices"
    )
    settings = Settings(database_url=url, secrets=keys, organisation="Victim Support", mail=mail, demo=True)
    database = Database(url)
    vault = vault_of(settings)
    with database.system() as session:
        seeder = Seeder(session, vault, recorder(session, keys.audit_key), now=datetime.now(UTC))
        seeder.consortium()
        seeder.offers()
        seeder.referrals_in()
        seeder.sessions()
        seeder.marac()
        seeder.sites()
        seeder.intakes()
        seeder.rights()
        seeder.contacts()
        seeder.good_day()
    demo = Demo(settings=settings, database=database, staff=tuple(seeder.staff))
    set_mail(_app(demo).state.supplies, demo.staff)
    return demo


def add_year_one(demo: Demo) -> None:
    """Add the invented cases of year one and count them, with a bar of progress."""
    click.echo("Dealing the cases of year one …")
    cases = year_one(margins())
    now = datetime.now(UTC)
    with (
        demo.database.system() as session,
        click.progressbar(length=len(cases), label="Adding them") as shown,
    ):
        for many in load(session, cases, _whose(demo)):
            shown.update(many)
    supplies = _app(demo).state.supplies
    with click.progressbar(label="Counting", length=len(MONTHS)) as shown:
        counting = True
        while counting:
            with demo.database.system() as session:
                counting = bool(count_cases(desk_at(supplies, session, THE_CLOCK, now)))
            shown.update(int(counting))
    click.echo(f"{len(cases):,} invented cases of April 2019 to March 2020 are behind the reports.")


def _whose(demo: Demo) -> Whose:
    def first(role: Role) -> Actor:
        return next(each.actor for each in demo.staff if role in each.actor.roles)

    caseworker, idva = first(Role.LEAD_CASEWORKER), first(Role.IDVA)
    workers = dict.fromkeys(WorkerRole, caseworker.id) | {WorkerRole.IDVA: idva.id}
    return Whose(organisation_id=caseworker.organisation_id, taker=first(Role.INTAKE_WORKER).id, workers=workers)


@contextmanager
def served(demo: Demo, port: int = 0) -> Iterator[str]:
    """Serve on loopback while the block runs; gives the address.

    Raises:
        StepFailedError: The server does not start.
    """
    app = _app(demo)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        server = quiet_server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        _wait_until_started(server)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(_LONGEST_START)


def _app(demo: Demo) -> Litestar:
    return create_app(demo.settings, clock=lambda: datetime.now(UTC), new_id=uuid4)


def _wait_until_started(server: uvicorn.Server) -> None:
    latest = time.monotonic() + _LONGEST_START
    while not server.started:
        if time.monotonic() > latest:
            raise StepFailedError("the server does not start")
        time.sleep(0.05)


def run(*, port: int, once: bool, with_year_one: bool = False) -> int:
    """Prepare, serve, walk the journey, and then keep serving; gives the exit code.

    With `once` it ends after the journey: 0 if every step did what it should.
    """
    click.echo("Making an invented consortium and some 300 offers …")
    demo = prepare()
    if with_year_one:
        add_year_one(demo)
    with served(demo, 0 if once else port) as address:
        try:
            walk(address, demo.link, click.echo)
            _check_audit(demo)
        except StepFailedError as error:
            click.echo(f"FAILED: {error}", err=True)
            return 1
        if not once:
            _keep_serving(demo, address)
    return 0


def _check_audit(demo: Demo) -> None:
    with demo.database.system(reading=True) as session:
        found = verify_chain(session, demo.settings.audit_key)
    if not found.ok:
        raise StepFailedError(f"the audit chain breaks at entry {found.first_bad_sequence}")
    click.echo(f"    The audit chain holds: {found.checked} entries")


def _keep_serving(demo: Demo, address: str) -> None:
    click.echo(f"\nThe portal is at {address} until you press Ctrl-C. Each link signs in once:\n")
    for role in Role:
        staff = next((s for s in demo.staff if role in s.actor.roles), None)
        if staff is not None:
            who = f"{role.value.replace('_', ' ')}: {staff.name}, {staff.organisation}"
            click.echo(f"  {who}\n    {address}{demo.link(staff.name)}")
    try:
        with beside(_app(demo).state.supplies, JOBS):
            threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("\nStopped.")
