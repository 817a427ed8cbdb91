"""Which routes want a fresh proof: every one that gives a file, overrides, lifts a protection, or lets somebody in."""

import re
from typing import get_args

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from lvws_core.files import Download

UNMARKED = {
    "/intake/import/template.csv": "an empty form",
    "/my-site/paper-log/template.csv": "an empty form",
    "/reports/{name:str}/file": "counts, the small ones held back",
    "/directory/sessions/{session_reference:str}/calendar": "a time and a place of a surgery, of nobody",
    "/offers/{reference:str}/files/{number:str}": "read with an offer, as its text is, and noted",
}
"""Files that need no proof, each with the reason."""

ACTS = re.compile(
    r"/(override/[a-z]+|lift|unrestrict|release|second|keys?)$"
    r"|/team/\{user:uuid\}/(invitation|reinvite|role)$"
    r"|^/account/ways/(passkeys|codes|recovery)"
)
"""What overrides, lifts, or lets somebody in, by its address."""

NOT_ACTS = {"/rights/{reference:str}/second": "looking over an answer: nothing is set aside by it"}


def handlers(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    return [
        (method, route.path, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS", "HEAD"}
    ]


def gives_a_file(handler: HTTPRouteHandler) -> bool:
    given = handler.parsed_fn_signature.return_type.annotation
    kinds = get_args(given) or (given,)
    return any(kind is Download or getattr(kind, "as_file", False) or getattr(kind, "as_pdf", False) for kind in kinds)


def is_an_act(method: str, path: str) -> bool:
    return method == "POST" and ACTS.search(path) is not None and path not in NOT_ACTS


def unproved(app: Litestar) -> set[str]:
    """Give the addresses that want a proof and do not ask for it."""
    return {
        path
        for method, path, handler in handlers(app)
        if (gives_a_file(handler) or is_an_act(method, path)) and not handler.opt.get("step_up")
    }


def test_t9_every_route_that_gives_a_file_overrides_or_lifts_wants_a_fresh_proof(app: Litestar) -> None:
    assert unproved(app) == set(UNMARKED)
    marked = {path for _, path, handler in handlers(app) if handler.opt.get("step_up")}
    assert len(marked) >= 15


@pytest.mark.parametrize("path", ["/co-locations/{reference:str}/contacts.ods", "/people/{reference:str}/team/lift"])
def test_a_mark_that_was_forgotten_is_found(app: Litestar, path: str) -> None:
    (handler,) = (handler for _, found, handler in handlers(app) if found == path)
    marked = handler.opt.pop("step_up")
    try:
        assert path in unproved(app)
    finally:
        handler.opt["step_up"] = marked
