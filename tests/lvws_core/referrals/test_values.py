from types import ModuleType

import msgspec
import pytest

from lvws_core import needs, referrals
from lvws_core.referrals import allocation, clocks, filters, notes


@pytest.mark.parametrize("module", [referrals, allocation, clocks, filters, notes, needs])
def test_every_value_is_frozen_and_takes_its_fields_by_name(module: ModuleType) -> None:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    ours = (referrals.__name__, needs.__name__)
    public = [kind for kind in kinds if kind.__module__.startswith(ours) and kind.__name__[0] != "_"]
    assert public
    for kind in public:
        assert kind.__struct_config__.frozen
        with pytest.raises(TypeError):
            kind(None)


def test_every_public_name_is_exported() -> None:
    assert all(hasattr(referrals, name) for name in referrals.__all__)
    assert callable(clocks.clocks)
