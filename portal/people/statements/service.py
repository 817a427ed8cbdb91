"""Recording what a person says against an opinion, and reading it beside that opinion."""

from lvws_core.ids import Reference
from portal.people import store as people
from portal.people.service import Desk
from portal.people.statements import store
from portal.people.statements.forms import Said
from portal.people.statements.model import Opinion, Statement


def record_statement(desk: Desk, reference: Reference, said: Said) -> None:
    """Store a statement; the opinion stays as it is. Event `statement.recorded`, which names the opinion alone.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: domain section 9.5: disputed facts are marked.
    """
    key = people.key_of(desk.session, reference)
    made = Statement(id=desk.new_id(), about=said.about, said_on=said.said_on, by=desk.actor.id, words=said.words)
    store.add(desk.session, desk.vault, key, made, desk.now)
    desk.note("statement.recorded", key.record_id, about=said.about.value)


def read_statements(desk: Desk, reference: Reference, about: Opinion | None = None) -> tuple[Statement, ...]:
    """Give what a person said, of one opinion where one is asked for; event `person.read` where there is anything.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, reference)
    found = store.of_person(desk.session, desk.vault, key, about)
    if found:
        desk.note("person.read", key.record_id, fields=("statements",))
    return found
