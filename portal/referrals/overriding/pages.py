"""The page on which a guard is set aside: what stands in the way, and the form that says why it should not."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Ground, Schedule1
from lvws_core.forms import FieldError, many
from lvws_core.ids import Reference
from lvws_core.reasons import Reason
from lvws_core.referrals.routing import Match
from partners.directory.model import ListedService
from portal.referrals.overriding.forms import SharingForm, WhyForm
from portal.referrals.service import Composed
from portal.reviews.overrides.model import AT_ONCE, GROUND_WORDS, Outweighs, OverrideKind, ToldPerson, Views

Option = Mapping[str, Any]


class Weighing(msgspec.Struct, frozen=True, kw_only=True):
    """What sharing without consent weighs besides: the paragraph with its test, the person's view, what else there is.

    Source: CONS-01, CONS-07, CONS-10, CONS-40.
    """

    paragraphs: tuple[Option, ...]
    views: tuple[Option, ...]
    outweighs: tuple[Option, ...]
    options: str
    best_interests: str


class OverridingPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that sets one guard aside; `grounds` and `told` are empty where it is not about sharing."""

    template: ClassVar[str] = "referrals/override.html"

    title: str
    back: tuple[str, str]
    action: str
    said: tuple[str, ...]
    reasons: tuple[Reason, ...]
    shared: tuple[str, ...]
    grounds: tuple[Option, ...]
    told: tuple[Option, ...]
    told_why: str
    why: str
    why_label: str
    service: str
    version: str
    button: str
    weighing: Weighing | None = None
    errors: tuple[FieldError, ...] = ()


def eligibility_page(
    composed: Composed, listed: ListedService, found: Match, form: WhyForm, errors: tuple[FieldError, ...] = ()
) -> OverridingPage:
    """Give the form that sets the rules of a service aside."""
    name = _name(listed)
    return OverridingPage(
        title="Ask although the rules do not fit",
        back=_back(composed, "service"),
        action=_action(composed, "eligibility"),
        said=(f"{name} says that it cannot take this person. Agree it with them first.", _LISTED),
        reasons=found.reasons[: len(found.would_be_eligible_if)],
        shared=(),
        grounds=(),
        told=(),
        told_why="",
        why=form.why,
        why_label="Why is this right for this person?",
        service=str(listed.service.id),
        version=form.version or str(composed.draft.version),
        button=f"Override and choose {name}",
        errors=errors,
    )


class _Guard(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the page for one guard; `said` may name the partner that is asked."""

    name: str
    said: tuple[str, ...]
    why_label: str


_GUARDS: Mapping[OverrideKind, _Guard] = {
    OverrideKind.CONFLICT: _Guard(
        name="conflict check",
        said=("Speak to {partner} before you do, without naming the person.",),
        why_label="Why can they be asked all the same?",
    ),
    OverrideKind.DUPLICATE: _Guard(
        name="duplicate check",
        said=(
            "Somebody who may be the same person is referred already. Where, and by whom, is told to nobody.",
            "Ask the person whether somebody helps them with this already, and look at who may be the same person.",
            "If it is another person, or another need, {partner} can be asked all the same.",
        ),
        why_label="Why is this not the same referral twice?",
    ),
}


def guard_page(
    composed: Composed,
    found: tuple[ListedService, tuple[Reason, ...]],
    kind: OverrideKind,
    form: WhyForm,
    errors: tuple[FieldError, ...] = (),
) -> OverridingPage:
    """Give the form that sets aside what a guard found about the chosen service."""
    (listed, reasons), guard = found, _GUARDS[kind]
    return OverridingPage(
        title=f"Override the {guard.name}",
        back=_back(composed, "send"),
        action=_action(composed, kind.value),
        said=(*(sentence.format(partner=listed.organisation_name) for sentence in guard.said), _LISTED),
        reasons=reasons,
        shared=(),
        grounds=(),
        told=(),
        told_why="",
        why=form.why,
        why_label=guard.why_label,
        service="",
        version=form.version or str(composed.draft.version),
        button=f"Override the {guard.name}",
        errors=errors,
    )


def sharing_page(
    composed: Composed, listed: ListedService, form: SharingForm, errors: tuple[FieldError, ...] = ()
) -> OverridingPage:
    """Give the form that asks to share without consent."""
    ticked, told = set(many(form.grounds)), form.told
    categories = composed.draft.composition.categories
    return OverridingPage(
        title="Share without consent",
        back=_back(composed, "send"),
        action=_action(composed, "sharing"),
        said=(
            f"This is about {_name(listed)} and about what is listed below, no more.",
            "A lead manager other than you confirms it on their own sign-in. Nothing is sent before that.",
            "Only for a court order, or where a life is in danger now, it can be sent at once.",
            _LISTED,
        ),
        reasons=(),
        shared=tuple(category.label for category in DataCategory if category in categories),
        grounds=tuple(_ground(ground, ticked) for ground in Ground),
        told=tuple({"value": t.value, "text": t.label, "checked": t.value == told} for t in ToldPerson),
        told_why=form.told_why,
        why=form.why,
        why_label="Why is it necessary, and no more than necessary?",
        service="",
        version=form.version or str(composed.draft.version),
        button="Ask for a second person",
        weighing=_weighing(form),
        errors=errors,
    )


def _weighing(form: SharingForm) -> Weighing:
    ticked = set(many(form.outweighs))
    usual = {"value": "", "text": "The usual one for the ground", "checked": not form.picked}
    paragraphs = (
        {
            "value": each.value,
            "text": f"Paragraph {each.value.removeprefix('para_')}",
            "hint": {"text": each.test},
            "checked": each.value == form.picked,
        }
        for each in Schedule1
    )
    return Weighing(
        paragraphs=(usual, *paragraphs),
        views=tuple({"value": v.value, "text": v.label, "checked": v.value == form.views} for v in Views),
        outweighs=tuple({"value": o.value, "text": o.label, "checked": o.value in ticked} for o in Outweighs),
        options=form.options,
        best_interests=form.best_interests,
    )


_LISTED = "It goes on the list of information governance, with your name."


def _ground(ground: Ground, ticked: set[str]) -> Option:
    hint = {"hint": {"text": "Can be sent at once"}} if ground in AT_ONCE else {}
    return {"value": ground.value, "text": GROUND_WORDS[ground], "checked": ground.value in ticked, **hint}


def _name(listed: ListedService) -> str:
    return f"{listed.organisation_name}, {listed.service.name}"


def _path(composed: Composed) -> str:
    person: Reference = composed.draft.person_reference
    return f"/refer/{person}/{composed.draft.reference}"


def _back(composed: Composed, part: str) -> tuple[str, str]:
    return f"{_path(composed)}?open={part}#part-{part}", "Back to the referral"


def _action(composed: Composed, kind: str) -> str:
    return f"{_path(composed)}/override/{kind}"
