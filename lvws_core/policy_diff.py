"""Policy diff: what would change for these cases if the policy were another."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from lvws_core.cases import Case, decide
from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.reading import as_json

_NAMES = ("code", "kind")
_ASIDE = frozenset({"text", "would_be_eligible_if"})
"""Words for people: they name the numbers of a policy and change with them, whatever is decided."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One part of an answer, or one field of a policy, that differs: both values as JSON, empty where there is none."""

    path: str
    old: str
    new: str


class CaseChange(msgspec.Struct, frozen=True, kw_only=True):
    """A case that would be decided otherwise: its place among the cases, counted from 0, and what differs."""

    place: int
    kind: str
    differences: tuple[Difference, ...]


class PolicyDiff(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases were decided, which of them otherwise, and how often each part of an answer differs.

    `policy` has the fields in which the two policies differ, the version left aside. `by_path` is
    sorted, the most frequent first.
    """

    cases: int
    changed: tuple[CaseChange, ...]
    by_path: Mapping[str, int]
    policy: tuple[Difference, ...]


def policy_diff(cases: Iterable[Case], old: Policy, new: Policy) -> PolicyDiff:
    """Give what would change for the cases, in their order, if `new` took the place of `old`.

    Reasons are compared by code and not by their words. A case that a policy refuses has the answer
    `invalid`.

    >>> from lvws_core.cases import MaracCase
    >>> from lvws_core.risk.marac import Circumstances
    >>> case = MaracCase(circumstances=Circumstances(victim_age=34, police_incidents=3))
    >>> policy_diff([case], Policy(), Policy(escalation_incidents=4)).by_path["refer"]
    1
    """
    asked = tuple(cases)
    found = (
        CaseChange(place=place, kind=_kind(case), differences=_between(_answer(case, old), _answer(case, new)))
        for place, case in enumerate(asked)
    )
    changed = tuple(change for change in found if change.differences)
    paths = [difference.path for change in changed for difference in change.differences]
    return PolicyDiff(
        cases=len(asked),
        changed=changed,
        by_path={path: paths.count(path) for path in sorted(set(paths), key=lambda path: (-paths.count(path), path))},
        policy=tuple(each for each in _between(as_json(old), as_json(new)) if each.path != "version"),
    )


def _kind(case: Case) -> str:
    return str(case.__struct_config__.tag)


def _answer(case: Case, policy: Policy) -> object:
    try:
        return as_json(decide(case, policy))
    except Invalid as error:
        return {"invalid": f"{error.field}: {error.code}"}


def _between(old: object, new: object) -> tuple[Difference, ...]:
    before, after = dict(_leaves(old, "")), dict(_leaves(new, ""))
    paths = dict.fromkeys((*before, *after))
    return tuple(
        Difference(path=path, old=before.get(path, ""), new=after.get(path, ""))
        for path in paths
        if before.get(path) != after.get(path)
    )


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Give the parts of an answer with their paths; a part of a list by its own name, where it has one."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _ASIDE:
                yield from _leaves(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _leaves(part, f"{path}[{_name(part, place)}]")
    else:
        yield path, msgspec.json.encode(value).decode()


def _name(part: object, place: int) -> object:
    if not isinstance(part, dict):
        return part if isinstance(part, str) else place
    service = part.get("service")
    named = next((part[key] for key in _NAMES if key in part), place)
    return service["id"] if isinstance(service, dict) else named
