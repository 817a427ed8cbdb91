"""Preferences: single keys are off until somebody switches them on, for that account alone."""

from litestar import Litestar
from sqlmodel import select

from portal.audit.tables import Entry
from portal.database import SYSTEM
from tests.staged import Staged

PATH = "/account/preferences"


def kinds(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence), execution_options=SYSTEM))


def test_keys_are_off_until_they_are_switched_on_and_off_again(staged: Staged) -> None:
    worker = staged.visitor("shelter_worker")
    assert 'data-shortcuts="on"' not in worker.get("/inbox").text
    assert worker.submit(PATH, shortcuts="yes").headers["location"] == f"{PATH}?done=saved"
    assert "Keyboard shortcuts are on." in worker.get(f"{PATH}?done=saved").text
    page = worker.get("/inbox").text
    assert 'data-shortcuts="on"' in page
    assert 'id="shortcuts-help"' in page
    worker.submit(PATH)
    assert 'data-shortcuts="on"' not in worker.get("/inbox").text


def test_a_preference_is_the_accounts_own_in_each_of_its_sessions(staged: Staged) -> None:
    staged.visitor("shelter_worker").submit(PATH, shortcuts="yes")
    assert 'data-shortcuts="on"' in staged.visitor("shelter_worker").get("/inbox").text
    assert 'data-shortcuts="on"' not in staged.visitor("shelter_manager").get("/inbox").text


def test_the_change_is_recorded(staged: Staged) -> None:
    staged.visitor("analyst").submit(PATH, shortcuts="yes")
    assert kinds(staged.app)[-1] == "user.preferences_changed"


def test_the_account_leads_there(staged: Staged) -> None:
    assert f'href="{PATH}"' in staged.visitor("caseworker").get("/account").text
