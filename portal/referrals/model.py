"""A request while it is composed: what is needed, who is asked, what they would see, what still stands in the way."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from lvws_core.consent import DataCategory, Purpose
from lvws_core.consent.minimum import addable, default_minimum
from lvws_core.consent.sharing import RecipientKind, ShareRequest, SharingDecision, decide_sharing
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId, ServiceId
from lvws_core.needs import HIGHEST
from lvws_core.policy import Policy
from lvws_core.referrals import Direction, SendFacts
from lvws_core.referrals.routing import Match, Need
from lvws_core.risk.dash import QUESTIONS, Answer, Band
from lvws_core.times import day_in_words, london_day
from lvws_core.vocabulary import ByAndFor, CrimeCategory, Labelled, NeedCategory
from partners.directory.model import ListedService
from partners.offers.snapshot.model import Told, assessed_words
from portal.people.contact_plan.model import shared_contact
from portal.people.model import Assessment, Identity, PersonRecord, age_on
from portal.people.needs.model import Scored
from portal.reviews.overrides.model import KeptOverride, OverrideKind, OverrideStatus, for_sharing, words_for


class MaracAnswer(Labelled):
    """What was decided about MARAC, which a high-risk referral must say (lifecycle section 6, guard 5)."""

    REFERRED = "referred", "Referred to MARAC"
    NOT_MET = "not_met", "Not referred: no criterion is met"
    DECIDED_AGAINST = "decided_against", "Not referred, for another reason"


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is told in words; sealed under the person's key.

    `unfinished` is part 1 as it was typed, while it is saved for later with something still missing.
    """

    incident: str = ""
    safety_plan: str = ""
    marac_reason: str = ""
    unfinished: Mapping[str, str | list[str]] = {}


class Composition(msgspec.Struct, frozen=True, kw_only=True):
    """What has been settled so far, in codes; `service_id` and `categories` are empty until chosen."""

    needs: frozenset[NeedCategory]
    domestic_abuse: bool = False
    crime: CrimeCategory | None = None
    wants_by_and_for: frozenset[ByAndFor] = frozenset()
    marac: MaracAnswer | None = None
    service_id: ServiceId | None = None
    categories: frozenset[DataCategory] = frozenset()


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A request that is being composed, as the store keeps it; `sent` says that an offer has left before.

    `changed_at` is when it was last changed, aware UTC.
    """

    id: RequestId
    reference: Reference
    person_id: PersonId
    person_reference: Reference
    organisation_id: OrganisationId
    version: int
    created_at: datetime
    sent: bool
    composition: Composition
    words: Words
    changed_at: datetime | None = None


def risk_of(record: PersonRecord) -> Band | None:
    """Give the displayed level of the newest assessment, None when there is none."""
    return record.assessment.level if record.assessment is not None else None


def need_of(record: PersonRecord, composition: Composition, today: date) -> Need:
    """Give the need that routing matches; a level that nobody assessed counts as standard here."""
    return need_for(record.person.identity, risk_of(record), composition, today)


def need_for(identity: Identity, risk: Band | None, composition: Composition, today: date) -> Need:
    """Give the need of somebody of this identity, as `need_of` does for a whole record."""
    return Need(
        categories=composition.needs,
        age=age_on(identity.birth_date, today) if identity.birth_date else None,
        borough=identity.borough,
        risk=risk or Band.STANDARD,
        crime=composition.crime,
        languages=frozenset({identity.language}) if identity.language else frozenset(),
        wants_by_and_for=composition.wants_by_and_for,
        domestic_abuse=composition.domestic_abuse,
    )


def shareable(
    record: PersonRecord, draft: Draft, today: date, direction: Direction = Direction.ONWARD
) -> Mapping[DataCategory, Any]:
    """Give everything recorded that could be shared, by category, in the words that the recipient would read.

    A category about which nothing is recorded is absent. The lead, which counts what comes in, is
    also told the crime and whether it is about domestic abuse, with what happened. Values are plain
    builtins, so that the preview, the receipt and the snapshot are made from the same bytes.
    """
    words = draft.words
    found: dict[DataCategory, list[tuple[str, str]]] = {
        **identity_told(record, today),
        DataCategory.NEED_TYPES: _need_lines(record.needs, draft.composition.needs),
        DataCategory.INCIDENT_SUMMARY: _incident_lines(draft, direction),
        DataCategory.RISK_LEVEL: _risk_lines(record.assessment),
        DataCategory.RISK_ASSESSMENT_FULL: _answer_lines(record.assessment),
        DataCategory.SAFETY_PLAN: [("Safety plan", words.safety_plan)],
    }
    values: dict[DataCategory, Any] = {
        category: _lines(pairs) for category, pairs in found.items() if any(v for _, v in pairs)
    }
    if record.contact is not None:
        values[DataCategory.SAFE_CONTACT] = msgspec.to_builtins(shared_contact(record.contact))
    return values


def identity_told(record: PersonRecord, today: date) -> dict[DataCategory, list[tuple[str, str]]]:
    """Give what who somebody is says to a recipient, label and words, by the category in which it leaves."""
    identity = record.person.identity
    return {
        DataCategory.IDENTITY: _identity_lines(record, today),
        DataCategory.ACCESS_NEEDS: _access_lines(record),
        DataCategory.LOCATION_BOROUGH: [(Told.BOROUGH, identity.borough.label)],
        DataCategory.FULL_ADDRESS: [(Told.ADDRESS, identity.address)],
    }


def _need_lines(scored: Scored | None, asked: frozenset[NeedCategory]) -> list[tuple[str, str]]:
    """Give what help is needed with, and how it was scored last: of these needs alone, and nothing of the others.

    Source: NEED-02; CONS-30.
    """
    lines: list[tuple[str, str]] = [(Told.NEEDS, "; ".join(n.label for n in NeedCategory if n in asked))]
    if scored is None or not asked & scored.assessed.scores.keys():
        return lines
    told = (f"{c.label} {score} of {HIGHEST}" for c, score in scored.assessed.scores.items() if c in asked)
    return [*lines, (Told.NEED_SCORES, "; ".join(told)), (Told.NEEDS_ASSESSED, day_in_words(london_day(scored.at)))]


def _incident_lines(draft: Draft, direction: Direction) -> list[tuple[str, str]]:
    composition, told = draft.composition, [(str(Told.INCIDENT), draft.words.incident)]
    if direction == Direction.ONWARD:
        return told
    crime = composition.crime.label if composition.crime is not None else "Not known, or not a crime"
    abuse = "Yes" if composition.domestic_abuse else "No"
    return [*told, (Told.CRIME, crime), (Told.DOMESTIC_ABUSE, abuse)]


def _lines(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    return {"lines": [{"label": str(label), "text": text} for label, text in pairs if text]}


def _identity_lines(record: PersonRecord, today: date) -> list[tuple[str, str]]:
    identity = record.person.identity
    born = identity.birth_date
    return [
        (Told.NAME, identity.name),
        (Told.PRONOUNS, identity.pronouns),
        (Told.AGE, str(age_on(born, today)) if born else "not known"),
    ]


def _access_lines(record: PersonRecord) -> list[tuple[str, str]]:
    identity = record.person.identity
    interpreter = "needed" if identity.interpreter else ""
    language = identity.language.label if identity.language else ""
    return [(Told.LANGUAGE, language), (Told.INTERPRETER, interpreter), (Told.ACCESS_NEEDS, identity.access_needs)]


def _risk_lines(assessment: Assessment | None) -> list[tuple[str, str]]:
    if assessment is None:
        return []
    score, day = assessment.score, assessment.assessed_at.date()
    counted = f"{score.yes_count} of {len(QUESTIONS)} yes, {score.unknown_count} not known"
    return [
        ("Risk level", assessment.level.label),
        ("Count", counted),
        (Told.ASSESSED, assessed_words(day)),
    ]


def _answer_lines(assessment: Assessment | None) -> list[tuple[str, str]]:
    if assessment is None:
        return []
    given = assessment.answers
    return [(q.summary, given.get(q.key, Answer.DONT_KNOW).label) for q in QUESTIONS]


def offered_categories(recipient: RecipientKind, recorded: Mapping[DataCategory, Any]) -> tuple[DataCategory, ...]:
    """Give the categories that may be ticked for this recipient, in the order of `DataCategory` (CONS-30)."""
    possible = default_minimum(recipient) | addable(recipient)
    return tuple(c for c in DataCategory if c in possible and c in recorded)


def ticked_at_first(recipient: RecipientKind, recorded: Mapping[DataCategory, Any]) -> frozenset[DataCategory]:
    """Give the categories that are ticked before anybody chose: the minimum, as far as it is recorded."""
    return default_minimum(recipient) & frozenset(recorded)


def sharing(
    record: PersonRecord,
    draft: Draft,
    listed: ListedService,
    at: datetime,
    *,
    policy: Policy,
    overrides: tuple[KeptOverride, ...] = (),
) -> SharingDecision:
    """Decide what may leave for the chosen service, from the consents, the agreement and the overrides of this moment.

    An override counts only for what its second person was shown: this organisation and these categories.
    """
    override = for_sharing(overrides, listed.organisation_id, draft.composition.categories)
    request = ShareRequest(
        person_id=record.person.id,
        organisation_id=listed.organisation_id,
        purpose=Purpose.SUPPORT_REFERRAL,
        categories=draft.composition.categories,
        at=at,
        grounds=override.asked.grounds if override else frozenset(),
        recipient=listed.recipient,
    )
    agreements = (listed.agreement,) if listed.agreement is not None else ()
    given = override.as_core if override else None
    return decide_sharing(request, consents=record.consents, agreements=agreements, override=given, policy=policy)


def waiting_for(overrides: tuple[KeptOverride, ...], draft: Draft, chosen: ListedService | None) -> KeptOverride | None:
    """Give what waits for a second person for exactly what is chosen, None where nothing does."""
    if chosen is None:
        return None
    waiting = (each for each in overrides if each.status is OverrideStatus.WAITING)
    categories = draft.composition.categories
    return next((each for each in waiting if each.covers(chosen.organisation_id, categories)), None)


def send_facts(
    record: PersonRecord,
    draft: Draft,
    match: Match,
    listed: ListedService,
    decision: SharingDecision,
    *,
    duplicate: bool,
    co_work: bool = False,
    at: datetime,
    policy: Policy,
    overrides: tuple[KeptOverride, ...] = (),
) -> SendFacts:
    """Gather what the guards of sending ask (lifecycle section 6)."""
    assessment, composition = record.assessment, draft.composition
    return SendFacts(
        sharing=decision,
        agreement_live=match.service.agreement_live,
        duplicate=duplicate,
        co_work=co_work,
        risk=risk_of(record) or Band.STANDARD,
        risk_set_on=assessment.assessed_at.date() if assessment is not None else None,
        contact_plan=record.contact.plan if record.contact is not None else None,
        conflict=bool(listed.conflicts(domestic_abuse=composition.domestic_abuse)),
        conflict_override=words_for(overrides, OverrideKind.CONFLICT, listed.service.id),
        duplicate_override=words_for(overrides, OverrideKind.DUPLICATE, listed.service.id),
        consent_given_at=next((c.valid_from for c in record.consents if c.id == decision.consent_id), None),
        consent_expires_at=_consent_end(record, decision, policy),
        eligible=match.eligible,
        eligibility_override=words_for(overrides, OverrideKind.ELIGIBILITY, listed.service.id),
        ineligible_because=match.reasons[: len(match.would_be_eligible_if)],
        service_paused=match.service.is_paused(london_day(at)),
        capacity=match.service.capacity.state_on(london_day(at), policy),
        safety_plan=bool(draft.words.safety_plan),
        marac_decided=composition.marac is not None,
        at=at,
    )


def _consent_end(record: PersonRecord, decision: SharingDecision, policy: Policy) -> datetime | None:
    """Give when the consent ends that the decision rests on: the partner cannot open the offer after it."""
    ends = [c.ends_at(policy) for c in record.consents if c.id == decision.consent_id]
    return ends[0] if ends else None
