"""The step-up in a browser, with JavaScript and without: the question, the mistake, and what is sent on afterwards."""

from datetime import timedelta

import pytest
from sqlmodel import update

from portal.auth.model import token_hash
from portal.auth.tables import SignedInSession
from portal.database import SYSTEM
from tests.browser.conftest import Live, Visit, Watched
from tests.browser.test_pages import check_access, faults_of
from tests.builders import CONSORTIUM

pytestmark = pytest.mark.browser


def let_the_proof_grow_old(live: Live, watched: Watched) -> None:
    state = live.server.app.state
    (token,) = (c["value"] for c in watched.page.context.cookies() if c["name"] == state.settings.cookie_name)
    old = update(SignedInSession).where(SignedInSession.id_hash == token_hash(token))  # type: ignore[arg-type]
    with state.database.system() as session:
        session.exec(old.values(proved_at=live.clock() - timedelta(minutes=15)), execution_options=SYSTEM)


@pytest.mark.parametrize("javascript", [True, False])
def test_t9_what_was_chosen_waits_for_a_code_and_is_sent_on_by_one_press(
    live: Live, visit: Visit, *, javascript: bool
) -> None:
    watched = visit("shelter_manager", javascript=javascript)
    page = watched.open(f"/team/{CONSORTIUM['shelter_worker'].id}/role")
    page.get_by_label("Partner worker").check()
    let_the_proof_grow_old(live, watched)
    page.get_by_role("button", name="Change the role").click()
    for code, heading in (("12", "Confirm that it is you"), ("123456", "Confirmed: send what you had written")):
        assert page.get_by_role("heading", name="Confirm that it is you").is_visible()
        assert faults_of(page.content()) == []
        if javascript:
            check_access(page)
        page.get_by_label("6-digit code").fill(code)
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("heading", level=1, name=heading).wait_for()
    assert faults_of(page.content()) == []
    if javascript:
        check_access(page)
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url("**/team?done=role")


def test_t12_a_tab_of_before_the_step_up_in_another_goes_on_with_one_press(live: Live, visit: Visit) -> None:
    watched = visit("shelter_worker")
    page = watched.open(f"/offers/{live.scene.offers['active']}")
    let_the_proof_grow_old(live, watched)
    other = page.context.new_page()
    other.goto(f"{page.url}/pack")
    other.get_by_label("6-digit code").fill("123456")
    other.get_by_role("button", name="Confirm").click()
    other.get_by_role("heading", level=1, name="Confirmed: go on").wait_for()
    page.get_by_role("button", name="Show the number").click()
    page.wait_for_url("**/number")
    assert page.get_by_text("Mobile").first.is_visible()
