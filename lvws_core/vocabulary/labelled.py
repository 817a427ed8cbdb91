"""Labelled: a closed list whose members know the words that people read."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A closed list: the value is the key that is stored, `label` the words that people read.

    The order of the members is the order in which lists and tables show them.
    """

    label: str

    def __new__(cls, key: str, label: str = "") -> Self:
        """Make a member from its key and its label.

        The label has a default for the type checker alone, which reads a look-up by key as this call.
        """
        member = str.__new__(cls, key)
        member._value_ = key
        member.label = label
        return member
