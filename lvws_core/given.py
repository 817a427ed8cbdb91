"""What an importer gives: a set where a set is due, only keys that exist, and instants that know their zone."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Any

from lvws_core.errors import Invalid

_SETS = (frozenset, set)


def require_set(field: str, given: object) -> None:
    """Refuse what is no set.

    Raises:
        Invalid: Code `not_a_set`.
    """
    if not isinstance(given, _SETS):
        raise Invalid(field, "not_a_set")


def require_keys(field: str, given: AbstractSet[Any], known: frozenset[Any], code: str) -> None:
    """Refuse what is no set, and a set with a key that does not exist, so that none is ever ignored.

    Raises:
        Invalid: `not_a_set`, or the code that was handed in.
    """
    if not isinstance(given, _SETS):
        raise Invalid(field, "not_a_set")
    if not given <= known:
        raise Invalid(field, code)


def require_mapping(field: str, given: object) -> None:
    """Refuse what is no mapping.

    Raises:
        Invalid: Code `not_a_mapping`.
    """
    if not isinstance(given, (dict, Mapping)):  # most are dicts, and the abstract class is slow to say so
        raise Invalid(field, "not_a_mapping")


def require_aware(field: str, moment: datetime | None) -> None:
    """Refuse a naive moment by the name of its field; None passes.

    Raises:
        Invalid: The moment has no offset; code `naive`.
    """
    if moment is not None and moment.tzinfo is not UTC and moment.utcoffset() is None:
        raise Invalid(field, "naive")
