"""What the commands about figures say and write: the twin, and every report."""

import csv
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from lvws_core.actors import THE_CLOCK
from lvws_core.errors import Invalid, Missing
from lvws_core.policy import DEFAULT
from portal.app import FOLLOWERS
from portal.database import Database
from portal.dependencies import Supplies, desk_at
from portal.reports.catalogue.service import report, reports
from portal.reports.giving.pages import file_of
from portal.reports.periods.model import span_from
from portal.reports.showing.pages import KINDS, refusal
from portal.reports.showing.service import give_out
from portal.reports.twin.model import year_one
from portal.reports.twin.service import COLUMNS, line_of, margins
from portal.settings import Settings


def write_twin(file: Path) -> None:
    """Write the invented cases of year one to a file, with a bar of progress.

    Raises:
        ClickException: The file cannot be written.
    """
    click.echo("Dealing the cases of year one …")
    cases = year_one(margins())
    try:
        with file.open("w", encoding="utf-8", newline="") as out, click.progressbar(cases, label="Writing") as shown:
            writer = csv.writer(out)
            writer.writerow(COLUMNS)
            writer.writerows(line_of(case) for case in shown)
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {error.strerror}") from error
    click.echo(
        f"{len(cases):,} invented cases are in {file}. They add up to the tables of year one; nobody is in them."
    )


def list_reports() -> None:
    """Say which reports there are, what each counts, and by which version."""
    for name, each in reports().items():
        click.echo(f"{name} (version {each.version})\n    {each.about}\n    Of: {each.denominator}")


def write_report(
    settings: Settings,
    name: str,
    *,
    first: str,
    last: str,
    version: str,
    kinds: Sequence[str],
    folder: Path,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
) -> None:
    """Write a report as a file of each kind into a folder, everything withheld that may not leave the service.

    Raises:
        ClickException: No such report, kind, version or period, each in its own words; or it cannot be written.
    """
    database = Database(settings.database_url)
    supplies = Supplies(
        database=database, settings=settings, clock=clock, new_id=new_id, policy=DEFAULT, followers=FOLLOWERS
    )
    try:
        definition = report(name, version)
        with database.system() as session:
            desk = desk_at(supplies, session, THE_CLOCK, clock())
            span = span_from(first, last, desk.today)
            files = [file_of(give_out(desk, definition, span, kind), kind, desk.now) for kind in kinds]
        for each in files:
            (folder / each.file_name).write_bytes(each.content)
            click.echo(f"Wrote {folder / each.file_name}.")
    except Missing:
        raise click.ClickException(f"there is no report {name}; see: lvws report --list") from None
    except Invalid as error:
        raise click.ClickException(refusal(error)) from None
    except OSError as error:
        raise click.ClickException(f"cannot write to {folder}: {error.strerror}") from None
    finally:
        database.dispose()


def kinds_of(typed: str) -> tuple[str, ...]:
    """Read kinds of files with commas between them.

    Raises:
        ClickException: There is none of a kind.
    """
    kinds = tuple(dict.fromkeys(kind.strip() for kind in typed.split(",")))
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise click.ClickException(f"there is no format {unknown[0]!r}; choose of: {', '.join(KINDS)}")
    return kinds
