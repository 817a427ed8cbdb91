"""The search of the inbox: exact, by keyed index, only what this team was given and may still open."""

import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.referrals import OfferStatus
from partners.offers.search.forms import SearchForm, parse_search
from partners.offers.search.model import Sought, found_by, name_index, phone_index
from partners.offers.snapshot.model import read_snapshot, snapshot_bytes
from partners.offers.tables import OfferRow
from portal.audit.tables import Entry
from portal.database import SYSTEM, Database
from portal.settings import Settings
from portal.vault import KeyVault
from tests.builders import GALOP, SHELTER, Clock
from tests.kit import Visitor
from tests.partners.offers.conftest import As
from tests.partners.offers.inbox.test_web import references
from tests.partners.offers.scene import NAME, PHONE, Scene, fields_of
from tests.partners.statements import counted

WORKER = "shelter_worker"
CLOSED = {OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN, OfferStatus.ERROR}
"""The states in which what was shared is closed, so that nobody finds it by a name."""


def found(visitor: Visitor, **typed: str) -> set[str]:
    answer = visitor.submit("/inbox/search", typed, key="")
    assert answer.status_code == 200
    return set(references(answer.text))


@pytest.mark.parametrize(
    "typed", [{"name": NAME}, {"name": f" {NAME.upper()} "}, {"phone": PHONE}, {"phone": "+44 7700 900123"}]
)
def test_p8_a_name_or_a_number_finds_what_was_shared_and_may_be_opened(
    client_for: As, staged_scene: Scene, typed: dict[str, str]
) -> None:
    expected = {reference for status, reference in staged_scene.offers.items() if status not in CLOSED}
    assert found(client_for(WORKER), **typed) == expected


def test_another_team_finds_its_own_alone(client_for: As, staged_scene: Scene) -> None:
    assert found(client_for("galop_worker"), name=NAME) == {staged_scene.foreign_offer}
    assert found(client_for("galop_worker"), reference=staged_scene.offer) == set()


def test_a_reference_finds_what_is_closed_too(client_for: As, staged_scene: Scene) -> None:
    for status in CLOSED - {OfferStatus.ERROR}:
        reference = staged_scene.offers[status]
        assert found(client_for(WORKER), reference=reference.lower()) == {reference}
    assert found(client_for(WORKER), reference=staged_scene.offers[OfferStatus.ERROR]) == set()


@pytest.mark.usefixtures("staged_scene")
@pytest.mark.parametrize("typed", [{"name": "Wilhelmina"}, {"phone": "07700 900124"}, {"reference": "2222-22"}])
def test_only_an_exact_match_is_found(client_for: As, typed: dict[str, str]) -> None:
    answer = client_for(WORKER).submit("/inbox/search", typed)
    assert "No offer of your team matches." in answer.text
    assert references(answer.text) == []


def test_what_may_no_longer_be_opened_is_not_found_from_the_same_second(
    client_for: As, app: Litestar, staged_scene: Scene, clock: Clock
) -> None:
    lead, completed = client_for("caseworker"), staged_scene.offers[OfferStatus.COMPLETED]
    lead.submit(f"/offers/{staged_scene.offer}/withdraw", reason="by_person", version="2")
    assert staged_scene.offer not in found(client_for(WORKER), name=NAME)
    with app.state.database.system(reading=True) as session:
        statement = select(OfferRow.name_index, OfferRow.phone_index, OfferRow.other_phone_index)
        row = session.exec(statement.where(OfferRow.reference == staged_scene.offer), execution_options=SYSTEM).one()
    assert tuple(row) == (None, None, None)
    assert completed in found(client_for(WORKER), name=NAME)
    clock.advance(days=15)
    assert completed not in found(client_for(WORKER), name=NAME)


@pytest.mark.usefixtures("staged_scene")
def test_p10_a_search_is_an_event_and_what_was_typed_stands_nowhere(client_for: As, app: Litestar) -> None:
    answer = client_for(WORKER).submit("/inbox/search", phone=PHONE)
    assert answer.url.path == "/inbox/search"
    assert not answer.url.query
    with app.state.database.system(reading=True) as session:
        entry = session.exec(select(Entry).order_by(Entry.sequence.desc()), execution_options=SYSTEM).first()  # type: ignore[attr-defined]
    assert entry.kind == "offer.sought"
    assert b'"by":"phone"' in entry.body.replace(b" ", b"")
    assert NAME.encode() not in entry.body
    assert b"900123" not in entry.body


@pytest.mark.usefixtures("staged_scene")
def test_a_search_takes_five_statements_at_most(client_for: As, app: Litestar) -> None:
    worker = client_for(WORKER)
    with counted(app.state.database) as statements:
        assert found(worker, phone=PHONE)
    counted_here = [s for s, _ in statements if not s.startswith(("PRAGMA", "SELECT pg_advisory"))]
    assert len(counted_here) <= 5, counted_here


@pytest.mark.usefixtures("staged_scene")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_search_reads_by_its_indexes(client_for: As, app: Litestar) -> None:
    worker, database = client_for(WORKER), app.state.database
    with counted(database) as statements:
        found(worker, phone=PHONE)
        found(worker, name=NAME)
        found(worker, reference="2222-22")
    plans = ["\n".join(_plan(database, *each)) for each in statements if "FROM offer" in each[0]]
    indexes = ("ix_offer_phone", "ix_offer_other_phone", "ix_offer_name", "sqlite_autoindex_offer")
    assert [index in plan for index, plan in zip(indexes, plans, strict=True)] == [True] * 4, plans


def _plan(database: Database, statement: str, parameters: object) -> list[str]:
    with database.engine.connect().execution_options(**SYSTEM) as connection:
        return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


def test_p8_two_teams_with_one_person_have_no_index_in_common(settings: Settings) -> None:
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
    snapshot = read_snapshot(snapshot_bytes(fields_of()))
    ours, theirs = (found_by(vault, team, snapshot) for team in (SHELTER, GALOP))
    assert (ours.name, ours.phone) == (name_index(vault, SHELTER, NAME), phone_index(vault, SHELTER, PHONE))
    assert ours.other_phone is None
    assert not {ours.name, ours.phone} & {theirs.name, theirs.phone, vault.index("name", NAME)}


def test_what_was_not_shared_is_not_indexed(settings: Settings) -> None:
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
    nothing = found_by(vault, SHELTER, read_snapshot(b"{}"))
    assert (nothing.name, nothing.phone, nothing.other_phone) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "required"),
        ({"name": "Rowan Reed", "phone": PHONE}, "one_only"),
        ({"reference": "x"}, "not_a_reference"),
        ({"phone": "12"}, "not_a_phone"),
        ({"name": "a\x00b"}, "control_character"),
    ],
)
def test_each_bad_input_has_its_own_message(client_for: As, typed: dict[str, str], code: str) -> None:
    errors = parse_search(SearchForm(**typed))
    assert not isinstance(errors, Sought)
    assert [error.code for error in errors] == [code]
    answer = client_for(WORKER).submit("/inbox/search", typed)
    assert answer.status_code == 422
    assert errors[0].text in answer.text


def test_nothing_typed_is_lost(client_for: As) -> None:
    page = client_for(WORKER).submit("/inbox/search", name="Rowan Reed", phone="12").text
    assert 'value="Rowan Reed"' in page
    assert 'value="12"' in page
