"""The scene of offers behind the whole application, for the tests of its pages."""

from collections.abc import Callable

import pytest
from litestar import Litestar

from tests.kit import Visitor
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import Scene, set_scene

As = Callable[[str], Visitor]


@pytest.fixture
def staged_scene(app: Litestar, desk_of: DeskOf) -> Scene:
    """The scene in the database of the application, on each database in turn."""
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))
