"""An installation in a folder of its own, driven by the commands as an operator would."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from click.testing import CliRunner, Result
from sqlmodel import Session

from lvws_core.events import Event
from portal.audit.service import recorder
from portal.cli import main
from portal.keeping.wrapped import sample, versions
from portal.operations import system
from portal.settings import Settings, from_environment
from portal.vault import vault_of
from tests.builders import some_secrets

ROOT = Path(__file__).parents[3]


class Installation:
    """A database, a secrets file and the commands."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.secrets = folder, folder / "secrets.toml"
        self.database = folder / "portal.sqlite"
        self.url = url or f"sqlite:///{self.database}"

    @property
    def environment(self) -> dict[str, str]:
        """What the commands find in their environment."""
        return {
            "LVWS_DATABASE_URL": self.url,
            "LVWS_SECRETS_FILE": str(self.secrets),
            "LVWS_ORGANISATION": "Alder Victim Service",
        }

    @property
    def settings(self) -> Settings:
        """The settings as they stand."""
        return from_environment(self.environment)

    def run(self, *words: str, **more: str | None) -> Result:
        """Run a command in this process."""
        return CliRunner(env=self.environment | more).invoke(main, list(words))

    def done(self, *words: str) -> str:
        """Run a command that must succeed; gives what it said."""
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.output

    def begin(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Begin a command in a process of its own, to be killed or waited for."""
        return subprocess.Popen(
            [sys.executable, "-c", "from portal.cli import main; main()", *words],
            cwd=ROOT,
            env=os.environ | self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def recorded(session: Session, at: datetime, many: int) -> None:
    """Record so many events, in a session of the system."""
    append = recorder(session, some_secrets().audit_key)
    for number in range(many):
        append(Event(kind="offer.read", at=at, actor_id=None, subject_id=UUID(int=number)))


def opened(settings: Settings) -> list[tuple[str, bool]]:
    """Say of every wrapped key whether it opens, by its table."""
    with system(settings, reading=True) as session:
        return list(sample(session, vault_of(settings), most=100_000))


def counted(settings: Settings) -> dict[int, int]:
    """Count the wrapped keys by version."""
    with system(settings, reading=True) as session:
        return versions(session)
