"""T-CAN: no kind of notice lets anything out that tells of a person, a service or a case."""

import base64
import json
import logging
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import SQLModel, select

from lvws_core.actors import THE_CLOCK
from notifications.deliveries import service as deliveries
from notifications.deliveries.jobs import deliver_due
from notifications.deliveries.model import Pace, State
from notifications.notices.model import Audience, NoticeKind, Told
from notifications.senders.notify import NotifySender
from notifications.senders.smtp import Server, SmtpSender
from notifications.wording.model import TELLING
from portal.database import SYSTEM
from portal.dependencies import desk_at
from tests import scene as scenes
from tests.builders import CONSORTIUM, LEAD, SHELTER
from tests.kit import Visitor
from tests.notifications.outbox import LINK, a_post, outbox
from tests.notifications.senders.servers import Mailbox, Stub, a_mail_server, a_notify
from tests.portal.conftest import staged as staged
from tests.staged import Staged

FROM = "notices@portal.example"
KEY = "tests-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"
_CLEAR = {"user.email", "user.roles", "delivery.key"}
"""Columns whose values may leave: where a message goes to, and codes."""


def words_of(value: Any) -> Iterator[str]:
    """Give every text in the forms of the scene."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from words_of(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from words_of(each)


def typed(module: ModuleType) -> set[str]:
    """Give what people typed into the scene, red and amber alike, where it is long enough to be told apart."""
    found = {each for name, value in vars(module).items() if name.isupper() for each in words_of(value)}
    return {each for each in found if len(each) > 7 or each in {scenes.WORD, scenes.NAME}}


def stored(staged: Staged) -> set[str]:
    """Give every reference and name that stands in clear in the database of the scene."""
    found: set[str] = set()
    with staged.app.state.database.system(reading=True) as session:
        for table in SQLModel.metadata.tables.values():
            columns = [column for column in table.columns if re.search("reference|name|title|place|team", column.name)]
            for row in session.execute(select(*columns), execution_options=SYSTEM) if columns else ():
                found |= {value for value in row if isinstance(value, str) and len(value) > 5}
    return found


@contextmanager
def overheard(port: int) -> Iterator[tuple[int, bytearray]]:
    """Pass what a client sends on to a port, and keep every byte of it."""
    kept = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    client, _ = listening.accept()
                except OSError:
                    return
                with client, socket.create_connection(("127.0.0.1", port)) as server:
                    back = threading.Thread(target=pump, args=(server, client, None), daemon=True)
                    back.start()
                    pump(client, server, kept)
                    back.join()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], kept
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def pump(source: socket.socket, sink: socket.socket, kept: bytearray | None) -> None:
    """Pass bytes on until there are no more."""
    try:
        while chunk := source.recv(65536):
            if kept is not None:
                kept += chunk
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


def tell_everybody(staged: Staged) -> int:
    """Write a message of every kind to somebody of the lead and of a partner; give how many."""
    with staged.app.state.database.system() as session:
        desk = desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock())
        assert desk.staff is not None
        for kind in NoticeKind:
            for organisation_id, key in ((LEAD, "lead_manager"), (SHELTER, "shelter_worker")):
                told = Told(
                    organisation_id=organisation_id, audience=Audience.TEAM, kind=kind, user_id=CONSORTIUM[key].id
                )
                deliveries.plan(desk, desk.staff, {uuid4(): told}, None, at_once=True)
    return 2 * len(NoticeKind)


def test_t_can_no_kind_of_notice_lets_anything_out(
    staged: Staged, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries, database = typed(scenes) | stored(staged), staged.app.state.database
    assert {scenes.NAME, scenes.PHONE, scenes.WORD, scenes.INCIDENT, staged.scene.offer, "Shelter Team"} <= canaries
    many, mailbox = tell_everybody(staged), Mailbox()
    staged.clock.advance(days=3)  # what the scene itself wrote goes too, gathered or not
    with a_mail_server(mailbox) as server, overheard(server) as (port, sent):
        sender = SmtpSender(Server(host="127.0.0.1", port=port, from_address=FROM, tls="none"))
        deliver_due(a_post(database, staged.clock, sender))
    found = [each for each in outbox(database) if each.state is State.SENT]
    assert {each.kind for each in found} >= set(NoticeKind), "a kind of notice was not tried"
    assert len(found) == len(outbox(database)) == len(mailbox.taken) >= many
    out = sent.decode()
    logged = caplog.text + "".join(capsys.readouterr())
    assert [each for each in sorted(canaries) if each in out or each in logged] == []
    assert set(re.findall(r"https?://\S+", out)) == {LINK}
    assert set(re.findall(r"(?im)^(?:ehlo|helo) (\S+)", out)) == {"localhost"}, "the name of the machine"
    assert {each.lower() for each in re.findall(r"(?im)^mail from:<(.*?)>", out)} == {FROM}
    assert set(re.findall(r"(?m)^From: (.*?)\r?$", out)) == {FROM}
    assert len(set(re.findall(r"(?m)^Message-ID: <[0-9a-f-]{36}@portal\.example>\r?$", out))) == len(found)
    bodies = re.sub(r"(?im)^(rcpt to|to|mail from|from|message-id|ehlo|subject):.*$", "", out)
    assert TELLING.search(re.sub(re.escape(LINK), "", bodies)) is None
    subjects = re.findall(r"(?m)^Subject: (.*)$", out)
    assert len(subjects) == len(found)
    assert not any(TELLING.search(each) for each in subjects)


def test_t_can_neither_the_address_nor_the_headers_of_a_calendar_feed_let_anything_out(staged: Staged) -> None:
    canaries = typed(scenes) | stored(staged)
    made = staged.visitor("idva").submit("/rota/calendar").text
    address = re.search(r'value="https://portal\.example(/calendar/[\w-]{43})"', made)
    assert address is not None
    answer = Visitor(staged.app).get(address[1])
    assert answer.status_code == 200
    out = "".join(f"{name}: {value}\n" for name, value in answer.headers.items()) + answer.text
    assert [each for each in sorted(canaries) if each in out] == []
    assert "set-cookie" not in answer.headers
    assert "content-disposition" not in answer.headers, "a file name could tell"
    assert "no-store" in answer.headers["cache-control"]
    own = {"server", "date", "etag", "last-modified", "x-powered-by"}
    assert own.isdisjoint(answer.headers), "what the machine says of itself"
    assert TELLING.search(answer.text) is None


def test_t_can_no_kind_of_notice_lets_anything_out_to_notify(
    staged: Staged, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries, database = typed(scenes) | stored(staged), staged.app.state.database
    many, stub = tell_everybody(staged), Stub()
    staged.clock.advance(days=3)
    stub.statuses = [500]  # nobody knows, so that it is asked for by its reference before it is sent again
    with a_notify(stub) as address, overheard(int(address.rpartition(":")[2])) as (port, sent):
        sender = NotifySender(KEY, "template", f"http://127.0.0.1:{port}")
        patient = a_post(database, staged.clock, sender, pace=Pace(dead_after=timedelta(days=9)))
        deliver_due(patient)
        staged.clock.advance(minutes=2)
        deliver_due(patient)
    found = [each for each in outbox(database) if each.state is State.SENT]
    assert {each.kind for each in found} >= set(NoticeKind), "a kind of notice was not tried"
    assert len(found) == len(outbox(database)) == len(stub.taken) >= many
    out = sent.decode()
    said = "".join(text for each in stub.taken for text in each["personalisation"].values())  # no JSON escapes in it
    heard = out + said + caplog.text + "".join(capsys.readouterr())
    assert [each for each in sorted(canaries) if each in heard] == []
    asked = set(re.findall(r"(POST|GET) (\S+) HTTP/1\.1\r", out))
    references = {str(each.id) for each in found}
    assert ("POST", "/v2/notifications/email") in asked
    looked = {path.partition("?reference=")[2] for method, path in asked if method == "GET"}
    assert len(asked) == 2, "another address was asked"
    assert looked < references, "something else than our own reference stands in an address"
    assert {each["reference"] for each in stub.taken} == references
    assert {tuple(sorted(each)) for each in stub.taken} == {
        ("email_address", "personalisation", "reference", "template_id")
    }
    tokens = re.findall(r"(?im)^authorization: bearer [\w-]+\.([\w-]+)\.", out)
    assert {tuple(sorted(json.loads(base64.urlsafe_b64decode(each + "==")))) for each in tokens} == {("iat", "iss")}
    headers = {each.lower() for each in re.findall(r"(?m)^([A-Za-z-]+): .*\r$", out)}
    assert headers <= {
        *("host", "user-agent", "accept-encoding", "accept", "connection", "content-type", "content-length"),
        "authorization",
    }
    assert TELLING.search(said.replace(LINK, "")) is None
