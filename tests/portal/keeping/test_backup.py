"""`lvws backup` and `lvws restore`: taken while writes go on, checked, sealed, and put back whole (P22, T-REST)."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import make_url

from portal import migrations
from portal.keeping import backup as backups
from portal.keeping import sealing
from portal.keeping.backup import checked
from portal.operations import system, verify_audit
from tests.builders import NOW, Clock, some_secrets
from tests.kit import Visitor
from tests.portal.keeping.installation import Installation, recorded
from tests.portal.rights.planting import CANARY
from tests.staged import Kept, an_app


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("pair")
    private, public = folder / "private.pem", folder / "public.pem"
    sealing.new_pair(private, public)
    return private, public


class Keeper:
    """An installation with a folder of backups and both halves of the key."""

    def __init__(self, installation: Installation, private: Path, public: Path) -> None:
        self.its, self.private, self.public = installation, private, public
        self.folder = installation.folder / "backups"
        self.folder.mkdir(exist_ok=True)

    def backup(self) -> Path:
        before = set(self.folder.iterdir())
        self.its.done("backup", str(self.folder), "--key", str(self.public))
        (made,) = set(self.folder.iterdir()) - before
        return made

    def restore(self, file: Path, *more: str) -> str:
        return self.its.done("restore", str(file), "--key", str(self.private), *more)

    def refused(self, file: Path, *more: str) -> str:
        result = self.its.run("restore", str(file), "--key", str(self.private), *more)
        assert (result.exit_code, self.left()) == (1, [])
        return result.output

    def wipe(self) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{self.its.database}{end}").unlink(missing_ok=True)

    def left(self) -> list[str]:
        return [path.name for path in self.its.folder.rglob(".lvws-*")]


@pytest.fixture
def keeper(installation: Installation, pair: tuple[Path, Path]) -> Keeper:
    return Keeper(installation, *pair)


def test_a_backup_is_the_owners_alone_has_a_name_without_meaning_and_leaves_nothing_beside(keeper: Keeper) -> None:
    made = keeper.backup()
    assert (made.stat().st_mode & 0o777, len(made.name), made.name.isalnum()) == (0o600, 32, True)
    assert keeper.left() == []
    assert [path.name for path in keeper.folder.iterdir()] == [made.name]


def test_t_can_no_canary_is_in_a_backup_or_in_what_it_is_made_from(keeper: Keeper) -> None:
    seen: list[bytes] = []
    seal = sealing.seal

    def looking(parts: Iterator[bytes], *rest: object) -> None:
        (plain,) = keeper.folder.glob(".lvws-*.part")
        assert plain.stat().st_mode & 0o777 == 0o600
        seen.append(plain.read_bytes())
        seal(parts, *rest)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "seal", looking)
        made = keeper.backup()
    assert len(seen) == 1
    for text in (seen[0], made.read_bytes(), keeper.its.database.read_bytes()):
        assert f"{CANARY} sealed".encode() not in text
    assert b"person.erased" not in made.read_bytes()
    assert b"offer.read" in seen[0], "the file that is sealed is the database"


def test_p22_verify_says_each_thing_that_it_looked_at(keeper: Keeper) -> None:
    said = keeper.restore(keeper.backup(), "--verify").splitlines()
    assert [line.split(":")[0] for line in said] == [
        *("unsealed", "made", "database", "rows", "audit", "sealed", "The backup is good."),
    ]
    assert keeper.left() == []


def test_t_rest_a_backup_under_load_is_one_moment_and_comes_back_whole(keeper: Keeper) -> None:
    ended, written = threading.Event(), []

    def write() -> None:
        while not ended.is_set():
            with system(keeper.its.settings) as session:
                recorded(session, NOW, 3)
            written.append(3)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            pass
        made = [keeper.backup() for _ in range(3)]
    finally:
        ended.set()
        writer.join()
    assert verify_audit(keeper.its.settings).ok
    keeper.wipe()
    keeper.restore(made[-1])
    assert keeper.its.database.stat().st_mode & 0o777 == 0o600
    checked_again = verify_audit(keeper.its.settings)
    assert checked_again.ok
    assert checked_again.checked % 3 == 20 % 3, "an event of a transaction is there and another is not"
    assert keeper.its.run("check").exit_code == 0


def test_t_rest_after_a_restore_people_sign_in_and_see_what_is_theirs_alone(
    scene_file: Kept, tmp_path: Path, pair: tuple[Path, Path], clock: Clock
) -> None:
    its = Installation(tmp_path)
    shutil.copy(scene_file.place, its.database)
    some_secrets().write(its.secrets)
    keeper = Keeper(its, *pair)
    made = keeper.backup()
    keeper.wipe()
    keeper.restore(made)
    app = an_app(its.url, clock)
    offer = f"/offers/{scene_file.scene.offer}"
    seen = {key: Visitor(app).sign_in(key, clock).get(offer).status_code for key in ("shelter_worker", "galop_worker")}
    assert seen == {"shelter_worker": 200, "galop_worker": 404}
    app.state.database.dispose()


def test_a_restore_never_writes_over_a_database(keeper: Keeper) -> None:
    made, before = keeper.backup(), keeper.its.database.read_bytes()
    assert "empty place only" in keeper.refused(made)
    assert keeper.its.database.read_bytes() == before


def test_p23_backups_of_more_than_35_days_go_and_nothing_else_does(keeper: Keeper) -> None:
    old, young = keeper.backup(), keeper.backup()
    strange = keeper.folder / "notes.txt"
    strange.write_text("not ours", encoding="utf-8")
    long_ago = old.stat().st_mtime - timedelta(days=36).total_seconds()
    for path in (old, strange):
        os.utime(path, (long_ago, long_ago))
    newest = keeper.backup()
    assert set(keeper.folder.iterdir()) == {young, strange, newest}


def test_each_bad_input_is_refused_in_words_and_leaves_nothing(keeper: Keeper, tmp_path: Path) -> None:
    made = keeper.backup()
    whole = made.read_bytes()
    other, other_public = tmp_path / "other.pem", tmp_path / "other.pub"
    sealing.new_pair(other, other_public)
    for text, said in ((whole[:-20], "cut off"), (b"", "no sealed backup"), (b"x" * 4000, "no sealed backup")):
        wrong = tmp_path / "wrong"
        wrong.write_bytes(text)
        assert said in keeper.refused(wrong, "--verify")
    keeper.private, held = other, keeper.private
    assert "another key" in keeper.refused(made, "--verify")
    keeper.private = held
    with_other = keeper.its.secrets.read_text(encoding="utf-8")
    keeper.its.secrets.write_text(with_other.replace("vault_key = ", "vault_key_3 = "), encoding="utf-8")
    assert "not the keys of this backup" in keeper.refused(made, "--verify")


def test_a_backup_of_a_newer_release_is_refused(keeper: Keeper) -> None:
    with sqlite3.connect(keeper.its.database) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer release" in keeper.refused(keeper.backup(), "--verify")


def test_a_broken_database_or_audit_makes_no_backup(keeper: Keeper) -> None:
    with sqlite3.connect(keeper.its.database) as plain:
        plain.execute("DROP TRIGGER entry_refuses_UPDATE")
        plain.execute("UPDATE entry SET kind = 'x' WHERE sequence = 7")
    result = keeper.its.run("backup", str(keeper.folder), "--key", str(keeper.public))
    assert (result.exit_code, "entry 7" in result.output, list(keeper.folder.iterdir())) == (1, True, [])


def test_t_fault_a_full_disk_ends_in_words_and_leaves_nothing(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(sealing, "seal", full)
    result = keeper.its.run("backup", str(keeper.folder), "--key", str(keeper.public))
    assert (result.exit_code, "No space left" in result.output, list(keeper.folder.iterdir())) == (1, True, [])


def test_what_a_killed_backup_left_is_cleared_away_by_the_next(keeper: Keeper) -> None:
    (keeper.folder / ".lvws-x.part").write_bytes(b"left")
    keeper.backup()
    assert keeper.left() == []


@pytest.mark.postgres
def test_a_backup_of_postgresql_is_an_embedded_database_and_comes_back_into_either(
    keeper: Keeper, owner_url: str
) -> None:
    made = keeper.backup()
    keeper.its.url = owner_url
    assert "every table has the rows" in keeper.restore(made)
    assert "not empty" in keeper.refused(made)
    again = keeper.backup()
    keeper.its.url = f"sqlite:///{keeper.its.folder / 'again.sqlite'}"
    keeper.restore(again)
    one = checked(keeper.its.database, keeper.its.settings, NOW)
    other = checked(Path(make_url(keeper.its.url).database or ""), keeper.its.settings, NOW)
    assert one == other


def test_an_older_backup_is_brought_to_this_releases_schema(keeper: Keeper) -> None:
    older = f"{int(migrations.head() or 0) - 1:04}"
    manifest = checked(keeper.its.database, keeper.its.settings, NOW)
    migrations.downgrade(keeper.its.url, older)
    made = keeper.folder / "older"
    with made.open("wb") as into:  # as the release before this one would have sealed it
        content = backups._content(keeper.its.database, replace(manifest, schema=older))
        sealing.seal(content, sealing.public_key(keeper.public), into)
    keeper.wipe()
    assert f"brought from {older}" in keeper.restore(made)
    assert migrations.current(keeper.its.url) == migrations.head()
