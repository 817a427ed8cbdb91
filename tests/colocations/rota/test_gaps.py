"""A gap in both databases: of those who fill it at once one does, whoever they put there."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from colocations.rota import store
from colocations.rota.gaps import service as gaps
from lvws_core.actors import Role
from lvws_core.errors import Conflict
from lvws_core.ids import UserId
from portal.database import Database
from tests.builders import CONSORTIUM, LEAD
from tests.colocations.builders import TODAY
from tests.colocations.rota.builders import ANNA, BELA, SITE
from tests.colocations.rota.conftest import DeskOf

TOMORROW = TODAY + timedelta(days=1)


def test_a_gap_that_two_fill_at_once_with_different_workers_is_filled_once(live: Database, desk_of: DeskOf) -> None:
    together = Barrier(2)

    def fill(worker_id: UserId) -> tuple[str, ...]:
        together.wait()
        try:
            with live.transaction(live.open(LEAD)) as session:
                desk = desk_of(session, CONSORTIUM["coordinator"].id, Role.COLOCATION_COORDINATOR)
                gaps.fill(desk, SITE.reference, TOMORROW, "09:00 to 17:00", worker_id)
        except Conflict as refused:
            return tuple(reason.code for reason in refused.reasons)
        return ()

    with ThreadPoolExecutor(2) as pool:
        found = Counter(pool.map(fill, (ANNA, BELA)))
    assert found == {(): 1, ("gap_filled",): 1}
    with live.transaction(live.open(LEAD, reading=True)) as session:
        assert len(store.between(session, TOMORROW, TOMORROW)) == 1
