"""What partners would be told: from the person's record, within what was shared with each, decided anew."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from lvws_core.consent import DataCategory, Purpose
from lvws_core.consent.sharing import RecipientKind, ShareRequest, SharingDecision, decide_sharing
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.referrals import closed_since
from lvws_core.times import day_in_words, london_day
from partners.directory.model import ListedService
from partners.offers.model import FiledOffer
from partners.offers.safety.model import Stop
from partners.offers.snapshot.model import snapshot_bytes
from partners.offers.updates.model import Footing
from partners.offers.updates.service import can_be_told
from portal.people.contact_plan.model import shared_contact
from portal.people.model import PersonRecord
from portal.referrals.model import identity_told
from portal.reviews.overrides.model import KeptOverride, OverrideStatus

_NOTHING = because("nothing_recorded", "TOP-10", "Nothing is recorded about it any more.")
_GONE = because("no_longer_shared", "TOP-07", "The person no longer shares this with them: it is closed on the offer.")
_REFUSED = because("second_person_refused", "CONS-04", "A second person did not agree to share on this ground.")


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What one partner would be told on its live offer: exactly `fields`, on `decision`.

    `against` says why something that changed is not told to it; its contact then stays closed. `consent_on`
    is the London day of the consent that the decision rests on, None where it rests on none.
    """

    filed: FiledOffer
    fields: Mapping[DataCategory, Any]
    decision: SharingDecision
    against: tuple[Reason, ...] = ()
    consent_on: date | None = None

    @property
    def footing(self) -> Footing:
        """On what the telling rests, to be kept with it."""
        return Footing(path=self.decision.path, consent_id=self.decision.consent_id, consent_on=self.consent_on)

    @property
    def opens_contact(self) -> bool:
        """Say whether the partner may make contact again by it: it is told the plan, or never had one."""
        return DataCategory.SAFE_CONTACT in self.fields or DataCategory.SAFE_CONTACT not in self.shared

    @property
    def shared(self) -> frozenset[DataCategory]:
        """What was shared with the offer."""
        return self.filed.receipt.categories


class SafetyState(msgspec.Struct, frozen=True, kw_only=True):
    """How contact with a person stands: the reports that do, what forbids to lift them, what would be told to whom."""

    record: PersonRecord
    stops: tuple[Stop, ...]
    against: tuple[Reason, ...]
    tellings: tuple[Telling, ...]
    digest: str

    @property
    def tells(self) -> tuple[Telling, ...]:
        """The offers on which something would be told."""
        return tuple(telling for telling in self.tellings if telling.fields)


def news_of(record: PersonRecord, today: date) -> Mapping[DataCategory, Any]:
    """Give what can be told anew, by category: the level of risk alone, the whole plan, and who somebody is.

    What was corrected takes the place of what the partner was given, with the day on which it is told.
    """
    assessment, contact = record.assessment, record.contact
    values: dict[DataCategory, Any] = {
        category: _lines([*pairs, ("Corrected", day_in_words(today))])
        for category, pairs in identity_told(record, today).items()
        if any(text for _, text in pairs)
    }
    if assessment is not None:
        lines = [("Risk level", assessment.level.label), ("Changed", day_in_words(london_day(assessment.assessed_at)))]
        values[DataCategory.RISK_LEVEL] = _lines(lines)
    if contact is not None:
        values[DataCategory.SAFE_CONTACT] = msgspec.to_builtins(shared_contact(contact))
    return values


def _lines(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"lines": [{"label": str(label), "text": text} for label, text in pairs if text]}


def telling(
    record: PersonRecord,
    filed: FiledOffer,
    listed: ListedService | None,
    wanted: frozenset[DataCategory],
    *,
    at: datetime,
    policy: Policy,
    override: KeptOverride | None = None,
) -> Telling:
    """Decide what of the wanted categories the partner of an offer is told, on the path on which it was sent.

    What left on consent is told anew on the consents of this moment. What left on a ground in law, a danger
    to life or a MARAC criterion, is told anew on that ground and its `override`, as long as no second person
    has refused it: the lead confirms each time that it still holds. Nothing is told that was not shared
    with the offer, so what a partner sees only ever changes.

    Source: CONS-03 to CONS-05, CONS-22, CONS-30, RISK-15; assurance I2, P20.
    """
    possible = frozenset(category for category in wanted if can_be_told(filed, category, at))
    recipient = listed.recipient if listed is not None else RecipientKind.HOST
    request = ShareRequest(
        person_id=record.person.id,
        organisation_id=filed.offer.organisation_id,
        purpose=Purpose.SUPPORT_REFERRAL,
        categories=possible,
        at=at,
        recipient=recipient,
        grounds=override.asked.grounds if override is not None and not _is_refused(override) else frozenset(),
    )
    agreements = (listed.agreement,) if listed is not None and listed.agreement is not None else ()
    given = override.as_core if override is not None else None
    decision = decide_sharing(request, consents=record.consents, agreements=agreements, override=given, policy=policy)
    news = news_of(record, london_day(at))
    fields = {category: news[category] for category in decision.categories & possible & news.keys()}
    refused = (_REFUSED,) if override is not None and _is_refused(override) and possible else ()
    gone = (_GONE,) if wanted & closed_since(filed.offer).keys() else ()
    given_on = (london_day(c.valid_from) for c in record.consents if c.id == decision.consent_id)
    return Telling(
        filed=filed,
        fields=fields,
        decision=decision,
        against=(*gone, *(refused or _against(possible, fields, decision))),
        consent_on=next(given_on, None),
    )


def _is_refused(override: KeptOverride) -> bool:
    return override.status is OverrideStatus.REFUSED


def _against(
    possible: frozenset[DataCategory], fields: Mapping[DataCategory, Any], decision: SharingDecision
) -> tuple[Reason, ...]:
    untold = [category for category in DataCategory if category in possible - fields.keys()]
    return tuple(dict.fromkeys(decision.withheld.get(category, _NOTHING) for category in untold))


def digest_of(tellings: Iterable[Telling], stops: Iterable[Stop]) -> str:
    """Give what stands for everything that a page showed: what would be told to whom, and the reports."""
    digest = hashlib.sha256()
    for each in tellings:
        digest.update(each.filed.reference.encode() + snapshot_bytes(each.fields))
    for stop in stops:
        digest.update(stop.id.bytes)
    return digest.hexdigest()
