"""The commands that keep an installation; what a command needs loads with it (ADR 7)."""

import os
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from portal.keyring import Secrets, write_owned
from portal.told import told


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
