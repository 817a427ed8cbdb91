"""Reasons: why a rule allowed, refused or ranked something, in words that page, API and library share."""

import re
from typing import NewType

import msgspec

RuleId = NewType("RuleId", str)


class Reason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One reason for a decision.

    `code` is stable and made for programs (`visible_high_risk`), `rule` is the id of the rule in
    the domain reference (`RISK-20`), `text` is one plain sentence with the facts used. A text
    never holds personal data beyond counts, dates and codes.
    """

    code: str
    rule: str
    text: str


def because(code: str, rule: str, text: str) -> Reason:
    """Give a reason from its three parts, in the order in which they are read."""
    return Reason(code=code, rule=rule, text=text)


def substance(text: str) -> int:
    """Count the characters of a text without its padding.

    Runs of blanks count as one, four or more of one character in a row count as one, and
    invisible characters count as none.
    """
    visible = "".join(c for c in text if c.isspace() or c.isprintable())
    return len(re.sub(r"(.)\1{3,}", r"\1", " ".join(visible.split())))
