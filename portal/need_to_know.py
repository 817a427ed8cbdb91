"""Need to know: which people are restricted to a case team that a reader is not on.

The gate's criteria (`portal.criteria`) leave them and every row about them out, so a list, a count and an
address answer alike: as if there were nobody. A conflict that is registered and a guard that was overridden
stay: they protect people, are read by few, and tell nothing but a reference.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, select

from colocations.rota.leave.tables import AbsenceRow
from lvws_core.actors import Role
from portal.auth.tables import User
from portal.people.team.tables import CaseTeamRow, RestrictionRow

MANAGERS: Final = frozenset({Role.LEAD_MANAGER, Role.PARTNER_MANAGER})
"""The roles that manage an organisation, see `restricted`."""

KEPT: Final = frozenset({"conflict_register", "override", "review", "access_review"})
"""Tables with a person or an offer whose rows are there for whoever may read such tables at all."""


Whose = UUID | ColumnElement[Any]
"""An id, or where PostgreSQL finds it."""


def restricted(
    organisation_id: Whose,
    staff_id: Whose | None,
    *,
    manages: bool,
    on: date | ColumnElement[Any] | None = None,
    admitted: Whose | None = None,
) -> Select[Any]:
    """Give the ids of the people of an organisation whom this member of staff may not know of.

    Without a member of staff it is everybody who is restricted. Who manages the organisation also sees those
    of whose team every account is closed: nobody is lost. On a London day, `on`, it leaves out those whom the
    member of staff covers for a colleague on the team, where somebody on the team has recorded it. `admitted` is
    the person to whom they have emergency access now.
    """
    standing = RestrictionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    team = CaseTeamRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    of_it = and_(team.person_id == standing.c.person_id, team.left_at.is_(None))
    hidden = select(standing.c.person_id).where(
        standing.c.owner_organisation_id == organisation_id,
        standing.c.lifted_at.is_(None),
        ~select(team.id).where(of_it, team.user_id == staff_id).correlate(standing).exists(),
    )
    if admitted is not None:
        hidden = hidden.where(standing.c.person_id.is_distinct_from(admitted))
    if on is not None:
        hidden = hidden.where(~_is_covered(standing, organisation_id, staff_id, on))
    # Asked of each restricted person, who are few, and not of every team.
    return (hidden.where(_is_looked_after(of_it, standing)) if manages else hidden).correlate(None)


def _is_looked_after(of_it: ColumnElement[bool], standing: FromClause) -> ColumnElement[bool]:
    """Say of a restricted person that somebody's account of the team is open."""
    team, user = CaseTeamRow.__table__, User.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    whose = team.join(user, user.c.id == team.c.user_id)
    return select(team.c.id).select_from(whose).where(of_it, user.c.disabled_at.is_(None)).correlate(standing).exists()


def _is_covered(
    standing: FromClause, organisation_id: Whose, staff_id: Whose | None, on: date | ColumnElement[Any]
) -> ColumnElement[bool]:
    """Say of a restricted person that this member of staff covers for somebody on the team, by the word of one of it.

    Nobody gives access that they do not have, so both have to be on the team: who is away, and who recorded it.
    """
    absence = AbsenceRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    away, recorder = (CaseTeamRow.__table__.alias() for _ in range(2))  # type: ignore[attr-defined]

    def on_team(member: Any, user_id: Any) -> ColumnElement[bool]:
        return and_(member.c.person_id == standing.c.person_id, member.c.left_at.is_(None), member.c.user_id == user_id)

    whose = away.join(AbsenceRow.__table__, on_team(away, absence.worker_id)).join(  # type: ignore[attr-defined]
        recorder, on_team(recorder, absence.recorded_by)
    )
    runs = and_(absence.starts_on <= on, absence.ends_on >= on, absence.ended_at.is_(None))
    of_us = and_(absence.owner_organisation_id == organisation_id, absence.cover_id == staff_id)
    return select(absence.id).select_from(whose).where(of_us, runs).correlate(standing).exists()
