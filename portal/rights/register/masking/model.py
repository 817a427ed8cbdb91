"""Words between two organisations, without the names and ways of others: by default, until somebody decides."""

import re
from collections.abc import Collection, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from lvws_core.phones import phone_digits
from portal.rights.register.model import Item

LEFT_OUT: Final = "[left out: about somebody else]"

_NUMBER = re.compile(r"(?<!\w)[+0][\d ()-]{7,}\d")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WAYS = (_EMAIL.pattern, _NUMBER.pattern)
_SHORTEST = 3


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What tells whose something is: the ways by which the person is reached, and words for whoever may cause harm.

    `ways` are numbers as digits and addresses in small letters.
    """

    ways: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def known_from(items: Collection[Item], others: Collection[str]) -> Known:
    """Gather from a pack what is the person's own: each number and address in what they told of themselves."""
    own = [line.text for item in items if item.key.partition(":")[0] in _OWN for line in item.lines]
    numbers = (phone_digits(found) for text in own for found in _NUMBER.findall(text))
    emails = (found.lower() for text in own for found in _EMAIL.findall(text))
    return Known(ways=frozenset({*numbers, *emails}), others=frozenset(others))


_OWN = frozenset({"person", "contact_plan"})


def masked(item: Item, known: Known) -> Item:
    """Give an item without the numbers and addresses of others, and without the names of whoever may cause harm.

    Source: TOP-17, domain section 9.5.
    """
    pattern = re.compile("|".join((*_WAYS, *_names(known.others))), re.IGNORECASE)
    count = 0

    def leave(found: re.Match[str]) -> str:
        nonlocal count
        if {phone_digits(found[0]), found[0].lower()} & known.ways:
            return found[0]
        count += 1
        return LEFT_OUT

    lines = tuple(replace(line, text=pattern.sub(leave, line.text)) for line in item.lines)
    return replace(item, lines=lines, masked=count)


def _names(others: Collection[str]) -> Iterator[str]:
    """Give what finds the words for others: each whole, and each name in it that begins with a capital."""
    whole = {each.strip() for each in others}
    parts = {part for each in whole for part in re.findall(r"\w+", each) if part[:1].isupper()}
    for word in sorted({*whole, *parts}, key=lambda each: (-len(each), each)):
        if len(word) >= _SHORTEST and not word.isdigit():
            yield rf"(?<!\w){re.escape(word)}(?!\w)"
