"""The page of consents: one sentence for each organisation, and the form that records what was said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import msgspec

from lvws_core.consent import Consent, ConsentStatus, DataCategory, Purpose, expires_by_default
from lvws_core.forms import FieldError, many
from lvws_core.ids import OrganisationId, Reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from portal.people.consent.forms import OFFERED, ConsentForm, Reply
from portal.people.consent.model import Alone, Method, PartnerOrganisation, RecordedConsent
from portal.people.model import day_in_words

Option = Mapping[str, Any]
_HINTS = {DataCategory.IMMIGRATION: DataCategory.IMMIGRATION.warning}


class ConsentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One organisation and what was agreed with the person about it."""

    organisation: str
    sentences: tuple[str, ...]
    href: str
    action: str


class ConsentPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every organisation in a sentence, and the form for one of them."""

    template: ClassVar[str] = "people/consent.html"

    title: str
    reference: Reference
    rows: tuple[ConsentRow, ...]
    not_asked: str
    asked_for: str
    organisations: tuple[Option, ...]
    replies: tuple[Option, ...]
    purposes: tuple[Option, ...]
    categories: tuple[Option, ...]
    methods: tuple[Option, ...]
    alone: tuple[Option, ...]
    until_hint: str
    typed: ConsentForm
    back_href: str
    back_text: str
    errors: tuple[FieldError, ...] = ()


def consent_page(
    reference: Reference,
    recorded: Sequence[RecordedConsent],
    organisations: Sequence[PartnerOrganisation],
    typed: ConsentForm,
    *,
    now: datetime,
    policy: Policy,
    errors: tuple[FieldError, ...] = (),
) -> ConsentPage:
    """Give the page; a request that waits for the consent is where its back link leads."""
    ticked = set(many(typed.categories))
    answered = {each.consent.organisation_id for each in recorded}
    return ConsentPage(
        title=f"Consent of person {reference}",
        reference=reference,
        rows=tuple(_row(reference, o, recorded, now=now, policy=policy) for o in organisations if o.id in answered),
        not_asked=", ".join(o.name for o in organisations if o.id not in answered),
        asked_for="; ".join(_lower(category.label) for category in typed.asked_for),
        organisations=tuple({"value": str(o.id), "text": o.name} for o in organisations),
        replies=tuple({"value": reply.value, "text": reply.label} for reply in Reply),
        purposes=tuple({"value": purpose.value, "text": purpose.label} for purpose in Purpose),
        categories=tuple(_category(category, ticked) for category in OFFERED),
        methods=tuple({"value": method.value, "text": method.label} for method in Method),
        alone=tuple({"value": each.value, "text": each.label} for each in Alone),
        until_hint=f"Leave it empty for the longest time allowed: until {day_in_words(latest_day(now, policy))}.",
        typed=typed,
        back_href=f"/refer/{reference}/{typed.back}" if typed.back else f"/people/{reference}",
        back_text="Back to the referral" if typed.back else f"Person {reference}",
        errors=errors,
    )


def consent_lines(
    recorded: Sequence[RecordedConsent],
    organisations: Sequence[PartnerOrganisation],
    *,
    now: datetime,
    policy: Policy,
) -> tuple[str, ...]:
    """Give a sentence for each organisation and purpose that was asked about, newest first."""
    names = {o.id: o.name for o in organisations}
    return tuple(
        f"{names.get(c.organisation_id, 'Another organisation')}: {_sentence(c, now, policy)}"
        for c in _in_force([each.consent for each in recorded])
    )


def latest_day(now: datetime, policy: Policy) -> date:
    """Give the last London day on which a consent given now can count."""
    return london_day(expires_by_default(now, policy))


def _row(
    reference: Reference,
    organisation: PartnerOrganisation,
    recorded: Sequence[RecordedConsent],
    *,
    now: datetime,
    policy: Policy,
) -> ConsentRow:
    asked = [each.consent for each in recorded if each.consent.organisation_id == organisation.id]
    sentences = tuple(_capital(_sentence(consent, now, policy)) for consent in _in_force(asked))
    return ConsentRow(
        organisation=organisation.name,
        sentences=sentences,
        href=f"/people/{reference}/consent?organisation={organisation.id}#record",
        action="Change or withdraw" if any(c.is_live(now, policy) for c in asked) else "Ask again",
    )


def _in_force(consents: Sequence[Consent]) -> list[Consent]:
    """Keep the newest of each organisation and purpose; what was superseded is history."""
    newest: dict[tuple[OrganisationId, Purpose], Consent] = {}
    for consent in consents:
        if consent.status is not ConsentStatus.SUPERSEDED:
            newest.setdefault((consent.organisation_id, consent.purpose), consent)
    return list(newest.values())


def _sentence(consent: Consent, now: datetime, policy: Policy) -> str:
    purpose = f" ({consent.purpose.label.lower()})" if consent.purpose is not Purpose.SUPPORT_REFERRAL else ""
    if consent.status is ConsentStatus.DECLINED:
        return f"the person said no on {day_in_words(london_day(consent.valid_from))}{purpose}. Do not ask again yet."
    if consent.withdrawn_at is not None:
        return f"withdrawn on {day_in_words(london_day(consent.withdrawn_at))}{purpose}. Nothing may be sent."
    ends = day_in_words(london_day(consent.ends_at(policy) - timedelta(microseconds=1)))
    if not consent.is_live(now, policy):
        return f"ran out after {ends}{purpose}. Ask again before anything is sent."
    told = [_lower(c.label) for c in DataCategory if c in consent.categories]
    return f"may be told {'; '.join(told)} – until {ends}{purpose}."


def _category(category: DataCategory, ticked: set[str]) -> Option:
    text = f"{category.label} – special category" if category.is_special else category.label
    hint = {"hint": {"text": _HINTS[category]}} if category in _HINTS else {}
    return {"value": category.value, "text": text, "checked": category.value in ticked, **hint}


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
