"""The names of design section 5.4, written out again from the page: modules, arguments, fields, defaults, keys."""

import inspect
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import Any

import msgspec
import pytest

from lvws_core import actors, errors, events, needs, policy, ports, reasons, times, vocabulary
from lvws_core import consent as consents
from lvws_core import referrals as offers
from lvws_core.consent import contact, sharing
from lvws_core.referrals import allocation, clocks, routing
from lvws_core.risk import dash, marac, priority

NOTHING: frozenset[Any] = frozenset()
UNKNOWN, NO = contact.Safety.UNKNOWN, contact.Safety.NO

FIELDS: dict[type[msgspec.Struct], tuple[str, dict[str, Any]]] = {
    reasons.Reason: ("code rule text", {}),
    events.Event: ("kind at actor_id subject_id organisation_ids", {"old": None, "new": None, "detail": {}}),
    actors.Decision: ("allowed reasons", {}),
    actors.Actor: ("id organisation_id roles", {}),
    dash.Question: ("number key summary critical", {}),
    dash.Score: ("yes_count unknown_count count_max band possible_visible_high_risk critical", {}),
    marac.Circumstances: (
        "victim_age",
        dict.fromkeys(("perpetrator_age", "score", "judgement", "last_referral_on", "last_heard_on", "incident_on"))
        | {"police_incidents": 0, "same_perpetrator": True, "borough": None, "on": None},
    ),
    marac.MaracDecision: ("refer criteria repeat routes reasons", {}),
    priority.VictimFacts: (
        "",
        {"crime": None, "serious_crimes": NOTHING, "age_at_offence": None, "source_flag": None, "override": None}
        | dict.fromkeys(("persistently_targeted", "repeat_victim", "mental_disorder", "impaired_functioning"), False)
        | dict.fromkeys(("physical_disability", "intimidated"), False),
    ),
    priority.EnhancedRights: ("categories reasons", {}),
    priority.EnhancedPriority: ("is_epr reasons source_flag", {}),
    consents.Consent: (
        "id person_id organisation_id categories purpose explicit status valid_from",
        {"expires_at": None, "withdrawn_at": None},
    ),
    consents.Agreement: ("id organisation_id categories status starts_on", {"ends_on": None}),
    sharing.Override: ("reason authoriser_id", {"second_person_id": None}),
    sharing.ShareRequest: ("person_id organisation_id purpose categories at", {"grounds": NOTHING, "recipient": None}),
    sharing.SharingDecision: (
        "allowed path categories withheld basis needs_second_person consent_id agreement_id reasons",
        {},
    ),
    sharing.Basis: ("article_6 article_9 confidentiality", {}),
    sharing.Receipt: ("id organisation_id person_id categories basis at digest", {}),
    contact.Window: ("days opens closes", {}),
    contact.ContactPlan: (
        "channels sensitive",
        {"windows": (), "not_when": (), "voicemail_ok": UNKNOWN, "text_ok": UNKNOWN, "post_ok": NO}
        | {"confirmed_at": None, "breach_open": False, "no_contact_requested": False},
    ),
    contact.ContactDecision: ("allowed reasons", {}),
    contact.Attempt: ("at channel outcome", {}),
    contact.NextAttempt: ("due_at channels exhausted then reasons", {}),
    offers.Detail: (
        "",
        {"reason": None, "whose_choice": None, "outcome": None, "note": "", "until": None, "override": None},
    ),
    offers.SendFacts: ("sharing agreement_live duplicate risk_set_on contact_plan conflict", {}),
    offers.Offer: (
        "id request_id service_id organisation_id lead_organisation_id risk status version custody created_at",
        {"sent_at": None, "entered_at": None, "pauses": (), "co_work": False, "visible_until": None}
        | {"frozen_at": None, "policy_version": policy.Policy().version},
    ),
    offers.Request: ("id person_id lead_organisation_id status needs risk version", {}),
    clocks.Clock: ("kind starts_at due_at remind_at paused escalate_to", {}),
    routing.Need: (
        "categories age borough risk",
        {"crime": None, "languages": NOTHING, "wants_by_and_for": NOTHING, "gender": None, "domestic_abuse": False},
    ),
    routing.Service: (
        "id organisation_id name capacity agreement_live valid_from",
        {"age_min": None, "age_max": None, "valid_to": None, "gender_rule": "all"}
        | dict.fromkeys(("boroughs", "need_categories", "risk_levels", "crimes", "by_and_for"), NOTHING)
        | dict.fromkeys(("languages", "exclusions"), NOTHING),
    ),
    routing.Capacity: ("state said_at", {"places": None}),
    routing.Match: ("service eligible score would_be_eligible_if reasons", {}),
    allocation.CaseFacts: (
        "domestic_abuse_level is_epr is_witness is_victim borough",
        {"returning_worker_id": None},
    ),
    allocation.Allocation: ("role worker_id support reasons", {}),
}
"""The fields that the page names: those that a caller gives, then those with the default that the page gives them."""

POLICY = {"policy": policy.Policy()}
ARGUMENTS: dict[Callable[..., Any], tuple[str, dict[str, Any]]] = {
    policy.Policy.from_toml: ("text", {}),
    actors.may: ("actor permission subject", {"subject": None}),
    times.england_and_wales: ("", {}),
    times.WorkingCalendar: ("holidays zone", {"zone": "Europe/London"}),
    times.WorkingCalendar.is_working_day: ("self day", {}),
    times.WorkingCalendar.add_working_days: ("self day days", {}),
    times.WorkingCalendar.due: ("self start", {"working_days": None, "real": None}),
    dash.score: ("answers", {}),
    marac.decide_marac: ("circumstances policy", POLICY),
    priority.enhanced_rights: ("facts", {}),
    priority.enhanced_priority: ("facts", {}),
    sharing.decide_sharing: (
        "request consents agreements override policy",
        {"consents": (), "agreements": (), "override": None} | POLICY,
    ),
    sharing.disclose: ("record decision at receipt_id", {}),
    sharing.Receipt.verifies: ("self fields", {}),
    contact.may_contact: ("plan channel at policy", POLICY),
    contact.next_attempt: ("plan priority attempts received_at now calendar policy", POLICY),
    offers.check_send: ("facts policy", POLICY),
    offers.allowed_moves: ("offer actor", {}),
    offers.move: (
        "offer action by now expected_version detail facts policy",
        {"detail": offers.Detail(), "facts": None} | POLICY,
    ),
    offers.annotate: ("offer note by now expected_version", {}),
    offers.request_status: ("request offers", {}),
    clocks.clocks: ("offer calendar policy", POLICY),
    routing.match: ("need services on policy", POLICY),
    allocation.allocate: ("facts caseloads policy", {"caseloads": ()} | POLICY),
    needs.assess: ("scores", {}),
    needs.distance_travelled: ("first last", {}),
    vocabulary.AgeBand.of: ("age", {}),
    ports.Vault.seal: ("self key column text", {}),
    ports.Vault.index: ("self kind text", {}),
}
"""The arguments that the page names, in its order, and the defaults that it gives."""

GROUNDS = "court_order danger_to_life child_at_risk adult_at_risk marac_criterion lacks_capacity"
DECLINE_REASONS = (
    "out_of_area age not_eligible_group capacity risk_too_high conflict declined_by_client duplicate "
    "insufficient_information"
)
KEYS: dict[type[StrEnum], str] = {
    actors.Role: "partner_worker partner_manager intake_worker lead_caseworker idva lead_manager "
    "colocation_coordinator host_sponsor analyst information_governance administrator clock",
    dash.Answer: "yes no dont_know",
    dash.Band: "standard medium high",
    marac.Criterion: "visible_high_risk professional_judgement potential_escalation marac_repeat",
    marac.Route: "marac childrens_social_care",
    priority.EnhancedCategory: "most_serious_crime persistently_targeted vulnerable intimidated",
    consents.DataCategory: "identity safe_contact access_needs location_borough full_address need_types "
    "incident_summary risk_level risk_assessment_full safety_plan children perpetrator_identity ethnicity_religion "
    "orientation_gender disability_detail health immigration own_offending case_notes counselling_notes "
    "marac_material police_intelligence",
    consents.Purpose: "support_referral joint_work rj witness_support evaluation survey_contact",
    consents.ConsentStatus: "active declined withdrawn expired superseded",
    consents.AgreementStatus: "draft in_review with_signatory signed live expired terminated",
    sharing.Ground: GROUNDS,
    sharing.SharingPath: f"{GROUNDS} consent none",
    sharing.RecipientKind: "shelter da_specialist by_and_for restorative_justice witness host",
    sharing.Article6: "consent legal_obligation vital_interests public_task recognised_legitimate_interest "
    "legitimate_interests",
    contact.Channel: "mobile_call sms landline email post video whatsapp via_professional in_person_at_host",
    contact.Safety: "yes no unknown",
    contact.AttemptPriority: "da_high epr_or_sexual_violence da_low_medium non_epr witness",
    contact.AttemptOutcome: "spoke left_agreed_message no_answer unexpected_answerer number_dead declined "
    "asked_to_call_back",
    offers.OfferStatus: "draft sent acknowledged info_needed waitlisted accepted active paused declined expired "
    "withdrawn handed_back not_reached outcome_due completed error",
    offers.RequestStatus: "draft open unplaced on_hold met closed_unmet error",
    offers.Move: "send acknowledge ask answer accept waitlist decline expire first_contact not_reached hand_back "
    "pause resume finish record_outcome withdraw mark_error",
    offers.RequestMove: "hold resume close_unmet acknowledge_outcome mark_error",
    offers.Custody: "lead partner",
    offers.Note: "attempt update assigned stop_confirmed outcome_acknowledged still_needed still_possible review_asked "
    "message delivered",
    clocks.ClockKind: "acknowledge decide answer first_contact waiting_review update outcome loop stop",
    vocabulary.AgeBand: "17_and_under 18_24 25_34 35_44 45_54 55_64 65_plus not_given",
    vocabulary.CrimeCategory: "non_crime homicide rape other_sexual_offences other_crime violence_without_injury "
    "violence_with_injury arson fraud_forgery burglary_dwelling criminal_damage theft_from_person other_theft "
    "burglary_non_dwelling bicycle_theft",
    vocabulary.NeedCategory: "mental_physical_health shelter_accommodation family_friends_children "
    "education_skills_employment drugs_alcohol finance_benefits outlook_attitudes social_interactions",
    vocabulary.ReferralSource: "police self_referral other_agency witness_care_unit",
    vocabulary.DeclineReason: DECLINE_REASONS,
    vocabulary.ClosureReason: "needs_met client_ended disengaged no_contact transferred moved_away "
    "risk_reduced_planned service_refused duplicate died out_of_remit",
}
"""The keys of the closed lists, in the order of the page, domain.md and lifecycle.md."""

SOME_KEYS: dict[type[StrEnum], str] = {
    priority.SeriousCrime: "domestic_abuse hate_crime terrorism sexual_offence",
    routing.CapacityState: "open limited waitlist closed",
    vocabulary.PoliceForce: "action_fraud british_transport_police city_of_london_police metropolitan_police_service",
    vocabulary.Borough: "outside_london unknown",
    vocabulary.Ethnicity: "prefer_not_to_say not_asked not_known",
}
"""Keys of the lists that the pages do not write out in full."""

IMPORTS = {
    "lvws_core.errors": "DomainError Missing NotAllowed Conflict Invalid",
    "lvws_core.reasons": "Reason",
    "lvws_core.policy": "Policy",
    "lvws_core.events": "Event",
    "lvws_core.ports": "Vault Names FindPerson",
    "lvws_core.actors": "Decision Actor Role Permission may",
    "lvws_core.times": "WorkingCalendar england_and_wales",
    "lvws_core.risk.dash": "QUESTIONS Question Answer Band score Score",
    "lvws_core.risk.marac": "Criterion Route Circumstances decide_marac MaracDecision",
    "lvws_core.risk.priority": "VictimFacts SeriousCrime enhanced_rights EnhancedRights EnhancedCategory "
    "enhanced_priority EnhancedPriority",
    "lvws_core.consent": "DataCategory Purpose Consent Agreement",
    "lvws_core.consent.sharing": "Ground Override ShareRequest SharingPath RecipientKind decide_sharing "
    "SharingDecision Basis disclose Receipt",
    "lvws_core.consent.contact": "Channel Safety Window ContactPlan may_contact ContactDecision AttemptPriority "
    "Attempt next_attempt NextAttempt",
    "lvws_core.referrals": "RequestStatus OfferStatus MOVES Move Custody Detail SendFacts check_send Offer Request "
    "allowed_moves move annotate Note request_status move_request RequestMove",
    "lvws_core.referrals.clocks": "ClockKind Clock clocks",
    "lvws_core.referrals.routing": "Need Service Capacity CapacityState match Match",
    "lvws_core.referrals.allocation": "allocate Allocation CaseFacts",
    "lvws_core.needs": "assess distance_travelled",
    "lvws_core.vocabulary": "AgeBand Borough CrimeCategory Ethnicity NeedCategory ReferralSource PoliceForce "
    "DeclineReason ClosureReason",
}


@pytest.mark.parametrize(("module", "names"), IMPORTS.items())
def test_every_name_of_the_page_is_in_its_module(module: str, names: str) -> None:
    assert not [name for name in names.split() if not hasattr(import_module(module), name)]


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_a_value_is_built_from_the_fields_of_the_page_alone(kind: type[msgspec.Struct]) -> None:
    given, defaults = FIELDS[kind]
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    assert {*given.split(), *defaults} <= fields.keys()
    assert {name for name, field in fields.items() if field.required} <= set(given.split())


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_a_value_has_the_defaults_of_the_page(kind: type[msgspec.Struct]) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    assert {name: _default(fields[name]) for name in FIELDS[kind][1]} == FIELDS[kind][1]


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_a_value_is_frozen_and_built_by_keyword_alone(kind: type[msgspec.Struct]) -> None:
    assert kind.__struct_config__.frozen
    with pytest.raises(TypeError):
        kind(None)


@pytest.mark.parametrize("function", ARGUMENTS, ids=lambda function: function.__qualname__)
def test_a_function_takes_the_arguments_of_the_page_in_its_order(function: Callable[..., Any]) -> None:
    named, defaults = ARGUMENTS[function]
    arguments = inspect.signature(function).parameters
    positional = [name for name, a in arguments.items() if a.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert positional[: len(named.split())] == named.split()
    assert {name: arguments[name].default for name in defaults} == defaults


@pytest.mark.parametrize("function", ARGUMENTS, ids=lambda function: function.__qualname__)
def test_a_function_is_called_with_the_arguments_of_the_page_alone(function: Callable[..., Any]) -> None:
    named, defaults = ARGUMENTS[function]
    needed = [n for n, a in inspect.signature(function).parameters.items() if a.default is inspect.Parameter.empty]
    assert needed == [name for name in named.split() if name not in defaults]


@pytest.mark.parametrize("kind", KEYS, ids=lambda kind: kind.__name__)
def test_a_closed_list_has_exactly_the_keys_of_the_pages_in_their_order(kind: type[StrEnum]) -> None:
    assert [member.value for member in kind] == KEYS[kind].split()
    assert [member.name for member in kind if kind is not vocabulary.AgeBand] == [
        key.upper() for key in KEYS[kind].split() if kind is not vocabulary.AgeBand
    ]


@pytest.mark.parametrize("kind", SOME_KEYS, ids=lambda kind: kind.__name__)
def test_a_closed_list_has_the_keys_that_the_pages_name(kind: type[StrEnum]) -> None:
    assert set(SOME_KEYS[kind].split()) <= {member.value for member in kind}


@pytest.mark.parametrize("kind", [*KEYS, *SOME_KEYS], ids=lambda kind: kind.__name__)
def test_a_choice_is_its_key_as_text(kind: type[StrEnum]) -> None:
    assert issubclass(kind, StrEnum)
    assert all(kind(member.value) is member == str(member) for member in kind)


def test_a_port_is_a_protocol_that_an_importer_can_fill() -> None:
    class Plain:
        def new_key(self, organisation_id: object, record_id: object) -> object: ...
        def seal(self, key: object, column: str, text: str) -> bytes: ...
        def open(self, key: object, column: str, sealed: bytes) -> str: ...
        def index(self, kind: str, text: str) -> bytes: ...

    assert isinstance(Plain(), ports.Vault)


def test_domain_errors_are_no_value_errors() -> None:
    kinds = (errors.Missing, errors.NotAllowed, errors.Conflict, errors.Invalid)
    assert all(issubclass(kind, errors.DomainError) for kind in kinds)
    assert not any(issubclass(kind, ValueError) for kind in kinds)


def test_invalid_says_the_field_and_the_code() -> None:
    one, other = errors.Invalid("age", "negative"), errors.Invalid(field="age", code="negative")
    assert (one.field, one.code) == (other.field, other.code) == ("age", "negative")


@pytest.mark.parametrize("kind", [errors.NotAllowed, errors.Conflict])
def test_a_refusal_carries_its_reasons_as_a_tuple_however_they_are_given(
    kind: type[errors.NotAllowed] | type[errors.Conflict],
) -> None:
    one, two = (reasons.Reason(code=code, rule="TOP-06", text="No.") for code in ("one", "two"))
    assert kind((one, two)).reasons == kind([one, two]).reasons == kind(reasons=(one, two)).reasons == (one, two)
    assert kind(one, two).reasons == (one, two)
    assert kind(one).reasons == kind((one,)).reasons == (one,)
    assert kind().reasons == kind(()).reasons == ()
    assert str(kind((one, two))) == "one, two"


def test_missing_is_raised_without_more() -> None:
    with pytest.raises(errors.DomainError):
        raise errors.Missing


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
