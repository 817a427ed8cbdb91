"""What still stands in the way of sending, each with the step that removes it; and what will not leave, and why."""

from collections.abc import Mapping, Sequence

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import Reference
from lvws_core.reasons import Reason


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where the steps lead: the person, the request, the page of consent, who is asked, and whether guards yield."""

    person: Reference
    request: Reference
    consent: str
    organisation: str
    may_override: bool = False


class Obstacle(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that stands in the way; `step` says what to do next, `href` where, "" when no page does it."""

    code: str
    text: str
    rule: str
    step: str
    href: str


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """Categories that were ticked and will not leave, for one reason, and the step that would change it."""

    names: str
    why: Obstacle


CONSENT_LACKS = frozenset(
    {
        *("no_consent", "consent_not_explicit", "consent_expired", "consent_superseded", "other_purpose"),
        *("consent_withdrawn", "consent_declined", "no_capacity_to_consent"),
    }
)
"""Why a category stays that could leave on a ground in law."""

_CONSENT = ("Record consent for {organisation}", "{consent}")
_SOMEBODY_ELSE = ("Choose somebody else", "/refer/{person}/{request}?open=service#part-service")
_SHARE = ("Change what to share", "/refer/{person}/{request}?open=share#part-share")
_STEPS: Mapping[str, tuple[str, str]] = {
    "no_consent": _CONSENT,
    "consent_not_explicit": _CONSENT,
    "consent_expired": _CONSENT,
    "consent_superseded": _CONSENT,
    "other_purpose": _CONSENT,
    "nothing_asked": _SHARE,
    "never_by_default": _SHARE,
    "not_for_recipient": _SHARE,
    "risk_not_set": ("Assess risk", "/people/{person}/risk/new"),
    "risk_stale": ("Assess risk again", "/people/{person}/risk/new"),
    "safe_contact_missing": ("Record the safe-contact plan", "/people/{person}/contact-plan"),
    "safety_plan_missing": ("Write the safety plan", "/refer/{person}/{request}?open=need#safety_plan"),
    "marac_decision_missing": ("Say what was decided about MARAC", "/refer/{person}/{request}?open=need#marac"),
    "goes_through_lead": ("Refer the person to the lead", "/refer/{person}/{request}?open=service#part-service"),
    "duplicate_live_offer": ("See what was sent", "/sent"),
    "duplicate_elsewhere": ("See who may be the same person", "/people/{person}/alike"),
    "conflict": ("Ask your manager", ""),
    "consent_not_begun": ("Wait until it begins", ""),
    "no_capacity_to_consent": ("Decide in the person’s best interests", "/refer/{person}/{request}/override/sharing"),
    "second_person_missing": ("A lead manager confirms it under Second person", ""),
}
"""The step for each code; whatever else is in the way, somebody else has to be chosen."""

_FOR_MANAGERS: Mapping[str, tuple[str, str]] = {
    "conflict": ("Override it with a reason", "/refer/{person}/{request}/override/conflict"),
    "duplicate_elsewhere": ("Override it with a reason", "/refer/{person}/{request}/override/duplicate"),
    "not_eligible": ("Override it with a reason", "/refer/{person}/{request}/override/eligibility"),
}
"""The step for whoever may set a guard aside."""

_BASIS = "sharing_refused"
_IF_NO = "offer_another_way"


def obstacles(reasons: Sequence[Reason], places: Places) -> tuple[Obstacle, ...]:
    """Give what stands in the way, in the order of the guards, each once.

    That there is no basis for sharing is left out where the reasons after it say why.
    """
    codes = {reason.code for reason in reasons}
    left_out = {_IF_NO, _BASIS} if codes - {_IF_NO, _BASIS} else {_IF_NO}
    told = {reason.text: reason for reason in reasons if reason.code not in left_out}
    return tuple(_obstacle(reason, places) for reason in told.values())


def if_no(reasons: Sequence[Reason]) -> str:
    """Say what can be done without the person's yes, "" where a yes is not what is missing."""
    found = next((reason.text for reason in reasons if reason.code == _IF_NO), "")
    return f"If the person says no: {found[0].lower()}{found[1:]}" if found else ""


def withheld(reasons: Mapping[DataCategory, Reason], places: Places) -> tuple[Withheld, ...]:
    """Give what was ticked and will not leave, together wherever the reason is the same."""
    by_reason: dict[str, list[DataCategory]] = {}
    for category in DataCategory:
        if category in reasons:
            by_reason.setdefault(reasons[category].text, []).append(category)
    return tuple(
        Withheld(names="; ".join(c.label for c in categories), why=_obstacle(reasons[categories[0]], places))
        for categories in by_reason.values()
    )


def _obstacle(reason: Reason, places: Places) -> Obstacle:
    steps = {**_STEPS, **_FOR_MANAGERS} if places.may_override else _STEPS
    words, path = steps.get(reason.code, _SOMEBODY_ELSE)
    filled = msgspec.structs.asdict(places)
    return Obstacle(
        code=reason.code, text=reason.text, rule=reason.rule, step=words.format(**filled), href=path.format(**filled)
    )
