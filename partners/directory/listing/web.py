"""The addresses that show the directory: `/directory`, one service in full, and one's own services."""

from enum import StrEnum
from typing import Annotated, TypeVar

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.vocabulary import Borough, NeedCategory
from partners.directory import store
from partners.directory.listing.pages import (
    DirectoryPage,
    Filter,
    OwnPage,
    directory_page,
    own_page,
)
from partners.directory.service import Desk
from partners.directory.services.store import unlisted

Choice = TypeVar("Choice", bound=StrEnum)
_READ = {"permission": Permission.DIRECTORY_READ, "reading": True}


@get("/directory", opt=_READ, sync_to_thread=True)
def show_directory(
    desk: NamedDependency[Desk],
    need: FromQuery[str] = "",
    borough: FromQuery[str] = "",
    done: FromQuery[str] = "",
    only_open: Annotated[str, QueryParameter(name="open")] = "",
) -> DirectoryPage:
    """Show every service, or those that the filter admits."""
    narrowed = Filter(
        need=_choice("need", need, NeedCategory),
        borough=_choice("borough", borough, Borough),
        open=only_open == "yes",
    )
    return directory_page(store.listed_services(desk.session, desk.today, desk.now), narrowed, desk, done=done)


@get("/our-services", opt={"permission": Permission.DIRECTORY_WRITE, "reading": True}, sync_to_thread=True)
def show_own(desk: NamedDependency[Desk]) -> OwnPage:
    """Show the services of the actor's organisation."""
    found = store.services_of(desk.session, desk.actor.organisation_id, desk.today, desk.now)
    return own_page(found, unlisted(desk.session, desk.actor.organisation_id, desk.today), desk)


def _choice(field: str, key: str, choices: type[Choice]) -> Choice | None:
    try:
        return choices(key) if key else None
    except ValueError as error:
        raise Invalid(field, "unknown_choice") from error


HANDLERS = (show_directory, show_own)
