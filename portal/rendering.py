"""Rendering: the one place where a page Struct becomes a page or, for htmx, its fragment."""

import secrets
from collections.abc import MutableMapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from litestar import Litestar, Request
from litestar.concurrency import sync_to_thread
from litestar.response import Response
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from lvws_core.actors import Permission, may
from lvws_core.files import Download
from lvws_core.times import local
from portal import pdf
from portal.auth.model import SESSION_LIMITS, SignedIn
from portal.auth.preferences.pages import KEYS
from portal.field_errors import field_error
from portal.navigation import Item, beside, navigation

_HERE = Path(__file__).parent
TEMPLATE_FOLDERS = (
    _HERE / "templates",
    _HERE / "auth" / "templates",
    _HERE / "caseload" / "templates",
    _HERE / "intake" / "templates",
    _HERE / "limits" / "templates",
    _HERE / "more" / "templates",
    _HERE / "people" / "templates",
    _HERE / "referrals" / "templates",
    _HERE / "reports" / "templates",
    _HERE / "reviews" / "templates",
    _HERE / "rights" / "templates",
    _HERE / "sharing" / "templates",
    _HERE.parent / "notifications" / "deliveries" / "templates",
    _HERE.parent / "notifications" / "duty" / "templates",
    _HERE.parent / "partners" / "offers" / "templates",
    _HERE.parent / "partners" / "directory" / "templates",
    _HERE.parent / "colocations" / "board" / "templates",
    _HERE.parent / "colocations" / "paper" / "templates",
    _HERE.parent / "colocations" / "contacts" / "templates",
    _HERE.parent / "colocations" / "contacts" / "offline" / "templates",
    _HERE.parent / "colocations" / "placements" / "templates",
    _HERE.parent / "colocations" / "rota" / "templates",
    _HERE.parent / "colocations" / "sites" / "templates",
    _HERE.parent / "notifications" / "notices" / "templates",
)


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What every page shows around its own content; templates know it as `frame`.

    `emergency` says until when the reader has emergency access, "" where they have none.
    `desk` is after how many seconds without use the screen is locked, 0 where the desk is not shared;
    `passkeys` says that there are some here.
    """

    organisation: str
    title: str
    user_name: str | None
    user_organisation: str | None
    navigation: tuple[Item, ...]
    beside: tuple[Item, ...]
    csrf_token: str
    form_key: str
    nonce: str
    demo: bool
    printed: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    offline: str = ""
    makes_pdf: bool = False
    desk: int = 0
    emergency: str = ""
    passkeys: bool = False


class _Environment(Environment):
    """Gives each template its globals as a plain dict.

    The macros import one another while a page is made, some hundred times a page, and each import subtracts
    these names from others: of jinja's own chain of dicts that takes a seventh of the page's time.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give the globals of the environment and those of one template together."""
        return {**self.globals, **(d or {})}


@cache
def environment() -> Environment:
    """Give the template environment of this process: autoescape on, the GOV.UK macros under their own prefix.

    A template is read and compiled once; who changes one starts the portal again.
    """
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    folders = FileSystemLoader([str(folder) for folder in TEMPLATE_FOLDERS])
    made = _Environment(
        autoescape=True,
        undefined=ChainableUndefined,  # the GOV.UK macros read options that were not given
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        loader=ChoiceLoader([folders, macros]),
    )
    made.globals["field_error"] = field_error
    return made


def wants_fragment(request: Request[Any, Any, Any]) -> bool:
    """Say whether htmx asks for a part of the page, and not for a page of its history."""
    asked = request.headers.get("hx-request") == "true" and request.headers.get("hx-request-type") != "full"
    return asked and request.headers.get("hx-history-restore-request") != "true"


class PageResponse(Response[Any]):
    """An answer whose content may be a page Struct; anything else is answered as Litestar does."""

    def to_asgi_response(self, app: Litestar | None, request: Request[Any, Any, Any], **kwargs: Any) -> Any:
        """Render the page, choose its status, and say that htmx gets another body and by which tag it asks again."""
        if isinstance(self.content, Download):
            return _downloaded(self.content)
        if isinstance(self.content, msgspec.Struct) and hasattr(self.content, "template"):
            page, self.content = self.content, ""
            if getattr(page, "as_pdf", False):
                return _made_into_pdf(page, request)
            if getattr(page, "as_file", False):
                return _made_into_file(page, request)
            kwargs["status_code"] = self.status_code = _status(page, kwargs.get("status_code") or self.status_code)
            self.content = render(page, request)
            kwargs["media_type"] = self.media_type = "text/html"
            self.headers.setdefault("Vary", "HX-Request")
            if tag := getattr(page, "ptag", ""):
                self.headers["HX-PTag"] = tag
        return super().to_asgi_response(app, request, **kwargs)


def _downloaded(file: Download) -> ASGIResponse:
    """Give a file to be saved: whatever it holds, no browser runs or shows it here (assurance P12)."""
    return ASGIResponse(body=file.content, media_type="application/octet-stream", headers=_to_save(file.file_name))


def _to_save(file_name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{file_name}"',
        "Content-Security-Policy": "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; "
        "sandbox",
    }


def _made_into_file(page: Any, request: Request[Any, Any, Any]) -> ASGIResponse:
    return _downloaded(Download(file_name=page.file_name, content=render(page, request).encode()))


def _made_into_pdf(page: Any, request: Request[Any, Any, Any]) -> ASGIApp:
    """Give the answer that makes the file in a thread of its own: other requests do not wait for it."""
    html = render(page, request)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        headers = _to_save(page.file_name)
        content = await sync_to_thread(pdf.make, html)
        await ASGIResponse(body=content, media_type="application/pdf", headers=headers)(scope, receive, send)

    return answer


def _status(page: msgspec.Struct, given: int | None) -> int:
    if getattr(page, "errors", ()):
        return 422
    given = getattr(page, "status_code", given)
    return given if given and given != 201 else 200


def render(page: Any, request: Request[Any, Any, Any]) -> str:
    """Give the HTML of a page for this request."""
    part = getattr(page, "fragment", None) if wants_fragment(request) else None
    template = request.app.state.templates.get_template(part or page.template)
    fields = {name: getattr(page, name) for name in page.__struct_fields__}
    html: str = template.render(**fields, frame=_frame(page, request))
    return html


def _frame(page: Any, request: Request[Any, Any, Any]) -> Frame:
    state, settings = request.scope["state"], request.app.state.settings
    signed_in = state.get("signed_in")
    nonce = state["nonce"] = secrets.token_urlsafe(16)
    return Frame(
        organisation=settings.organisation,
        title=page.title,
        user_name=signed_in and signed_in.user_name,
        user_organisation=signed_in and signed_in.organisation,
        navigation=navigation(signed_in.actor, request.url.path) if signed_in else (),
        beside=beside(signed_in.actor, request.url.path) if signed_in else (),
        csrf_token=state.get("csrf_token", ""),
        form_key=secrets.token_urlsafe(16),
        nonce=nonce,
        demo=settings.demo,
        printed=_printed(signed_in.user_name, request.app.state.clock()) if signed_in else "",
        keys=KEYS if signed_in and signed_in.shortcuts else (),
        offline=_offline(signed_in),
        makes_pdf=pdf.IS_HERE,
        emergency=_emergency(signed_in, request.app.state.clock()),
        desk=int(SESSION_LIMITS.desk.total_seconds()) if signed_in and signed_in.desk else 0,
        passkeys=bool(settings.address),
    )


def _emergency(signed_in: SignedIn | None, now: datetime) -> str:
    emergency = signed_in.emergency if signed_in is not None else None
    if emergency is None or not emergency.runs_at(now):
        return ""
    return f"Emergency access until {local(emergency.until):%H:%M}. Everything you open is recorded and looked at."


def _printed(user_name: str, now: datetime) -> str:
    """Who printed a page and when, for its foot."""
    at = local(now)
    return f"Printed by {user_name}, {at.day} {at:%B %Y, %H:%M}"


def _offline(signed_in: SignedIn | None) -> str:
    """Who may write without a network, by the id of the account: a browser holds permits of several."""
    allowed = signed_in is not None and may(signed_in.actor, Permission.SITE_OWN).allowed
    return str(signed_in.actor.id) if signed_in is not None and allowed else ""
