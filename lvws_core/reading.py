"""Reading: JSON and TOML into values; what cannot be is refused with its field, a code and the line.

Nothing is ignored and nothing is guessed: a key that the value does not have is refused too.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TypeVar

import msgspec

from lvws_core.errors import Invalid
from lvws_core.lines import Path, dotted, line_of, parsed

T = TypeVar("T")

_AT = r" - at (?:`key` in )?`\$\.?(.*)`$"
_NAMED = r"field `(.*?)`"
_TOML_LINE = r"\(at line (\d+), column \d+\)"
_TOML_TYPES = (datetime, date, time)
_CODES: Mapping[str, str] = {
    "Object missing required field": "required",
    "Object contains unknown field": "unknown_field",
    "Expected": "wrong_type",
    "Invalid enum value": "unknown_value",
    "Invalid value": "unknown_value",
    "Invalid UUID": "not_an_id",
    "Invalid RFC3339": "not_a_date",
}
"""The codes of what is found while decoding, by the beginning of the decoder's words."""


def read_json(data: bytes | str, kind: type[T]) -> T:
    """Read a value of a kind from JSON.

    >>> from lvws_core.risk.marac import Circumstances
    >>> read_json('{"victim_age": 34}', Circumstances).victim_age
    34

    Raises:
        Invalid: It is not JSON (`not_json`, `too_deep`), or as `read_value`.
    """
    return read_value(raw_json(data), kind)


def raw_json(data: bytes | str) -> object:
    """Read JSON as plain dicts, lists, texts and numbers.

    Raises:
        Invalid: It is not JSON (`not_json`), or nested too deeply (`too_deep`).
    """
    try:
        raw: object = msgspec.json.decode(data)
    except RecursionError as error:
        raise Invalid("json", "too_deep") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise Invalid("json", "not_json") from error
    return raw


def read_value(raw: object, kind: type[T]) -> T:
    """Read a value of a kind from plain dicts, lists, texts and numbers.

    Raises:
        Invalid: A field is missing (`required`), of another type (`wrong_type`), not in its list
            (`unknown_value`), no id or date (`not_an_id`, `not_a_date`), or does not exist
            (`unknown_field`); or whatever the value itself refuses. `field` is the path to it.
    """
    value = _converted(raw, kind, ())
    for path in _surplus(raw, value, ()):
        raise Invalid(dotted(path), "unknown_field")
    return value


def as_json(value: object) -> object:
    """Give a value as plain dicts, lists, texts and numbers; sets are lists in the order of their keys."""
    return raw_json(msgspec.json.encode(value, order="deterministic"))


def read_toml(text: str, kind: type[T]) -> T:
    """Read a value of a kind from TOML; the kind itself refuses what it does not know.

    Raises:
        Invalid: It is not TOML (`not_toml`), or as `read_value`; `line` says where.
    """
    raw = _raw_toml(text)
    try:
        return _converted(raw, kind, _TOML_TYPES)
    except Invalid as error:
        decoded = isinstance(error.__cause__, msgspec.ValidationError)
        path = parsed(error.field) if decoded else _culprit(raw, kind, error)
        raise Invalid(dotted(path) or error.field, error.code, line_of(text, path)) from error


def _raw_toml(text: str) -> dict[str, object]:
    try:
        raw: dict[str, object] = msgspec.toml.decode(text)
    except RecursionError as error:
        raise Invalid("toml", "too_deep") from error
    except (msgspec.DecodeError, ValueError) as error:
        found = re.search(_TOML_LINE, str(error))
        raise Invalid("toml", "not_toml", int(found[1]) if found else max(len(text.splitlines()), 1)) from error
    return raw


def _converted(raw: object, kind: type[T], own_types: tuple[type, ...]) -> T:
    """Convert plain values; `own_types` are those that the format has besides texts and numbers."""
    try:
        return msgspec.convert(raw, kind, builtin_types=own_types, str_keys=True)
    except msgspec.ValidationError as error:
        raise _fault(str(error)) from error


def _fault(words: str) -> Invalid:
    """Turn the decoder's words into field and code; values that it quotes are left behind."""
    code = next((code for begin, code in _CODES.items() if words.startswith(begin)), "invalid")
    at, named = re.search(_AT, words), re.search(_NAMED, words) if code in {"required", "unknown_field"} else None
    parts = [part for part in (at[1] if at else "", named[1] if named else "") if part]
    return Invalid(".".join(parts) or "value", code)


def _surplus(raw: object, value: object, path: Path) -> Iterator[Path]:
    """Give the paths of the keys that were read past: what is there and the value does not have."""
    for key, part in _items(raw):
        here = (*path, key)
        if isinstance(value, msgspec.Struct):
            if hasattr(value, str(key)) and key in value.__struct_fields__:
                yield from _surplus(part, getattr(value, str(key)), here)
            elif key != value.__struct_config__.tag_field:
                yield here
        elif isinstance(value, Mapping):
            yield from _surplus(part, value.get(key), here)
        elif isinstance(value, (tuple, list)):
            yield from _surplus(part, value[int(key)], here)


def _culprit(raw: dict[str, object], kind: type[object], error: Invalid) -> Path:
    """Give the path of the field that a value refused, or of the smallest part without which it would not."""
    path: Path = ()
    while True:
        inside = [key for key, _ in _items(_part(raw, path))]
        if error.field in inside:
            return (*path, error.field)
        found = next((key for key in inside if _is_cause(raw, (*path, key), kind, error)), None)
        if found is None:
            return path
        path = (*path, found)


def _is_cause(raw: dict[str, object], path: Path, kind: type[object], error: Invalid) -> bool:
    try:
        _converted(_without(raw, path), kind, _TOML_TYPES)
    except Invalid as other:
        return (other.field, other.code) != (error.field, error.code)
    return True


def _items(raw: object) -> list[tuple[str | int, object]]:
    if isinstance(raw, dict):
        return list(raw.items())
    return list(enumerate(raw)) if isinstance(raw, list) else []


def _part(raw: object, path: Path) -> object:
    for key in path:
        raw = dict(_items(raw))[key]
    return raw


def _without(raw: object, path: Path) -> object:
    """Give a copy without the part at the path."""
    inner = path[1:]
    kept = ((key, part) for key, part in _items(raw) if inner or key != path[0])
    left = {key: _without(part, inner) if key == path[0] else part for key, part in kept}
    return left if isinstance(raw, dict) else list(left.values())
