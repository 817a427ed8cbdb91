import doctest
import importlib
import pkgutil

import pytest

import lvws_core

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(lvws_core.__path__, "lvws_core.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
