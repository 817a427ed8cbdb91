"""The commands that keep an installation; what a command needs loads with it (ADR 7)."""

import os
import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import click

from portal.keyring import Secrets, write_owned
from portal.told import told

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def keys() -> None:
    """Keys: made, listed and rotated."""


@keys.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def new(*, file: Path) -> None:
    """Make a FILE with four new keys that only its owner may read; never writes over one."""
    try:
        write_owned(file, Secrets.generate(secrets.token_bytes, datetime.now(UTC).date()).to_toml())
    except OSError as error:
        raise click.ClickException(f"cannot make {file}: {error.strerror}") from error
    click.echo(f"Made {file}. Back it up apart from the database: without it nothing sealed opens again.")


@keys.command("list")
def list_() -> None:
    """Say which keys there are, how old each is, and how many records are under each version."""
    from portal.keeping.rotation import listed

    with told(os.environ) as settings:
        for line in listed(settings):
            click.echo(line.in_words(datetime.now(UTC).date()))


@keys.command("rotate")
@click.option(
    "--settle",
    type=click.IntRange(0, 3600),
    default=60,
    show_default=True,
    help="Seconds to wait, before the old key is taken out, for what is under way.",
)
def rotate(*, settle: int) -> None:
    """Bring every record's key under a new vault key, while the portal runs; killed half way, run it again."""
    from portal.keeping.rotation import Steps
    from portal.keeping.rotation import rotate as rotate_keys

    steps = Steps(
        entropy=secrets.token_bytes,
        clock=lambda: datetime.now(UTC),
        pause=lambda: time.sleep(settle),
        say=click.echo,
    )
    with told(os.environ) as settings:
        version = rotate_keys(settings, steps)
        click.echo(f"Every record is under version {version} of the vault key. Back up the secrets file now.")


@keys.command("new-backup")
@click.argument("private", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("public", type=click.Path(dir_okay=False, path_type=Path))
def new_backup(*, private: Path, public: Path) -> None:
    """Make the pair of keys for backups: PUBLIC seals, and PRIVATE, which is kept elsewhere, opens."""
    from portal.keeping.sealing import new_pair

    try:
        new_pair(private, public)
    except OSError as error:
        raise click.ClickException(f"cannot make the keys: {error.strerror}") from error
    click.echo(f"Made {private} and {public}. Take the first away from this machine: without it no backup opens.")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--key", "public", envvar="LVWS_BACKUP_KEY", type=_FILE, required=True, help="The public backup key.")
def backup(*, folder: Path, public: Path) -> None:
    """Put a sealed backup into FOLDER while the portal runs; those older than 35 days are removed."""
    from portal.keeping.backup import take

    with told(os.environ) as settings, _full():
        taken = take(settings, folder, public, now=datetime.now(UTC), name=secrets.token_hex(16))
        head = "none" if taken.manifest.head is None else f"entry {taken.manifest.head[0]}"
        click.echo(f"{taken.path.name}: {taken.manifest.rows} rows, audit up to {head}; {taken.removed} old removed.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", "only_verify", is_flag=True, help="Open and check everything, and restore nothing.")
@click.option("--key", "private", type=_FILE, required=True, help="The private backup key.")
@click.option("--anchors", type=_FILE, help="Heads of the audit kept outside.")
@click.option("--erased", type=_FILE, help="Who was erased, kept outside: they are erased again.")
def restore(*, file: Path, only_verify: bool, private: Path, anchors: Path | None, erased: Path | None) -> None:
    """Put the backup FILE where LVWS_DATABASE_URL says, which must be empty; --verify only looks into it."""
    from portal.anchors import read_anchors, read_erased
    from portal.keeping.erased import erase_gone
    from portal.keeping.restore import Look, restore, verify

    with told(os.environ) as settings, _full():
        heads = read_anchors(anchors.read_text(encoding="utf-8")) if anchors else ()
        gone = read_erased(erased.read_text(encoding="utf-8")) if erased else ()
        do = verify if only_verify else restore
        do(settings, file, Look(private=private, heads=heads, say=click.echo), datetime.now(UTC))
        if only_verify:
            click.echo("The backup is good.")
            return
        again = erase_gone(settings, gone, clock=lambda: datetime.now(UTC), new_id=uuid4)
        click.echo(f"erased again: {again} of {len(gone)} who were erased since\nNow run: lvws check")


@click.command()
@click.option("--to", envvar="LVWS_MOVE_TO", required=True, help="postgresql://owner@host/database, as the owner.")
def move(*, to: str) -> None:
    """Copy an embedded database, whose portal is stopped, into an empty PostgreSQL; killed half way, run it again.

    A password in --to is seen by everybody on this machine: put the address into LVWS_MOVE_TO, or the password
    into PGPASSFILE.
    """
    from rich.progress import Progress

    from portal.keeping.moving import Watch
    from portal.keeping.moving import move as move_all

    with told(os.environ) as settings, _full(), Progress() as progress:
        bar = progress.add_task("Rows", total=None)
        watch = Watch(
            begins=lambda rows: progress.update(bar, total=rows), moved=lambda rows: progress.advance(bar, rows)
        )
        found = move_all(settings, to, watch, datetime.now(UTC))
    click.echo(f"{found.rows} rows in {len(found.tables)} tables are there and the same, audit included.")
    click.echo("Now set LVWS_DATABASE_URL to the new database as lvws_app, run lvws check, and start lvws serve")
    click.echo("and, beside it, lvws scheduler. Keep the old file until the next backup was verified.")


@contextmanager
def _full() -> Generator[None]:
    """Tell what a disk or a sealed file refuses in one plain line."""
    import sqlite3

    from portal.keeping.sealing import UnsealError

    try:
        yield
    except UnsealError as error:
        raise click.ClickException(f"the backup does not open: {error}") from error
    except sqlite3.Error as error:
        raise click.ClickException(
            f"the copy could not be made ({error.sqlite_errorname}); is the disk full?"
        ) from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: nothing is left of what was begun") from error
