"""The rule for passwords: length, common ones, known words, and nothing else."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lvws_core.actors import Role
from lvws_core.errors import Invalid
from portal.auth.model import Account
from portal.auth.passwords.model import COMMON, COMMON_BYTES, check_password, is_common, words_of
from tests.builders import CONSORTIUM, LEAD

OWNER = Account(
    id=CONSORTIUM["caseworker"].id,
    organisation_id=LEAD,
    display_name="Leah Kestrel",
    email="leah.kestrel@example.org",
    roles=frozenset({Role.LEAD_CASEWORKER}),
)
WORDS = words_of(OWNER, "Alder Victim Service")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("fourteen chars", "too_short"),
        ("x" * 129, "too_long"),
        ("LEAH.KESTREL and then some more", "like_the_account"),
        ("123456789012345", "common"),
        ("PasswordPassword", "common"),
        ("correcthorsebatterystaple", "common"),
        ("Alder-Victim-Service-2026", "known_words"),
        ("Kestrel Leah London!!", "known_words"),
        ("lvws portal password 1", "known_words"),
    ],
)
def test_asvs_6_2_a_password_is_refused_for_one_of_five_causes(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password(password, email=OWNER.email, words=WORDS)
    assert (refused.value.field, refused.value.code) == ("password", code)


@pytest.mark.parametrize(
    "password",
    [
        "marble harbour lantern",
        "x" * 14 + "y",
        "the portal of seven lanterns",
        "Kestrel over marble harbour",
        "9" * 64 + "a",
    ],
)
def test_asvs_6_2_11_a_known_word_may_stand_in_a_longer_password(password: str) -> None:
    check_password(password, email=OWNER.email, words=WORDS)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=15, max_size=128))
def test_asvs_6_2_5_no_kind_of_character_is_demanded_or_forbidden(password: str) -> None:
    assume(not is_common(password))
    check_password(password, email="\N{WHITE SMILING FACE}\N{BLACK SMILING FACE}@example.org")


@given(st.sampled_from(sorted(WORDS)), st.integers(0, 9999999))
def test_asvs_6_2_11_no_word_of_the_owner_with_a_number_is_enough(word: str, number: int) -> None:
    with pytest.raises(Invalid):
        check_password(f"{word}{number}".ljust(15, "!"), email=OWNER.email, words=WORDS)


def test_asvs_6_2_4_the_list_has_more_than_three_thousand_that_fit_the_rule_and_is_sorted() -> None:
    known = COMMON.read_bytes()
    each = [known[n : n + COMMON_BYTES] for n in range(0, len(known), COMMON_BYTES)]
    assert len(each) > 300_000
    assert each == sorted(set(each))


def test_asvs_6_2_4_the_first_and_the_last_of_the_list_are_found() -> None:
    assert is_common("qwertyuiop123456")
    assert not is_common("x" * 14 + "y")
    known, wanted = COMMON.read_bytes(), hashlib.sha256(b"qwertyuiop123456").digest()[:COMMON_BYTES]
    assert wanted in known
