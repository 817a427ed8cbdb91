"""What was shared, as pages show it."""

from datetime import timedelta

import pytest

from lvws_core.consent import DataCategory
from partners.offers.snapshot.model import reaches, read_snapshot, snapshot_bytes
from partners.offers.snapshot.pages import FieldRow, contact_panel, not_shared, shared_view, view_of
from tests.builders import NOW
from tests.partners.offers.scene import PHONE, WORD, a_contact, a_plan, fields_of


def test_the_preview_shows_everything_that_leaves_numbers_included() -> None:
    view = shared_view(fields_of())
    assert view.contact is not None
    assert [(way.label, way.text) for way in view.contact.ways] == [("Mobile call", PHONE), ("Agreed word", WORD)]


def test_the_partners_view_has_no_number() -> None:
    view = view_of(read_snapshot(snapshot_bytes(fields_of())), FieldRow(label="Shared because", text="x"))
    assert view.contact is None
    assert PHONE not in repr(view)
    assert [row.label for row in view.rows] == ["Name used", "Needs", "Language", "Shared because"]
    assert [part.title for part in view.folded] == ["Full risk assessment"]


def test_cons_02_what_is_special_says_so() -> None:
    notes = {row.label: row.note for row in shared_view(fields_of()).rows}
    assert notes == {"Name used": "", "Needs": "", "Language": "Special category"}


def test_cons_30_what_was_not_shared_is_named_but_never_what_may_not_leave() -> None:
    words = not_shared({DataCategory.IDENTITY})
    assert "full address" in words
    assert "name and age" not in words
    assert "MARAC" not in words


def test_without_safe_contact_there_is_no_panel() -> None:
    assert shared_view({DataCategory.IDENTITY: {"lines": []}}).contact is None


@pytest.mark.parametrize("sensitive", [True, False])
def test_cont_01_a_plan_past_its_age_is_never_simply_safe_to_use(sensitive: bool) -> None:
    plan = a_plan(sensitive=sensitive, windows=(), confirmed_at=NOW - timedelta(days=31))
    snapshot = {DataCategory.SAFE_CONTACT: a_contact(plan=plan)}
    panel = contact_panel(snapshot, reaches(a_contact(plan=plan), NOW), href="", now=NOW)
    assert panel.ways is not None
    (way,) = panel.ways
    assert "Check with the lead first" in way.when
    assert not way.is_allowed
    assert bool(way.text) is not sensitive
