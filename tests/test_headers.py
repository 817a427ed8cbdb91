"""The look at headers sees what is missing: each of them is taken away once."""

import pytest
from httpx import Response

from tests.headers import WANTED, faults
from tests.kit import Visitor


def without(answer: Response, name: str) -> Response:
    kept = [(key, value) for key, value in answer.headers.multi_items() if key != name]
    return Response(answer.status_code, headers=kept, content=answer.content, request=answer.request)


@pytest.mark.parametrize("name", [*WANTED, "content-security-policy", "cache-control", "content-type"])
def test_t_hdr_a_header_that_is_missing_is_named(client: Visitor, name: str) -> None:
    answer = client.get("/sign-in")
    assert faults(answer) == []
    assert faults(without(answer, name))


@pytest.mark.parametrize(
    "cookie",
    [
        "__Host-lvws=x; Path=/; Secure; SameSite=Strict",
        "__Host-lvws=x; Path=/; HttpOnly; SameSite=Strict",
        "__Host-lvws=x; Path=/; Secure; HttpOnly",
        "lvws=x; Path=/; Secure; HttpOnly; SameSite=Strict",
    ],
)
def test_t_hdr_a_cookie_that_lacks_something_is_named(client: Visitor, cookie: str) -> None:
    answer = client.get("/sign-in")
    answer.headers["set-cookie"] = cookie
    assert len(faults(answer)) == 1


@pytest.mark.parametrize("said", [("server", "uvicorn"), ("access-control-allow-origin", "*")])
def test_t_hdr_what_should_not_be_said_is_named(client: Visitor, said: tuple[str, str]) -> None:
    answer = client.get("/sign-in")
    answer.headers[said[0]] = said[1]
    assert len(faults(answer)) == 1
