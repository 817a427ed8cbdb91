"""The matrix of consents: rows are organisations, columns what may be shared; yes until when, no, or not asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from lvws_core.consent import Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.ids import OrganisationId, Reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from partners.offers.model import day_near
from portal.people.consent.forms import OFFERED
from portal.people.consent.model import PartnerOrganisation, RecordedConsent


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed about one category: the words, and yes, no or none."""

    column: str
    text: str
    kind: str


class MatrixRow(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation; it has no cells before anybody asked, and `withdraw_href` is "" where nothing stands."""

    organisation: str
    sentence: str
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


def in_force(consents: Iterable[Consent]) -> list[Consent]:
    """Keep the newest of each organisation and purpose; what was superseded is history."""
    newest: dict[tuple[OrganisationId, Purpose], Consent] = {}
    for consent in consents:
        if consent.status is not ConsentStatus.SUPERSEDED:
            newest.setdefault((consent.organisation_id, consent.purpose), consent)
    return list(newest.values())


def matrix(
    reference: Reference,
    recorded: Sequence[RecordedConsent],
    organisations: Sequence[PartnerOrganisation],
    asked_for: Iterable[DataCategory],
    *,
    now: datetime,
    policy: Policy,
) -> Matrix:
    """Give the table of everything that stands; a referral that asks for a category gives it a column.

    Source: screens 4; CONS-22.
    """
    standing = in_force(each.consent for each in recorded)
    said = frozenset(asked_for).union(*(consent.categories for consent in standing))
    columns = tuple(category for category in OFFERED if category in said)
    about = {o.id: [consent for consent in standing if consent.organisation_id == o.id] for o in organisations}
    rows = tuple(
        _row(reference, organisation, consent, columns, now=now, policy=policy)
        for organisation in organisations
        for consent in about[organisation.id]
    )
    unasked = tuple(_unasked(reference, organisation) for organisation in organisations if not about[organisation.id])
    left = [category.label for category in OFFERED if category not in said]
    return Matrix(
        columns=tuple(category.label for category in columns),
        rows=rows + unasked,
        unasked="; ".join((*left[:1], *(_lower(label) for label in left[1:]))) if rows else "",
        is_wide=len(columns) > 6,
    )


def _unasked(reference: Reference, organisation: PartnerOrganisation) -> MatrixRow:
    href = _href(reference, organisation)
    return MatrixRow(organisation=organisation.name, sentence="", cells=(), href=href, action="Ask", withdraw_href="")


def _href(reference: Reference, organisation: PartnerOrganisation) -> str:
    return f"/people/{reference}/consent?organisation={organisation.id}#record"


def _row(
    reference: Reference,
    organisation: PartnerOrganisation,
    consent: Consent,
    columns: Sequence[DataCategory],
    *,
    now: datetime,
    policy: Policy,
) -> MatrixRow:
    is_live = consent.is_live(now, policy)
    withdraw = f"/people/{reference}/consent/withdraw?organisation={organisation.id}&purpose={consent.purpose.value}"
    purpose = "" if consent.purpose is Purpose.SUPPORT_REFERRAL else f" ({_lower(consent.purpose.label)})"
    return MatrixRow(
        organisation=f"{organisation.name}{purpose}",
        sentence=_sentence(consent, now, policy),
        cells=tuple(_cell(category, consent, now, policy) for category in columns),
        href=_href(reference, organisation),
        action="Change" if is_live else "Ask again",
        withdraw_href=withdraw if is_live else "",
    )


def _sentence(consent: Consent, now: datetime, policy: Policy) -> str:
    today = london_day(now)
    if consent.status is ConsentStatus.DECLINED:
        return f"Said no on {day_near(london_day(consent.valid_from), today)}. Do not ask again yet."
    if consent.withdrawn_at is not None:
        return f"Withdrawn on {day_near(london_day(consent.withdrawn_at), today)}. Nothing may be sent."
    if not consent.is_live(now, policy):
        ended = day_near(london_day(consent.ends_at(policy) - timedelta(microseconds=1)), today)
        return f"Ran out after {ended}. Ask again before anything is sent."
    return ""


def _cell(category: DataCategory, consent: Consent, now: datetime, policy: Policy) -> Cell:
    if not consent.is_live(now, policy):
        return Cell(column=category.label, text="No", kind="no")
    if category not in consent.categories:
        return Cell(column=category.label, text="Not asked", kind="no")
    until = day_near(london_day(consent.ends_at(policy) - timedelta(microseconds=1)), london_day(now))
    return Cell(column=category.label, text=f"Yes until {until}", kind="yes")


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
