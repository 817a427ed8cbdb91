"""What the import command says: each fault on a line, a bar of progress beside it, and in the end what came of it."""

import csv
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import click

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from portal.app import FOLLOWERS
from portal.database import Database
from portal.dependencies import Supplies
from portal.importing import Outcome, check_file, import_file, importer
from portal.intake.importing.forms import WHY_NOT
from portal.intake.importing.model import Fault
from portal.settings import Settings


def run_import(
    settings: Settings,
    file: Path,
    *,
    by: str,
    is_confirmed: bool,
    report: Path | None,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
) -> int:
    """Check a file or take it in, say what came of it, and give the exit code: 1 where a check found faults.

    Raises:
        Missing: There is no account of this address.
        Invalid: The account may not take cases in.
        ClickException: The file is no text.
    """
    database = Database(settings.database_url)
    try:
        supplies = Supplies(
            database=database, settings=settings, clock=clock, new_id=new_id, policy=Policy(), followers=FOLLOWERS
        )
        actor, do = importer(supplies, by), import_file if is_confirmed else check_file
        with Telling(file.stat().st_size, report) as telling:
            outcome = do(supplies, file, actor, telling)
    except Invalid as error:
        if error.field != "file":
            raise
        raise click.ClickException(WHY_NOT[error.code]) from error
    finally:
        database.dispose()
    click.echo(in_words(outcome, is_confirmed=is_confirmed))
    return 1 if outcome.tally.faults and not is_confirmed else 0


class Telling:
    """Prints faults as they are found, to standard output and to a report where one is wanted.

    The bar goes to standard error, and only to a terminal.
    """

    def __init__(self, size: int, report: Path | None) -> None:
        self._size, self._report, self._opened = size, report, ExitStack()
        self._bar: Any = None
        self._rows: Any = None
        self._at = 0

    def __enter__(self) -> Self:
        """Open the report and draw the bar."""
        bar = click.progressbar(length=max(self._size, 1), label="Reading", file=sys.stderr, show_pos=False)
        self._bar = self._opened.enter_context(bar)
        if self._report is not None:
            file = self._opened.enter_context(self._report.open("w", encoding="utf-8", newline=""))
            self._rows = csv.writer(file)
            self._rows.writerow(Fault.__struct_fields__)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the report and leave the bar."""
        self._opened.__exit__(kind, error, trace)

    def fault(self, fault: Fault) -> None:
        """Print a fault: row, column, code, and how to mend it."""
        where = f"row {fault.row}" + (f", {fault.column}" if fault.column else "")
        click.echo(f"{where}: {fault.code}. {fault.text}.")
        if self._rows is not None:
            self._rows.writerow((fault.row, fault.column, fault.code, fault.text))

    def progress(self, done: int) -> None:
        """Move the bar to so many bytes."""
        self._bar.update(min(done, self._size) - self._at)
        self._at = min(done, self._size)


def in_words(outcome: Outcome, *, is_confirmed: bool) -> str:
    """Give what came of a check or an import, and what to do next."""
    tally = outcome.tally
    counts = (
        f"{tally.new:,} {'taken in' if is_confirmed else 'can be taken in'}, {tally.there:,} there already, "
        f"{tally.refused:,} left out with {tally.faults:,} faults."
    )
    if not is_confirmed:
        then = "Nothing is stored yet. To take in what can be, run this again with --confirm."
    elif outcome.alike:
        listed = "\n".join(f"- /cases/{reference}" for reference in outcome.alike)
        then = f"{tally.alike:,} may be people who are known already. Nobody was merged; look at:\n{listed}"
    else:
        then = "Nobody in it looks like somebody who is known already." if tally.new else "Nothing changed."
    return f"{counts}\n{then}"
