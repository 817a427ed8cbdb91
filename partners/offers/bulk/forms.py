"""The form of several offers at once: the rows that are ticked, each with the version that the page showed."""

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import FieldError, Many, many
from lvws_core.ids import Reference, UserId, parse_reference
from lvws_core.paging import PAGE_SIZE
from partners.offers.acts.forms import parse_version
from partners.offers.filters.forms import FilterForm
from partners.offers.support.forms import AssignForm, parse_worker


class BulkForm(FilterForm, frozen=True, kw_only=True):
    """The ticked rows as they were sent, the view that they were ticked in, and to whom they go.

    `asked` says that the page with the colleagues was shown, so that choosing nobody is a fault.
    """

    offer: Many = ""
    worker: str = ""
    asked: str = ""


class Ticked(msgspec.Struct, frozen=True, kw_only=True):
    """One ticked row: the offer, and the version that the page showed."""

    reference: Reference
    version: int


def parse_ticked(form: BulkForm) -> tuple[Ticked, ...]:
    """Read the ticked rows, each once, in the order of their references; none is no fault here.

    In one order, so that two people who tick the same rows wait for one another and never lock up.

    Raises:
        Invalid: A row is none of ours, or there are more than a page holds.
    """
    rows = {_row(each) for each in many(form.offer)}
    if len(rows) > PAGE_SIZE:
        raise Invalid("offer", "too_many")
    return tuple(Ticked(reference=reference, version=version) for reference, version in sorted(rows))


def _row(text: str) -> tuple[Reference, int]:
    reference, _, version = text.partition(":")
    return parse_reference(reference), parse_version(version)


def parse_colleague(form: BulkForm, team: frozenset[UserId]) -> UserId | tuple[FieldError, ...]:
    """Read to whom they go: somebody of the team."""
    return parse_worker(AssignForm(worker=form.worker), team)
