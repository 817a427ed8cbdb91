import importlib
import json
import pkgutil

import msgspec
import pytest

import lvws_core
from lvws_core import schema as schema_module
from lvws_core.errors import Missing
from lvws_core.schema import DIALECT, public_structs, schema

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(lvws_core.__path__, "lvws_core.")
    if not module.name.endswith("__main__")
]


def test_every_public_struct_of_the_library_has_a_schema() -> None:
    every = {
        each
        for module in MODULES
        for name, each in vars(module).items()
        if isinstance(each, type) and issubclass(each, msgspec.Struct) and not name.startswith("_")
    }
    ours = {each for each in every if each.__module__.startswith("lvws_core.")}
    not_json = {"Desk", "Counts"}  # the portal's, which holds functions; a table whose cells have no name
    assert {each.__qualname__ for each in ours - set(public_structs().values())} <= not_json


@pytest.mark.parametrize("name", public_structs())
def test_a_schema_is_json_and_describes_its_fields(name: str) -> None:
    found = json.loads(json.dumps(schema(name)))
    reference = found["$ref"].removeprefix("#/$defs/")
    assert found["$schema"] == DIALECT
    assert set(public_structs()[name].__struct_fields__) <= set(found["$defs"][reference]["properties"])


def test_the_schema_of_all_has_each_under_its_name() -> None:
    definitions = json.loads(json.dumps(schema()))["$defs"]
    assert {"Circumstances", "ShareRequest", "Offer", "Policy", "MaracCase"} <= set(definitions)


def test_a_rule_and_the_rule_of_a_clock_do_not_take_each_others_name() -> None:
    assert "policy_fields" in str(schema("Rule"))
    assert "escalate_to" in str(schema("clocks.Rule"))


def test_a_value_that_does_not_exist_is_missing() -> None:
    with pytest.raises(Missing):
        schema("Nonsense")


def test_a_type_without_a_schema_is_not_passed_off_as_any_json() -> None:
    with pytest.raises(NotImplementedError):
        schema_module._anything(complex)
