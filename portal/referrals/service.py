"""Composing and sending a referral: load, decide, put, record."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from lvws_core import desk as desks
from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import SharingDecision, disclose
from lvws_core.errors import Conflict, Missing, NotAllowed
from lvws_core.ids import OfferId, OrganisationId, PersonId, ReceiptId, Reference, RequestId, ServiceId
from lvws_core.ports import RecordKey
from lvws_core.reasons import Reason, because
from lvws_core.referrals import (
    Custody,
    Direction,
    Offer,
    OfferStatus,
    Request,
    SendFacts,
    against_another,
    check_send,
    direction_from,
    is_beside,
)
from lvws_core.referrals.guards import ROUTINE, THROUGH_LEAD
from lvws_core.referrals.routing import Match, match
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import NeedCategory
from partners.directory import store as directory
from partners.directory.model import ListedService
from partners.offers import service as offers
from partners.offers.following import store as following
from partners.offers.following.model import FollowedOffer
from partners.offers.snapshot.model import snapshot_bytes
from portal.auth import store as accounts
from portal.people import store as people
from portal.people.alike import store as alike
from portal.people.conflicts import service as conflicts
from portal.people.model import PersonRecord
from portal.people.needs.model import Scored
from portal.people.service import RECORD_FIELDS
from portal.referrals import store
from portal.referrals.model import (
    Composition,
    Draft,
    Words,
    need_of,
    risk_of,
    send_facts,
    shareable,
    sharing,
    ticked_at_first,
)
from portal.referrals.presence.service import team_can_take
from portal.referrals.requests import store as requests
from portal.reviews.overrides import store as overrides
from portal.reviews.overrides.model import KeptOverride, OverrideKind, words_for

PREVIEW = ReceiptId(UUID(int=0))
"""The receipt id of a preview, which is thrown away."""


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """All that the compose page shows, each part there as soon as the one before is settled.

    `fields` is exactly what the partner would see, `digest` stands for its bytes, and `obstacles`
    are all the guards that still forbid sending. `earlier` are the offers that have left before, the
    newest first; `beside` says that the next one would stand beside others, and `co_work` that a manager
    has allowed it, which alone lets a live offer elsewhere stand in nobody's way. `leads` are
    the organisations that a partner may refer to; `listed` has nobody else for a partner, and neither
    them nor itself for a lead.
    """

    record: PersonRecord
    key: RecordKey
    draft: Draft
    matches: tuple[Match, ...]
    listed: Mapping[ServiceId, ListedService]
    recorded: Mapping[DataCategory, Any]
    chosen: ListedService | None = None
    decision: SharingDecision | None = None
    facts: SendFacts | None = None
    fields: Mapping[DataCategory, Any] = {}
    digest: str = ""
    obstacles: tuple[Reason, ...] = ()
    earlier: tuple[FollowedOffer, ...] = ()
    beside: bool = False
    co_work: bool = False
    direction: Direction = Direction.ONWARD
    leads: frozenset[OrganisationId] = frozenset()
    overrides: tuple[KeptOverride, ...] = ()


Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def start(desk: Desk, person: Reference, composition: Composition, words: Words) -> Draft:
    """Begin a request for a person.

    Raises:
        Missing: No such person for this actor.
    """
    found = people.record_of(desk.session, desk.vault, person)
    draft = Draft(
        id=RequestId(desk.new_id()),
        reference=desk.new_reference(),
        person_id=found.person.id,
        person_reference=person,
        organisation_id=desk.actor.organisation_id,
        version=1,
        created_at=desk.now,
        sent=False,
        composition=composition,
        words=words,
        changed_at=desk.now,
    )
    key = people.key_of(desk.session, person)
    store.add(desk.session, desk.vault, key, draft, by=desk.actor.id, risk=risk_of(found))
    desk.note("request.started", draft.id)
    return draft


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What is known before a request is begun: of whom, the level, what is not sent yet, and the needs last scored."""

    person: Reference
    person_id: PersonId
    risk: Band | None
    drafts: tuple[Reference, ...]
    needs: Scored | None = None


def ground_before(desk: Desk, person: Reference) -> Ground:
    """Give the level, the unsent requests and the latest needs of a person; event `person.read`.

    Raises:
        Missing: No such person for this actor.

    Source: NEED-02: what was told once is not asked again.
    """
    found = people.record_of(desk.session, desk.vault, person)
    desk.note("person.read", found.person.id, fields=("risk_assessment", "needs_assessment"))
    drafts = store.drafts_of(desk.session, found.person.id)
    return Ground(person=person, person_id=found.person.id, risk=risk_of(found), drafts=drafts, needs=found.needs)


def compose(desk: Desk, person: Reference, reference: Reference) -> Composed:
    """Give everything that is known about a request, as far as it is settled.

    What was read of the person is an event about the person, `person.read`, and about the request, `request.read`.

    Raises:
        Missing: No such person or request for this actor.
    """
    composed = _compose(desk, person, reference)
    desk.note("person.read", composed.record.person.id, fields=RECORD_FIELDS)
    desk.note("request.read", composed.draft.id, categories=sorted(composed.fields))
    return composed


def _compose(desk: Desk, person: Reference, reference: Reference) -> Composed:
    found = people.record_of(desk.session, desk.vault, person)
    key = people.key_of(desk.session, person)
    draft = store.get(desk.session, desk.vault, key, person, reference)
    earlier = following.of_requests(desk.session, [draft.id]).get(draft.id, ()) if draft.sent else ()
    request = _request_again(desk, draft, earlier) if draft.sent else None
    leads, way = accounts.lead_organisations(desk.session), direction_from(desk.actor)
    listed = askable(desk, leads)
    need = need_of(found, draft.composition, desk.today)
    matches = match(need, [s.service for s in listed.values()], desk.today, policy=desk.policy)
    recorded = shareable(found, draft, desk.today, way)
    kept = overrides.of_request(desk.session, draft.id)
    composed = Composed(
        record=found,
        key=key,
        draft=draft,
        matches=matches,
        listed=listed,
        recorded=recorded,
        earlier=earlier,
        beside=request is not None and is_beside(request, [each.offer for each in earlier]),
        co_work=request is not None and request.co_work,
        direction=way,
        leads=leads,
        overrides=kept,
    )
    chosen = listed.get(draft.composition.service_id) if draft.composition.service_id else None
    return composed if chosen is None else _with_service(desk, composed, chosen)


def _request_again(desk: Desk, draft: Draft, earlier: tuple[FollowedOffer, ...]) -> Request:
    """Give the request of which offers have left before; refuse where one more may not be asked."""
    request = requests.get(desk.session, draft.reference).request
    if refused := against_another(request, [each.offer for each in earlier]):
        raise Conflict(*refused)
    return request


def askable(desk: Desk, leads: frozenset[OrganisationId]) -> Mapping[ServiceId, ListedService]:
    """Give the services that the actor's organisation may ask: a partner's are the leads', a lead's all others."""
    way, every = direction_from(desk.actor), directory.listed_services(desk.session, desk.today, desk.now)
    return {each.service.id: each for each in every if _may_ask(desk, each, way, leads)}


def _may_ask(desk: Desk, listed: ListedService, way: Direction, leads: frozenset[OrganisationId]) -> bool:
    is_lead = listed.organisation_id in leads
    return is_lead == (way == Direction.INWARD) and listed.organisation_id != desk.actor.organisation_id


def _with_service(desk: Desk, composed: Composed, chosen: ListedService) -> Composed:
    if not composed.draft.composition.categories:
        return msgspec.structs.replace(composed, chosen=chosen)
    record, draft = composed.record, composed.draft
    told: dict[str, Any] = {"policy": desk.policy, "overrides": composed.overrides}
    decision = sharing(record, draft, chosen, desk.now, **told)
    found = next(m for m in composed.matches if m.service.id == chosen.service.id)
    inward = composed.direction == Direction.INWARD
    needs = _needs_at_once(composed)
    duplicate = offers.live_offer_exists(desk.session, draft.person_id, needs, even_waiting=inward)
    told |= {"at": desk.now, "co_work": composed.co_work}
    facts = send_facts(record, draft, found, chosen, decision, duplicate=duplicate, **told)
    facts = msgspec.structs.replace(
        facts,
        to_lead=chosen.organisation_id in composed.leads,
        direction=composed.direction,
        duplicate_elsewhere=_is_likely_duplicate(desk, composed, chosen),
        can_take=chosen.off_portal or team_can_take(desk, draft.person_reference, chosen.organisation_id),
        conflict=facts.conflict or conflicts.is_conflicted(desk, draft.person_id, chosen.organisation_id),
    )
    fields: Mapping[DataCategory, Any] = {}
    if decision.allowed:
        fields, _receipt = disclose(composed.recorded, decision, at=desk.now, receipt_id=PREVIEW)
    return msgspec.structs.replace(
        composed,
        chosen=chosen,
        decision=decision,
        facts=facts,
        fields=fields,
        digest=hashlib.sha256(snapshot_bytes(fields)).hexdigest(),
        obstacles=check_send(facts, policy=desk.policy),
    )


def save_for_later(desk: Desk, person: Reference, unfinished: Mapping[str, str | list[str]]) -> Draft:
    """Begin a request with part 1 as it was typed so far, complete or not.

    Raises:
        Missing: No such person for this actor.
    """
    return start(desk, person, Composition(needs=frozenset()), Words(unfinished=unfinished))


def keep_for_later(desk: Desk, composed: Composed, unfinished: Mapping[str, str | list[str]]) -> Draft:
    """Keep part 1 of a request as it was typed so far; what was settled before stays until it is complete."""
    return _put(desk, composed, words=msgspec.structs.replace(composed.draft.words, unfinished=unfinished))


def _needs_at_once(composed: Composed) -> frozenset[NeedCategory]:
    """Give the needs about which only one referral may be live: inward there is one intake, whatever it is about."""
    return composed.draft.composition.needs if composed.direction == Direction.ONWARD else frozenset(NeedCategory)


def _is_likely_duplicate(desk: Desk, composed: Composed, chosen: ListedService) -> bool:
    """Look by keyed index for an open referral of somebody who may be the same; event `request.duplicate_found`.

    Source: lifecycle 6.2: it is never told where.
    """
    person, draft = composed.record.person, composed.draft
    found = offers.likely_duplicate(
        desk.session,
        own=alike.alike(desk.session, desk.vault, person.identity, besides=person.id),
        anywhere=alike.alike_anywhere(desk.session, desk.vault, person.identity, besides=person.id),
        needs=draft.composition.needs,
        organisation_id=chosen.organisation_id,
    )
    if found:
        desk.note("request.duplicate_found", draft.id)
    return found


def change_need(desk: Desk, composed: Composed, composition: Composition, words: Words) -> Draft:
    """Change part 1; what was chosen after it stays where it still fits."""
    kept = composed.draft.composition
    changed = msgspec.structs.replace(composition, service_id=kept.service_id, categories=kept.categories)
    return _put(desk, composed, composition=changed, words=words)


def choose_service(desk: Desk, composed: Composed, service_id: ServiceId) -> Draft:
    """Choose whom to ask; the categories go back to the minimum for that service.

    Raises:
        Missing: No such service.
        Conflict: What is needed was saved for later before anything was said.
        NotAllowed: It is not eligible, every reason is given; or a partner asks for anybody but the lead.
    """
    if not composed.draft.composition.needs:
        raise Conflict(because("need_missing", "ROUTE-01", "Say first what is needed; then choose who could help."))
    found = next((m for m in composed.matches if m.service.id == service_id), None)
    if found is None and composed.direction == Direction.INWARD:
        raise NotAllowed(THROUGH_LEAD)
    if found is None:
        raise Missing
    if not found.eligible and not words_for(composed.overrides, OverrideKind.ELIGIBILITY, service_id):
        raise NotAllowed(*found.reasons)
    minimum = ticked_at_first(composed.listed[service_id].recipient, composed.recorded)
    kept = composed.draft.composition
    return _put(desk, composed, composition=msgspec.structs.replace(kept, service_id=service_id, categories=minimum))


def choose_categories(desk: Desk, composed: Composed, categories: frozenset[DataCategory]) -> Draft:
    """Choose what the service would see."""
    kept = composed.draft.composition
    return _put(desk, composed, composition=msgspec.structs.replace(kept, categories=categories))


def _put(desk: Desk, composed: Composed, **changes: Any) -> Draft:
    draft = msgspec.structs.replace(composed.draft, version=composed.draft.version + 1, changed_at=desk.now, **changes)
    store.put(desk.session, desk.vault, composed.key, draft, risk=risk_of(composed.record))
    desk.note("request.changed", draft.id, fields=sorted(changes))
    return draft


def check_version(composed: Composed, version: int) -> None:
    """Refuse a form that was made from an older version.

    Raises:
        Conflict: Somebody else changed the request meanwhile.
    """
    if composed.draft.version != version:
        raise Conflict(because("stale_version", "I3", "This referral was changed by somebody else meanwhile."))


def send(desk: Desk, composed: Composed, *, digest: str, sender: str) -> Reference:
    """Send exactly what was previewed to the chosen service, and give the offer's reference.

    Raises:
        Conflict: What would leave is no longer what was previewed.
        NotAllowed: A guard fails; every reason is given.
    """
    chosen, facts, decision = composed.chosen, composed.facts, composed.decision
    if chosen is None or facts is None or decision is None or composed.digest != digest:
        raise Conflict(because("preview_changed", "CONS-30", "What would be shared has changed. Check it again."))
    if composed.obstacles:
        raise NotAllowed(*composed.obstacles)
    fields, receipt = disclose(composed.recorded, decision, at=desk.now, receipt_id=ReceiptId(desk.new_id()))
    reference = desk.new_reference()
    sent = offers.send_offer(
        desk,
        draft=_offer(desk, composed, chosen),
        person_id=composed.draft.person_id,
        facts=facts,
        fields=fields,
        receipt=receipt,
        reference=reference,
        sender=sender,
        needs=composed.draft.composition.needs,
        request_reference=composed.draft.reference,
    )
    _tie_overrides(desk, composed, chosen, sent, reference)
    _put(desk, composed, sent=True)
    return reference


def _tie_overrides(desk: Desk, composed: Composed, chosen: ListedService, sent: Offer, reference: Reference) -> None:
    """Tie what was set aside to what was sent; a ground that was not needed in the end stays untied."""
    kinds = {OverrideKind.ELIGIBILITY, OverrideKind.CONFLICT, OverrideKind.DUPLICATE}
    if composed.decision is not None and composed.decision.path not in ROUTINE:
        kinds.add(OverrideKind.SHARING)
    told: dict[str, Any] = {"kinds": kinds, "offer_id": sent.id, "place": reference}
    overrides.use(desk.session, composed.draft.id, chosen.service.id, **told)


def _offer(desk: Desk, composed: Composed, chosen: ListedService) -> Offer:
    return Offer(
        id=OfferId(desk.new_id()),
        request_id=composed.draft.id,
        service_id=chosen.service.id,
        organisation_id=chosen.organisation_id,
        lead_organisation_id=composed.draft.organisation_id,
        risk=risk_of(composed.record) or Band.STANDARD,
        status=OfferStatus.DRAFT,
        version=1,
        custody=Custody.LEAD,
        co_work=composed.beside,
        created_at=desk.now,
        policy_version=desk.policy.version,
        direction=composed.direction,
        off_portal=chosen.off_portal,
    )
