"""The matrix of consents: rows are organisations, columns what may be shared; yes until when, no, or not asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from lvws_core.consent import Consent, DataCategory, Purpose, against_asking
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from partners.offers.model import day_near
from portal.people.consent.forms import OFFERED
from portal.people.consent.model import PartnerOrganisation, RecordedConsent, in_force
from portal.people.consent.notes.pages import Reader, last_day_of, notes_on, words_not_taken
from portal.people.consent.service import Answers


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed about one category: the words, and yes, no or none."""

    column: str
    text: str
    kind: str


class MatrixRow(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation; it has no cells before anybody asked, and `withdraw_href` is "" where nothing stands.

    `notes` say who asked and when, how it was given, and from when on the person may be asked again.
    """

    organisation: str
    notes: tuple[str, ...]
    cells: tuple[Cell, ...]
    href: str
    action: str
    withdraw_href: str


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The whole table; `unasked` names the categories that no row asks about, `is_wide` that it needs room."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    unasked: str
    is_wide: bool


def matrix(
    reference: Reference,
    answers: Answers,
    organisations: Sequence[PartnerOrganisation],
    asked_for: Iterable[DataCategory],
    reader: Reader,
) -> Matrix:
    """Give the table of everything that stands; a referral that asks for a category gives it a column.

    Source: screens 4; CONS-21, CONS-22.
    """
    standing = in_force(answers.recorded)
    said = frozenset(asked_for).union(*(each.consent.categories for each in standing))
    columns = tuple(category for category in OFFERED if category in said)
    about = {o.id: [each for each in standing if each.consent.organisation_id == o.id] for o in organisations}
    rows = tuple(
        _row(reference, organisation, each, answers, columns=columns, reader=reader)
        for organisation in organisations
        for each in about[organisation.id]
    )
    unasked = tuple(
        _unasked(reference, organisation, answers, reader)
        for organisation in organisations
        if not about[organisation.id]
    )
    left = [category.label for category in OFFERED if category not in said]
    return Matrix(
        columns=tuple(category.label for category in columns),
        rows=rows + unasked,
        unasked="; ".join((*left[:1], *(_lower(label) for label in left[1:]))) if rows else "",
        is_wide=len(columns) > 6,
    )


def _unasked(reference: Reference, organisation: PartnerOrganisation, answers: Answers, reader: Reader) -> MatrixRow:
    href = _href(reference, organisation)
    notes = words_not_taken(answers, organisation.id, None, reader)
    action = "Ask again" if notes else "Ask"
    return MatrixRow(organisation=organisation.name, notes=notes, cells=(), href=href, action=action, withdraw_href="")


def _href(reference: Reference, organisation: PartnerOrganisation) -> str:
    return f"/people/{reference}/consent?organisation={organisation.id}#record"


def _row(
    reference: Reference,
    organisation: PartnerOrganisation,
    recorded: RecordedConsent,
    answers: Answers,
    *,
    columns: Sequence[DataCategory],
    reader: Reader,
) -> MatrixRow:
    consent, now, policy = recorded.consent, reader.now, reader.policy
    is_live = consent.is_live(now, policy)
    withdraw = f"/people/{reference}/consent/withdraw?organisation={organisation.id}&purpose={consent.purpose.value}"
    purpose = "" if consent.purpose is Purpose.SUPPORT_REFERRAL else f" ({_lower(consent.purpose.label)})"
    # CONS-21: while the no is fresh nobody asks; that the person came back to it is another thing.
    waits = bool(against_asking(recorded.ask_again_on, london_day(now)))
    href = _href(reference, organisation)
    return MatrixRow(
        organisation=f"{organisation.name}{purpose}",
        notes=notes_on(recorded, answers, reader),
        cells=tuple(_cell(category, consent, now, policy) for category in columns),
        href=href.replace("#", "&raised=yes#") if waits else href,
        action="They raised it themselves" if waits else "Change" if is_live else "Ask again",
        withdraw_href=withdraw if is_live else "",
    )


def _cell(category: DataCategory, consent: Consent, now: datetime, policy: Policy) -> Cell:
    if not consent.is_live(now, policy):
        return Cell(column=category.label, text="No", kind="no")
    if category not in consent.categories:
        return Cell(column=category.label, text="Not asked", kind="no")
    until = day_near(last_day_of(consent, policy), london_day(now))
    return Cell(column=category.label, text=f"Yes until {until}", kind="yes")


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
