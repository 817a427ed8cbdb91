"""The page of consents: the matrix of what stands, what was withdrawn, and the form that records what was said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import msgspec

from lvws_core.consent import (
    ConsentStatus,
    DataCategory,
    Purpose,
    against_asking,
    expires_by_default,
    review_by_default,
)
from lvws_core.forms import FieldError, many
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from portal.people.consent.footing.model import NotTaken
from portal.people.consent.footing.pages import FootingPart, footing_part
from portal.people.consent.forms import OFFERED, ConsentForm, Reply
from portal.people.consent.matrix.pages import Matrix, matrix
from portal.people.consent.model import Alone, Method, PartnerOrganisation, RecordedConsent, in_force
from portal.people.consent.notes.pages import Reader
from portal.people.consent.service import Answers
from portal.people.consent.withdrawal.pages import StopLine
from portal.people.model import day_in_words
from portal.people.safe_contact.pages import SafeContactPanel

Option = Mapping[str, Any]
_HINTS = {DataCategory.IMMIGRATION: DataCategory.IMMIGRATION.warning}


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What has just happened; `text` is "" where nothing did, `kind` is that of the alert."""

    heading: str = "Consent withdrawn"
    text: str = ""
    kind: str = "success"


NO_NEWS = News()


class ConsentPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every organisation in a row, what those say from whom something was withdrawn, and the form for one of them."""

    template: ClassVar[str] = "people/consent.html"

    title: str
    reference: Reference
    news: News
    matrix: Matrix
    stops: tuple[StopLine, ...]
    asked_for: str
    organisations: tuple[Option, ...]
    ask_raised: bool
    replies: tuple[Option, ...]
    purposes: tuple[Option, ...]
    categories: tuple[Option, ...]
    methods: tuple[Option, ...]
    alone: tuple[Option, ...]
    footing: FootingPart
    until_hint: str
    review_hint: str
    typed: ConsentForm
    back_href: str
    back_text: str
    safe: SafeContactPanel
    errors: tuple[FieldError, ...] = ()


def consent_page(
    reference: Reference,
    answers: Answers,
    organisations: Sequence[PartnerOrganisation],
    typed: ConsentForm,
    reader: Reader,
    *,
    safe: SafeContactPanel,
    news: News = NO_NEWS,
    stops: tuple[StopLine, ...] = (),
    errors: tuple[FieldError, ...] = (),
) -> ConsentPage:
    """Give the page; a request that waits for the consent is where its back link leads."""
    ticked, (now, policy) = set(many(typed.categories)), (reader.now, reader.policy)
    return ConsentPage(
        title=f"Consent of person {reference}",
        reference=reference,
        news=news,
        matrix=matrix(reference, answers, organisations, typed.asked_for, reader),
        stops=stops,
        asked_for="; ".join(_lower(category.label) for category in typed.asked_for),
        organisations=tuple({"value": str(o.id), "text": o.name} for o in organisations),
        ask_raised=any(against_asking(each.ask_again_on, reader.today) for each in in_force(answers.recorded)),
        replies=tuple({"value": reply.value, "text": reply.label} for reply in Reply),
        purposes=tuple({"value": purpose.value, "text": purpose.label} for purpose in Purpose),
        categories=tuple(_category(category, ticked) for category in OFFERED),
        methods=tuple({"value": method.value, "text": method.label} for method in Method),
        alone=tuple({"value": each.value, "text": each.label} for each in Alone),
        footing=footing_part(typed.footing, answers.age),
        until_hint=f"At the longest until {day_in_words(latest_day(now, policy))}, or until the case is closed. "
        "A later day than before lengthens what is live; what has closed is sent anew.",
        review_hint="The person is asked on this day at the latest whether the yes still stands.",
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
        f"{names.get(each.consent.organisation_id, 'Another organisation')}: {_sentence(each, now, policy)}"
        for each in in_force(recorded)
    )


def latest_day(now: datetime, policy: Policy) -> date:
    """Give the last London day on which a consent given now can count."""
    return london_day(expires_by_default(now, policy))


def first_typed(typed: ConsentForm, now: datetime, policy: Policy) -> ConsentForm:
    """Give the form with the days that the policy proposes, for a page on which nothing was typed yet.

    Source: domain 4.6: review after six months, expiry after twelve.
    """
    until, review = latest_day(now, policy), london_day(review_by_default(now, policy))
    proposed = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("until", until), ("review", review))
        for part in ("day", "month", "year")
    }
    return msgspec.structs.replace(typed, **proposed)


def not_taken_news(organisation: str, since: Sequence[NotTaken]) -> News:
    """Say that a yes was not taken, every reason in the core's words, and what to do instead."""
    if not since:
        return NO_NEWS
    told = " ".join(reason.text for reason in since[0].reasons)
    return News(
        heading="The yes was not taken",
        text=f"{organisation}: {told} {_INSTEAD}",
        kind="warning",
    )


_INSTEAD = (
    "What was there before has not changed, and nothing leaves on this answer. It is recorded who asked and why it "
    "did not count. Ask again when the person is alone, is told what it means, and can decide."
)


def _sentence(recorded: RecordedConsent, now: datetime, policy: Policy) -> str:
    consent = recorded.consent
    purpose = f" ({consent.purpose.label.lower()})" if consent.purpose is not Purpose.SUPPORT_REFERRAL else ""
    if consent.status is ConsentStatus.DECLINED:
        said = f"the person said no on {day_in_words(london_day(consent.valid_from))}{purpose}."
        if recorded.ask_again_on is None or not against_asking(recorded.ask_again_on, london_day(now)):
            return f"{said} Ask again only on a change."
        return f"{said} Do not ask again before {day_in_words(recorded.ask_again_on)}."
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
