"""The forms of a team: a new colleague, and another role."""

import re
from typing import Final

import msgspec

from lvws_core.actors import Role
from lvws_core.forms import Faults, FieldError
from portal.auth.model import normal_email
from portal.auth.team.model import GRANTABLE

_EMAIL: Final = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]+")

TAKEN: Final = FieldError(
    field="email",
    code="taken",
    text="No account can be made with this email address. Use another, or ask the lead's administrator",
)
"""Says no more than that: whose account it is stays with its own organisation."""


class ColleagueForm(msgspec.Struct, kw_only=True):
    """A colleague as they were typed."""

    name: str = ""
    email: str = ""
    role: str = ""


class RoleForm(msgspec.Struct, kw_only=True):
    """Another role."""

    role: str = ""


class NewColleague(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague, complete; the e-mail is in its normal form."""

    name: str
    email: str
    role: Role


def parse_colleague(form: ColleagueForm) -> NewColleague | tuple[FieldError, ...]:
    """Read a new colleague, or give every fault."""
    faults = Faults()
    name = faults.text("name", form.name, label="Their name", longest=80)
    email = faults.text("email", form.email, label="Their work email address", longest=254)
    if email is not None and _EMAIL.fullmatch(email) is None:
        faults.add("email", "not_an_email", "Enter an email address such as name@example.org")
    role = _role(faults, form.role)
    if name is None or email is None or role is None or faults.found:
        return faults.found
    return NewColleague(name=name, email=normal_email(email), role=role)


def parse_role(form: RoleForm) -> Role | tuple[FieldError, ...]:
    """Read another role, or give the fault."""
    faults = Faults()
    role = _role(faults, form.role)
    return faults.found if role is None else role


def _role(faults: Faults, text: str) -> Role | None:
    role = faults.choice("role", text, Role, text="Select what they may do")
    if role is not None and role not in GRANTABLE:
        faults.add("role", "not_yours_to_give", "Select what they may do")
        return None
    return role
