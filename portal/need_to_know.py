"""Need to know: the criteria by which a restricted person, and every row about them, is there for the team alone.

The gate for rows adds them to every statement of an organisation's session (`portal.database`), so a list,
a count and an address answer alike: as if there were nobody. A conflict that is registered and a guard that
was overridden stay: they protect people, are read by few, and tell nothing but a reference.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, and_, or_, select
from sqlalchemy.orm import Mapper, with_loader_criteria
from sqlmodel import SQLModel

KEPT: Final = frozenset({"conflict_register", "override", "review"})
"""Tables with a person or an offer whose rows are there for whoever may read such tables at all."""


class Reader:
    """Who reads: an account, None for nobody in particular, and whether it manages an organisation.

    A manager also sees who is restricted to a team of which every account is closed: nobody is lost.
    """

    def __init__(self, user_id: UUID | None = None, *, manages: bool = False) -> None:
        self.user_id, self.manages = user_id, manages


NOBODY: Final = Reader()
"""A session that says nothing of its reader sees nobody who is restricted."""


def need_to_know(mappers: Iterable[Mapper[Any]], organisation_id: UUID, reader: Reader) -> Iterator[Any]:
    """Give the criteria that hide what is about people who are restricted to a team without this reader."""
    people = _hidden(organisation_id, reader)
    offers, cases = _of("offer", "id", "person_id", people), _of("case", "id", "person_id", people)
    for mapper in mappers:
        row, columns = mapper.class_, mapper.columns
        table = getattr(mapper.local_table, "name", "")
        hidden: list[Any] = []
        if table == "person":
            hidden.append(row.id.not_in(people))
        elif table == "notice":
            hidden.append(row.reference.not_in(_of("offer", "reference", "person_id", people)))
        elif table not in KEPT and "person_id" in columns:
            hidden.append(or_(row.person_id.is_(None), row.person_id.not_in(people)))
        elif table not in KEPT and "offer_id" in columns:
            hidden.append(or_(row.offer_id.is_(None), row.offer_id.not_in(offers)))
        elif "case_id" in columns:
            hidden.append(row.case_id.not_in(cases))
        if hidden:
            yield with_loader_criteria(row, and_(*hidden), include_aliases=True)


def _hidden(organisation_id: UUID, reader: Reader) -> Select[Any]:
    restriction, team = _table("restriction"), _table("case_team")
    mine = select(team.c.person_id).where(team.c.user_id == reader.user_id, team.c.left_at.is_(None))
    hidden = select(restriction.c.person_id).where(
        restriction.c.owner_organisation_id == organisation_id,
        restriction.c.lifted_at.is_(None),
        restriction.c.person_id.not_in(mine),
    )
    return hidden.where(restriction.c.person_id.in_(_looked_after())) if reader.manages else hidden


def _looked_after() -> Select[Any]:
    """Give the people of whose team somebody's account is open."""
    team, user = _table("case_team"), _table("user")
    of_team = team.join(user, user.c.id == team.c.user_id)
    return select(team.c.person_id).select_from(of_team).where(team.c.left_at.is_(None), user.c.disabled_at.is_(None))


def _of(table: str, wanted: str, about: str, people: Select[Any]) -> Select[Any]:
    rows = _table(table)
    return select(rows.c[wanted]).where(rows.c[about].in_(people))


def _table(name: str) -> Table:
    # Tables and not mapped classes: criteria are not looked for inside criteria.
    return SQLModel.metadata.tables[name]
