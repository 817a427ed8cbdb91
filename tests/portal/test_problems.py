"""Problems: every error becomes one plain page with its status, and none tells more than it should."""

from collections.abc import Callable

import pytest
from litestar import Litestar, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from msgspec import Struct

from lvws_core.actors import Permission
from lvws_core.errors import Conflict, DomainError, Invalid, Missing, NotAllowed
from lvws_core.reasons import because
from tests.kit import Visitor, with_handlers

REASONS = (because("one", "T-1", "The first reason."), because("two", "T-2", "The second reason."))
ERRORS: dict[str, tuple[Exception, int]] = {
    "missing": (Missing(), 404),
    "not_allowed": (NotAllowed(*REASONS), 403),
    "conflict": (Conflict(*REASONS), 409),
    "invalid": (Invalid("borough", "unknown"), 422),
    "reference": (Invalid("reference", "not_a_reference"), 404),
    "defect": (ZeroDivisionError("Zoë Ashe, 12 Alder Road"), 500),
}


class SomeForm(Struct, kw_only=True):
    note: str = ""


@get("/try/{kind:str}", opt={"public": True}, sync_to_thread=True)
def fail(kind: FromPath[str]) -> str:
    raise ERRORS[kind][0]


@post("/try/{kind:str}", opt={"permission": Permission.OWN_SESSION}, sync_to_thread=True)
def fail_form(kind: FromPath[str], data: URLEncodedBody[SomeForm]) -> str:
    raise ERRORS[kind][0] from DomainError(data.note)


@get("/try-number", opt={"public": True}, sync_to_thread=True)
def number(n: FromQuery[int]) -> str:
    return str(n)


@pytest.fixture
def app(app: Litestar) -> Litestar:
    return with_handlers(app, (fail, fail_form, number))


@pytest.mark.parametrize("kind", ERRORS)
def test_each_error_has_its_status_and_a_whole_page(client: Visitor, kind: str) -> None:
    answer = client.get(f"/try/{kind}")
    assert answer.status_code == ERRORS[kind][1]
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.count("<h1") == 1
    assert "<title>" in answer.text


@pytest.mark.parametrize("kind", ["not_allowed", "conflict"])
def test_a_refusal_shows_every_reason(client: Visitor, kind: str) -> None:
    text = client.get(f"/try/{kind}").text
    assert "The first reason." in text
    assert "The second reason." in text


def test_what_is_not_there_and_what_is_not_yours_read_alike(client: Visitor) -> None:
    def words(path: str) -> str:
        page = client.get(path).text
        return page[page.index("<main") : page.index("</main")]

    assert words("/try/missing") == words("/nothing-here") == words("/try/reference")


def test_a_defect_shows_a_number_that_the_log_knows_and_nothing_else(
    client: Visitor, capfd: pytest.CaptureFixture[str]
) -> None:
    text = client.get("/try/defect").text
    logged = "".join(capfd.readouterr())
    assert "Alder Road" not in text + logged
    assert "ZeroDivisionError" not in text
    assert "ZeroDivisionError" in logged


@pytest.mark.parametrize("kind", ["conflict", "invalid"])
def test_what_was_typed_is_given_back_but_no_secret(client_for: Callable[[str], Visitor], kind: str) -> None:
    answer = client_for("caseworker").submit(f"/try/{kind}", note="Met <b>twice</b>", password="hunter2 hunter2")
    assert answer.status_code == ERRORS[kind][1]
    assert "Met &lt;b&gt;twice&lt;/b&gt;" in answer.text
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("n", ["", "x", "1.5", "9" * 5000])
def test_a_query_that_cannot_be_read_is_a_plain_page(client: Visitor, n: str) -> None:
    answer = client.get("/try-number", params={"n": n})
    assert 400 <= answer.status_code < 500
    assert "<h1" in answer.text


def test_a_method_that_an_address_does_not_take_is_not_a_defect(client: Visitor) -> None:
    for path, allowed in (("/health/live", "GET, OPTIONS"), ("/sign-in", "GET, OPTIONS, POST")):
        answer = client.request("TRACE", path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
        assert answer.text.count("<h1") == 1
    assert client.put("/health/live").status_code in {403, 405}


def test_an_answer_to_someone_signed_in_keeps_their_navigation(client_for: Callable[[str], Visitor]) -> None:
    answer = client_for("shelter_worker").get("/try/missing")
    assert answer.status_code == 404
    assert 'href="/inbox"' in answer.text
