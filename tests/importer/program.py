"""A small program of somebody else: it takes the library as an importer would, and is checked by mypy strict."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from lvws_core.actors import Actor, Role
from lvws_core.consent import Agreement, AgreementStatus, Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.consent.contact import (
    Attempt,
    AttemptOutcome,
    AttemptPriority,
    Channel,
    ContactPlan,
    Safety,
    Window,
    may_contact,
    next_attempt,
)
from lvws_core.consent.sharing import (
    RecipientKind,
    ShareRequest,
    SharingDecision,
    SharingPath,
    decide_sharing,
    disclose,
)
from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.ids import (
    AgreementId,
    ConsentId,
    OfferId,
    OrganisationId,
    PersonId,
    ReceiptId,
    RequestId,
    ServiceId,
    UserId,
)
from lvws_core.needs import assess, distance_travelled
from lvws_core.policy import Policy
from lvws_core.reasons import Reason
from lvws_core.referrals import (
    Detail,
    Move,
    Offer,
    OfferStatus,
    Request,
    SendFacts,
    allowed_moves,
    move,
    request_status,
)
from lvws_core.referrals.allocation import CaseFacts, Caseload, WorkerRole, allocate
from lvws_core.referrals.clocks import Clock, clocks
from lvws_core.referrals.routing import Capacity, Match, Need, Service, match
from lvws_core.risk.dash import QUESTIONS, Answer, Band, Score, score
from lvws_core.risk.marac import Circumstances, Criterion, MaracDecision, decide_marac
from lvws_core.risk.priority import VictimFacts, enhanced_priority, enhanced_rights
from lvws_core.rules import RULES, Mark
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Borough, CapacityState, CrimeCategory, DomesticAbuseLevel, NeedCategory

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
LEAD, PARTNER = OrganisationId(UUID(int=1)), OrganisationId(UUID(int=2))
PERSON = PersonId(UUID(int=3))
WORKER = Actor(id=UserId(UUID(int=4)), organisation_id=LEAD, roles=frozenset({Role.LEAD_CASEWORKER}))
SHARED = frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT})


def risk(answers: Mapping[str, Answer]) -> tuple[Score, MaracDecision]:
    """Score a checklist, and decide on MARAC."""
    found = score(answers)
    return found, decide_marac(Circumstances(victim_age=34, score=found, borough=Borough.HACKNEY, on=NOW.date()))


def explained(reasons: tuple[Reason, ...]) -> list[str]:
    """Give each reason with how far its rule may be trusted."""
    return [f"{reason.text} ({reason.rule}, {RULES[reason.rule].mark.label})" for reason in reasons]


def sharing() -> SharingDecision:
    """Ask what may be shared with a housing service."""
    consent = Consent(
        id=ConsentId(UUID(int=31)),
        person_id=PERSON,
        organisation_id=PARTNER,
        categories=SHARED,
        purpose=Purpose.SUPPORT_REFERRAL,
        explicit=True,
        status=ConsentStatus.ACTIVE,
        valid_from=NOW - timedelta(days=3),
    )
    agreement = Agreement(
        id=AgreementId(UUID(int=41)),
        organisation_id=PARTNER,
        categories=SHARED,
        status=AgreementStatus.LIVE,
        starts_on=date(2026, 4, 1),
    )
    request = ShareRequest(
        person_id=PERSON,
        organisation_id=PARTNER,
        purpose=Purpose.SUPPORT_REFERRAL,
        categories=SHARED,
        at=NOW,
        recipient=RecipientKind.SHELTER,
    )
    return decide_sharing(request, [consent], [agreement])


def services() -> tuple[Match, ...]:
    """Rank one service for a need."""
    housing = Service(
        id=ServiceId(UUID(int=51)),
        organisation_id=PARTNER,
        name="Housing advice",
        capacity=Capacity(state=CapacityState.OPEN, said_at=NOW),
        agreement_live=True,
        valid_from=date(2026, 1, 1),
    )
    need = Need(
        categories=frozenset({NeedCategory.SHELTER_ACCOMMODATION}),
        age=34,
        borough=Borough.HACKNEY,
        risk=Band.MEDIUM,
        crime=CrimeCategory.VIOLENCE_WITH_INJURY,
    )
    return match(need, [housing], NOW.date())


def contact() -> tuple[bool, datetime | None]:
    """Say whether to call now, and when the next attempt is due."""
    hours = Window(days=frozenset(range(5)), opens=time(10), closes=time(14))
    plan = ContactPlan(
        channels={Channel.MOBILE_CALL: Safety.YES},
        sensitive=True,
        windows=(hours,),
        confirmed_at=NOW - timedelta(days=1),
    )
    made = Attempt(at=NOW - timedelta(hours=3), channel=Channel.MOBILE_CALL, outcome=AttemptOutcome.NO_ANSWER)
    following = next_attempt(
        plan, AttemptPriority.DA_LOW_MEDIUM, [made], NOW - timedelta(days=1), NOW, england_and_wales(), Policy()
    )
    return may_contact(plan, Channel.MOBILE_CALL, NOW).allowed, following.due_at


def sent() -> tuple[Offer, tuple[Clock, ...], frozenset[Move]]:
    """Send an offer, and see what is due on it."""
    draft = Offer(
        id=OfferId(UUID(int=61)),
        request_id=RequestId(UUID(int=62)),
        service_id=ServiceId(UUID(int=51)),
        organisation_id=PARTNER,
        lead_organisation_id=LEAD,
        risk=Band.MEDIUM,
        created_at=NOW,
    )
    facts = SendFacts(
        sharing=sharing(),
        agreement_live=True,
        duplicate=False,
        risk_set_on=NOW.date(),
        contact_plan=ContactPlan(channels={}, sensitive=False),
        conflict=False,
    )
    offer, event = move(draft, Move.SEND, WORKER, NOW, draft.version, Detail(), facts=facts)
    request = Request(
        id=draft.request_id, person_id=PERSON, lead_organisation_id=LEAD, needs=frozenset(), risk=Band.MEDIUM
    )
    assert event.new == OfferStatus.SENT
    assert request_status(request, [offer]).label == "With a partner"
    return offer, clocks(offer, england_and_wales()), allowed_moves(offer, WORKER)


def refused(offer: Offer) -> list[str]:
    """Show how a refusal tells its reasons."""
    try:
        move(offer, Move.ACCEPT, WORKER, NOW, offer.version)
    except (NotAllowed, Conflict) as error:
        return [reason.code for reason in error.reasons]
    except Invalid as error:
        return [f"{error.field}: {error.code}"]
    return []


def main() -> None:
    """Do a little of everything."""
    found, marac = risk({question.key: Answer.YES for question in QUESTIONS[:14]})
    assert found.band is Band.HIGH
    assert marac.criteria == (Criterion.VISIBLE_HIGH_RISK,)
    assert explained(marac.reasons)[0].endswith(f"(RISK-20, {Mark.PROJECT_DEFAULT.label})")
    decision = sharing()
    assert decision.path is SharingPath.CONSENT
    fields, receipt = disclose({DataCategory.IDENTITY: "Ada"}, decision, NOW, ReceiptId(UUID(int=71)))
    assert receipt.verifies(fields)
    assert services()[0].eligible
    assert contact()[0]
    offer, running, buttons = sent()
    assert [clock.kind.value for clock in running] == ["acknowledge", "decide"]
    assert Move.WITHDRAW in buttons
    assert refused(offer) == ["not_your_move"]
    facts = VictimFacts(crime=CrimeCategory.RAPE)
    assert enhanced_priority(facts).is_epr == bool(enhanced_rights(facts).categories)
    load = Caseload(worker_id=WORKER.id, role=WorkerRole.IDVA, open_cases=3, limit=5)
    case = CaseFacts(
        domestic_abuse_level=DomesticAbuseLevel.HIGH,
        is_epr=False,
        is_witness=False,
        is_victim=True,
        borough=Borough.HACKNEY,
    )
    assert allocate(case, [load]).worker_id == WORKER.id
    before, after = assess({NeedCategory.DRUGS_ALCOHOL: 4}), assess({NeedCategory.DRUGS_ALCOHOL: 1})
    assert distance_travelled(before, after).total == 3


if __name__ == "__main__":
    main()
