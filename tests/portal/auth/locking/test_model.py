from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.forms import FieldError
from lvws_core.ids import OrganisationId
from portal.auth.locking.forms import UnlockForm, parse_unlock
from portal.auth.locking.model import Fields, Kept, Unlocking, open_kept, seal_kept, suffices
from portal.auth.model import Lock, SignedIn
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, some_secrets

SECRETS = some_secrets()
VAULT = KeyVault(SECRETS.vault_key, SECRETS.index_key)


def owner(key: str = "idva") -> SignedIn:
    account = CONSORTIUM[key]
    return SignedIn(actor=account.actor, id_hash=b"", user_name=account.name, organisation="", desk=True)


VALUES = st.text(max_size=40) | st.lists(st.text(max_size=9), max_size=3)
FORMS = st.dictionaries(st.text(max_size=8), VALUES, max_size=5)


@given(FORMS, st.booleans())
def test_p7_what_a_lock_keeps_comes_back_whole_to_its_owner_but_for_the_token(form: Fields, had_file: bool) -> None:
    kept = Kept(path="/people/new?step=2", form={"_csrf": "a token", **form}, had_file=had_file)
    form.pop("_csrf", None)
    back = open_kept(VAULT, owner(), seal_kept(VAULT, owner(), kept))
    assert (back.path, back.had_file) == (kept.path, had_file)
    assert back.form == {name: value for name, value in form.items() if name != "_csrf"}


def test_p7_what_a_lock_keeps_is_not_read_in_the_page_and_not_by_another_account() -> None:
    sealed = seal_kept(VAULT, owner(), Kept(path="/people/7QK2-M9", form={"note": "heard shouting"}))
    assert "shouting" not in sealed
    assert "7QK2" not in sealed
    other = owner("caseworker")
    foreign = owner()
    foreign = SignedIn(
        actor=type(foreign.actor)(
            id=foreign.actor.id, organisation_id=OrganisationId(UUID(int=9)), roles=foreign.actor.roles
        ),
        id_hash=b"",
        user_name="",
        organisation="",
    )
    assert open_kept(VAULT, other, sealed) == open_kept(VAULT, foreign, sealed) == Kept()


@given(st.text(max_size=60))
def test_whatever_else_a_page_brings_leads_to_the_first_page(text: str) -> None:
    assert open_kept(VAULT, owner(), text) == Kept()


@pytest.mark.parametrize("lock", [Lock.OPEN, Lock.LOCKED, Lock.AWAY])
def test_p7_either_secret_opens_a_lock_and_both_one_that_was_left(lock: Lock) -> None:
    either = [suffices(Unlocking(password=p, code=c), lock) for p, c in (("x", ""), ("", "1"))]
    assert either == [lock is not Lock.AWAY] * 2
    assert suffices(Unlocking(password="x", code="1"), lock)
    assert not suffices(Unlocking(), lock)


@pytest.mark.parametrize(
    ("form", "lock", "code"),
    [
        (UnlockForm(), Lock.LOCKED, "required"),
        (UnlockForm(password="x" * 129), Lock.LOCKED, "too_long"),
        (UnlockForm(code="12345"), Lock.LOCKED, "not_six_digits"),
        (UnlockForm(code="１２３４５６"), Lock.LOCKED, "not_six_digits"),
        (UnlockForm(password="x"), Lock.AWAY, "both_needed"),
        (UnlockForm(code="123456"), Lock.AWAY, "both_needed"),
    ],
)
def test_each_fault_of_the_lock_says_what_to_type(form: UnlockForm, lock: Lock, code: str) -> None:
    found = parse_unlock(form, lock)
    assert isinstance(found, tuple)
    assert [fault.code for fault in found] == [code]
    assert isinstance(found[0], FieldError)
    assert found[0].text


def test_a_code_may_be_typed_with_a_blank_in_it() -> None:
    assert parse_unlock(UnlockForm(code="123 456"), Lock.LOCKED) == Unlocking(code="123456")
