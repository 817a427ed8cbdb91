"""What the command that erases says: what would be done, what was done, in counts; and every reason against it."""

import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import click

from lvws_core.errors import Conflict, NotAllowed
from lvws_core.ids import parse_reference
from lvws_core.policy import Policy
from lvws_core.reasons import Reason
from portal.app import FOLLOWERS
from portal.database import Database
from portal.dependencies import Supplies
from portal.erasing import check_one, erase_due, erase_one, look_who_is_due, second_person, who_decides
from portal.rights.erasure.model import EraseReason, Swept
from portal.settings import Settings

NewId = Callable[[], UUID]
Clock = Callable[[], datetime]
_AGAIN = "Nothing is erased yet. To erase, run this again with --confirm."


def run_due(settings: Settings, *, by: str, is_confirmed: bool, clock: Clock, new_id: NewId) -> None:
    """Count who is due, or erase them; one line a count.

    Raises:
        Missing: There is no account of this address.
        Invalid: The account may not decide about records.
    """
    with _supplies(settings, clock, new_id) as supplies:
        actor, do = who_decides(supplies, by), erase_due if is_confirmed else look_who_is_due
        with click.progressbar(length=0, label="Looking", file=sys.stderr, show_eta=False) as bar:
            swept = do(supplies, actor, bar.update)
    click.echo(in_words(swept, is_confirmed=is_confirmed))


def run_one(  # every argument is one word of the command
    settings: Settings,
    reference: str,
    *,
    reason: str,
    by: str,
    second: str,
    is_confirmed: bool,
    clock: Clock,
    new_id: NewId,
) -> None:
    """Look whether one person may be erased, or erase them.

    Raises:
        Missing: There is no such account or person, or the person was erased.
        Invalid: The reference is none, or an account may not decide.
        ClickException: Something stands against it; every reason is told.
    """
    whom, why = parse_reference(reference), EraseReason(reason)
    with _supplies(settings, clock, new_id) as supplies:
        actor = who_decides(supplies, by)
        other = second_person(supplies, actor, second)
        try:
            if not is_confirmed:
                check_one(supplies, actor, whom, is_asked=why is not EraseReason.PERIOD_OVER)
                click.echo(f"{whom} can be erased. {_AGAIN}")
                return
            erased = erase_one(supplies, actor, whom, why, other)
        except (Conflict, NotAllowed) as error:
            raise click.ClickException(against(error.reasons)) from error
    click.echo(f"{whom} is erased: {_rows(erased.rows)}. {_tokens(erased.tokens)}")


def against(reasons: tuple[Reason, ...]) -> str:
    """Give every reason against an erasure, one a line."""
    listed = "\n".join(f"- {reason.text} ({reason.rule})" for reason in reasons)
    return f"it cannot be erased now\n{listed}"


def in_words(swept: Swept, *, is_confirmed: bool) -> str:
    """Give what a sweep found or did, and what to do next."""
    lines = [f"{swept.people:,} {'erased' if is_confirmed else 'due'}."]
    lines += [f"- {ending.label}: {count:,}" for ending, count in swept.due.items()]
    if swept.suspended:
        lines.append("Time is up, but it is suspended:")
        lines += [f"- {code.replace('_', ' ')}: {count:,}" for code, count in swept.suspended.items()]
    if not is_confirmed:
        return "\n".join([*lines, _AGAIN])
    if swept.rows:
        lines.append(f"Rows: {_rows(swept.rows)}. {_tokens(swept.tokens)}")
    return "\n".join(lines)


def _rows(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{table} {count:,}" for table, count in rows.items())


def _tokens(count: int) -> str:
    return f"{count:,} suppression tokens kept." if count else "No suppression token was needed."


@contextmanager
def _supplies(settings: Settings, clock: Clock, new_id: NewId) -> Generator[Supplies]:
    database = Database(settings.database_url)
    try:
        yield Supplies(
            database=database, settings=settings, clock=clock, new_id=new_id, policy=Policy(), followers=FOLLOWERS
        )
    finally:
        database.dispose()
