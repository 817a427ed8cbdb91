"""Rendering: a page Struct becomes its page, or its fragment for htmx, with the right status."""

from typing import ClassVar

import pytest
from litestar import Litestar, get
from litestar.params import FromQuery
from msgspec import Struct

from lvws_core.forms import FieldError
from portal.rendering import TEMPLATE_FOLDERS, environment
from tests.kit import Visitor, with_handlers

TEMPLATES = {
    "try/page.html": "page {{ words }} {{ frame.title }} {{ frame.organisation }} {% include 'try/_part.html' %}",
    "try/_part.html": "part {{ words }}",
}


class TryPage(Struct, frozen=True, kw_only=True):
    template: ClassVar[str] = "try/page.html"
    fragment: ClassVar[str] = "try/_part.html"
    words: str
    errors: tuple[FieldError, ...] = ()

    @property
    def title(self) -> str:
        return "Try"


@get("/try", opt={"public": True}, sync_to_thread=True)
def show(words: FromQuery[str], wrong: FromQuery[bool] = False) -> TryPage:  # noqa: FBT002 - a query
    errors = (FieldError(field="words", code="required", text="Enter words"),) if wrong else ()
    return TryPage(words=words, errors=errors)


@pytest.fixture
def app(app: Litestar) -> Litestar:
    return with_handlers(app, (show,), TEMPLATES)


def test_a_browser_gets_the_page_with_its_frame(client: Visitor) -> None:
    answer = client.get("/try", params={"words": "hello"})
    assert answer.text == "page hello Try Alder Victim Service part hello"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_htmx_gets_the_fragment(client: Visitor) -> None:
    assert client.get("/try?words=hello", headers={"hx-request": "true"}).text == "part hello"


@pytest.mark.parametrize("header", [{"hx-request-type": "full"}, {"hx-history-restore-request": "true"}])
def test_htmx_gets_the_whole_page_when_it_asks_for_one(client: Visitor, header: dict[str, str]) -> None:
    answer = client.get("/try?words=hello", headers={"hx-request": "true", **header})
    assert answer.text.startswith("page")


def test_caches_are_told_that_htmx_gets_another_body(client: Visitor) -> None:
    assert "HX-Request" in client.get("/try?words=hello").headers["vary"]


def test_a_page_with_errors_is_answered_422(client: Visitor) -> None:
    assert client.get("/try?words=hello&wrong=true").status_code == 422


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 * 7 }}", "{% raw %}"])
def test_what_people_typed_is_text_and_never_markup(client: Visitor, nasty: str) -> None:
    text = client.get("/try", params={"words": nasty}).text
    assert "<script" not in text
    assert "<img" not in text
    assert "49" not in text


def test_every_template_of_the_tree_is_found_and_compiles() -> None:
    made = environment()
    names = [str(path.relative_to(folder)) for folder in TEMPLATE_FOLDERS for path in folder.rglob("*.html")]
    assert names
    for name in names:
        made.get_template(name)
