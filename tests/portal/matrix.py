"""Who may do what: every route, each side of an offer, on its own record and on one it must not know of.

A line names the statuses of four kinds of people. A pair is the answer on one's own record and on
any other: another organisation's or none at all, which must look the same.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from lvws_core.actors import Role
from tests.builders import CONSORTIUM, NOW
from tests.scene import (
    ATTEMPT,
    CONSENT,
    CONTACT,
    DECLINE,
    HAND_BACK,
    HOUSING,
    MISSING,
    NEED,
    NOT_REACHED,
    PERSON,
    PLAN,
    QUESTION,
    Referral,
    Scene,
)

Form = Mapping[str, Any]
Cell = tuple[int, int]

NO: Cell = (403, 403)
READ: Cell = (200, 404)
FAULTY: Cell = (422, 404)


class Side(StrEnum):
    """Where an account stands: in the lead's casework, in a partner's team, elsewhere, or nowhere."""

    LEAD = "lead"
    LEAD_MANAGER = "lead_manager"
    PARTNER = "partner"
    MANAGER = "manager"
    READER = "reader"
    STAFF = "staff"
    NOBODY = "nobody"


class Relation(StrEnum):
    """Whose the record is."""

    OWN = "own"
    OTHER = "other"
    MISSING = "missing"


SIDES: Mapping[Role, Side] = {
    Role.PARTNER_WORKER: Side.PARTNER,
    Role.PARTNER_MANAGER: Side.MANAGER,
    Role.LEAD_CASEWORKER: Side.LEAD,
    Role.IDVA: Side.LEAD,
    Role.LEAD_MANAGER: Side.LEAD_MANAGER,
    Role.INTAKE_WORKER: Side.READER,
    Role.COLOCATION_COORDINATOR: Side.READER,
    Role.HOST_SPONSOR: Side.STAFF,
    Role.ANALYST: Side.STAFF,
    Role.INFORMATION_GOVERNANCE: Side.READER,
    Role.ADMINISTRATOR: Side.STAFF,
}
"""Every role but the clock's, which no account may hold."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A route: what each side is answered.

    `form` has a fault, so that an answer of 422 shows that its sender may use the route and changes
    nothing; `complete` has none. `offer` is how far the own offer has come. `nobody` is the answer
    without a session, which never depends on the record. Managers are answered as their teams are,
    and those who read the directory as other staff, unless the line says otherwise.
    """

    method: str
    path: str
    lead: Cell = NO
    lead_manager: Cell | None = None
    partner: Cell = NO
    manager: Cell | None = None
    reader: Cell | None = None
    staff: Cell = NO
    nobody: int = 303
    form: Form = {}
    complete: Form = {}
    offer: str = "acknowledged"

    @property
    def has_record(self) -> bool:
        """Whether the address names a record."""
        return any(part in self.path for part in ("{reference", "{person", "{user")) or self.path in OWN_ENTRY

    def status(self, side: Side, relation: Relation) -> int:
        """Give the expected status."""
        if side is Side.NOBODY:
            return self.nobody
        own, other = self._cell(side)
        return int(own if relation is Relation.OWN else other)

    def _cell(self, side: Side) -> Cell:
        if side is Side.MANAGER:
            return self.manager or self.partner
        if side is Side.LEAD_MANAGER:
            return self.lead_manager or self.lead
        if side is Side.READER:
            return self.reader or self.staff
        cell: Cell = getattr(self, side.value)
        return cell

    def address(self, scene: Scene, relation: Relation) -> str:
        """Give the address of a record that stands in this relation."""
        path = self.path.replace("{token:str}", "unknown").replace("{file_path:path}", "portal.css")
        path = path.replace("{service_key:str}", SERVICES[relation]).replace("{user:uuid}", ACCOUNTS[relation])
        person, referral, offer = _records(scene, relation, self.offer)
        if path.startswith("/refer/"):
            return path.replace("{person:str}", referral.person).replace("{reference:str}", referral.reference)
        return path.replace("{reference:str}", offer if path.startswith("/offers/") else person)


def _records(scene: Scene, relation: Relation, reached: str) -> tuple[str, Referral, str]:
    if relation is Relation.OWN:
        return scene.person, scene.referral, scene.offers[reached]
    if relation is Relation.OTHER:
        return scene.foreign_person, scene.foreign_referral, scene.foreign_offer
    nowhere = msgspec.structs.replace(scene.referral, person=MISSING, reference=MISSING)
    return MISSING, nowhere, MISSING


def _everyone(status: int) -> dict[str, Any]:
    return {side.value: (status, status) for side in (Side.LEAD, Side.PARTNER, Side.STAFF)}


SERVICES: Mapping[Relation, str] = {
    Relation.OWN: "housing_advice",
    Relation.OTHER: "advocacy",
    Relation.MISSING: "nothing",
}
ACCOUNTS: Mapping[Relation, str] = {
    Relation.OWN: str(CONSORTIUM["shelter_worker"].id),
    Relation.OTHER: str(CONSORTIUM["galop_worker"].id),
    Relation.MISSING: str(UUID(int=404)),
}
_SERVICE = "/directory/{service_key:str}"
OWN_ENTRY = frozenset(
    f"{_SERVICE}/{act}"
    for act in ("still-right", "capacity", "pause", "resume", "remit", "hours", "closed-days", "open-days")
)
"""What a partner changes in its own entry; everybody else reads the service and nothing of these."""


def _get(path: str, **cells: Any) -> Line:
    return Line(method="GET", path=path, **cells)


def _post(path: str, complete: Form | None = None, **cells: Any) -> Line:
    return Line(method="POST", path=path, complete=complete or {}, **cells)


def _day(name: str, day: int, month: int) -> Form:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": "2026"}


PAUSE: Form = {"reason": "leave", **_day("ends_on", 3, 12)}
SAID_AT = (NOW - timedelta(days=3)).isoformat()
_V1: Form = {"version": "1"}
_PERSON, _REFER, _OFFER = "/people/{reference:str}", "/refer/{person:str}/{reference:str}", "/offers/{reference:str}"

LINES: tuple[Line, ...] = (
    _get("/", **_everyone(303)),
    _get("/account", **_everyone(200)),
    _get("/health/live", nobody=200, **_everyone(200)),
    _get("/health/ready", nobody=200, **_everyone(200)),
    _get("/static/{file_path:path}", nobody=200, **_everyone(200)),
    _get("/sign-in", nobody=200, **_everyone(303)),
    _post("/sign-in", nobody=422, **_everyone(303)),
    _get("/sign-in/link/{token:str}", nobody=404, **_everyone(404)),
    _get("/account/preferences", **_everyone(200)),
    _post("/account/preferences", {"shortcuts": "yes"}, **_everyone(303)),
    _get("/inbox", partner=(200, 200)),
    _post("/inbox/filters", {"risk": "high"}, partner=(422, 422), form={"risk": "none"}),
    _post("/inbox/filters/forget", {"risk": "high"}, partner=(422, 422), form={"risk": "none"}),
    _post("/inbox/take-on", {}, partner=(303, 303)),
    _post("/inbox/assign", {}, partner=(303, 303)),
    _post("/inbox/opened", {}, partner=(303, 303)),
    _get("/inbox/search", partner=(200, 200)),
    _post("/inbox/search", {"name": "Rowan Reed"}, partner=(422, 422)),
    _get("/waiting-list", partner=(200, 200)),
    _post(
        "/waiting-list/next",
        {"reference": str(MISSING), **_V1},
        partner=(404, 404),
        form={"reference": str(MISSING), **_V1},
    ),
    _post(
        "/waiting-list/ask",
        {"reference": str(MISSING), **_V1},
        partner=(404, 404),
        form={"reference": str(MISSING), **_V1},
    ),
    _get("/sent", lead=(200, 200)),
    _get("/people", lead=(200, 200)),
    _post("/people/find", {"phone": "07700 900999"}, lead=(422, 422)),
    _get("/people/new", lead=(200, 200)),
    _post("/people/new", PERSON, lead=(422, 422)),
    _get(_PERSON, lead=READ),
    _get(_PERSON + "/identity", lead=READ),
    _post(_PERSON + "/identity", {**PERSON, **_V1}, lead=FAULTY, form=_V1),
    _get(_PERSON + "/contact-plan", lead=READ),
    _post(_PERSON + "/contact-plan", PLAN, lead=FAULTY, form={"opens": "noon"}),
    _get(_PERSON + "/risk/new", lead=READ),
    _post(_PERSON + "/risk/new", {"judgement": "agrees"}, lead=FAULTY),
    _post(_PERSON + "/risk/count", {}, lead=READ),
    _get(_PERSON + "/consent", lead=READ),
    _post(_PERSON + "/consent", CONSENT, lead=FAULTY),
    _get("/refer/{person:str}", lead=READ),
    _post("/refer/{person:str}", NEED, lead=FAULTY),
    _get(_REFER, lead=READ),
    _post(_REFER + "/need", {**NEED, **_V1}, lead=FAULTY, form={"version": "2"}),
    _post(_REFER + "/service", {"service": str(HOUSING), **_V1}, lead=FAULTY),
    _post(_REFER + "/share", {"categories": "identity", **_V1}, lead=FAULTY),
    _post(_REFER + "/send", _V1, lead=(409, 404)),
    _get(_OFFER, lead=READ, partner=READ),
    _post(_OFFER + "/number", {}, partner=READ),
    _post(_OFFER + "/accept", _V1, partner=(409, 404), form={"version": "0"}),
    _get(_OFFER + "/ask", partner=READ),
    _post(_OFFER + "/ask", {"text": QUESTION, **_V1}, partner=FAULTY, form=_V1),
    _get(_OFFER + "/decline", partner=READ),
    _post(_OFFER + "/decline", {**DECLINE, **_V1}, partner=FAULTY, form=_V1),
    _post(
        _OFFER + "/answer",
        {"text": "Yes.", **_V1},
        lead=(409, 404),
        partner=(403, 404),
        form={"text": "Yes.", "version": "0"},
        offer="info_needed",
    ),
    _get(_OFFER + "/first-contact", partner=READ, offer="accepted"),
    _post(_OFFER + "/first-contact", {**CONTACT, **_V1}, partner=FAULTY, form=_V1, offer="accepted"),
    _get(_OFFER + "/attempt", partner=READ, offer="accepted"),
    _post(_OFFER + "/attempt", {**ATTEMPT, **_V1}, partner=FAULTY, form=_V1, offer="accepted"),
    _get(_OFFER + "/not-reached", partner=READ, offer="accepted"),
    _post(_OFFER + "/not-reached", {**NOT_REACHED, **_V1}, partner=FAULTY, form=_V1, offer="accepted"),
    _get(_OFFER + "/waitlist", partner=READ, offer="standard"),
    _post(_OFFER + "/waitlist", {"band": "two_weeks", **_V1}, partner=FAULTY, form=_V1, offer="standard"),
    _post(_OFFER + "/ask-still-needed", _V1, partner=(409, 404), form={"version": "0"}, offer="waitlisted"),
    _get(_OFFER + "/still-needed", lead=READ, offer="waitlisted"),
    _post(_OFFER + "/still-needed", _V1, lead=FAULTY, form={**_V1, "note": "x" * 1001}, offer="waitlisted"),
    _get(_OFFER + "/update", partner=READ, offer="active"),
    _post(_OFFER + "/update", {"text": "Going well.", **_V1}, partner=FAULTY, form=_V1, offer="active"),
    _get(_OFFER + "/pause", partner=READ, offer="active"),
    _post(_OFFER + "/pause", {"reason": "away", **_V1}, partner=FAULTY, form=_V1, offer="active"),
    _post(_OFFER + "/resume", _V1, partner=(409, 404), form={"version": "0"}, offer="active"),
    _get(_OFFER + "/hand-back", partner=READ, offer="active"),
    _post(_OFFER + "/hand-back", {**HAND_BACK, **_V1}, partner=FAULTY, form=_V1, offer="active"),
    _get(_OFFER + "/assign", partner=READ, offer="active"),
    _post(_OFFER + "/assign", {"worker": "nobody", **_V1}, partner=FAULTY, form=_V1, offer="active"),
    _get(_OFFER + "/finish", partner=READ, offer="active"),
    _post(_OFFER + "/finish", {"outcome": "later", **_V1}, partner=FAULTY, form=_V1, offer="active"),
    _get(_OFFER + "/outcome", partner=READ, offer="outcome_due"),
    _post(_OFFER + "/outcome", {"outcome": "disengaged", **_V1}, partner=FAULTY, form=_V1, offer="outcome_due"),
    _post(_OFFER + "/acknowledge", _V1, lead=(409, 404), form={"version": "0"}),
    _post(_OFFER + "/recall", _V1, lead=(409, 404), form={"version": "0"}),
    _get(_OFFER + "/withdraw", lead=READ),
    _post(_OFFER + "/withdraw", {"reason": "by_person", **_V1}, lead=FAULTY, form=_V1),
    _get(_OFFER + "/mark-error", lead=READ, offer="sent"),
    _post(_OFFER + "/mark-error", _V1, lead=(409, 404), form={"version": "0"}),
    _get(_OFFER + "/stop", partner=READ, offer="withdrawn"),
    _post(_OFFER + "/stop", {"answer": "stopped", **_V1}, partner=FAULTY, form=_V1, offer="withdrawn"),
    _get("/directory", lead=(200, 200), partner=(200, 200), reader=(200, 200)),
    _get("/our-services", manager=(200, 200)),
    _get(_SERVICE, lead=(200, 200), partner=(200, 200), reader=(200, 200)),
    _get(_SERVICE + "/capacity", partner=READ),
    _post(_SERVICE + "/capacity", {"state": "open", "places": "3"}, partner=FAULTY),
    _post(_SERVICE + "/still-right", {"said_at": SAID_AT}, partner=(409, 404)),
    _get(_SERVICE + "/pause", manager=READ),
    _post(_SERVICE + "/pause", PAUSE, manager=FAULTY),
    _post(_SERVICE + "/resume", {}, manager=(303, 404)),
    _get(_SERVICE + "/remit", manager=READ),
    _post(_SERVICE + "/remit", {"gender_rule": "all", **_day("begins_on", 1, 12)}, manager=FAULTY),
    _get(_SERVICE + "/hours", manager=READ),
    _post(_SERVICE + "/hours", {"opens_0": "10:00", "closes_0": "17:00"}, manager=FAULTY, form={"opens_0": "noon"}),
    _post(_SERVICE + "/closed-days", _day("closed", 24, 12), manager=FAULTY),
    _post(_SERVICE + "/open-days", {"on": "2026-12-24"}, manager=FAULTY),
    _get(_SERVICE + "/agreement", lead_manager=(200, 200)),
    _post(_SERVICE + "/agreement", {}, lead_manager=(422, 422)),
    _get("/team", manager=(200, 200)),
    _get("/team/{user:uuid}/disable", manager=READ),
    _post("/team/{user:uuid}/disable", {}, manager=(303, 404)),
    _post("/sign-out", **_everyone(303)),
)
"""Every route of the portal; signing out comes last, because it ends the session that asks."""
