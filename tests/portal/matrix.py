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
from portal import pdf
from tests.builders import CONSORTIUM, NOW, SHELTER
from tests.scene import (
    ATTEMPT,
    CONSENT,
    CONTACT,
    DECLINE,
    HAND_BACK,
    HOUSING,
    MARAC,
    MISSING,
    NEED,
    NOT_REACHED,
    PERSON,
    PLAN,
    QUESTION,
    SESSIONS,
    SITES,
    WITHOUT_CONSENT,
    Referral,
    Scene,
)

Form = Mapping[str, Any]
Cell = tuple[int, int]

NO: Cell = (403, 403)
READ: Cell = (200, 404)
PDF: Cell = READ if pdf.IS_HERE else NO
FAULTY: Cell = (422, 404)
GONE: Cell = (404, 404)
TOO_LATE: Cell = (409, 404)
NOT_YOURS: Cell = (403, 404)


class Side(StrEnum):
    """Where an account stands: at the lead, in its casework or intake, in a partner's team, elsewhere, or nowhere."""

    LEAD = "lead"
    CASEWORK = "casework"
    INTAKE = "intake"
    LEAD_MANAGER = "lead_manager"
    PARTNER = "partner"
    MANAGER = "manager"
    READER = "reader"
    GOVERNANCE = "governance"
    ANALYST = "analyst"
    SPONSOR = "sponsor"
    STAFF = "staff"
    NOBODY = "nobody"


class Relation(StrEnum):
    """How somebody stands to a record: whose it is, and whether they may know of the person it is about."""

    OWN = "own"
    OTHER = "other"
    MISSING = "missing"
    TEAM = "team"
    RESTRICTED = "restricted"
    CONFLICTED = "conflicted"
    CLOSED = "closed"


WHOSE = (Relation.OWN, Relation.OTHER, Relation.MISSING)
"""What an address alone says. In the other relations the own record is asked for in other circumstances:
restricted to a team that one is on, or is not on; somebody with whom one is connected; not shared any more."""

PERSONAL = frozenset({"people", "refer", "requests", "rights", "offers", "cases", "intake", "overrides", "reviews"})
"""The first parts of addresses whose record is about a person."""

SHARED_WITH_US = frozenset({"offers", "reviews"})
"""Those that a partner has only because the lead shares them."""

NOT_OURS = frozenset({"cases", "intake", "overrides"})
"""Those that the lead's restriction leaves: somebody whom a partner referred, and what protects people (ADR 13)."""


SIDES: Mapping[Role, Side] = {
    Role.PARTNER_WORKER: Side.PARTNER,
    Role.PARTNER_MANAGER: Side.MANAGER,
    Role.LEAD_CASEWORKER: Side.CASEWORK,
    Role.IDVA: Side.LEAD,
    Role.LEAD_MANAGER: Side.LEAD_MANAGER,
    Role.INTAKE_WORKER: Side.INTAKE,
    Role.COLOCATION_COORDINATOR: Side.READER,
    Role.HOST_SPONSOR: Side.SPONSOR,
    Role.ANALYST: Side.ANALYST,
    Role.INFORMATION_GOVERNANCE: Side.GOVERNANCE,
    Role.ADMINISTRATOR: Side.STAFF,
}
"""Every role but the clock's, which no account may hold."""


FALLS_BACK: Mapping[Side, tuple[str, ...]] = {
    Side.MANAGER: ("manager", "partner"),
    Side.LEAD_MANAGER: ("lead_manager", "taking", "lead"),
    Side.CASEWORK: ("taking", "lead"),
    Side.INTAKE: ("intake", "reader", "staff"),
    Side.GOVERNANCE: ("governance", "reader", "staff"),
    Side.READER: ("reader", "staff"),
    Side.ANALYST: ("analyst", "staff"),
    Side.SPONSOR: ("sponsor", "staff"),
}
"""Which columns a side is looked up in, the first that says something; a side alone has its own."""


ROTA = ("shift", "ask", "room", "booking")
"""The records of the rota that an address may name; none of them is in the scene."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A route: what each side is answered.

    `form` has a fault, so that an answer of 422 shows that its sender may use the route and changes
    nothing; `complete` has none. `offer` is how far the own offer has come. `nobody` is the answer
    without a session, which never depends on the record. Caseworkers and the lead's manager take in
    what partners send (`taking`), and so does intake, which sees nothing else of the lead's.
    Managers are answered as their teams are, and analysts, sponsors and those who read the directory
    as other staff, unless the line says otherwise.
    """

    method: str
    path: str
    lead: Cell = NO
    taking: Cell | None = None
    intake: Cell | None = None
    lead_manager: Cell | None = None
    partner: Cell = NO
    manager: Cell | None = None
    reader: Cell | None = None
    governance: Cell | None = None
    analyst: Cell | None = None
    sponsor: Cell | None = None
    staff: Cell = NO
    nobody: int = 303
    form: Form = {}
    complete: Form = {}
    offer: str = "acknowledged"

    @property
    def has_record(self) -> bool:
        """Whether the address names a record."""
        return (
            any(part in self.path for part in ("{reference", "{person", "{user", "{worker"))
            or self.path in OWN_ENTRY | OWN_SESSION
        )

    def status(self, side: Side, relation: Relation) -> int:
        """Give the expected status."""
        if side is Side.NOBODY:
            return self.nobody
        own, other = self._cell(side)
        return int(own if self.is_there(side, relation) else other)

    def is_there(self, side: Side, relation: Relation) -> bool:
        """Whether somebody on this side, in this relation, may know that there is a record."""
        first, at_partner = self.path.split("/")[1], side in {Side.PARTNER, Side.MANAGER}
        match relation:
            case Relation.CONFLICTED:
                return first not in PERSONAL
            case Relation.RESTRICTED:
                return at_partner or first not in PERSONAL - NOT_OURS
            case Relation.CLOSED:
                return not at_partner or first not in SHARED_WITH_US
        return relation in {Relation.OWN, Relation.TEAM}

    def is_refused(self, side: Side) -> bool:
        """Whether somebody on this side may not use the route at all, whatever the record."""
        return self._cell(side) == NO

    def _cell(self, side: Side) -> Cell:
        found: Cell = next(cell for name in FALLS_BACK.get(side, (side,)) if (cell := getattr(self, name)))
        return found

    def address(self, scene: Scene, relation: Relation) -> str:
        """Give the address of a record that stands in this relation."""
        relation = relation if relation in WHOSE else Relation.OWN
        path = self.path.replace("{token:str}", "unknown").replace("{file_path:path}", "portal.css")
        path = (
            path.replace("{meeting:uuid}", NOBODYS)
            .replace("{gate:str}", "sponsor")
            .replace("{key:str}", "card")
            .replace("{name:str}", "no-such-report")
        )
        path = path.replace("{worker:uuid}", WORKERS[relation] if path.startswith("/caseload/") else NOBODYS)
        path = path.replace("{permit:uuid}", NOBODYS).replace("{envelope:uuid}", NOBODYS)
        for name in (
            "placement",
            "clearance",
            "issue",
            "absence",
            "activity",
            "duty",
            "delivery",
            "file",
            "passkey",
            *ROTA,
        ):
            path = path.replace(f"{{{name}:uuid}}", NOBODYS)
        path = path.replace("{said:str}", "accepted").replace("{number:str}", "1")
        path = path.replace("{service_key:str}", SERVICES[relation]).replace("{user:uuid}", ACCOUNTS[relation])
        path = path.replace("{session_reference:str}", MEETINGS[relation])
        if path.startswith("/overrides/"):
            return path.replace("{reference:str}", _override(scene, relation))
        path = path.replace("{mark:str}", _marac(scene, relation))
        if path.startswith("/rights/"):
            return path.replace("{reference:str}", _rights(scene, relation))
        person, referral, offer = _records(scene, relation, self.offer)
        if path.startswith("/refer/"):
            return path.replace("{person:str}", referral.person).replace("{reference:str}", referral.reference)
        if path.startswith("/requests/"):
            return path.replace("{reference:str}", referral.reference)
        case = {Relation.OWN: scene.case, Relation.OTHER: scene.foreign_case}.get(relation, MISSING)
        site = {Relation.OWN: SITES[0], Relation.OTHER: SITES[1]}.get(relation, MISSING)
        slices = {"co-locations": site, "offers": offer, "reviews": offer, "cases": case, "intake": case}
        found = slices.get(path.split("/")[1], person)
        return path.replace("{reference:str}", found)


def _override(scene: Scene, relation: Relation) -> str:
    own, other = scene.override, scene.foreign_override
    return {Relation.OWN: own, Relation.OTHER: other, Relation.MISSING: MISSING}[relation]


def _marac(scene: Scene, relation: Relation) -> str:
    own, other = scene.marac, scene.foreign_marac
    return {Relation.OWN: own, Relation.OTHER: other, Relation.MISSING: MISSING}[relation]


def _rights(scene: Scene, relation: Relation) -> str:
    own, other = scene.rights, scene.foreign_rights
    return {Relation.OWN: own, Relation.OTHER: other, Relation.MISSING: MISSING}[relation]


def _records(scene: Scene, relation: Relation, reached: str) -> tuple[str, Referral, str]:
    if relation is Relation.OWN:
        return scene.person, scene.referral, scene.offers[reached]
    if relation is Relation.OTHER:
        return scene.foreign_person, scene.foreign_referral, scene.foreign_offer
    nowhere = msgspec.structs.replace(scene.referral, person=MISSING, reference=MISSING)
    return MISSING, nowhere, MISSING


def _everyone(status: int) -> dict[str, Any]:
    return {side.value: (status, status) for side in (Side.LEAD, Side.PARTNER, Side.STAFF)}


_ADMINISTRATOR: Mapping[str, Any] = dict.fromkeys(("reader", "governance", "analyst", "sponsor"), NO)
"""What keeps the administrator's answers from the others that are other staff."""

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
WORKERS: Mapping[Relation, str] = {
    Relation.OWN: str(CONSORTIUM["caseworker"].id),
    Relation.OTHER: str(CONSORTIUM["shelter_worker"].id),
    Relation.MISSING: str(UUID(int=404)),
}
_SERVICE = "/directory/{service_key:str}"
OWN_ENTRY = frozenset(
    f"{_SERVICE}/{act}"
    for act in (
        "still-right",
        "capacity",
        "pause",
        "resume",
        "remit",
        "remit/undo",
        "hours",
        "closed-days",
        "open-days",
    )
)
"""What a partner changes in its own entry; everybody else reads the service and nothing of these."""
MEETINGS: Mapping[Relation, str] = {Relation.OWN: SESSIONS[0], Relation.OTHER: SESSIONS[1], Relation.MISSING: MISSING}
_SESSION = "/directory/sessions/{session_reference:str}"
OWN_SESSION = frozenset(f"{_SESSION}/{act}" for act in ("change", "call-off", "attendance"))
"""What only the holder of a session does; everybody may look and book."""


def _get(path: str, **cells: Any) -> Line:
    return Line(method="GET", path=path, **cells)


def _post(path: str, complete: Form | None = None, **cells: Any) -> Line:
    return Line(method="POST", path=path, complete=complete or {}, **cells)


def _day(name: str, day: int, month: int) -> Form:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": "2026"}


PAUSE: Form = {"reason": "leave", **_day("ends_on", 3, 12)}
NOBODYS = str(UUID(int=404))
SAID_AT = (NOW - timedelta(days=3)).isoformat()
WHY = "The partner has agreed to it on the telephone."
DECIDED: Form = {"regulator": "notify", "why": "It was read.", "person_told": "told"}
_ACCESS = "/reviews/access/{reference:str}"
IN_DANGER: Form = {"phone": "07700 900999", "reason": "She is at the door of the ward and needs her plan."}
_OVERRIDE, _REVIEW = "/overrides/{reference:str}", "/reviews/{reference:str}"
_V1: Form = {"version": "1"}
_REQUEST = "/requests/{reference:str}"
_CASE = "/cases/{reference:str}"
_RIGHTS, _INCLUDE = "/rights/{reference:str}", {"item": "person:nobody", "treatment": "include"}
_MARAC = "/people/{reference:str}/marac/{mark:str}"
_MEETING = "/marac/meetings/{meeting:uuid}"
_LISTED: Form = {"person": MISSING, "mark": MISSING, "version": "1"}
ACTION: Form = {"agency": "Housing", "owner": "Ada Example", "text": "Change the locks.", **_day("due", 3, 12)}
_UNSEEN: Mapping[str, Cell] = {"partner": GONE, "staff": GONE}
"""Who may not use a compartment finds nothing there."""
_PERSON, _REFER, _OFFER = "/people/{reference:str}", "/refer/{person:str}/{reference:str}", "/offers/{reference:str}"

_SITE = "/co-locations/{reference:str}"
_GATE = _SITE + "/gates/{gate:str}"
_ROOM = _SITE + "/rooms/{room:uuid}"


def _kept_by(cell: Cell) -> dict[str, Any]:
    """Who keeps the register of sites: the coordinator and the lead's manager."""
    return {"lead_manager": cell, "reader": cell, "governance": NO, "intake": NO}


def _read_by(cell: Cell) -> dict[str, Any]:
    """Who reads a site: whoever keeps the register, and the IDVA who is placed there."""
    return {**_kept_by(cell), "lead": cell, "taking": NO}


def _on_site(cell: Cell) -> dict[str, Any]:
    """Who works on site: the IDVA alone."""
    return {"lead": cell, "taking": NO, "lead_manager": NO}


LINES: tuple[Line, ...] = (
    _get("/", **_everyone(303)),
    _get("/account", **_everyone(200)),
    _get("/health/live", nobody=200, **_everyone(200)),
    _get("/health/ready", nobody=200, **_everyone(200)),
    _get("/static/{file_path:path}", nobody=200, **_everyone(200)),
    _get("/sign-in", nobody=200, **_everyone(303)),
    _post("/sign-in", nobody=422, **_everyone(303)),
    _get("/sign-in/link/{token:str}", nobody=404, **_everyone(404)),
    _get("/invitation/{token:str}", nobody=404, **_everyone(404)),
    _post("/invitation/{token:str}", nobody=404, **_everyone(404)),
    _post("/invitation/{token:str}/challenge", nobody=404, **_everyone(404)),
    _post("/invitation/{token:str}/passkey", nobody=404, **_everyone(404)),
    # The portal of the table names no address, so there are no passkeys in it.
    _post("/sign-in/passkey/challenge", nobody=404, **_everyone(404)),
    _post("/sign-in/passkey", nobody=404, **_everyone(404)),
    _post("/unlock/challenge", nobody=404, **_everyone(404)),
    _get("/sign-in/recovery", nobody=200, **_everyone(303)),
    _post("/sign-in/recovery", nobody=422, **_everyone(303)),
    _get("/account/ways", **_everyone(200)),
    _get("/account/ways/codes", **_everyone(200)),
    _post("/account/ways/codes", **_everyone(404)),
    # Nobody in the table has a password and codes, nor recovery codes that would stand in for them.
    _get("/account/ways/codes/remove", **_everyone(404)),
    _post("/account/ways/codes/remove", **_everyone(404)),
    _get("/account/ways/password", **_everyone(404)),
    _post("/account/ways/password", **_everyone(404)),
    _get("/account/ways/recovery", **_everyone(404)),
    _post("/account/ways/recovery", **_everyone(404)),
    _get("/account/ways/passkeys/new", **_everyone(404)),
    _post("/account/ways/passkeys/challenge", **_everyone(404)),
    _post("/account/ways/passkeys/new", **_everyone(404)),
    _get("/account/ways/passkeys/{passkey:uuid}/remove", **_everyone(404)),
    _post("/account/ways/passkeys/{passkey:uuid}/remove", **_everyone(404)),
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
        partner=GONE,
        form={"reference": str(MISSING), **_V1},
    ),
    _post(
        "/waiting-list/ask",
        {"reference": str(MISSING), **_V1},
        partner=GONE,
        form={"reference": str(MISSING), **_V1},
    ),
    _get("/sent", partner=(200, 200), lead=(200, 200)),
    _get("/people", partner=(200, 200), lead=(200, 200)),
    _post("/people/find", {"phone": "07700 900999"}, partner=(422, 422), lead=(422, 422)),
    _get("/emergency-access", partner=(200, 200), lead=(200, 200)),
    _post("/emergency-access", IN_DANGER, partner=(422, 422), lead=(422, 422)),
    _post("/access/more", {"reason": IN_DANGER["reason"], "to": "/people"}, **_everyone(422)),
    _post("/emergency-access/end", partner=(303, 303), lead=(303, 303)),
    _get("/people/new", partner=(200, 200), lead=(200, 200)),
    _post("/people/new", PERSON, partner=(422, 422), lead=(422, 422)),
    _get(_PERSON, partner=GONE, lead=READ),
    _get(_PERSON + "/identity", partner=GONE, lead=READ),
    _post(_PERSON + "/identity", {**PERSON, **_V1}, partner=GONE, lead=FAULTY, form=_V1),
    _get(_PERSON + "/contact-plan", partner=GONE, lead=READ),
    _post(_PERSON + "/contact-plan", PLAN, partner=GONE, lead=FAULTY, form={"opens": "noon"}),
    _get(_PERSON + "/risk/new", partner=GONE, lead=READ),
    _post(_PERSON + "/risk/new", {"judgement": "agrees"}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/risk/count", {}, partner=GONE, lead=READ),
    _post(_PERSON + "/risk/keep", {"reason": "half"}, partner=GONE, lead=(303, 404)),
    _get(_PERSON + "/risk", partner=GONE, lead=READ),
    _get(_PERSON + "/risk/trigger", partner=GONE, lead=READ),
    _post(_PERSON + "/risk/trigger", {}, partner=GONE, lead=FAULTY),
    _get(_PERSON + "/risk/stalking", partner=GONE, lead=READ),
    _post(_PERSON + "/risk/stalking", {}, partner=GONE, lead=FAULTY),
    _get(_PERSON + "/risk/countersign", manager=GONE, lead_manager=TOO_LATE),
    _post(_PERSON + "/risk/countersign", {"reason": "x" * 40}, manager=GONE, lead_manager=TOO_LATE),
    _get(_PERSON + "/attempts", partner=GONE, lead=READ),
    _post(_PERSON + "/attempts", {}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/attempts/number", {}, partner=GONE, lead=READ),
    _get(_PERSON + "/consent", partner=GONE, lead=READ),
    _post(_PERSON + "/consent", CONSENT, partner=GONE, lead=FAULTY),
    _get(_PERSON + "/consent/withdraw", partner=GONE, lead=FAULTY),
    _post(_PERSON + "/consent/withdraw", {"organisation": str(SHELTER)}, partner=GONE, lead=FAULTY),
    _get(_PERSON + "/shared", partner=GONE, lead=READ),
    _get(_PERSON + "/shared/then", partner=GONE, lead=READ),
    _get(_OFFER + "/why", partner=GONE, lead=(303, 404)),
    _get(_OFFER + "/receipt", partner=GONE, lead=READ),
    _get(_OFFER + "/receipt/aloud", partner=GONE, lead=READ),
    _get(_OFFER + "/receipt/full", partner=GONE, lead=READ),
    _post(_OFFER + "/receipt/full", {"asked": "yes", "place": "yes"}, partner=GONE, lead=FAULTY),
    _post(_OFFER + "/receipt/check", {"code": "0000"}, partner=GONE, lead=FAULTY),
    _get(_PERSON + "/conflicts", partner=GONE, lead=READ),
    _post(_PERSON + "/conflicts/party", {"other": MISSING}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/conflicts/staff", {"staff_name": "Nobody"}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/conflicts/end", {"entry": NOBODYS}, lead_manager=(404, 404), form={"entry": NOBODYS}),
    _get(_PERSON + "/alike", partner=GONE, lead=READ),
    _post(_PERSON + "/alike", {"other": MISSING}, partner=GONE, lead=(404, 404), form={"other": MISSING}),
    _get(_PERSON + "/characteristics", partner=GONE, lead=READ),
    _post(
        _PERSON + "/characteristics", {"sex": "female", "version": "0"}, partner=GONE, lead=FAULTY, form={"sex": "none"}
    ),
    _get(_PERSON + "/needs", partner=GONE, lead=READ),
    _get(_PERSON + "/needs/new", partner=GONE, lead=READ),
    _post(
        _PERSON + "/needs/new",
        {"score_drugs_alcohol": "0", "occasion": "intake", "version": "0"},
        partner=GONE,
        lead=FAULTY,
    ),
    _get(_PERSON + "/told", partner=GONE, lead=READ),
    _post(
        _PERSON + "/told",
        {"topic": "victims_code", "answer": "understood"},
        partner=GONE,
        lead=FAULTY,
        form={"topic": "victims_code"},
    ),
    _post(_PERSON + "/tell", {"entry": NOBODYS}, partner=GONE, lead=GONE, form={"entry": NOBODYS}),
    _get(_PERSON + "/team", partner=GONE, lead=READ),
    _post(_PERSON + "/team/join", {"reason": "cover"}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/team/leave", {"leaving": "left"}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/team/restrict", {"restricting": "none"}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/team/lift", {}, partner=GONE, lead=GONE),
    _get(_PERSON + "/safety", partner=GONE, lead=READ),
    _post(_PERSON + "/stop", {"cause": "breach"}, partner=GONE, lead=FAULTY),
    _post(_PERSON + "/open-contact", {"reason": "It is safe.", "digest": ""}, partner=GONE, lead=FAULTY),
    _get(_PERSON + "/updates", partner=GONE, lead=READ),
    _post(_PERSON + "/updates", {"digest": ""}, partner=GONE, lead=(409, 404)),
    _get(_PERSON + "/corrections", partner=GONE, lead=READ),
    _get(_PERSON + "/statements", partner=GONE, lead=READ),
    _post(_PERSON + "/statements", {}, partner=GONE, lead=FAULTY),
    _get(_PERSON + "/rights", lead=READ, governance=READ),
    _post(_PERSON + "/rights", {}, lead=FAULTY, governance=FAULTY),
    _post(_PERSON + "/rights/hold", {}, governance=FAULTY),
    _post(_PERSON + "/rights/lift", {"hold": NOBODYS}, governance=GONE, form={"hold": NOBODYS}),
    _get("/rights", lead_manager=(200, 200), governance=(200, 200)),
    _get("/rights/due", lead_manager=(200, 200), governance=(200, 200)),
    _get(_RIGHTS, lead_manager=READ, governance=READ),
    _post(_RIGHTS + "/step", {}, governance=FAULTY),
    _post(_RIGHTS + "/answer", {}, governance=FAULTY),
    _post(_RIGHTS + "/second", {}, lead_manager=FAULTY, governance=FAULTY),
    _get(_RIGHTS + "/readings", lead_manager=READ, governance=READ),
    _get(_RIGHTS + "/pack", lead_manager=NOT_YOURS, governance=NOT_YOURS),
    _post(_RIGHTS + "/pack/item", _INCLUDE, governance=NOT_YOURS, form=_INCLUDE),
    _post(_RIGHTS + "/pack/release", {}, lead_manager=NOT_YOURS, governance=NOT_YOURS),
    _get(_RIGHTS + "/pack/paper", governance=NOT_YOURS),
    _post(_RIGHTS + "/pack/file", {}, governance=NOT_YOURS),
    _get(_RIGHTS + "/pack/files/{file:uuid}", governance=NOT_YOURS),
    _get("/marac", lead=(200, 200), **_UNSEEN),
    _get("/marac/referrals/{mark:str}", lead=(303, 404), lead_manager=(303, 404), taking=GONE, **_UNSEEN),
    _get(_PERSON + "/marac", lead=READ, **_UNSEEN),
    _get(_PERSON + "/marac/new", lead=READ, **_UNSEEN),
    _post(_PERSON + "/marac/new", MARAC, lead=FAULTY, form={"age": "old"}, **_UNSEEN),
    _get(_MARAC, lead=READ, lead_manager=READ, taking=GONE, **_UNSEEN),
    _get(_MARAC + "/edit", lead=READ, lead_manager=READ, taking=GONE, **_UNSEEN),
    _post(
        _MARAC + "/edit",
        {**MARAC, **_V1},
        lead=FAULTY,
        lead_manager=FAULTY,
        taking=GONE,
        form={"age": "old"},
        **_UNSEEN,
    ),
    _post(_MARAC, {"move": "submit", **_V1}, lead=FAULTY, lead_manager=FAULTY, taking=GONE, **_UNSEEN),
    _get("/marac/meetings", lead=(200, 200), lead_manager=(200, 200), taking=GONE, **_UNSEEN),
    _post(
        "/marac/meetings",
        {"panel": "hackney", **_day("on", 3, 12)},
        lead=(422, 422),
        lead_manager=(422, 422),
        taking=GONE,
        **_UNSEEN,
    ),
    _get(_MEETING, lead=GONE, **_UNSEEN),
    _post(_MEETING + "/list", _LISTED, lead=GONE, form=_LISTED, **_UNSEEN),
    _post(_MEETING + "/heard", _LISTED, lead=GONE, form=_LISTED, **_UNSEEN),
    _get(_MARAC + "/actions", lead=READ, lead_manager=READ, taking=GONE, **_UNSEEN),
    _post(_MARAC + "/actions", ACTION, lead=FAULTY, lead_manager=FAULTY, taking=GONE, **_UNSEEN),
    _post(
        _MARAC + "/actions/settle",
        {"became": "done", "action": NOBODYS},
        lead=FAULTY,
        lead_manager=FAULTY,
        taking=GONE,
        **_UNSEEN,
    ),
    _get("/refer/{person:str}", partner=GONE, lead=READ),
    _post("/refer/{person:str}", NEED, partner=GONE, lead=FAULTY),
    _get(_REFER, partner=GONE, lead=READ),
    _post(_REFER + "/need", {**NEED, **_V1}, partner=GONE, lead=FAULTY, form={"version": "2"}),
    _post(_REFER + "/service", {"service": str(HOUSING), **_V1}, partner=GONE, lead=FAULTY),
    _post(_REFER + "/share", {"categories": "identity", **_V1}, partner=GONE, lead=FAULTY),
    _post(_REFER + "/send", _V1, partner=GONE, lead=(409, 404)),
    _get(_REFER + "/override/eligibility", lead=NO, lead_manager=(409, 404)),
    _post(_REFER + "/override/eligibility", {"why": WHY, **_V1}, lead=NO, lead_manager=(409, 404)),
    _get(_REFER + "/override/conflict", lead=NO, lead_manager=(409, 404)),
    _post(_REFER + "/override/conflict", {"why": WHY, **_V1}, lead=NO, lead_manager=(409, 404)),
    _get(_REFER + "/override/duplicate", lead=NO, lead_manager=(409, 404)),
    _post(_REFER + "/override/duplicate", {"why": WHY, **_V1}, lead=NO, lead_manager=(409, 404)),
    _get(_REFER + "/override/sharing", partner=GONE, lead=READ),
    _post(_REFER + "/override/sharing", {**WITHOUT_CONSENT, **_V1}, partner=GONE, lead=FAULTY, form=_V1),
    _get("/overrides", governance=(200, 200)),
    _get("/overrides/waiting", lead_manager=(200, 200)),
    _get(_OVERRIDE, governance=READ),
    _post(_OVERRIDE + "/review", {"decision": "justified"}, governance=FAULTY),
    _get(_OVERRIDE + "/second", lead_manager=READ),
    _post(_OVERRIDE + "/second", {"answer": "agree"}, lead_manager=FAULTY),
    _get("/reviews", governance=(200, 200)),
    _get("/reviews/access", manager=(200, 200), lead_manager=(200, 200), governance=(200, 200)),
    _get("/reviews/access/records", governance=(200, 200)),
    _get("/reviews/access/staff/{user:uuid}", governance=GONE),
    _get(_ACCESS, manager=GONE, lead_manager=GONE, governance=GONE),
    _post(_ACCESS, {"state": "in_order"}, manager=GONE, lead_manager=GONE, governance=GONE),
    _get("/reviews/stops", governance=(200, 200), lead=(200, 200)),
    _post("/reviews/stops/{reference:str}/remind", governance=(303, 404), lead=(303, 404), offer="withdrawn"),
    _get(_REVIEW, governance=READ, offer="misdirected"),
    _post(_REVIEW + "/decide", DECIDED, governance=FAULTY, offer="misdirected"),
    _get(_OFFER, intake=GONE, lead=READ, partner=READ),
    _post(_OFFER + "/number", {}, taking=NOT_YOURS, intake=GONE, partner=READ),
    _get(_OFFER + "/contact-state", intake=GONE, lead=(204, 404), partner=(204, 404)),
    _get(_OFFER + "/unsafe", intake=GONE, lead=READ, partner=READ),
    _post(_OFFER + "/unsafe", {"cause": "breach"}, intake=GONE, lead=FAULTY, partner=FAULTY),
    _get(_OFFER + "/safety", partner=GONE, lead=(303, 404)),
    _get(_OFFER + "/updates", partner=GONE, lead=(303, 404)),
    _get(_OFFER + "/asked-again", taking=NOT_YOURS, intake=GONE, partner=READ),
    _post(
        _OFFER + "/asked-again",
        {"category": "need_types", "reason": "changed"},
        taking=NOT_YOURS,
        intake=GONE,
        partner=FAULTY,
    ),
    _get(_OFFER + "/pack", lead=READ, partner=READ),
    _post(_OFFER + "/pack", {}, lead=(403, 404), partner=READ),
    _post(_OFFER + "/pack/file", {}, lead=PDF, partner=PDF),
    _post(_OFFER + "/accept", _V1, taking=NOT_YOURS, intake=GONE, partner=(409, 404), form={"version": "0"}),
    _get(_OFFER + "/ask", taking=TOO_LATE, intake=GONE, partner=READ),
    _post(_OFFER + "/ask", {"text": QUESTION, **_V1}, taking=FAULTY, intake=GONE, partner=FAULTY, form=_V1),
    _get(_OFFER + "/decline", taking=TOO_LATE, intake=GONE, partner=READ),
    _post(_OFFER + "/decline", {**DECLINE, **_V1}, taking=FAULTY, intake=GONE, partner=FAULTY, form=_V1),
    _post(
        _OFFER + "/answer",
        {"text": "Yes.", **_V1},
        intake=GONE,
        lead=(409, 404),
        partner=(403, 404),
        form={"text": "Yes.", "version": "0"},
        offer="info_needed",
    ),
    _get(_OFFER + "/first-contact", taking=TOO_LATE, intake=GONE, partner=READ, offer="accepted"),
    _post(
        _OFFER + "/first-contact",
        {**CONTACT, **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="accepted",
    ),
    _get(_OFFER + "/attempt", taking=TOO_LATE, intake=GONE, partner=READ, offer="accepted"),
    _post(
        _OFFER + "/attempt", {**ATTEMPT, **_V1}, taking=FAULTY, intake=GONE, partner=FAULTY, form=_V1, offer="accepted"
    ),
    _get(_OFFER + "/not-reached", taking=TOO_LATE, intake=GONE, partner=READ, offer="accepted"),
    _post(
        _OFFER + "/not-reached",
        {**NOT_REACHED, **_V1},
        taking=TOO_LATE,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="accepted",
    ),
    _get(_OFFER + "/waitlist", taking=TOO_LATE, intake=GONE, partner=READ, offer="standard"),
    _post(
        _OFFER + "/waitlist",
        {"band": "two_weeks", **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="standard",
    ),
    _post(
        _OFFER + "/ask-still-needed",
        _V1,
        taking=NOT_YOURS,
        intake=GONE,
        partner=(409, 404),
        form={"version": "0"},
        offer="waitlisted",
    ),
    _get(_OFFER + "/still-needed", partner=TOO_LATE, lead=READ, offer="waitlisted"),
    _post(
        _OFFER + "/still-needed", _V1, partner=FAULTY, lead=FAULTY, form={**_V1, "note": "x" * 1001}, offer="waitlisted"
    ),
    _get(_OFFER + "/update", taking=TOO_LATE, intake=GONE, partner=READ, offer="active"),
    _post(
        _OFFER + "/update",
        {"text": "Going well.", **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="active",
    ),
    _get(_OFFER + "/pause", taking=TOO_LATE, intake=GONE, partner=READ, offer="active"),
    _post(
        _OFFER + "/pause",
        {"reason": "away", **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="active",
    ),
    _post(
        _OFFER + "/resume",
        _V1,
        taking=NOT_YOURS,
        intake=GONE,
        partner=(409, 404),
        form={"version": "0"},
        offer="active",
    ),
    _get(_OFFER + "/hand-back", taking=TOO_LATE, intake=GONE, partner=READ, offer="active"),
    _post(
        _OFFER + "/hand-back",
        {**HAND_BACK, **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="active",
    ),
    _get(_OFFER + "/assign", taking=TOO_LATE, intake=GONE, partner=READ, offer="active"),
    _post(
        _OFFER + "/assign",
        {"worker": "nobody", **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="active",
    ),
    _get(_OFFER + "/finish", taking=TOO_LATE, intake=GONE, partner=READ, offer="active"),
    _post(
        _OFFER + "/finish",
        {"outcome": "later", **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="active",
    ),
    _get(_OFFER + "/outcome", taking=TOO_LATE, intake=GONE, partner=READ, offer="outcome_due"),
    _post(
        _OFFER + "/outcome",
        {"outcome": "disengaged", **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="outcome_due",
    ),
    _post(_OFFER + "/acknowledge", _V1, partner=NOT_YOURS, lead=(409, 404), form={"version": "0"}),
    _post(_OFFER + "/recall", _V1, partner=NOT_YOURS, lead=(409, 404), form={"version": "0"}),
    _get(_OFFER + "/withdraw", partner=TOO_LATE, lead=READ),
    _post(_OFFER + "/withdraw", {"reason": "by_person", **_V1}, partner=FAULTY, lead=FAULTY, form=_V1),
    _get(_OFFER + "/mark-error", partner=TOO_LATE, lead=READ, offer="sent"),
    _post(_OFFER + "/mark-error", _V1, partner=NOT_YOURS, lead=(409, 404), form={"version": "0"}),
    _get(_OFFER + "/stop", taking=TOO_LATE, intake=GONE, partner=READ, offer="withdrawn"),
    _post(
        _OFFER + "/stop",
        {"answer": "stopped", **_V1},
        taking=FAULTY,
        intake=GONE,
        partner=FAULTY,
        form=_V1,
        offer="withdrawn",
    ),
    _get(_OFFER + "/deliver", partner=GONE, lead=GONE),
    _post(_OFFER + "/deliver", {"route": "by_hand", **_V1}, partner=GONE, lead=GONE, form=_V1),
    _get(_OFFER + "/recorded/{said:str}", partner=GONE, lead=GONE),
    _post(_OFFER + "/recorded/{said:str}", _V1, partner=GONE, lead=GONE, form=_V1),
    _get(_OFFER + "/message", intake=GONE, lead=READ, partner=READ),
    _post(_OFFER + "/message", {"text": "Thank you."}, intake=GONE, lead=FAULTY, partner=FAULTY),
    _get(_OFFER + "/attach", intake=GONE, lead=READ, partner=READ),
    _post(_OFFER + "/attach", {"label": "A letter.", "category": "identity"}, intake=GONE, lead=FAULTY, partner=FAULTY),
    _get(_OFFER + "/files/{number:str}", intake=GONE, lead=GONE, partner=GONE),
    _get("/my-day", lead=(200, 200)),
    _get("/caseload", lead_manager=(200, 200)),
    _get("/caseload/{worker:uuid}", lead_manager=READ),
    _get("/caseload/{worker:uuid}/hand-over", lead_manager=READ),
    _post("/caseload/{worker:uuid}/hand-over", {}, lead_manager=FAULTY),
    _get("/my-day/absence", lead=(200, 200)),
    _post("/my-day/absence", {}, lead=(422, 422)),
    _post("/my-day/absence/{absence:uuid}/end", {}, lead=GONE),
    _get("/caseload/{worker:uuid}/absence", lead_manager=READ),
    _post("/caseload/{worker:uuid}/absence", {}, lead_manager=FAULTY),
    _post("/caseload/{worker:uuid}/absence/{absence:uuid}/end", {}, lead_manager=GONE),
    _get("/caseload/{worker:uuid}/close", lead_manager=READ),
    _post("/caseload/{worker:uuid}/close", {}, lead_manager=(303, 404)),
    _get("/cases", lead=(200, 200), intake=(200, 200)),
    _get(_CASE, lead=READ, intake=GONE),
    _post(_CASE + "/person", {"person": "new", **_V1}, taking=FAULTY, intake=GONE),
    _get("/cases/workers", lead_manager=(200, 200)),
    _post("/cases/workers", {}, lead_manager=(303, 303)),
    _get(_CASE + "/allocate", taking=TOO_LATE, intake=GONE),
    _post(_CASE + "/allocate", {"worker": NOBODYS, **_V1}, taking=TOO_LATE, intake=GONE),
    _get(_CASE + "/take-up", lead=TOO_LATE),
    _post(_CASE + "/take-up", {"answer": "taken_up", **_V1}, lead=TOO_LATE),
    _get(_CASE + "/close", lead=TOO_LATE),
    _post(_CASE + "/close", {"reason": "needs_met", **_V1}, lead=TOO_LATE),
    _get(_CASE + "/trial", lead=TOO_LATE),
    _post(_CASE + "/trial", {**_V1}, lead=TOO_LATE),
    _get(_CASE + "/return", lead=TOO_LATE),
    _post(_CASE + "/return", {"gaps": "name", **_V1}, lead=TOO_LATE),
    _get("/intake", taking=(200, 200), intake=(200, 200)),
    _get("/intake/new", lead=(200, 200), taking=(200, 200), intake=(200, 200)),
    _post("/intake/new", {}, lead=(422, 422), taking=(422, 422), intake=(422, 422)),
    _get("/intake/import", taking=(200, 200), intake=(200, 200)),
    _get("/intake/import/template.csv", taking=(200, 200), intake=(200, 200)),
    _post("/intake/import", {}, taking=(422, 422), intake=(422, 422)),
    _get("/intake/import/{reference:str}", taking=GONE, intake=GONE),
    _post("/intake/import/{reference:str}", {}, taking=GONE, intake=GONE),
    _get("/intake/returned", lead_manager=(200, 200)),
    _get("/intake/{reference:str}/mend", taking=GONE, intake=GONE),
    _post("/intake/{reference:str}/mend", _V1, taking=GONE, intake=GONE),
    _post(_OFFER + "/still-possible", _V1, taking=NOT_YOURS, intake=GONE, partner=(409, 404), form={"version": "0"}),
    _get("/unplaced", lead=(200, 200)),
    _get(_REQUEST, partner=GONE, lead=READ),
    _post(_REQUEST + "/hold", _V1, partner=GONE, lead=(409, 404), form={"version": "0"}),
    _post(_REQUEST + "/resume", _V1, partner=GONE, lead=(409, 404), form={"version": "0"}),
    _post(_REQUEST + "/acknowledge", _V1, partner=GONE, lead=(409, 404), form={"version": "0"}),
    _get(_REQUEST + "/close", partner=GONE, lead=(409, 404)),
    _post(_REQUEST + "/close", {"reason": "no_service_available", **_V1}, partner=GONE, lead=(409, 404), form=_V1),
    _get(_REQUEST + "/mark-error", partner=GONE, lead=READ),
    _post(_REQUEST + "/mark-error", _V1, partner=GONE, lead=(409, 404), form={"version": "0"}),
    _post(
        _REQUEST + "/co-work",
        {"granted": "yes", **_V1},
        partner=GONE,
        lead=(403, 404),
        lead_manager=(409, 404),
        form={"granted": "yes", "version": "0"},
    ),
    _post(
        _REQUEST + "/offer",
        {"service": str(HOUSING), **_V1},
        partner=GONE,
        lead=(409, 404),
        form={"service": str(HOUSING), "version": "0"},
    ),
    _post(
        _REQUEST + "/send-again",
        {"offer": MISSING, **_V1},
        partner=GONE,
        lead=(409, 404),
        form={"offer": MISSING, "version": "0"},
    ),
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
    _post(_SERVICE + "/remit/undo", manager=FAULTY, form={"remit": "x"}, complete={"remit": str(UUID(int=1))}),
    _get(_SERVICE + "/hours", manager=READ),
    _post(_SERVICE + "/hours", {"opens_0": "10:00", "closes_0": "17:00"}, manager=FAULTY, form={"opens_0": "noon"}),
    _post(_SERVICE + "/closed-days", _day("closed", 24, 12), manager=FAULTY),
    _post(_SERVICE + "/open-days", {"on": "2026-12-24"}, manager=FAULTY),
    _get("/directory/new", lead_manager=(200, 200), manager=(200, 200)),
    _post("/directory/new", {}, lead_manager=(422, 422), manager=(422, 422)),
    _get(_SERVICE + "/close", lead_manager=(200, 200), manager=(200, 200)),
    _post(_SERVICE + "/close", {}, lead_manager=(422, 422), manager=(422, 422)),
    _get("/directory/closed", lead_manager=(200, 200), manager=(200, 200)),
    _post(_SERVICE + "/reopen", {}, lead_manager=(409, 409), manager=(409, 409)),
    _get("/directory/agreements", lead=(200, 200), governance=(200, 200)),
    _get(_SERVICE + "/agreement", lead_manager=(200, 200)),
    _post(_SERVICE + "/agreement", {}, lead_manager=(422, 422)),
    _get("/more", **_everyone(200)),
    _get("/notices", lead=(200, 200), partner=(200, 200), reader=(200, 200)),
    _post("/notices/seen", {}, lead=(303, 303), partner=(303, 303), reader=(303, 303)),
    _get("/team/duty", lead_manager=(200, 200), manager=(200, 200)),
    _post("/team/duty", {}, lead_manager=(422, 422), manager=(422, 422)),
    _post("/team/duty/gathered", {}, lead_manager=(422, 422), manager=(422, 422)),
    _post("/team/duty/{duty:uuid}/remove", {}, lead_manager=GONE, manager=GONE),
    _get("/deliveries", lead_manager=(200, 200), manager=(200, 200)),
    _post("/deliveries/{delivery:uuid}/send-again", {}, lead_manager=GONE, manager=GONE),
    _post("/deliveries/{delivery:uuid}/let-go", {}, lead_manager=GONE, manager=GONE),
    _get("/directory/sessions", lead=(200, 200), partner=(200, 200), reader=(200, 200)),
    _get("/directory/sessions/new", lead_manager=(200, 200), manager=(200, 200)),
    _post("/directory/sessions/new", {}, lead_manager=(422, 422), manager=(422, 422)),
    _get(_SESSION, lead=(200, 200), partner=(200, 200), reader=(200, 200)),
    _get(_SESSION + "/calendar", lead=(200, 200), partner=(200, 200), reader=(200, 200)),
    _post(_SESSION + "/book", {}, lead=(409, 409), partner=(409, 409), reader=(409, 409)),
    _post(_SESSION + "/give-up", {}, lead=(409, 409), partner=(409, 409), reader=(409, 409)),
    _get(_SESSION + "/change", manager=READ, lead_manager=(404, 404)),
    _post(_SESSION + "/change", {}, manager=FAULTY, lead_manager=(404, 404)),
    _get(_SESSION + "/attendance", manager=READ, lead_manager=(404, 404)),
    _post(_SESSION + "/attendance", {}, manager=FAULTY, lead_manager=(404, 404), form={"others": "many"}),
    _get(_SESSION + "/call-off", manager=READ, lead_manager=(404, 404)),
    _post(_SESSION + "/call-off", {}, manager=(303, 404), lead_manager=(404, 404)),
    _get("/team", manager=(200, 200)),
    _get("/team/sessions", lead_manager=(200, 200), manager=(200, 200), **_ADMINISTRATOR, staff=(200, 200)),
    _post("/team/{user:uuid}/sign-out", {}, lead_manager=GONE, manager=GONE, **_ADMINISTRATOR, staff=GONE),
    _get("/team/new", manager=(200, 200)),
    _post("/team/new", {}, manager=(422, 422)),
    _get("/team/{user:uuid}/invitation", manager=READ),
    _post("/team/{user:uuid}/invitation", {}, manager=(409, 404)),
    _get("/team/{user:uuid}/reinvite", manager=READ),
    _post("/team/{user:uuid}/reinvite", {"check": "met"}, manager=FAULTY),
    _get("/team/{user:uuid}/role", manager=READ),
    _post("/team/{user:uuid}/role", {"role": "partner_worker"}, manager=FAULTY),
    _get("/team/{user:uuid}/disable", manager=READ),
    _post("/team/{user:uuid}/disable", {}, manager=(303, 404)),
    _get("/reports/partners", lead_manager=(200, 200), manager=(200, 200), analyst=(200, 200)),
    _get("/reports", lead_manager=(200, 200), reader=(200, 200), analyst=(200, 200), intake=NO, governance=NO),
    _get("/reports/{name:str}", lead_manager=GONE, reader=GONE, analyst=GONE, intake=NO, governance=NO),
    _get("/reports/{name:str}/file", lead_manager=GONE, reader=GONE, analyst=GONE, intake=NO, governance=NO),
    _get("/reports/asked-again", lead_manager=(200, 200), manager=(200, 200), analyst=(200, 200)),
    _get("/co-locations", **_read_by((200, 200))),
    _get("/co-locations/new", **_kept_by((200, 200))),
    _post("/co-locations/new", {}, **_kept_by((422, 422))),
    _get(_SITE, **_read_by(READ)),
    _get(_SITE + "/contacts", **_read_by(READ)),
    _get(_SITE + "/numbers", **_read_by(READ)),
    _get(_SITE + "/contacts.ods", **_read_by(GONE)),
    _get(_SITE + "/change", **_kept_by(READ)),
    _post(_SITE + "/change", {}, **_kept_by(FAULTY)),
    _get(_SITE + "/hours", **_kept_by(READ)),
    _post(_SITE + "/hours", {}, **_kept_by(FAULTY), form={"opens_0": "17:00", "closes_0": "9:00"}),
    _get("/rota", **_read_by((200, 200))),
    _get("/rota/shifts/new", **_kept_by((200, 200))),
    _post("/rota/shifts/new", {}, **_kept_by((422, 422))),
    _get("/rota/shifts/{shift:uuid}", **_kept_by(GONE)),
    *(_post("/rota/shifts/{shift:uuid}" + act, {}, **_kept_by(GONE)) for act in ("", "/call-off", "/cover")),
    _get("/rota/shifts/{shift:uuid}/cover", **_kept_by(GONE)),
    _post("/rota/shifts/{shift:uuid}/cover/take-back", {}, **_kept_by(GONE)),
    _post("/rota/cover/{ask:uuid}", {}, lead=GONE, taking=NO, lead_manager=NO),
    _get(_SITE + "/gap", **_kept_by(READ)),
    _post(_SITE + "/gap", {}, **_kept_by(GONE)),
    _get("/rota/leave/{worker:uuid}", **_kept_by(GONE)),
    _post("/rota/leave/{worker:uuid}", {}, **_kept_by(GONE)),
    _get("/rota/calendar", lead=(200, 200), taking=NO, lead_manager=NO),
    _post("/rota/calendar", {}, lead=(200, 200), taking=NO, lead_manager=NO),
    _post("/rota/calendar/stop", {}, lead=(303, 303), taking=NO, lead_manager=NO),
    _get("/calendar/{token:str}", nobody=404, **_everyone(404)),
    _get(_SITE + "/rooms", **_read_by(READ)),
    _get(_SITE + "/rooms/new", **_kept_by(READ)),
    _post(_SITE + "/rooms/new", {}, **_kept_by(FAULTY)),
    _get(_ROOM + "/change", **_kept_by(GONE)),
    _post(_ROOM + "/change", {}, **_kept_by(GONE)),
    _get(_ROOM + "/door", **_read_by(GONE)),
    _get(_ROOM, **_read_by(GONE)),
    _post(_ROOM, {}, **_read_by(GONE)),
    _post(_ROOM + "/bookings/{booking:uuid}/give-back", {}, **_read_by(GONE)),
    *(
        _post(_SITE + "/rooms" + act, {}, lead=(303, 404), taking=NO, lead_manager=NO)
        for act in ("/now", "/wait", "/wait/end")
    ),
    _get(_SITE + "/days", **_kept_by(READ)),
    _post(_SITE + "/days", {}, **_kept_by(FAULTY), form=_day("opened_on", 40, 12)),
    _get(_GATE, **_read_by(READ)),
    _post(_GATE, {}, **_kept_by(FAULTY)),
    *(_post(_GATE + act, {}, **_kept_by(FAULTY)) for act in ("/met", "/chase", "/answer", "/reopen")),
    _get("/co-locations/compare", **_kept_by((200, 200))),
    _get("/co-locations/pack", **_read_by((200, 200))),
    _get("/co-locations/pack/{key:str}", **_read_by((200, 200))),
    _get(_SITE + "/pack", **_kept_by(READ)),
    _post(_SITE + "/pack", {}, **_kept_by((303, 404))),
    _get(_SITE + "/card", **_read_by(READ)),
    _get("/co-locations/problems", **_kept_by((200, 200))),
    _get(_SITE + "/issues", **_read_by(READ)),
    _post(_SITE + "/issues", {"kind": "room"}, **_read_by(FAULTY)),
    _get(_SITE + "/issues/{issue:uuid}", **_kept_by(GONE)),
    _post(_SITE + "/issues/{issue:uuid}", {}, **_kept_by(GONE)),
    _get(_SITE + "/people", **_kept_by(READ)),
    _get(_SITE + "/people/new", **_kept_by(READ)),
    _post(_SITE + "/people/new", {}, **_kept_by(FAULTY)),
    _get(_SITE + "/people/{placement:uuid}/managed", **_kept_by(GONE)),
    _post(_SITE + "/people/{placement:uuid}/managed", {}, **_kept_by(GONE)),
    _get(_SITE + "/people/{placement:uuid}/end", **_kept_by(GONE)),
    _post(_SITE + "/people/{placement:uuid}/end", {}, **_kept_by(GONE)),
    _get("/clearances", **_kept_by((200, 200))),
    _get("/clearances/{worker:uuid}", **_read_by(GONE)),
    _get("/clearances/{worker:uuid}/record", **_kept_by(GONE)),
    _post("/clearances/{worker:uuid}/record", {}, **_kept_by(GONE)),
    _post("/clearances/{worker:uuid}/{clearance:uuid}/give-up", {}, **_kept_by(GONE)),
    _get("/our-sites", sponsor=(200, 200)),
    _get("/my-site", lead=(200, 200), taking=NO, lead_manager=NO),
    _get("/still-here", **_everyone(204)),
    _get("/my-site/paper-log", lead=(200, 200), taking=NO, lead_manager=NO),
    _get("/my-site/paper-log/template.csv", lead=(200, 200), taking=NO, lead_manager=NO),
    _post("/my-site/paper-log", {}, lead=(422, 422), taking=NO, lead_manager=NO),
    _post("/my-site/paper-log/confirm", {}, lead=(409, 409), taking=NO, lead_manager=NO),
    _get("/my-site/sessions", **_on_site((200, 200))),
    _post("/my-site/sessions", {}, **_on_site((422, 422))),
    _post("/my-site/sessions/{activity:uuid}/cancel", {}, **_on_site(GONE)),
    _get("/contacts/new", **_on_site((200, 200))),
    _post("/contacts/new", {}, **_on_site((422, 422))),
    _post("/contacts/draft", {}, **_on_site((200, 200))),
    _post("/contacts/draft/drop", {}, **_on_site((303, 303))),
    _get("/contacts/choose", **_on_site((200, 200))),
    _post("/contacts/choose", {}, **_on_site((200, 200))),
    _post("/contacts/choose/find", {}, **_on_site((422, 422))),
    _get("/contacts/{reference:str}", **_on_site(GONE)),
    _post("/contacts/{reference:str}/link", {}, **_on_site(GONE)),
    _post("/contacts/{reference:str}/called-back", {}, **_on_site(GONE)),
    _post("/contacts/{reference:str}/confirm", {}, **_on_site(GONE)),
    _get("/contacts/{reference:str}/keep-apart", **_on_site(GONE)),
    _post("/contacts/{reference:str}/keep-apart", {}, **_on_site(GONE)),
    _get("/contacts/{reference:str}/keep-apart/undo", **_on_site(GONE)),
    _post("/contacts/{reference:str}/keep-apart/undo", {}, **_on_site(GONE)),
    _get("/contacts/offline", **_on_site((200, 200))),
    _get("/contacts/offline/shell", nobody=200, **_everyone(200)),
    _get("/contacts/offline/count", **_kept_by((200, 200))),
    _get("/contacts/offline/{envelope:uuid}", **_on_site(GONE)),
    _post("/contacts/offline/{envelope:uuid}/give-up", {}, **_on_site(GONE)),
    _post("/contacts/offline/permits/{permit:uuid}/revoke", {}, **_on_site(GONE)),
    _post("/contacts/offline/permits/{permit:uuid}/wipe", {}, **_on_site(GONE)),
    _post("/api/v1/offline/permits", {}, **_on_site((201, 201))),
    _get("/api/v1/offline/permits/own", nobody=401, **_everyone(401)),
    _post("/api/v1/offline/permits/wiped", nobody=401, **_everyone(401)),
    _post("/api/v1/offline/envelopes", nobody=401, **_everyone(401)),
    _get(_PERSON + "/at-sites", partner=GONE, lead=READ),
    _get("/contacts/{reference:str}/refer", **_on_site(GONE)),
    _get(_SITE + "/quiet-times", **_read_by(READ)),
    _post(_SITE + "/quiet-times", {}, **_read_by(FAULTY)),
    _post("/confirm", {"code": "x"}, **_everyone(422)),
    _get("/account/sessions", **_everyone(200)),
    _post("/account/sessions/end", {"which": "none"}, **_everyone(404)),
    _post("/sign-out", **_everyone(303)),
    _post("/lock", **_everyone(303)),
    _post("/unlock", **_everyone(303)),
)
"""Every route of the portal; what ends or locks the session that asks comes last."""
