"""Changes of a consent that are refused: the whole reason, and the policy that decides."""

from datetime import timedelta
from uuid import UUID

import pytest

from lvws_core.consent import ConsentStatus, renew, supersede, withdraw, withdraw_part
from lvws_core.errors import Conflict, Invalid
from lvws_core.ids import ConsentId
from lvws_core.policy import Policy
from lvws_core.reasons import because
from tests.lvws_core.consent.builders import NOW, USUAL, a_consent

NEW = ConsentId(UUID(int=99))
OVER = because("consent_not_live", "CONS-22", "This consent does not stand any more.")
SHORT = Policy(consent_expiry_months=1)
OLD = a_consent(valid_from=NOW - timedelta(days=60), expires_at=None)


@pytest.mark.parametrize("status", [ConsentStatus.DECLINED, ConsentStatus.SUPERSEDED])
def test_cons_20_what_was_never_in_force_cannot_be_withdrawn_and_says_so(status: ConsentStatus) -> None:
    with pytest.raises(Conflict) as caught:
        withdraw(a_consent(status=status), NOW)
    assert caught.value.reasons == (because("nothing_to_withdraw", "CONS-20", f"This consent was {status}."),)


def test_cons_22_what_has_ended_by_the_policy_cannot_be_set_aside_renewed_or_narrowed() -> None:
    changes = (
        lambda: supersede(OLD, NOW, SHORT),
        lambda: renew(OLD, NOW, NEW, SHORT),
        lambda: withdraw_part(OLD, frozenset(), NOW, NEW, SHORT),
    )
    for change in changes:
        with pytest.raises(Conflict) as caught:
            change()
        assert caught.value.reasons == (OVER,)


def test_a_renewed_consent_ends_by_the_policy() -> None:
    _, renewed = renew(a_consent(), NOW, NEW, SHORT)
    assert renewed.expires_at == NOW + timedelta(days=30)


def test_a_narrowed_consent_keeps_the_end_of_the_policy() -> None:
    consent = a_consent(valid_from=NOW - timedelta(days=3), expires_at=None)
    _, narrowed = withdraw_part(consent, frozenset({min(USUAL)}), NOW, NEW, SHORT)
    assert narrowed.expires_at == consent.ends_at(SHORT)


def test_taking_everything_away_is_a_withdrawal_and_no_narrowing() -> None:
    with pytest.raises(Invalid) as caught:
        withdraw_part(a_consent(), USUAL, NOW, NEW)
    assert (caught.value.field, caught.value.code) == ("categories", "nothing_left")
