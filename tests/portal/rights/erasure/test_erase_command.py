"""`lvws erase`: first says what would be done, does it on confirmation, in counts, and may be run again."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlmodel import select

from lvws_core.errors import Invalid
from lvws_core.ports import RecordKey
from portal.cli import main
from portal.database import Database
from portal.people.tables import PersonRow
from portal.settings import Settings
from portal.telling_erasure import run_due, run_one
from portal.vault import KeyVault
from tests.builders import LEAD, NOW, Ids, add_consortium, some_secrets, some_settings
from tests.portal.rights.planting import CANARY, every_cell, plant
from tests.scene import set_services

BY, SECOND = "governance@example.org", "lead_manager@example.org"
_NEVER_SENT = {"offer": {"status": "draft", "reference": "4444-44"}}


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """An installation with one person who declined, seen last at `NOW`."""
    made, secrets = some_settings(sqlite_url), some_secrets()
    database = Database(sqlite_url)
    with database.system() as session:
        add_consortium(session)
        set_services(session)
        plant(session, KeyVault(secrets.vault_key, secrets.index_key), **_NEVER_SENT)
    database.dispose()
    return made


def later(**length: float) -> datetime:
    return NOW + timedelta(**length)


def due(settings: Settings, now: datetime, *, is_confirmed: bool) -> None:
    run_due(settings, by="", is_confirmed=is_confirmed, clock=lambda: now, new_id=Ids(after=6000))


def one(settings: Settings, second: str = SECOND, *, is_confirmed: bool) -> None:
    ids = Ids(after=6000)
    words = {"reason": "asked", "by": BY, "second": second}
    run_one(settings, "5555-55", **words, is_confirmed=is_confirmed, clock=lambda: NOW, new_id=ids)


def test_top_19_ret_03_nobody_is_due_before_six_weeks_and_then_only_on_confirmation(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    due(settings, later(days=41), is_confirmed=True)
    assert "0 erased." in capsys.readouterr().out
    due(settings, later(days=42), is_confirmed=False)
    assert "1 due.\n- Contacted, declined support: 1\nNothing is erased yet." in capsys.readouterr().out


def test_ret_03_one_person_is_erased_by_two_and_it_tells_counts_and_no_names(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    one(settings, is_confirmed=False)
    assert "5555-55 can be erased. Nothing is erased yet." in capsys.readouterr().out
    one_identity(settings)
    one(settings, is_confirmed=True)
    told = capsys.readouterr().out
    assert "5555-55 is erased:" in told
    assert "contact_plan 1" in told
    assert "suppression tokens kept" in told
    assert CANARY not in told
    database = Database(settings.database_url)
    with database.system() as session:
        assert not any(CANARY.encode() in value for _, value in every_cell(session))
    database.dispose()


def one_identity(settings: Settings) -> None:
    """Seal an identity that can be read, from which the tokens are made."""
    secrets, database = some_secrets(), Database(settings.database_url)
    vault = KeyVault(secrets.vault_key, secrets.index_key)
    with database.system() as session:
        row = session.exec(select(PersonRow)).one()
        key = RecordKey(organisation_id=LEAD, record_id=row.id, wrapped=row.sealed_key or b"")
        text = f'{{"name":"{CANARY}","phone":"07700 900999"}}'
        row.sealed_identity = vault.seal(key, "person.identity", text)
    database.dispose()


@pytest.mark.parametrize("second", ["caseworker@example.org", "shelter_manager@example.org"])
def test_the_second_person_is_one_who_may_look_at_requests(settings: Settings, second: str) -> None:
    with pytest.raises(Invalid):
        one(settings, second, is_confirmed=True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Name one REFERENCE, or ask for those who are --due."),
        (("5555-55", "--due"), "Name one REFERENCE, or ask for those who are --due."),
        (("5555-55",), "One person is erased with a --reason and a --second person."),
        (("5555-55", "--reason", "asked"), "One person is erased with a --reason and a --second person."),
    ],
)
def test_the_command_says_what_is_missing(words: tuple[str, ...], told: str) -> None:
    answer = CliRunner().invoke(main, ["erase", *words])
    assert answer.exit_code == 2
    assert told in answer.output
