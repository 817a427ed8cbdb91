"""Anchors outside: written every hour, missed when they stand still, and those who were erased with them (P9, P23)."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from lvws_core.events import Event
from portal.anchors import anchor_when_due, erased_beside, read_anchors, read_erased, standing_still
from portal.audit.service import recorder
from portal.database import Database
from portal.keeping import sealing
from portal.keeping.erased import erase_gone
from portal.operations import system, verify_audit
from portal.people.tables import PersonRow
from tests.builders import NOW, Ids, some_secrets
from tests.portal.keeping.installation import Installation, recorded


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere" / "heads"


def tick(its: Installation, outside: Path, **later: float) -> bool:
    database = Database(its.url)
    written = anchor_when_due(database, outside, NOW + timedelta(**later))
    database.dispose()
    return written is not None


def test_p9_a_head_is_written_once_an_hour_however_often_the_clock_ticks(
    installation: Installation, outside: Path
) -> None:
    assert [tick(installation, outside, minutes=m) for m in (0, 1, 59, 60, 61, 120)] == [1, 0, 0, 1, 0, 1]
    assert verify_audit(installation.settings, read_anchors(outside.read_text(encoding="utf-8"))).ok
    assert outside.stat().st_mode & 0o777 == 0o600


def test_p9_heads_that_stand_still_are_a_fault_of_the_check(installation: Installation, outside: Path) -> None:
    assert list(standing_still(outside, NOW, None)) == []
    assert list(standing_still(outside, NOW, NOW - timedelta(minutes=119))) == []
    assert "were never written" in next(standing_still(outside, NOW, NOW - timedelta(hours=3)))
    tick(installation, outside)
    assert list(standing_still(outside, NOW + timedelta(hours=2), None)) == []
    assert "stand still since" in next(standing_still(outside, NOW + timedelta(hours=3), None))
    outside.write_text("x", encoding="utf-8")
    assert "cannot be read" in next(standing_still(outside, NOW, None))


def test_p9_the_check_looks_at_the_heads_outside(installation: Installation, outside: Path) -> None:
    with system(installation.settings) as session:  # as of a moment ago by the clock of the commands
        recorded(session, NOW, 1)
    result = installation.run("check", LVWS_ANCHOR_FILE=str(outside.parent))
    assert (result.exit_code, "cannot be read" in result.output) == (1, True)


def test_t_fault_a_place_outside_that_is_dead_loses_nothing_and_is_written_when_it_is_back(
    installation: Installation, outside: Path
) -> None:
    outside.parent.rmdir()
    with pytest.raises(FileNotFoundError):
        tick(installation, outside)
    outside.parent.mkdir()
    assert tick(installation, outside)


def test_p23_who_was_erased_since_the_backup_is_erased_again_after_a_restore(
    installation: Installation, outside: Path, tmp_path: Path
) -> None:
    private, public, folder = tmp_path / "private", tmp_path / "public", tmp_path / "backups"
    sealing.new_pair(private, public)
    folder.mkdir()
    tick(installation, outside)
    installation.done("backup", str(folder), "--key", str(public))
    with system(installation.settings) as session:
        person_id = session.exec(select(PersonRow.id)).one()
        append = recorder(session, some_secrets().audit_key)
        append(Event(kind="person.erased", at=NOW, actor_id=None, subject_id=person_id, detail={"reason": "asked"}))
    tick(installation, outside, hours=1)
    for end in ("", "-wal", "-shm"):
        Path(f"{installation.database}{end}").unlink(missing_ok=True)
    (backup,) = folder.iterdir()
    said = installation.done(
        *("restore", str(backup), "--key", str(private), "--anchors", str(outside)),
        *("--erased", str(erased_beside(outside))),
    )
    assert "1 heads of outside agree, 1 are newer" in said
    assert "erased again: 1 of 1" in said
    with system(installation.settings, reading=True) as session:
        assert session.exec(select(PersonRow.sealed_key)).one() is None
    gone = read_erased(erased_beside(outside).read_text(encoding="utf-8"))
    assert erase_gone(installation.settings, gone, clock=lambda: NOW, new_id=Ids()) == 0
    assert verify_audit(installation.settings).ok
