"""Preferences in the database: read for many readers at once, written by each for themselves."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.actors import Actor
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from notifications.preferences.model import Choice, Preferences, Topic, Window
from notifications.preferences.tables import PreferenceRow, TeamDigestRow

_DIGEST = "digest"


def of_readers(session: Session, user_ids: Collection[UserId]) -> dict[UserId, Preferences]:
    """Give what these readers have chosen, in one statement; who has chosen nothing is not named."""
    columns = (PreferenceRow.user_id, PreferenceRow.topic, PreferenceRow.choice)
    rows = session.execute(
        select(*columns).where(col(PreferenceRow.user_id).in_(user_ids)),  # type: ignore[call-overload]
        execution_options=SYSTEM,
    ).all()
    found: dict[UserId, dict[str, str]] = {}
    for row in rows:
        found.setdefault(UserId(row.user_id), {})[row.topic] = row.choice
    return {user_id: _read(chosen) for user_id, chosen in found.items()}


def _read(chosen: Mapping[str, str]) -> Preferences:
    choices = {Topic(topic): Choice(choice) for topic, choice in chosen.items() if topic != _DIGEST}
    return Preferences(choices=choices, window=Window(chosen.get(_DIGEST, Window.TEAM)))


def windows(session: Session, organisation_ids: Collection[OrganisationId]) -> dict[OrganisationId, Window]:
    """Give when each team gets what is gathered, in one statement; a team that chose nothing is not named."""
    columns = (TeamDigestRow.owner_organisation_id, TeamDigestRow.digest)
    rows = session.execute(
        select(*columns).where(col(TeamDigestRow.owner_organisation_id).in_(organisation_ids)),  # type: ignore[call-overload]
        execution_options=SYSTEM,
    )
    return {OrganisationId(row.owner_organisation_id): Window(row.digest) for row in rows}


def put(session: Session, actor: Actor, preferences: Preferences) -> None:
    """Store what a reader chose in place of what they had."""
    session.execute(delete(PreferenceRow).where(col(PreferenceRow.user_id) == actor.id), execution_options=SYSTEM)
    chosen = {topic.value: choice.value for topic, choice in preferences.choices.items()}
    for topic, choice in {**chosen, _DIGEST: preferences.window.value}.items():
        session.add(
            PreferenceRow(user_id=actor.id, topic=topic, owner_organisation_id=actor.organisation_id, choice=choice)
        )
    session.flush()


def put_window(session: Session, organisation_id: OrganisationId, window: Window) -> None:
    """Store when a team gets what is gathered."""
    row = session.get(TeamDigestRow, organisation_id)
    if row is None:
        row = TeamDigestRow(owner_organisation_id=organisation_id, digest=window.value)
    row.digest = window.value
    session.add(row)
    session.flush()
