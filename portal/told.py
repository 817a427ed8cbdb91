"""How a command ends that is refused: in one plain line, or in a list of faults, and with exit code 1."""

import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager

import click

from lvws_core.errors import Conflict, Invalid, Missing, NotAllowed
from portal.settings import Settings, SettingsError, from_environment


def refuse(faults: Iterable[str]) -> None:
    """List the faults, if there are any, and end with exit code 1."""
    lines = [f"- {fault}" for fault in faults]
    if lines:
        click.echo("\n".join(lines), err=True)
        sys.exit(1)


@contextmanager
def told(environ: Mapping[str, str]) -> Generator[Settings]:
    """Give the settings, and tell what is refused in one plain line.

    Raises:
        ClickException: Whatever was refused.
    """
    from sqlalchemy.exc import IntegrityError, SQLAlchemyError

    try:
        yield from_environment(environ)
    except (SettingsError, Conflict, NotAllowed) as error:
        raise click.ClickException(str(error)) from error
    except Missing as error:
        raise click.ClickException("there is none by that name") from error
    except Invalid as error:
        raise click.ClickException(f"{error.field}: {error.code.replace('_', ' ')}") from error
    except IntegrityError as error:
        raise click.ClickException("it is there already") from error
    except SQLAlchemyError as error:
        raise click.ClickException(f"the database does not answer ({type(error).__name__}); see: lvws check") from error
