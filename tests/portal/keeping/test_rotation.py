"""`lvws keys`: a rotation loses nothing, is seen by processes that run, and goes on after it was killed (P8, T-RAW)."""

import time
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, text, update
from sqlmodel import SQLModel, select

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId
from lvws_core.ports import SYSTEM, RecordKey
from portal.keeping import wrapped
from portal.keyring import Secrets
from portal.operations import system
from portal.people.tables import PersonRow
from portal.vault import KeyVault, vault_of
from tests.assurance import Trial, sizes
from tests.builders import LEAD, NOW, some_secrets
from tests.portal.keeping.installation import Installation, counted, opened

_LONGEST_SECONDS, _GOLDEN = 0.15, 0.618_034  # its multiples fall everywhere between nothing and one


def in_file(installation: Installation) -> set[int]:
    return set(Secrets.read(installation.secrets).ring.keys)


def grow(installation: Installation, many: int) -> None:
    """Add contact drafts, each with a key of its own."""
    table, vault = SQLModel.metadata.tables["contact_draft"], vault_of(installation.settings)
    with system(installation.settings) as session:
        rows = [a_draft(vault, UUID(int=0xA0000 + number)) for number in range(many)]
        session.connection().execute(insert(table), rows, execution_options=SYSTEM)


def a_draft(vault: KeyVault, author_id: UUID) -> dict[str, object]:
    key = vault.new_key(LEAD, author_id)
    row = {"author_id": author_id, "owner_organisation_id": LEAD, "kept_at": NOW, "sealed_key": key.wrapped}
    return row | {"sealed_draft": b"-"}


def test_t_raw_a_rotation_ends_with_one_version_and_everything_opens(installation: Installation) -> None:
    before = opened(installation.settings)
    assert {table for table, _ in before} >= {"person", "offer", "contact", "override", "safety_stop"}
    said = installation.done("keys", "rotate", "--settle", "0")
    assert "version 2" in said
    assert counted(installation.settings) == {2: len(before)}
    assert opened(installation.settings) == before
    assert in_file(installation) == {2}
    assert installation.done("audit", "verify")


def test_the_keys_as_they_were_are_kept_aside_for_older_backups(installation: Installation) -> None:
    before = Secrets.read(installation.secrets)
    installation.done("keys", "rotate", "--settle", "0")
    aside = installation.folder / "secrets.toml.before-2"
    assert (Secrets.read(aside), aside.stat().st_mode & 0o777) == (before, 0o600)


def test_a_process_that_runs_follows_the_rotation_and_writes_under_the_new_key(installation: Installation) -> None:
    running = vault_of(installation.settings)
    key = running.new_key(LEAD, UUID(int=1))
    sealed = running.seal(key, "c", "text")
    secrets = Secrets.read(installation.secrets)
    secrets.with_new_vault_key(bytes(range(32)), NOW.date()).write(installation.secrets)
    assert running.open(key, "c", sealed) == "text"
    assert running.new_key(LEAD, UUID(int=1)).wrapped[0] == 2
    installation.secrets.unlink()
    assert running.open(key, "c", sealed) == "text", "a file that is away for a moment takes nothing away"


def test_what_is_written_under_the_old_key_meanwhile_is_wrapped_again_too(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = KeyVault(some_secrets().vault_key, some_secrets().index_key)

    def in_flight(_seconds: float) -> None:
        with system(installation.settings) as session:
            row = session.exec(select(PersonRow)).one()
            row.sealed_key = late.new_key(OrganisationId(row.owner_organisation_id), row.id).wrapped

    monkeypatch.setattr(time, "sleep", in_flight)
    installation.done("keys", "rotate", "--settle", "1")
    assert set(counted(installation.settings)) == {2}


def test_an_erased_record_stays_erased(installation: Installation) -> None:
    with system(installation.settings) as session:
        session.exec(update(PersonRow).values(sealed_key=None))
    installation.done("keys", "rotate", "--settle", "0")
    with system(installation.settings, reading=True) as session:
        assert session.exec(select(PersonRow.sealed_key)).one() is None


@pytest.mark.parametrize("batch", [1, 3])
def test_a_table_is_wrapped_in_batches_of_any_size(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(wrapped, "BATCH", batch)
    grow(installation, 7)
    installation.done("keys", "rotate", "--settle", "0")
    assert set(counted(installation.settings)) == {2}


@pytest.mark.parametrize(("version", "said"), [(1, "not the keys of this database"), (2, "do not hold vault_key")])
def test_t_raw_a_wrong_key_changes_nothing_and_says_so(installation: Installation, version: int, said: str) -> None:
    stranger = replace(some_secrets(), vault_key=bytes(range(32)), vault_version=version)
    stranger.write(installation.secrets)
    before = installation.database.read_bytes()
    result = installation.run("keys", "rotate", "--settle", "0")
    assert (result.exit_code, said in result.output) == (1, True)
    assert (installation.database.read_bytes(), Secrets.read(installation.secrets)) == (before, stranger)


def test_t_raw_a_wrapped_key_that_was_swapped_or_altered_keeps_the_old_key_in_the_file(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrapped, "sample", lambda *_: ())  # the few that are tried before anything is changed
    grow(installation, 8)
    swap = text(
        "UPDATE contact_draft SET sealed_key = (SELECT sealed_key FROM contact_draft ORDER BY author_id LIMIT 1)"
        " WHERE author_id = (SELECT max(author_id) FROM contact_draft)"
    )
    with system(installation.settings) as session:
        session.connection().execute(swap, execution_options=SYSTEM)
    result = installation.run("keys", "rotate", "--settle", "0")
    assert (result.exit_code, "do not open, so no key is taken out of the file: 1 of " in result.output) == (1, True)
    assert in_file(installation) == {1, 2}
    assert [table for table, opens in opened(installation.settings) if not opens] == ["contact_draft"]


def test_p8_a_key_is_bound_to_the_version_that_wrapped_it() -> None:
    secrets = some_secrets().with_new_vault_key(some_secrets().form_key[::-1], NOW.date())
    vault = KeyVault(lambda: secrets.ring, secrets.index_key)
    key = vault.new_key(LEAD, UUID(int=1))
    for version in (b"\x01", b"\x03", b""):
        forged = RecordKey(organisation_id=LEAD, record_id=UUID(int=1), wrapped=version + key.wrapped[1:])
        with pytest.raises(Invalid, match="cannot_be_opened"):
            vault.wrap_again(forged)


def test_keys_are_listed_with_days_and_counts_and_never_a_byte(installation: Installation) -> None:
    made = installation.settings.secrets
    said = installation.done("keys", "list")
    assert said.splitlines()[0].startswith("vault_key: no date, ")
    assert [line.split(":")[0] for line in said.splitlines()] == ["vault_key", "index_key", "audit_key", "form_key"]
    assert not any(line.split('"')[1] in said for line in made.to_toml().splitlines())


def test_secrets_in_the_environment_are_rotated_by_whoever_holds_them(installation: Installation) -> None:
    held = some_secrets()
    alone = {"LVWS_SECRETS_FILE": None, "LVWS_SECRETS": held.to_toml()}
    assert "add vault_key_2" in installation.run("keys", "rotate", **alone).output
    both = alone | {"LVWS_SECRETS": held.with_new_vault_key(bytes(range(32)), NOW.date()).to_toml()}
    result = installation.run("keys", "rotate", "--settle", "0", **both)
    assert (result.exit_code, "Take vault_key out" in result.output) == (0, True)
    assert "vault_key_2" in installation.run("keys", "list", **both).output


def killed_half_way(installation: Installation, number: int) -> bool:
    """Begin a rotation and kill it a moment after it has begun; says whether it was under way."""
    running = installation.begin("keys", "rotate", "--settle", "0")
    while len(in_file(installation)) == 1 and running.poll() is None:
        time.sleep(0.002)
    time.sleep(number * _GOLDEN % 1 * _LONGEST_SECONDS)
    running.kill()
    running.communicate()
    return len(in_file(installation)) == 2


@sizes(3, 50)
def test_t_raw_a_rotation_that_was_killed_goes_on_and_loses_nothing(
    installation: Installation, trial: Trial, size: int
) -> None:
    grow(installation, 4_000)
    whole = opened(installation.settings)
    trial.of("keys rotate, killed", kills=size)
    for number in range(size):
        trial.count(kills=1, under_way=killed_half_way(installation, number))
        assert opened(installation.settings) == whole
        trial.count(half_way=len(counted(installation.settings)) == 2)
    installation.done("keys", "rotate", "--settle", "0")
    assert len(counted(installation.settings)) == 1 == len(in_file(installation))
    assert opened(installation.settings) == whole
    assert trial.counted["under_way"]
    assert installation.done("audit", "verify")
