"""Passkeys, challenges, recovery codes and the ways of an account in the database, on each of the two."""

from datetime import timedelta
from uuid import UUID

from portal.auth.passkeys import store as passkeys
from portal.auth.passkeys.model import Asked, Passkey, Purpose
from portal.auth.recovery import store as recovery
from portal.auth.ways import store
from portal.database import Database
from tests.builders import CONSORTIUM, NOW

OWNER = CONSORTIUM["caseworker"]
PASSKEY = Passkey(
    id=UUID(int=7),
    user_id=OWNER.id,
    organisation_id=OWNER.organisation_id,
    credential_id=b"credential",
    public_key=b"key",
    sign_count=2**32 - 1,
    name="Work laptop",
    added_at=NOW,
)


def test_p4_a_challenge_is_spent_once_for_its_own_purpose_and_account(database: Database) -> None:
    asked = Asked(purpose=Purpose.PROVE, user_id=OWNER.id, now=NOW)
    others = (
        Asked(purpose=Purpose.PROVE, user_id=CONSORTIUM["idva"].id, now=NOW),
        Asked(purpose=Purpose.PROVE, now=NOW),
        Asked(purpose=Purpose.ADD, user_id=OWNER.id, now=NOW),
        Asked(purpose=Purpose.PROVE, user_id=OWNER.id, now=NOW + timedelta(minutes=5)),
    )
    with database.system() as session:
        passkeys.issue(session, b"hash", asked)
        assert not any(passkeys.spend(session, b"hash", each) for each in others)
        assert [passkeys.spend(session, b"hash", asked) for _ in range(2)] == [True, False]


def test_the_ways_of_an_account_are_what_was_stored_and_go_when_they_are_removed(database: Database) -> None:
    with database.system() as session:
        passkeys.add(session, PASSKEY)
        recovery.put(session, OWNER.id, [b"one", b"two"], NOW)
        store.hold(session, OWNER.id)
        ways = store.ways_of(session, OWNER.id)
        assert (ways.passkeys, ways.recovery_left, ways.number) == ((PASSKEY,), 2, 1)
        assert passkeys.use(session, PASSKEY, 2**32, NOW)
        assert not passkeys.use(session, PASSKEY, 2**32, NOW)
        assert [recovery.use(session, OWNER.id, b"one", NOW) for _ in range(2)] == [True, False]
        assert not recovery.use(session, CONSORTIUM["idva"].id, b"two", NOW)
        assert passkeys.remove_all(session, OWNER.id) == 1
        recovery.forget(session, OWNER.id)
        assert store.ways_of(session, OWNER.id).number == 0
        assert store.account_of(session, OWNER.id).email == OWNER.email
