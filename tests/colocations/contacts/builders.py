"""Builders of contacts: what a form sends."""

from collections.abc import Mapping
from typing import Final

from lvws_core.forms import Many

COMMON: Final[Mapping[str, Many]] = {
    "kind": "client",
    "site": "4444-44",
    "department": "A&E",
    "manner": "bedside",
    "minutes": "15",
    "purpose_client": "support",
    "outcome_client": "supported",
}
"""A common contact, as the form sends it."""
