"""The lock of a shared desk over HTTP: by whom and when it is opened, what it keeps, what it never shows."""

import re
from collections.abc import Mapping
from typing import Any

import pyotp
import pytest
from httpx import Response
from sqlmodel import select

from portal.audit.tables import Entry
from portal.auth import store
from portal.auth.locking.model import Unlocking
from portal.auth.locking.service import unlock as open_lock
from portal.auth.model import Refused
from portal.auth.service import look
from portal.auth.throttle.model import Knock
from portal.database import SYSTEM
from portal.vault import KeyVault
from tests.builders import CONSORTIUM
from tests.kit import Visitor
from tests.portal.auth.test_service import CHEAP_HASHER
from tests.staged import Staged

PASSWORD, SEED = "correct horse battery", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOTE = "Heard shouting in the ward"


@pytest.fixture
def idva(staged: Staged) -> Visitor:
    """An adviser at a shared desk, who can sign in, on a page of her own."""
    settings, idva = staged.app.state.settings, CONSORTIUM["idva"]
    vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
    key = vault.new_key(idva.organisation_id, idva.id)
    with staged.app.state.database.system() as session:
        store.put_password(session, idva.id, CHEAP_HASHER.hash(PASSWORD))
        store.put_seed(session, idva.id, vault.seal(key, "credential.totp", SEED), key.wrapped)
    return staged.visitor("idva")


def events(staged: Staged) -> list[str]:
    with staged.app.state.database.system(reading=True) as session:
        found = list(session.exec(select(Entry.kind).order_by(Entry.sequence), execution_options=SYSTEM))
    return [kind for kind in found if kind.startswith("session.")]


def kept(answer: Response) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', answer.text)
    assert found is not None
    return found[1]


def unlock(visitor: Visitor, answer: Response | None = None, /, **typed: str) -> Response:
    return visitor.submit("/unlock", {"kept": kept(answer) if answer else "", **typed})


def code(staged: Staged) -> str:
    return pyotp.TOTP(SEED).at(staged.clock())


def fields(answer: Response) -> Mapping[str, Any]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))


def test_p7_five_minutes_unused_lock_the_desk_and_the_page_tells_nothing(staged: Staged, idva: Visitor) -> None:
    path = f"/people/{staged.scene.person}"
    staged.clock.advance(minutes=4, seconds=59)
    assert idva.get(path).status_code == 200
    staged.clock.advance(minutes=5)
    answer = idva.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (401, "no-store")
    assert "<title>Locked – LVWS Portal</title>" in answer.text
    assert CONSORTIUM["idva"].name in answer.text
    for word in ("Rowan", str(staged.scene.person), "Sign out", "My site"):
        assert word not in answer.text


def test_p7_the_password_opens_it_where_the_work_was(staged: Staged, idva: Visitor) -> None:
    path = f"/people/{staged.scene.person}?view=notes"
    staged.clock.advance(minutes=5)
    opened = unlock(idva, idva.get(path), password=PASSWORD)
    assert (opened.status_code, opened.headers["location"]) == (303, path)
    assert idva.get(path).status_code == 200
    assert events(staged)[-1] == "session.unlocked"


def test_p7_a_code_opens_it_once(staged: Staged, idva: Visitor) -> None:
    staged.clock.advance(minutes=5)
    assert unlock(idva, idva.get("/people"), code=code(staged)).headers["location"] == "/people"
    idva.submit("/lock")
    assert unlock(idva, code=code(staged)).status_code == 422


def test_p7_after_fifteen_minutes_one_secret_is_too_little(staged: Staged, idva: Visitor) -> None:
    staged.clock.advance(minutes=15)
    page = idva.get("/people")
    told = unlock(idva, page, password=PASSWORD)
    assert told.status_code == 422
    assert "You were away for more than 15 minutes: enter a code as well" in told.text
    assert unlock(idva, told, password=PASSWORD, code=code(staged)).headers["location"] == "/people"


def test_p7_a_desk_is_locked_at_once_by_hand_and_in_the_log(staged: Staged, idva: Visitor) -> None:
    assert idva.submit("/lock").status_code == 204
    assert idva.get("/people").status_code == 401
    assert events(staged)[-1] == "session.locked"


def test_p7_looking_for_news_by_itself_keeps_no_desk_open_and_typing_does(staged: Staged, idva: Visitor) -> None:
    for _ in range(3):
        staged.clock.advance(minutes=4)
        assert idva.get("/still-here").status_code == 204
    staged.clock.advance(minutes=4)
    assert idva.get("/still-here", headers={"x-by-itself": "yes"}).status_code == 204
    staged.clock.advance(minutes=1)
    answer = idva.get("/still-here", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["x-locked"], answer.headers["hx-reswap"]) == (401, "yes", "none")
    assert answer.text == ""


def test_p7_a_form_that_came_too_late_is_sealed_in_the_lock_and_sent_without_typing_it_again(
    staged: Staged, idva: Visitor
) -> None:
    sent = {"shortcuts": "yes", "note": NOTE}
    staged.clock.advance(minutes=6)
    locked = idva.submit("/account/preferences", sent, key="a-key")
    assert locked.status_code == 401
    assert "nothing is typed again" in locked.text
    assert NOTE not in locked.text
    wrong = unlock(idva, locked, password="something else")
    assert (wrong.status_code, NOTE in wrong.text) == (422, False)
    page = unlock(idva, wrong, password=PASSWORD)
    assert (page.status_code, NOTE in page.text) == (200, True)
    assert 'action="/account/preferences"' in page.text
    again = idva.post("/account/preferences", data=fields(page))
    assert again.headers["location"] == "/account/preferences?done=saved"
    assert (fields(page)["_key"], fields(page)["shortcuts"]) == ("a-key", "yes")
    assert idva.post("/account/preferences", data=fields(page)).headers["location"] == again.headers["location"]
    assert 'data-shortcuts="on"' in idva.get("/people").text


def test_p7_another_person_who_signs_in_sees_nothing_of_it_and_ends_what_was_locked(
    staged: Staged, idva: Visitor
) -> None:
    staged.clock.advance(minutes=6)
    locked = idva.submit("/account/preferences", {"note": NOTE})
    assert idva.get("/sign-in").status_code == 200
    answer = unlock(staged.visitor("lead_manager"), locked, password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    typed = {"email": CONSORTIUM["idva"].email, "password": PASSWORD, "code": code(staged)}
    began = idva.submit("/sign-in", typed)
    assert (began.status_code, began.headers["location"]) == (303, "/")
    assert events(staged)[-2:] == ["session.opened", "session.closed"]
    returned = Visitor(staged.app)
    returned.cookies.set(staged.app.state.settings.cookie_name, idva.token)
    assert returned.get("/people").headers["location"] == "/sign-in"


def test_p4_ten_wrong_tries_to_unlock_are_looked_at_and_the_next_waits(staged: Staged, idva: Visitor) -> None:
    idva.submit("/lock")
    assert {unlock(idva, password=f"wrong horse {n}").status_code for n in range(10)} == {422}
    right = unlock(idva, password=PASSWORD)
    assert (right.status_code, events(staged)[-1]) == (422, "session.refused")
    assert "There were too many tries. Wait 15 minutes" in right.text


def test_p7_a_covered_page_of_an_open_session_asks_for_the_password_too(idva: Visitor) -> None:
    assert unlock(idva, password="something else").status_code == 422
    answer = idva.post("/unlock", data={"_csrf": idva.csrf, "password": PASSWORD}, headers={"hx-request": "true"})
    assert answer.status_code == 204


def test_t12_a_form_of_another_site_opens_no_lock(staged: Staged, idva: Visitor) -> None:
    staged.clock.advance(minutes=5)
    assert idva.post("/unlock", data={"password": PASSWORD}).status_code == 403
    assert idva.get("/people").status_code == 401


def test_p7_others_are_signed_out_as_before_unless_they_wish_for_the_lock(staged: Staged) -> None:
    worker = staged.visitor("shelter_worker")
    assert "data-desk-lock" not in worker.get("/inbox").text
    worker.submit("/account/preferences", shared_desk="yes")
    page = worker.get("/inbox").text
    assert 'data-desk-lock="300"' in page
    assert "portal-watermark--page" in page
    staged.clock.advance(minutes=5)
    assert worker.get("/inbox").status_code == 401


def test_p7_at_ten_hours_the_session_is_over_and_unlocks_no_more(staged: Staged, idva: Visitor) -> None:
    staged.clock.advance(hours=10)
    assert idva.get("/people").headers["location"] == "/sign-in"
    assert unlock(idva, password=PASSWORD).headers["location"] == "/sign-in"


def test_p7_the_role_brings_the_lock_and_the_preferences_say_so(idva: Visitor) -> None:
    page = idva.get("/account/preferences").text
    assert "It comes with your role" in page
    assert 'id="shared_desk"' not in page


def test_in_the_demonstration_any_word_opens_the_lock_of_an_account_without_a_password_and_of_no_other(
    staged: Staged,
) -> None:
    database, settings = staged.app.state.database, staged.app.state.settings
    secrets = settings.secrets
    vault, limits = (
        KeyVault(secrets.vault_key, secrets.index_key),
        {"now": staged.clock(), "audit_key": secrets.audit_key},
    )
    visitor = staged.visitor("idva")
    owner = look(database, visitor.token, now=staged.clock())
    assert owner is not None
    typed = Unlocking(password="anything")
    knock = Knock(account=str(owner.actor.id), address="", device="", is_inside=True)
    assert open_lock(database, vault, owner, typed, knock, **limits) is Refused.WRONG
    assert open_lock(database, vault, owner, typed, knock, demo=True, **limits) is None
    with database.system() as session:
        store.put_password(session, CONSORTIUM["idva"].id, CHEAP_HASHER.hash(PASSWORD))
    assert open_lock(database, vault, owner, typed, knock, demo=True, **limits) is Refused.WRONG
