"""Lines: where in a TOML text a key stands, which its parser does not tell."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""The keys, and the places in lists, that lead to a part of a document."""

_PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEY = rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*="
_TABLE = rf"\s*(\[\[?)\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]"


def dotted(path: Path) -> str:
    """Give a path as people write it.

    >>> dotted(("marac_thresholds", 0, "count"))
    'marac_thresholds[0].count'
    """
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def parsed(path: str) -> Path:
    """Give the path that was written like this.

    >>> parsed("marac_thresholds[0].count")
    ('marac_thresholds', 0, 'count')
    """
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", path)
    return tuple(int(place) if place else name for place, name in parts)


def line_of(text: str, path: Path) -> int:
    """Give the line, counted from 1, of the part at a path, or of the nearest part around it.

    >>> line_of("[decide]" + chr(10) + "medium = {hours = 0}", ("decide", "medium", "hours"))
    2
    """
    lines: dict[Path, int] = {}
    for number, found in _parts(text):
        lines.setdefault(found, number)
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((lines[each] for each in around if each in lines), 1)


def _parts(text: str) -> Iterator[tuple[int, Path]]:
    """Give the line and the path of each key and each table of a text."""
    table: Path = ()
    entries: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if head := re.match(_TABLE, line):
            table = _inside(_names(head[2]), entries, is_new=head[1] == "[[")
            yield number, table
            yield number, table[:-1] if isinstance(table[-1], int) else table
        elif key := re.match(_KEY, line):
            yield number, (*table, *_names(key[1]))


def _inside(names: Path, entries: dict[Path, int], *, is_new: bool) -> Path:
    """Give the path of a table, with the place in its list for each name that is one."""
    if is_new:
        entries[names] = entries.get(names, -1) + 1
    path: Path = ()
    for length, name in enumerate(names, start=1):
        place = entries.get(names[:length])
        path = (*path, name) if place is None else (*path, name, place)
    return path


def _names(key: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))
