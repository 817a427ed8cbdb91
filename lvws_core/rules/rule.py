"""The shape of a rule: its text, where it comes from and how much trust it deserves."""

from datetime import date
from enum import StrEnum

import msgspec

CHECKED_ON = date(2026, 5, 31)
"""The last day of the spring of 2026, as of which the rules state law and guidance."""


class Mark(StrEnum):
    """How far a rule may be trusted; a rule of several parts has the mark of its weakest."""

    SOURCED = "sourced"
    PROJECT_DEFAULT = "project_default"
    TO_VERIFY = "to_verify"

    @property
    def label(self) -> str:
        """The words for a table, such as "Project default"."""
        return self.value.replace("_", " ").capitalize()


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the domain.

    `source` names the documents (or says which part of the rule has none), `checked_on` is the day
    as of which it was compared with them. `policy_fields` are the fields of `Policy` that its
    numbers come from, `where` the modules of the library that encode it; empty where none does.
    """

    id: str
    text: str
    source: str
    mark: Mark
    checked_on: date = CHECKED_ON
    policy_fields: tuple[str, ...] = ()
    where: tuple[str, ...] = ()


def by_id(*rules: Rule) -> dict[str, Rule]:
    """Give rules by their ids, in the order given."""
    return {rule.id: rule for rule in rules}


def a_rule(id: str, text: str, source: str, mark: Mark, *, uses: str = "", where: str = "") -> Rule:  # noqa: A002 – the name of the field
    """Make a rule from a row of a table; `uses` and `where` are names with blanks between."""
    places = tuple(f"lvws_core.{place}" for place in where.split())
    return Rule(id=id, text=text, source=source, mark=mark, policy_fields=tuple(uses.split()), where=places)
