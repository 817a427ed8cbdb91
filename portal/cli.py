"""The command `lvws`: runs the portal and looks after an installation; what a command needs loads with it."""

import os
import secrets
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import click

from lvws_core.actors import Role
from portal.keeping.commands import backup, keys, move, restore
from portal.settings import from_environment
from portal.told import refuse, told

ERASE_REASONS = ("asked", "no_basis", "period_over")
ROLES = tuple(role.value for role in Role if role is not Role.CLOCK)
_OWN_FILES_ONLY = 0o077
_PORT = click.IntRange(0, 65535)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Onward referrals and co-locations for a victim and witness service."""
    os.umask(_OWN_FILES_ONLY)


@main.command()
@click.option("--once", is_flag=True, help="Walk through the main job, then stop; fails if a step failed.")
@click.option("--year-one", is_flag=True, help="With the 167,030 invented cases of year one behind the reports too.")
@click.option("--port", type=_PORT, default=8000, show_default=True)
def demo(*, once: bool, year_one: bool, port: int) -> None:
    """Show everything with an invented consortium, on this machine only."""
    from portal import demo as demonstration

    sys.exit(demonstration.run(port=port, once=once, with_year_one=year_one))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the proxy that ends TLS reaches it.")
@click.option("--port", type=_PORT, default=8000, show_default=True)
def serve(*, host: str, port: int) -> None:
    """Serve the portal, and on the embedded database do what falls due; refuses to start on anything unsafe."""
    from concurrent.futures import ThreadPoolExecutor

    import uvicorn
    from litestar.concurrency import set_asyncio_executor

    from portal.checks import faults

    refuse(faults(os.environ))
    from portal.app import JOBS
    from portal.asgi import app  # made of the settings, so only once they are known to be good
    from portal.scheduler import beside

    set_asyncio_executor(ThreadPoolExecutor(4))  # one SQLite file, or a pool of eight connections, feeds no more
    with beside(app.state.supplies, JOBS):
        uvicorn.run(
            app, host=host, port=port, access_log=False, server_header=False, proxy_headers=False, log_config=None
        )


@main.command()
def scheduler() -> None:
    """Do what falls due, beside web processes on PostgreSQL; `serve` does it itself on the embedded database."""
    import signal
    import threading

    from portal.checks import faults

    refuse(faults(os.environ))
    from portal.app import JOBS
    from portal.asgi import app
    from portal.scheduler import run

    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    click.echo("Looking for what is due; stop with Ctrl-C.")
    run(app.state.supplies, JOBS, ended)


@main.command()
def migrate() -> None:
    """Bring the database to this release's schema, all of it or nothing."""
    from portal import migrations

    with told(os.environ):
        url = from_environment(os.environ).database_url
        migrations.upgrade(url)
        click.echo(f"The database is at {migrations.current(url)}.")


@main.command()
def check() -> None:
    """Say what is wrong with the installation: settings, durability, schema, keys, audit; and how it stands."""
    from portal.checks import faults

    refuse(faults(os.environ, now=datetime.now(UTC)))
    click.echo("Settings, database, schema, keys and audit are in order.")
    from portal.operations import standing_of

    for line in standing_of(from_environment(os.environ), now=datetime.now(UTC)):
        click.echo(line)


@main.group()
def user() -> None:
    """First accounts, and closing an account at once."""


@user.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="The name that colleagues see.")
@click.option("--organisation", required=True, help="The organisation's key.")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, required=True, help="May be given again.")
@click.option("--team", default="", help="What partners read beside the name.")
def invite(*, email: str, name: str, organisation: str, roles: tuple[str, ...], team: str) -> None:
    """Make an account and print, once, what its owner signs in with."""
    from portal.operations import invite_user

    with told(os.environ) as settings:
        new = invite_user(
            settings,
            id_=uuid4(),
            email=email,
            name=name,
            organisation=organisation,
            roles=roles,
            team=team,
            password=secrets.token_urlsafe(18),
            now=datetime.now(UTC),
        )
        click.echo(f"E-mail:    {new.email}\nPassword:  {new.password}\nTOTP seed: {new.seed}\n{new.uri}")
        click.echo("Hand these over in person. Nobody can read them again.")


@user.command("disable")
@click.argument("email")
def disable(*, email: str) -> None:
    """Close an account and end its sessions, now."""
    from portal.operations import disable_user

    with told(os.environ) as settings:
        left = disable_user(settings, email=email, now=datetime.now(UTC))
        click.echo("The account is closed and its sessions have ended.")
        if left.cases:
            click.echo(f"Open cases that are nobody's now: {left.cases}. They are on the managers' lists.")
            click.echo(f"A manager hands them over at /caseload/{left.user_id}/hand-over")


@main.group()
def organisation() -> None:
    """The organisations of the consortium."""


@organisation.command("add")
@click.argument("key")
@click.argument("name")
@click.option("--kind", type=click.Choice(["lead", "partner", "host"]), required=True)
def add(*, key: str, name: str, kind: str) -> None:
    """Add an organisation under a short KEY."""
    from portal.operations import add_organisation

    with told(os.environ) as settings:
        add_organisation(settings, id_=uuid4(), key=key, name=name, kind=kind, now=datetime.now(UTC))
        click.echo(f"Added {key}.")


@main.group()
def audit() -> None:
    """The chained record of what happened and who looked."""


@audit.command("verify")
@click.option("--anchors", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Heads kept outside.")
def verify(*, anchors: Path | None) -> None:
    """Check every entry; fails on the first that does not hold and names it."""
    from portal.anchors import read_anchors
    from portal.operations import verify_audit

    with told(os.environ) as settings:
        found = verify_audit(settings, read_anchors(anchors.read_text(encoding="utf-8")) if anchors else ())
        refuse(() if found.ok else (f"the audit is broken at entry {found.first_bad_sequence}: {found.why}",))
        click.echo(f"{found.checked} entries, every one holds.")


@audit.command("anchor")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def anchor(*, file: Path) -> None:
    """Append the head of the audit to a FILE that is kept where the database is not."""
    from portal.anchors import anchor_line
    from portal.operations import anchor_audit

    now = datetime.now(UTC)
    with told(os.environ) as settings:
        head = anchor_audit(settings, now=now)
        if head is None:
            raise click.ClickException("there is nothing in the audit yet")
        with file.open("a", encoding="utf-8") as lines:
            lines.write(anchor_line(head, now))
        click.echo(f"Entry {head.sequence} is written down in {file}.")


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--confirm", is_flag=True, help="Take in every line that can be; without it, FILE is only checked.")
@click.option("--by", default="", help="E-mail address of the account that imports.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the faults to this CSV too.")
@click.option("--template", is_flag=True, help="Print the headings and an example, and nothing else.")
def import_(*, file: Path | None, confirm: bool, by: str, report: Path | None, template: bool) -> None:
    """Check the cases of a CSV FILE, or take them in; whoever is in it already is not taken in twice."""
    if template:
        from portal.intake.importing.columns.model import template as give_template

        click.echo(give_template(), nl=False)
        return
    if file is None:
        raise click.UsageError("Name a FILE, or ask for the --template.")
    from portal.telling import run_import

    with told(os.environ) as settings:
        clock = partial(datetime.now, UTC)
        sys.exit(run_import(settings, file, by=by, is_confirmed=confirm, report=report, clock=clock, new_id=uuid4))


@main.command("report")
@click.argument("name", required=False, default="")
@click.option("--from", "first", default="", help="The first day, as 2019-04-01; without days, the last month.")
@click.option("--to", "last", default="", help="The last day, as 2020-03-31.")
@click.option("--version", default="", help="The version of the definition; the present one without it.")
@click.option("--format", "formats", default="csv", show_default=True, help="csv, ods, xlsx, json, with commas.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="Where to.")
@click.option("--list", "is_list", is_flag=True, help="Say which reports there are, and what each counts.")
def report_(*, name: str, first: str, last: str, version: str, formats: str, folder: Path, is_list: bool) -> None:
    """Write the report NAME of a whole month, quarter or financial year; small figures are held back."""
    from portal.telling_reports import kinds_of, list_reports, write_report

    if is_list:
        list_reports()
        return
    if not name:
        raise click.UsageError("Name a report, or ask for the --list.")
    kinds = kinds_of(formats)
    with told(os.environ) as settings:
        clock = partial(datetime.now, UTC)
        period = {"first": first, "last": last, "version": version}
        write_report(settings, name, **period, kinds=kinds, folder=folder, clock=clock, new_id=uuid4)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.csv")
def twin(*, file: Path) -> None:
    """Write 167,030 invented cases that add up to every table of year one; the same ones each time."""
    from portal.telling_reports import write_twin

    write_twin(file)


@main.command()
@click.argument("reference", required=False)
@click.option("--due", is_flag=True, help="Everybody who has been kept long enough.")
@click.option("--confirm", is_flag=True, help="Do it; without it, only say what would be done.")
@click.option("--reason", type=click.Choice(ERASE_REASONS), help="Why one person is erased.")
@click.option("--by", default="", help="E-mail address of the account that decides.")
@click.option("--second", default="", help="E-mail address of the second person, for one REFERENCE.")
def erase(*, reference: str | None, due: bool, confirm: bool, reason: str | None, by: str, second: str) -> None:
    """Erase who is --due, or one person by REFERENCE; what tells who they are goes, what counts stays."""
    if bool(reference) == due:
        raise click.UsageError("Name one REFERENCE, or ask for those who are --due.")
    if reference and not (reason and second):
        raise click.UsageError("One person is erased with a --reason and a --second person.")
    from portal.telling_erasure import run_due, run_one

    with told(os.environ) as settings:
        clock = partial(datetime.now, UTC)
        if reference is None:
            run_due(settings, by=by, is_confirmed=confirm, clock=clock, new_id=uuid4)
            return
        run_one(
            settings,
            reference,
            reason=str(reason),
            by=by,
            second=second,
            is_confirmed=confirm,
            clock=clock,
            new_id=uuid4,
        )


for command in (keys, backup, restore, move):
    main.add_command(command)
