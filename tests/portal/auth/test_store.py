from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from lvws_core.actors import Role
from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, UserId
from portal.auth import store
from portal.auth.model import Account, Organisation, token_hash
from portal.auth.tables import User
from portal.database import Database
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW

IDVA = CONSORTIUM["idva"]
HASH = token_hash("a session")
MINUTE = timedelta(minutes=1)


def test_a_session_is_loaded_with_its_account_as_it_is_now_in_one_statement(database: Database) -> None:
    with database.system() as session:
        store.add_session(session, HASH, IDVA.id, NOW)
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    with database.system(reading=True) as session:
        found = store.load_session(session, HASH)
    assert found is not None
    times, signed_in = found
    assert (times.created_at, times.seen_at, times.ended_at) == (NOW, NOW, None)
    assert (signed_in.actor, signed_in.user_name, signed_in.organisation) == (IDVA.actor, "Idva", "Lead Team")
    assert len(seen) == 1


def test_a_session_knows_when_its_account_was_last_used_before_it(database: Database) -> None:
    with database.system() as session:
        store.add_session(session, HASH, IDVA.id, NOW)
        store.touch(session, HASH, NOW + MINUTE)
        store.add_session(session, token_hash("of another"), CONSORTIUM["analyst"].id, NOW + 2 * MINUTE)
        store.add_session(session, token_hash("the next"), IDVA.id, NOW + 3 * MINUTE)
        found = [store.load_session(session, each) for each in (HASH, token_hash("the next"))]
    assert [each and each[1].last_visit for each in found] == [None, NOW + MINUTE]


def test_p3_an_unknown_session_and_a_closed_accounts_session_are_nobodys(database: Database) -> None:
    with database.system() as session:
        store.add_session(session, HASH, IDVA.id, NOW)
        assert store.load_session(session, token_hash("planted")) is None
        assert store.disable(session, IDVA.id, NOW)
        assert store.load_session(session, HASH) is None
        assert not store.disable(session, IDVA.id, NOW)


def test_p3_an_ended_session_is_neither_touched_nor_ended_again(database: Database) -> None:
    with database.system() as session:
        store.add_session(session, HASH, IDVA.id, NOW)
        assert store.touch(session, HASH, NOW + MINUTE)
        assert store.end(session, HASH, NOW + 2 * MINUTE)
        assert not store.touch(session, HASH, NOW + 3 * MINUTE)
        assert not store.end(session, HASH, NOW + 3 * MINUTE)
        found = store.load_session(session, HASH)
    assert found is not None
    assert (found[0].seen_at, found[0].ended_at) == (NOW + MINUTE, NOW + 2 * MINUTE)


def test_every_session_of_one_account_ends_and_no_others(database: Database) -> None:
    with database.system() as session:
        for n in range(3):
            store.add_session(session, token_hash(str(n)), IDVA.id, NOW)
        store.add_session(session, HASH, CONSORTIUM["analyst"].id, NOW)
        assert store.end_all(session, IDVA.id, NOW) == 3
        assert store.touch(session, HASH, NOW)


def test_credentials_come_back_as_they_were_put_and_the_used_step_survives_a_new_seed(database: Database) -> None:
    with database.system() as session:
        store.put_password(session, IDVA.id, "hash 1")
        store.put_seed(session, IDVA.id, b"seed 1", b"key 1")
        assert store.use_step(session, IDVA.id, 5)
        store.put_password(session, IDVA.id, "hash 2")
        store.put_seed(session, IDVA.id, b"seed 2", b"key 2")
        found = store.find_credentials(session, IDVA.email)
    assert found is not None
    assert (found.user_id, found.organisation_id, found.password_hash) == (IDVA.id, LEAD, "hash 2")
    assert (found.sealed_seed, found.sealed_key, found.last_step) == (b"seed 2", b"key 2", 5)


def test_an_account_without_secrets_has_none_and_a_closed_one_is_not_found(database: Database) -> None:
    with database.system() as session:
        found = store.find_credentials(session, IDVA.email)
        assert found is not None
        assert (found.password_hash, found.sealed_seed, found.last_step) == (None, None, 0)
        store.disable(session, IDVA.id, NOW)
        assert store.find_credentials(session, IDVA.email) is None
        assert store.find_credentials(session, "nobody@example.org") is None


def test_p4_of_sixteen_who_use_one_step_at_the_same_moment_one_wins(database: Database) -> None:
    with database.system() as session:
        store.put_seed(session, IDVA.id, b"seed", b"key")

    def use(_n: int) -> bool:
        with database.system() as session:
            return store.use_step(session, IDVA.id, 7)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(16))) == 1


def test_a_link_opens_its_account_once_and_not_after_it_expired(database: Database) -> None:
    with database.system() as session:
        store.add_invitation(session, HASH, IDVA.id, NOW + MINUTE)
        assert store.use_invitation(session, token_hash("other"), NOW) is None
        assert store.use_invitation(session, HASH, NOW + MINUTE) is None
        assert store.use_invitation(session, HASH, NOW) == IDVA.id
        assert store.use_invitation(session, HASH, NOW) is None


def test_a_link_to_a_closed_account_opens_nothing(database: Database) -> None:
    with database.system() as session:
        store.add_invitation(session, HASH, IDVA.id, NOW + MINUTE)
        store.disable(session, IDVA.id, NOW)
        assert store.use_invitation(session, HASH, NOW) is None


def test_a_new_account_is_found_by_email_with_its_roles_and_organisation(database: Database) -> None:
    new = Account(
        id=UserId(UUID(int=77)),
        organisation_id=OrganisationId(UUID(int=78)),
        display_name="Ada",
        email="ada@example.org",
        roles=frozenset({Role.IDVA, Role.LEAD_MANAGER}),
        team="Homerton",
    )
    with database.system() as session:
        store.add_organisation(session, Organisation(id=new.organisation_id, key="ash", name="Ash", kind="partner"))
        store.add_user(session, new)
        store.add_session(session, HASH, new.id, NOW)
        found = store.load_session(session, HASH)
        assert store.user_id_of(session, "ada@example.org") == new.id
        assert store.organisation_of(session, new.id) == new.organisation_id
    assert found is not None
    assert (found[1].actor.roles, found[1].organisation) == (new.roles, "Ash")


def test_an_account_that_does_not_exist_is_missing(database: Database) -> None:
    with database.system() as session:
        with pytest.raises(Missing):
            store.user_id_of(session, "nobody@example.org")
        with pytest.raises(Missing):
            store.organisation_of(session, UserId(UUID(int=9)))


def test_every_organisation_reads_the_names_of_all_and_an_unknown_colleague_is_left_out(database: Database) -> None:
    with database.transaction(database.open(GALOP)) as session:
        names = store.NamesStore(session)
        assert names.organisation(LEAD) == "Lead Team"
        assert names.colleagues(frozenset({IDVA.id, UserId(UUID(int=9))})) == {IDVA.id: "Idva"}


def test_names_take_one_statement_for_organisations_and_one_for_colleagues(database: Database) -> None:
    with database.transaction(database.open(GALOP)) as session:
        names, seen = store.NamesStore(session), list[str]()
        event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
        assert names.colleagues(frozenset()) == {}
        assert seen == []
        assert (names.organisation(LEAD), names.organisation(GALOP)) == ("Lead Team", "Galop Team")
        names.colleagues(frozenset(each.id for each in CONSORTIUM.values()))
        with pytest.raises(Missing):
            names.organisation(UUID(int=9))
        assert len(seen) == 2


def test_a_role_of_the_clock_in_a_row_gives_nobody_anything(database: Database) -> None:
    with database.system() as session:
        session.add(User(id=UUID(int=77), organisation_id=LEAD, display_name="Odd", email="odd@x", roles="clock"))
        session.flush()
        store.add_session(session, HASH, UserId(UUID(int=77)), NOW)
        found = store.load_session(session, HASH)
    assert found is not None
    assert found[1].actor.roles == frozenset()
