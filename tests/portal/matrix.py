"""Who may do what: every route, each side of an offer, on its own record and on one it must not know of.

A line names the statuses of four kinds of people. A pair is the answer on one's own record and on
any other: another organisation's or none at all, which must look the same.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from lvws_core.actors import Role
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
    PARTNER = "partner"
    STAFF = "staff"
    NOBODY = "nobody"


class Relation(StrEnum):
    """Whose the record is."""

    OWN = "own"
    OTHER = "other"
    MISSING = "missing"


SIDES: Mapping[Role, Side] = {
    Role.PARTNER_WORKER: Side.PARTNER,
    Role.PARTNER_MANAGER: Side.PARTNER,
    Role.LEAD_CASEWORKER: Side.LEAD,
    Role.IDVA: Side.LEAD,
    Role.LEAD_MANAGER: Side.LEAD,
    Role.INTAKE_WORKER: Side.STAFF,
    Role.COLOCATION_COORDINATOR: Side.STAFF,
    Role.HOST_SPONSOR: Side.STAFF,
    Role.ANALYST: Side.STAFF,
    Role.INFORMATION_GOVERNANCE: Side.STAFF,
    Role.ADMINISTRATOR: Side.STAFF,
}
"""Every role but the clock's, which no account may hold."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A route: what each side is answered.

    `form` has a fault, so that an answer of 422 shows that its sender may use the route and changes
    nothing; `complete` has none. `offer` is how far the own offer has come. `nobody` is the answer
    without a session, which never depends on the record.
    """

    method: str
    path: str
    lead: Cell = NO
    partner: Cell = NO
    staff: Cell = NO
    nobody: int = 303
    form: Form = {}
    complete: Form = {}
    offer: str = "acknowledged"

    @property
    def has_record(self) -> bool:
        """Whether the address names a record."""
        return "{reference" in self.path or "{person" in self.path

    def status(self, side: Side, relation: Relation) -> int:
        """Give the expected status."""
        if side is Side.NOBODY:
            return self.nobody
        own, other = getattr(self, side.value)
        return int(own if relation is Relation.OWN else other)

    def address(self, scene: Scene, relation: Relation) -> str:
        """Give the address of a record that stands in this relation."""
        path = self.path.replace("{token:str}", "unknown").replace("{file_path:path}", "portal.css")
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


def _get(path: str, **cells: Any) -> Line:
    return Line(method="GET", path=path, **cells)


def _post(path: str, complete: Form | None = None, **cells: Any) -> Line:
    return Line(method="POST", path=path, complete=complete or {}, **cells)


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
    _get("/inbox", partner=(200, 200)),
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
    _post("/sign-out", **_everyone(303)),
)
"""Every route of the portal; signing out comes last, because it ends the session that asks."""
