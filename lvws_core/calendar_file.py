"""Calendar files: lines as RFC 5545 wants them, escaped, folded and ended.

Written by hand because an event needs forty lines of it and no time zones: instants are in UTC. The tests read what
is written with a library.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from lvws_core.times import utc

_MOST_OCTETS: Final = 75
_LINE_END: Final = "\r\n"


def escape(text: str) -> str:
    r"""Give a text as the value of a property.

    >>> escape("Here, there; \\everywhere\nand home")
    'Here\\, there\\; \\\\everywhere\\nand home'

    Source: RFC 5545, 3.3.11.
    """
    pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join(each.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for each in pieces)


def folded(line: str) -> str:
    """Give a line in parts of at most 75 octets, no letter cut in two; each part but the first begins with a space.

    Source: RFC 5545, 3.1.
    """
    return f"{_LINE_END} ".join(_parts(line))


def _parts(line: str) -> Iterator[str]:
    part, octets, room = "", 0, _MOST_OCTETS
    for letter in line:
        size = len(letter.encode())
        if octets + size > room:
            yield part
            part, octets, room = "", 0, _MOST_OCTETS - 1  # the space counts
        part, octets = part + letter, octets + size
    yield part


def written(lines: Iterable[str]) -> bytes:
    """Give lines as the content of a file."""
    return "".join(folded(line) + _LINE_END for line in lines).encode()


def moment(at: datetime) -> str:
    """Give an instant (aware) in UTC.

    Source: RFC 5545, 3.3.5, form 2.
    """
    return f"{utc(at):%Y%m%dT%H%M%SZ}"
