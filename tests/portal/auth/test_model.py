from datetime import timedelta
from uuid import UUID

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.actors import Role
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, UserId
from portal.auth.model import (
    SESSION_LIMITS,
    Account,
    Lock,
    Refused,
    SessionTimes,
    code_step,
    is_over,
    lock_of,
    normal_email,
    provisioning_uri,
    refusal,
    token_hash,
    works_at_shared_desk,
)
from tests.builders import NOW

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def an_account(email: str = "leah@example.org", roles: frozenset[Role] = frozenset({Role.IDVA})) -> Account:
    return Account(
        id=UserId(UUID(int=1)),
        organisation_id=OrganisationId(UUID(int=2)),
        display_name="Leah",
        email=email,
        roles=roles,
    )


@pytest.mark.parametrize(
    ("unused", "age", "over"),
    [
        (15 * MINUTE - SECOND, timedelta(hours=1), False),
        (15 * MINUTE, timedelta(hours=1), True),
        (MINUTE, timedelta(hours=10) - SECOND, False),
        (MINUTE, timedelta(hours=10), True),
    ],
)
def test_p3_a_session_is_over_at_the_exact_instant_of_either_limit(
    unused: timedelta, age: timedelta, *, over: bool
) -> None:
    assert is_over(SessionTimes(created_at=NOW - age, seen_at=NOW - unused), NOW) is over


def test_p3_an_ended_session_is_over_at_once() -> None:
    assert is_over(SessionTimes(created_at=NOW, seen_at=NOW, ended_at=NOW), NOW)


def test_p3_the_limits_are_those_of_the_threat_model() -> None:
    assert (SESSION_LIMITS.idle, SESSION_LIMITS.absolute) == (15 * MINUTE, timedelta(hours=10))
    assert SESSION_LIMITS.touch_every == MINUTE


def test_p4_only_the_code_of_the_current_step_counts() -> None:
    step = int(NOW.timestamp()) // 30
    codes = {offset: pyotp.HOTP(SEED).at(step + offset) for offset in (-1, 0, 1)}
    found = {offset: code_step(SEED, code, NOW, last_step=0) for offset, code in codes.items()}
    assert found == {-1: None, 0: step, 1: None}


def test_p4_a_code_that_was_used_is_refused() -> None:
    step = int(NOW.timestamp()) // 30
    code = pyotp.HOTP(SEED).at(step)
    assert code_step(SEED, code, NOW, last_step=step - 1) == step
    assert code_step(SEED, code, NOW, last_step=step) is None


@pytest.mark.parametrize("code", ["", "000000 ", "١٢٣٤٥٦", "\ud800"])
def test_p4_what_is_no_code_is_refused_quietly(code: str) -> None:
    assert code_step(SEED, code, NOW, last_step=0) is None


@pytest.mark.parametrize(
    ("roles", "code"), [(frozenset[Role](), "required"), (frozenset({Role.CLOCK, Role.IDVA}), "clock")]
)
def test_an_account_has_a_role_and_never_the_clocks(roles: frozenset[Role], code: str) -> None:
    with pytest.raises(Invalid, match=f"roles: {code}"):
        an_account(roles=roles)


@pytest.mark.parametrize("email", ["leah", "Leah@example.org", " leah@example.org"])
def test_an_account_has_an_email_in_its_normal_form(email: str) -> None:
    with pytest.raises(Invalid, match="email: not_an_email"):
        an_account(email=email)
    assert normal_email(" Leah@Example.ORG ") == "leah@example.org"


def test_p3_a_token_is_stored_as_its_sha_256_whatever_is_in_it() -> None:
    assert token_hash("abc").hex().startswith("ba7816bf")
    assert len(token_hash("\ud800")) == 32


def test_a_refusal_names_the_account_only_if_there_is_one() -> None:
    event = refusal(None, NOW, Refused.WRONG)
    assert (event.actor_id, event.subject_id, event.organisation_ids) == (None, UUID(int=0), ())


def test_an_authenticator_app_reads_the_seed_from_the_address() -> None:
    assert pyotp.parse_uri(provisioning_uri(SEED, email="leah@example.org", issuer="Portal")).secret == SEED


@pytest.mark.parametrize(
    ("unused", "by_hand", "lock"),
    [
        (5 * MINUTE - SECOND, False, Lock.OPEN),
        (5 * MINUTE, False, Lock.LOCKED),
        (15 * MINUTE - SECOND, False, Lock.LOCKED),
        (15 * MINUTE, False, Lock.AWAY),
        (SECOND, True, Lock.LOCKED),
        (15 * MINUTE, True, Lock.AWAY),
    ],
)
def test_p7_a_shared_desk_is_locked_at_the_exact_instant_of_each_limit(
    unused: timedelta, lock: Lock, *, by_hand: bool
) -> None:
    times = SessionTimes(created_at=NOW - unused, seen_at=NOW - unused, locked_at=NOW if by_hand else None)
    assert lock_of(times, NOW) is lock


def test_p7_a_session_at_a_shared_desk_is_not_over_while_it_is_locked_until_ten_hours() -> None:
    unused = SessionTimes(created_at=NOW - timedelta(hours=9), seen_at=NOW - timedelta(hours=9))
    old = SessionTimes(created_at=NOW - timedelta(hours=10), seen_at=NOW)
    ended = SessionTimes(created_at=NOW, seen_at=NOW, ended_at=NOW)
    assert [is_over(each, NOW, at_shared_desk=True) for each in (unused, old, ended)] == [False, True, True]


@given(st.frozensets(st.sampled_from(sorted(set(Role) - {Role.CLOCK})), min_size=1), st.booleans())
def test_p7_the_profile_is_for_who_works_on_hosts_desks_and_for_whoever_wishes_it(
    roles: frozenset[Role],
    wished: bool,
) -> None:
    assert works_at_shared_desk(roles, wished=wished) is (wished or Role.IDVA in roles)
