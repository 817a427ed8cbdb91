"""What the tests of the lead's pages share: reading a page, pressing its buttons, and the clock's own sweep."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from uuid import uuid4

from httpx import Response
from sqlmodel import Session

from lvws_core.actors import THE_CLOCK
from lvws_core.desk import Desk
from lvws_core.ids import Reference, new_reference
from lvws_core.policy import Policy
from lvws_core.times import england_and_wales
from partners.offers.jobs import expire_due
from portal.audit.service import recorder
from portal.vault import KeyVault
from tests.kit import Visitor
from tests.scene import ACTS, CALM, DASH, NEWCOMER, STANDARD, Lead, act, hidden
from tests.staged import Staged


def newcomer(staged: Staged, reached: str) -> tuple[Reference, Reference]:
    """Refer somebody who looks like nobody to Shelter; give the request and its offer, a minute later."""
    lead = Lead(staged.visitor("caseworker"))
    referral = lead.ready(lead.person(CALM if reached in STANDARD else DASH, **NEWCOMER))
    offer, manager = lead.send(referral), staged.visitor("shelter_manager")
    for path, form in ACTS[reached]:
        act(manager, offer, path, form)
    staged.clock.advance(minutes=1)
    return referral.reference, offer


@contextmanager
def the_clocks_desk(staged: Staged) -> Iterator[Desk[Session]]:
    """Give the desk of the clock at its moment, in a transaction of the system."""
    settings = staged.app.state.settings
    with staged.app.state.database.system() as session:
        yield Desk(
            session=session,
            actor=THE_CLOCK,
            now=staged.clock(),
            vault=KeyVault(settings.secrets.vault_key, settings.secrets.index_key),
            calendar=england_and_wales(),
            policy=Policy(),
            record=recorder(session, settings.audit_key),
            new_id=uuid4,
            new_reference=lambda: new_reference(secrets.token_bytes(8)),
        )


def expire(staged: Staged) -> tuple[Reference, ...]:
    """Return everything that is overdue, as the scheduler will."""
    with the_clocks_desk(staged) as desk:
        return expire_due(desk)


def press(visitor: Visitor, request: Reference, act: str, **form: str) -> Response:
    """Press a button of a request's page, from the page as it is."""
    version = version_on(visitor, request)
    return visitor.submit(f"/requests/{request}/{act}", {"version": version, **form})


def version_on(visitor: Visitor, request: Reference) -> str:
    """Give the version that the page of a request carries, from its link to nothing if it has no button."""
    page = visitor.get(f"/requests/{request}").text
    found = re.search(r'name="version" value="(\d+)"', page)
    return found[1] if found else "0"


def send_from(visitor: Visitor, path: str) -> Response:
    """Send what the page of sending shows."""
    page = visitor.get(path).text
    form = {"version": hidden(page, "version"), "digest": hidden(page, "digest")}
    return visitor.submit(f"{path.partition('?')[0]}/send", form)


def place(answer: Response) -> str:
    """Give the address to which a form led, without its fragment."""
    assert answer.status_code == 303, answer.status_code
    return answer.headers["location"].partition("#")[0]


def words(page: str) -> str:
    """Give the words of a page, without its markup, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def service_in(page: str, press_words: str) -> str:
    """Give the service that a button asks, by the words on the button."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    form = next(each for each in forms if press_words in each)
    return hidden(form, "service")
