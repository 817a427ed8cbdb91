"""What the commands about figures say and write: the twin, and every report."""

import csv
from pathlib import Path

import click

from portal.reports.twin.model import year_one
from portal.reports.twin.service import COLUMNS, line_of, margins


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
