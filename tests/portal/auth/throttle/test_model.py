"""The rules of the throttle: how much may go wrong in any stretch of time, and whose address a request has."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.auth.throttle.model import LIMITS, Counts, Tries, client_address, is_admitted
from tests.builders import NOW

GAPS = st.lists(st.integers(0, 20 * 60).map(lambda n: timedelta(seconds=n)), min_size=1, max_size=80)
COUNT = st.integers(0, 200)
PROXIES = frozenset({"10.0.0.5", "10.0.0.6"})


def wrong(tries: int) -> Tries:
    return Tries(tries=tries, tried_at=NOW)


@given(GAPS)
def test_t_login_no_fifteen_minutes_see_more_than_ten_tries_however_they_are_spread(gaps: list[timedelta]) -> None:
    admitted, tries, moment = [], Tries(), NOW
    for gap in gaps:
        moment += gap
        if is_admitted(Counts(account=tries), moment, is_known=False):
            tries = Tries(tries=tries.recent(moment) + 1, tried_at=moment)
            admitted.append(moment)
    assert all(sum(at <= other < at + LIMITS.rest for other in admitted) <= LIMITS.account for at in admitted)


@given(COUNT, COUNT, COUNT)
def test_t11_a_known_device_is_admitted_whatever_strangers_have_tried(account: int, address: int, pair: int) -> None:
    counts = Counts(account=wrong(account), address=wrong(address), pair=wrong(pair))
    assert is_admitted(counts, NOW, is_known=True)


@given(COUNT)
def test_t35_what_went_wrong_at_an_address_never_suffices_to_refuse_an_account(address: int) -> None:
    assert is_admitted(Counts(address=wrong(address)), NOW, is_known=False)


@given(COUNT, st.booleans())
def test_after_a_rest_of_fifteen_minutes_everybody_is_admitted(tries: int, known: bool) -> None:
    counts = Counts(**dict.fromkeys(Counts.__struct_fields__, wrong(tries)))
    assert is_admitted(counts, NOW + LIMITS.rest, is_known=known)


@pytest.mark.parametrize(
    ("counts", "known", "admitted"),
    [
        (Counts(account=wrong(9)), False, True),
        (Counts(account=wrong(10)), False, False),
        (Counts(pair=wrong(4)), False, True),
        (Counts(pair=wrong(5)), False, False),
        (Counts(pair=wrong(2), address=wrong(99)), False, True),
        (Counts(pair=wrong(2), address=wrong(100)), False, False),
        (Counts(pair=wrong(1), address=wrong(100)), False, True),
        (Counts(device=wrong(9)), True, True),
        (Counts(device=wrong(10)), True, False),
    ],
)
def test_p4_each_limit_holds_at_its_number(counts: Counts, admitted: bool, known: bool) -> None:
    assert is_admitted(counts, NOW, is_known=known) is admitted


def test_a_device_is_known_until_the_moment_it_is_not() -> None:
    tries = Tries(known_until=NOW)
    assert tries.is_known(NOW - timedelta(microseconds=1))
    assert not tries.is_known(NOW)
    assert not Tries().is_known(NOW)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.7", [], "192.0.2.7"),
        ("192.0.2.7", ["203.0.113.1"], "192.0.2.7"),
        ("127.0.0.1", ["203.0.113.1"], "127.0.0.1"),
        ("10.0.0.5", ["203.0.113.1"], "203.0.113.1"),
        ("10.0.0.5", ["1.1.1.1, 203.0.113.1"], "203.0.113.1"),
        ("10.0.0.5", ["1.1.1.1", "203.0.113.1"], "203.0.113.1"),
        ("10.0.0.5", ["1.1.1.1, 203.0.113.1, 10.0.0.6"], "203.0.113.1"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("10.0.0.5", ["nonsense"], "10.0.0.5"),
        ("10.0.0.5", [""], "10.0.0.5"),
        ("2001:db8:1:2:3::4", [], "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", [], "192.0.2.7"),
        ("", [], "unknown"),
    ],
)
def test_t35_only_a_trusted_proxy_says_where_a_request_came_from(peer: str, forwarded: list[str], address: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == address


@given(st.lists(st.text(max_size=40), max_size=4))
def test_whatever_is_forwarded_an_address_is_given_and_nobody_else_chooses_it(forwarded: list[str]) -> None:
    assert client_address("192.0.2.7", forwarded, PROXIES) == "192.0.2.7"
    assert client_address("10.0.0.5", forwarded, PROXIES)
