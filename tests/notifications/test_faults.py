"""T-FAULT: while a provider fails, pages stay quick, the notice arrives later, and staff see how it stands."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import delete

from notifications.deliveries.jobs import Post, deliver_due
from notifications.deliveries.model import State
from notifications.deliveries.tables import DeliveryRow
from notifications.notices.model import NoticeKind
from notifications.senders.model import Sender
from notifications.senders.notify import NotifySender
from notifications.senders.smtp import Server, SmtpSender
from portal.leases.model import PACE
from portal.posting import post_of
from portal.scheduler import start
from portal.settings import Mail
from tests.notifications.deliveries.worker import KEY
from tests.notifications.outbox import HOLDER, outbox
from tests.notifications.senders.servers import Mailbox, Stub, a_mail_server, a_notify, free_port
from tests.portal.conftest import staged as staged
from tests.scene import QUESTION, hidden
from tests.staged import Staged

QUICK_SECONDS = 2.0
"""Longer than any page takes here, and far shorter than the provider that says nothing."""


def smtp(port: int, seconds: float = 0.4) -> SmtpSender:
    return SmtpSender(
        Server(host="127.0.0.1", port=port, from_address="notices@portal.example", tls="none", seconds=seconds)
    )


@contextmanager
def silent() -> Iterator[int]:
    """Listen on a port and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def ask(staged: Staged) -> None:
    """Let a partner's worker ask the lead something, as people do; the lead is told."""
    worker, path = staged.visitor("shelter_worker"), f"/offers/{staged.scene.offers['acknowledged']}"
    version = hidden(worker.get(f"{path}/ask").text, "version")
    assert worker.submit(f"{path}/ask", {"text": QUESTION, "version": version}).status_code == 303


def a_post(staged: Staged, sender: Sender) -> Post:
    return replace(post_of(staged.app.state.supplies, HOLDER, lambda: 0.5), sender=sender)


def asked(staged: Staged) -> list[Any]:
    return [each for each in outbox(staged.app.state.database) if each.kind == "question_asked"]


def settle_the_rest(staged: Staged) -> None:
    """Forget what the scene itself wrote, so that what follows is about one message."""
    with staged.app.state.database.system() as session:
        session.execute(delete(DeliveryRow))


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "slow": ({"seconds": 30.0}, "The mail server did not answer in time"),
    "4xx": ({"answers": {"DATA": "451 4.3.0 Later"}}, "The mail server asked to try again later"),
    "cut": ({"cuts": True}, "The connection broke off"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_t_fault_the_notice_arrives_later_and_staff_see_why(staged: Staged, fault: str) -> None:
    settle_the_rest(staged)
    ask(staged)
    behaviour, said = FAULTS[fault]
    mailbox = Mailbox()
    for name, value in behaviour.items():
        setattr(mailbox, name, value)
    with a_mail_server(mailbox) as port:
        deliver_due(a_post(staged, smtp(port)))
    assert [each.state for each in asked(staged)] == [State.PUT_OFF]
    page = staged.visitor("lead_manager").get("/deliveries").text
    assert said in page
    assert "@example.org" not in page
    staged.clock.advance(minutes=2)
    with a_mail_server(healed := Mailbox()) as port:
        deliver_due(a_post(staged, smtp(port, 5)))
    assert [each.state for each in asked(staged)] == [State.SENT]
    assert len(healed.taken) == 1


def test_t_fault_refused_and_then_5xx_is_shown_with_what_helps(staged: Staged) -> None:
    settle_the_rest(staged)
    ask(staged)
    deliver_due(a_post(staged, smtp(free_port())))
    manager = staged.visitor("lead_manager")
    assert "The mail server could not be reached" in manager.get("/deliveries").text
    staged.clock.advance(minutes=2)
    mailbox = Mailbox()
    mailbox.answers["RCPT"] = "550 5.1.1 Nobody here"
    with a_mail_server(mailbox) as port:
        deliver_due(a_post(staged, smtp(port, 5)))
    assert [each.state for each in asked(staged)] == [State.DEAD]
    dead = [each for each in outbox(staged.app.state.database) if each.state is State.DEAD]
    assert NoticeKind.UNDELIVERED in {each.kind for each in dead}, "this server takes no word about it either"
    assert f"{len(dead)} emails were not delivered to your team" in manager.get("/caseload").text
    page = manager.get("/deliveries").text
    assert "The email address is wrong or no longer works" in page
    assert "An administrator can give the account the right address" in page


@pytest.mark.parametrize("status", [429, 500, 0])
def test_t_fault_notify_429_500_and_an_answer_that_was_lost_end_in_one_message(staged: Staged, status: int) -> None:
    settle_the_rest(staged)
    ask(staged)
    stub = Stub()
    stub.statuses = [status]
    with a_notify(stub) as address:
        sender = NotifySender(KEY, "template", address, seconds=5)
        deliver_due(a_post(staged, sender))
        assert [each.state for each in asked(staged)] == [State.PUT_OFF]
        staged.clock.advance(minutes=2)
        deliver_due(a_post(staged, sender))
    assert [each.state for each in asked(staged)] == [State.SENT]
    assert len(stub.taken) == 1


def test_t_fault_a_provider_that_says_nothing_keeps_no_page_and_no_other_job_waiting(staged: Staged) -> None:
    ticked: list[float] = []

    def job(_desk: object) -> tuple[object, ...]:
        ticked.append(time.monotonic())
        return ()

    with silent() as port:
        mail = Mail(sender="smtp", host="127.0.0.1", port=port, tls="none", from_address="a@b.example", seconds=3)
        supplies = staged.app.state.supplies
        settings = replace(supplies.settings, mail=replace(mail, link="https://portal.example.org/notices"))
        began = time.monotonic()
        ticking = start(
            replace(supplies, settings=settings), {"another": job}, replace(PACE, every=timedelta(seconds=1))
        )
        try:
            while not any(each.state is State.CLAIMED for each in outbox(supplies.database)):
                assert time.monotonic() < began + QUICK_SECONDS
                time.sleep(0.01)
            before = time.monotonic()
            ask(staged)
            assert time.monotonic() - before < QUICK_SECONDS
            while len(ticked) < 2:
                assert time.monotonic() < before + 2 * QUICK_SECONDS
                time.sleep(0.01)
            assert any(each.state is State.CLAIMED for each in outbox(supplies.database)), "it is still being sent"
        finally:
            ticking.shutdown(wait=True)
    assert {each.state for each in asked(staged)} == {State.WAITING}
