"""Need to know: which people are restricted to a case team that a reader is not on.

The gate's criteria (`portal.criteria`) leave them and every row about them out, so a list, a count and an
address answer alike: as if there were nobody. A conflict that is registered and a guard that was overridden
stay: they protect people, are read by few, and tell nothing but a reference.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from portal.auth.tables import User
from portal.people.team.tables import CaseTeamRow, RestrictionRow

KEPT: Final = frozenset({"conflict_register", "override", "review"})
"""Tables with a person or an offer whose rows are there for whoever may read such tables at all."""


def restricted(organisation_id: UUID, staff_id: UUID | None, *, manages: bool) -> Select[Any]:
    """Give the ids of the people of an organisation whom this member of staff may not know of.

    Without a member of staff it is everybody who is restricted. Who manages the organisation also sees those
    of whose team every account is closed: nobody is lost.
    """
    standing = RestrictionRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    team = CaseTeamRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    mine = select(team.person_id).where(team.user_id == staff_id, team.left_at.is_(None)).correlate(None)
    hidden = select(standing.person_id).where(
        standing.owner_organisation_id == organisation_id,
        standing.lifted_at.is_(None),
        standing.person_id.not_in(mine),
    )
    return (hidden.where(standing.person_id.in_(_looked_after())) if manages else hidden).correlate(None)


def _looked_after() -> Select[Any]:
    """Give the people of whose team somebody's account is open."""
    team, user = CaseTeamRow.__table__, User.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    of_team = team.join(user, user.c.id == team.c.user_id)
    is_open = (team.c.left_at.is_(None), user.c.disabled_at.is_(None))
    return select(team.c.person_id).select_from(of_team).where(*is_open).correlate(None)
