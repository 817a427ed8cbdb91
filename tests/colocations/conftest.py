"""The application with two sites in it: the lead's, where the IDVA is placed, and the hospital's own."""

import msgspec
import pytest
from litestar import Litestar

from tests.builders import Clock, Ids
from tests.kit import Visitor
from tests.scene import set_sites
from tests.staged import later_ids


class Sited(msgspec.Struct, frozen=True, kw_only=True):
    """An application with the sites in it, and its clock."""

    app: Litestar
    clock: Clock

    def visitor(self, key: str) -> Visitor:
        """Give a new browser, signed in as an account of the consortium."""
        return Visitor(self.app).sign_in(key, self.clock)


@pytest.fixture
def new_id() -> Ids:
    return later_ids()


@pytest.fixture
def sited(app: Litestar, clock: Clock) -> Sited:
    with app.state.database.system() as session:
        set_sites(session)
    return Sited(app=app, clock=clock)
