"""Who declined and was erased is left in peace: intake is asked before anything is stored."""

from datetime import date
from uuid import UUID

from sqlmodel import col, func, select

from portal.intake.tables import CaseRow
from portal.people.model import Identity
from portal.people.suppression import store
from portal.people.suppression.model import tokens_of
from portal.vault import KeyVault
from tests.builders import LEAD, Ids, some_secrets
from tests.portal.intake.entries import ENTRY
from tests.scene import hidden
from tests.staged import Staged

_WHO = Identity(name="hazel specimen", birth_date=date(1990, 5, 2), phone="07700 900321")


def keep_tokens(staged: Staged) -> None:
    secrets = some_secrets()
    tokens = tokens_of(KeyVault(secrets.vault_key, secrets.index_key), _WHO)
    with staged.app.state.database.system() as session:
        kept = {"owner_id": LEAD, "new_id": Ids(after=8000), "today": date(2026, 11, 23)}
        assert store.add(session, tokens, **kept) == 2
        assert store.add(session, tokens, **kept) == 0


def cases(staged: Staged) -> int:
    with staged.app.state.database.system() as session:
        return int(session.exec(select(func.count(col(CaseRow.id)))).one())


def test_ret_04_whoever_declined_is_asked_about_and_left_in_peace(staged: Staged) -> None:
    keep_tokens(staged)
    intake, before = staged.visitor("intake"), cases(staged)
    page = intake.submit("/intake/new", ENTRY)
    assert "Declined: do not chase." in page.text
    shown = {**ENTRY, "against": hidden(page.text, "against")}
    assert "Choose whether they ask for help now" in intake.submit("/intake/new", shown).text
    answer = intake.submit("/intake/new", shown, declined="leave")
    assert answer.headers["location"] == "/intake?done=left"
    assert "left in peace" in intake.get("/intake?done=left").text
    assert cases(staged) == before
    taken = intake.submit("/intake/new", shown, declined="take_in")
    assert taken.headers["location"].startswith("/cases/")
    assert cases(staged) == before + 1


def test_ret_04_another_organisation_learns_nothing_from_a_token(staged: Staged) -> None:
    keep_tokens(staged)
    secrets = some_secrets()
    tokens = tokens_of(KeyVault(secrets.vault_key, secrets.index_key), _WHO)
    other = UUID(int=0xA1)
    with staged.app.state.database.open(other, reading=True) as session:
        assert store.known(session, tokens, other) == frozenset()
        assert store.known(session, tokens, LEAD) == frozenset()
