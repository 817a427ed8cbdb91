"""The page of consents: the matrix of what stands, what was withdrawn, and the form that records what was said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import msgspec

from lvws_core.consent import Consent, ConsentStatus, DataCategory, Purpose, expires_by_default
from lvws_core.forms import FieldError, many
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from portal.people.consent.forms import OFFERED, ConsentForm, Reply
from portal.people.consent.matrix.pages import Matrix, in_force, matrix
from portal.people.consent.model import Alone, Method, PartnerOrganisation, RecordedConsent
from portal.people.consent.withdrawal.pages import StopLine
from portal.people.model import day_in_words
from portal.people.safe_contact.pages import SafeContactPanel

Option = Mapping[str, Any]
_HINTS = {DataCategory.IMMIGRATION: DataCategory.IMMIGRATION.warning}


class ConsentPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every organisation in a row, what those say from whom something was withdrawn, and the form for one of them."""

    template: ClassVar[str] = "people/consent.html"

    title: str
    reference: Reference
    news: str
    matrix: Matrix
    stops: tuple[StopLine, ...]
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
    safe: SafeContactPanel
    errors: tuple[FieldError, ...] = ()


def consent_page(
    reference: Reference,
    recorded: Sequence[RecordedConsent],
    organisations: Sequence[PartnerOrganisation],
    typed: ConsentForm,
    *,
    now: datetime,
    policy: Policy,
    safe: SafeContactPanel,
    news: str = "",
    stops: tuple[StopLine, ...] = (),
    errors: tuple[FieldError, ...] = (),
) -> ConsentPage:
    """Give the page; a request that waits for the consent is where its back link leads."""
    ticked = set(many(typed.categories))
    return ConsentPage(
        title=f"Consent of person {reference}",
        reference=reference,
        news=news,
        matrix=matrix(reference, recorded, organisations, typed.asked_for, now=now, policy=policy),
        stops=stops,
        asked_for="; ".join(_lower(category.label) for category in typed.asked_for),
        organisations=tuple({"value": str(o.id), "text": o.name} for o in organisations),
        replies=tuple({"value": reply.value, "text": reply.label} for reply in Reply),
        purposes=tuple({"value": purpose.value, "text": purpose.label} for purpose in Purpose),
        categories=tuple(_category(category, ticked) for category in OFFERED),
        methods=tuple({"value": method.value, "text": method.label} for method in Method),
        alone=tuple({"value": each.value, "text": each.label} for each in Alone),
        until_hint=f"Leave it empty for the longest time allowed: until {day_in_words(latest_day(now, policy))}. "
        "A later day than before lengthens what is live; what has closed is sent anew.",
        typed=typed,
        back_href=f"/refer/{reference}/{typed.back}" if typed.back else f"/people/{reference}",
        back_text="Back to the referral" if typed.back else f"Person {reference}",
        safe=safe,
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
        for c in in_force([each.consent for each in recorded])
    )


def latest_day(now: datetime, policy: Policy) -> date:
    """Give the last London day on which a consent given now can count."""
    return london_day(expires_by_default(now, policy))


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
