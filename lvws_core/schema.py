"""Schema: the JSON Schema of every public value of the library."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import msgspec

from lvws_core import (
    actors,
    breach,
    cases,
    events,
    files,
    forms,
    life,
    needs,
    paging,
    policy,
    policy_diff,
    ports,
    reasons,
    retention,
    rights,
    spreadsheets,
    times,
    vectors,
)
from lvws_core.consent import attempts, basis, capacity, plan, receipt, records, request, safety, schedule
from lvws_core.errors import Missing
from lvws_core.referrals import (
    allocation,
    clocks,
    codes,
    delivery,
    filters,
    guards,
    notes,
    nudges,
    offers,
    presence,
    requests,
    routing,
    services,
)
from lvws_core.risk import assessment, dash, level, marac, priority, thresholds
from lvws_core.rules import rule

MODULES: tuple[ModuleType, ...] = (
    *(reasons, rule, policy, thresholds, times, actors, events, ports, forms, files, paging, spreadsheets),
    *(dash, assessment, level, marac, priority),
    *(records, capacity, request, basis, receipt, plan, safety, attempts, schedule),
    *(
        delivery,
        codes,
        offers,
        notes,
        guards,
        presence,
        requests,
        clocks,
        nudges,
        services,
        filters,
        routing,
        allocation,
    ),
    *(breach, needs, life, cases, policy_diff, vectors, retention, rights),
)
"""The modules whose public values have a schema, in the order in which they are listed."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def public_structs() -> Mapping[str, type[msgspec.Struct]]:
    """Give every public Struct by its name; one whose name is taken has its module's name before it."""
    found: dict[str, type[msgspec.Struct]] = {}
    for module in MODULES:
        for name, each in vars(module).items():
            if _is_own(each, name, module):
                found[name if name not in found else f"{module.__name__.rpartition('.')[2]}.{name}"] = each
    return found


def schema(name: str | None = None) -> Mapping[str, object]:
    """Give the JSON Schema of a public Struct, or of all of them under `$defs`.

    >>> sorted(schema("Reason"))
    ['$defs', '$ref', '$schema']

    Raises:
        Missing: There is no public Struct of this name.
    """
    structs = public_structs()
    if name is None:
        _, definitions = msgspec.json.schema_components(
            structs.values(), schema_hook=_anything, ref_template="#/$defs/{name}"
        )
        return {"$schema": DIALECT, "$defs": definitions}
    if name not in structs:
        raise Missing
    return {"$schema": DIALECT, **msgspec.json.schema(structs[name], schema_hook=_anything)}


def _is_own(each: object, name: str, module: ModuleType) -> bool:
    if not isinstance(each, type) or not issubclass(each, msgspec.Struct) or name.startswith("_"):
        return False
    return each.__module__ == module.__name__


def _anything(kind: type) -> dict[str, Any]:
    """Give the schema of a value that may be any JSON, which Python calls an object."""
    if kind is not object:
        raise NotImplementedError
    return {"description": "Any JSON value"}
