"""What is there before the first referral: the consortium, its services, three people, and who agreed to what."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar

from lvws_core.ids import OrganisationId, Reference
from tests.builders import GALOP, SHELTER, Clock, Ids, add_consortium
from tests.kit import Visitor
from tests.lending import an_application
from tests.scene import ADVOCACY, AWAY, CALM, CONSENT, DASH, HOUSING, PERSON, PLAN, TEAM, set_away, set_services

SERVICES = {SHELTER: HOUSING, GALOP: ADVOCACY, TEAM: AWAY}
"""Whom to ask; the last has no account: the lead delivers what it is asked, and records what it says."""


class Someone(msgspec.Struct, frozen=True, kw_only=True):
    """A person who is referred, by reference, and the words that nobody may read with whom they were not shared."""

    reference: Reference
    canaries: tuple[str, ...]
    high_risk: bool

    @property
    def phone(self) -> str:
        """The number, which nobody at a partner sees while contact is stopped."""
        return self.canaries[1]


def settle(url: str) -> tuple[Someone, ...]:
    """Fill an empty, migrated database with the consortium, its services and three people, through the pages."""
    with an_application(url, Clock(), Ids()) as app:
        with app.state.database.system() as session:
            add_consortium(session)
            set_services(session)
            set_away(session)
        return tuple(_someone(app, number) for number in range(3))


def _someone(app: Litestar, number: int) -> Someone:
    name, phone, word = f"Wilhelmina Canarybird{number}", f"07700 90{number}123", f"marmalade{number}"
    visitor, high_risk = Visitor(app).sign_in("caseworker", Clock()), number != 1
    answer = visitor.submit("/people/new", {**PERSON, "name": name, "phone": phone})
    if answer.status_code == 200:  # somebody looks alike
        raise AssertionError("the three people of the machine are no longer strangers to one another")
    reference = Reference(answer.headers["location"].partition("?")[0].removeprefix("/people/"))
    someone = Someone(reference=reference, canaries=(name, phone, word), high_risk=high_risk)
    confirm(visitor, someone)
    for organisation_id in SERVICES:
        agree(visitor, reference, organisation_id)
    return someone


def confirm(visitor: Visitor, someone: Someone) -> None:
    """Confirm how to reach somebody safely, and assess the risk anew."""
    _, phone, word = someone.canaries
    plan = {**PLAN, "way_mobile_call": phone, "code_word": word}
    assert visitor.submit(f"/people/{someone.reference}/contact-plan", plan).status_code == 303
    dash = DASH if someone.high_risk else CALM
    assert visitor.submit(f"/people/{someone.reference}/risk/new", dash).status_code == 303


def agree(visitor: Visitor, person: Reference, organisation_id: OrganisationId, **changes: Any) -> int:
    """Record that somebody agrees, or no longer, of their own accord (CONS-21); give the status of the answer."""
    form = {**CONSENT, "organisation": str(organisation_id), "raised": "yes", **changes}
    return visitor.submit(f"/people/{person}/consent", form).status_code


def copied(template: Path, path: Path) -> None:
    """Put a copy of a SQLite file in the place of another that nobody holds open."""
    for name in (f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    shutil.copy(template, path)
