"""The pages of composing a referral: all words and component arguments are made here."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.actors import Permission, may
from lvws_core.consent import DataCategory, against_asking
from lvws_core.consent.minimum import RecipientKind, condition, default_minimum, part
from lvws_core.forms import FieldError, many
from lvws_core.ids import Reference
from lvws_core.referrals import Direction, kept_until
from lvws_core.risk.dash import Band
from lvws_core.times import day_in_words, in_words, london_day
from lvws_core.vocabulary import ByAndFor, CrimeCategory, Labelled, NeedCategory
from partners.directory.model import ListedService
from partners.offers.following.pages import came_back
from partners.offers.snapshot.pages import SharedView, shared_view
from portal.people.consent.model import in_force
from portal.referrals.forms import NeedForm, form_from
from portal.referrals.helpers.pages import Helper, bear_in_mind, full_name, helper_of, open_first
from portal.referrals.model import Draft, MaracAnswer, offered_categories, waiting_for
from portal.referrals.obstacles.pages import CONSENT_LACKS, Obstacle, Places, Withheld, if_no, obstacles, withheld
from portal.referrals.service import Composed, Desk, Ground

Option = dict[str, Any]


class NeedFields(msgspec.Struct, frozen=True, kw_only=True):
    """Part 1 as a form: the options of its controls, and what was typed."""

    needs: tuple[Option, ...]
    domestic_abuse: tuple[Option, ...]
    crimes: tuple[Option, ...]
    wants: tuple[Option, ...]
    marac: tuple[Option, ...]
    incident: str
    safety_plan: str
    marac_reason: str
    is_high: bool


class StartPage(msgspec.Struct, frozen=True, kw_only=True):
    """The first part, before there is a request."""

    template: ClassVar[str] = "referrals/start.html"

    person: Reference
    fields: NeedFields
    drafts: tuple[Reference, ...] = ()
    to: str = "a partner"
    known: str = ""
    contact: str = ""
    origin: tuple[str, ...] = ()
    consent_href: str = ""
    errors: tuple[FieldError, ...] = ()

    @property
    def title(self) -> str:
        """The page title: the reference, and nothing that tells."""
        return f"Refer {self.person} to {self.to}"


class ComposePage(msgspec.Struct, frozen=True, kw_only=True):
    """The four parts on one page; each opens as the one before is settled."""

    template: ClassVar[str] = "referrals/compose.html"

    person: Reference
    reference: Reference
    version: int
    open_part: str
    settled: tuple[Option, ...]
    fields: NeedFields
    able: tuple[Helper, ...]
    unable: tuple[Helper, ...]
    bear_in_mind: tuple[str, ...]
    open_first: str
    service_name: str
    consent_href: str
    consent_words: str
    consent_action: str
    categories: tuple[Option, ...]
    missing: tuple[str, ...]
    shared: SharedView | None
    withheld: tuple[Withheld, ...]
    obstacles: tuple[Obstacle, ...]
    next_step: Obstacle | None
    if_no: str
    without_consent: str
    digest: str
    kept_until: str
    before: tuple[str, ...]
    to: str = "a partner"
    delivery: str = ""
    errors: tuple[FieldError, ...] = ()

    @property
    def title(self) -> str:
        """The page title: the reference, and nothing that tells."""
        return f"Refer {self.person} to {self.to}"


def first_form(ground: Ground) -> NeedForm:
    """Give part 1 before anybody has typed: the needs are those that were scored last (NEED-02)."""
    needed = ground.needs.needed if ground.needs is not None else frozenset()
    return NeedForm(needs=[each.value for each in NeedCategory if each in needed])


def known_needs(ground: Ground) -> str:
    """Say from when the needs are that are ticked; empty where none were scored."""
    if ground.needs is None or not ground.needs.needed:
        return ""
    day = day_in_words(london_day(ground.needs.at))
    return f"Ticked from the needs assessment of {day}: change it only where this referral is about less."


def need_fields(form: NeedForm, risk: Band | None) -> NeedFields:
    """Give part 1 as a form with what was typed."""
    return NeedFields(
        needs=_options(NeedCategory, many(form.needs)),
        domestic_abuse=_yes_no(form.domestic_abuse),
        crimes=({"value": "", "text": "Not known or not a crime"}, *_options(CrimeCategory, (form.crime,), "selected")),
        wants=_options(ByAndFor, many(form.wants)),
        marac=_options(MaracAnswer, (form.marac,)),
        incident=form.incident,
        safety_plan=form.safety_plan,
        marac_reason=form.marac_reason,
        is_high=risk is Band.HIGH,
    )


def _options(choices: type[Labelled], chosen: Sequence[str], mark: str = "checked") -> tuple[Option, ...]:
    return tuple({"value": c.value, "text": c.label, mark: c.value in chosen} for c in choices)


def _yes_no(chosen: str) -> tuple[Option, ...]:
    return tuple({"value": key, "text": key.capitalize(), "checked": key == chosen} for key in ("yes", "no"))


def form_of(draft: Draft) -> NeedForm:
    """Give the form that says what the draft says, to change it, or what was typed in it and not finished."""
    composition, words = draft.composition, draft.words
    if words.unfinished or not composition.needs:
        return form_from(words.unfinished)
    return NeedForm(
        needs=sorted(composition.needs),
        domestic_abuse="yes" if composition.domestic_abuse else "no",
        crime=composition.crime or "",
        wants=sorted(composition.wants_by_and_for),
        incident=words.incident,
        safety_plan=words.safety_plan,
        marac=composition.marac or "",
        marac_reason=words.marac_reason,
    )


def compose_page(
    composed: Composed,
    desk: Desk,
    *,
    asked: str,
    errors: tuple[FieldError, ...] = (),
    form: NeedForm | None = None,
) -> ComposePage:
    """Give the page with one part open: the one asked for, or the first that is not settled."""
    draft, chosen = composed.draft, composed.chosen
    risk = composed.record.assessment.level if composed.record.assessment else None
    helpers = [helper_of(m, composed, desk) for m in composed.matches]
    may_override = may(desk.actor, Permission.OVERRIDE_WRITE).allowed
    places = _places(draft, chosen, may_override=may_override)
    in_the_way = obstacles(composed.obstacles, places)
    return ComposePage(
        person=draft.person_reference,
        reference=draft.reference,
        version=draft.version,
        open_part=_open_part(composed, asked),
        settled=tuple(_settled(composed)),
        fields=need_fields(form or form_of(draft), risk),
        able=tuple(h for h in helpers if not h.eligible_if),
        unable=tuple(h for h in helpers if h.eligible_if),
        bear_in_mind=bear_in_mind(composed.matches),
        open_first=open_first(composed, desk),
        service_name=full_name(chosen),
        consent_href=places.consent,
        consent_words=_consent_words(composed, desk.now),
        consent_action="They raised it themselves" if _refused(composed, desk.today) else "Record consent",
        categories=_category_options(composed),
        missing=_not_recorded(composed),
        shared=shared_view(composed.fields) if composed.fields else None,
        withheld=withheld(composed.decision.withheld, places) if composed.decision else (),
        obstacles=in_the_way,
        next_step=next((each for each in in_the_way if each.href), None),
        if_no=if_no(composed.obstacles),
        without_consent=_without_consent(composed),
        digest=composed.digest,
        kept_until=_kept_until(draft, desk),
        before=_before(composed, desk),
        to=_to(composed),
        delivery=_DELIVER.format(name=chosen.organisation_name) if chosen is not None and chosen.off_portal else "",
        errors=errors,
    )


def _kept_until(draft: Draft, desk: Desk) -> str:
    if draft.sent or draft.changed_at is None:
        return ""
    return day_in_words(kept_until(draft.changed_at, desk.policy))


def _before(composed: Composed, desk: Desk) -> tuple[str, ...]:
    """Say what came of asking others before, the newest first; as names the directory knows."""
    names = {listed.organisation_id: listed.organisation_name for listed in composed.listed.values()}
    found = (came_back(e, names.get(e.offer.organisation_id, "A partner"), desk.now) for e in composed.earlier)
    return tuple(words for words in found if words)


def _to(composed: Composed) -> str:
    """Name whom this is referred to: inward the lead, onward any partner."""
    if composed.direction == Direction.ONWARD:
        return "a partner"
    return " or ".join(sorted({listed.organisation_name for listed in composed.listed.values()})) or "the lead"


_DELIVER = (
    "{name} has no account here – you deliver the pack yourself, by a secure way, and record what they say. "
    "After you press the button the offer leads you through it; the clocks run as for any other."
)

PARTS = ("need", "service", "share", "send")


def _open_part(composed: Composed, asked: str) -> str:
    composition = composed.draft.composition
    if composed.draft.words.unfinished or not composition.needs:
        return "need"
    reached = 1 + (composition.service_id is not None) + bool(composition.service_id and composition.categories)
    possible = PARTS[: reached + 1]
    return asked if asked in possible else possible[-1]


def _settled(composed: Composed) -> Iterable[Option]:
    composition = composed.draft.composition
    if composition.needs:
        yield {"part": "need", "text": _listed(n for n in NeedCategory if n in composition.needs)}
    if composed.chosen is not None:
        yield {"part": "service", "text": full_name(composed.chosen)}
    if composed.chosen is not None and composition.categories:
        yield {"part": "share", "text": _listed(c for c in DataCategory if c in composition.categories)}


def _listed(choices: Iterable[NeedCategory | DataCategory]) -> str:
    """Name several things as one sentence: "Name and age; borough"."""
    first, *others = (choice.label for choice in choices)
    return "; ".join((first, *(label[0].lower() + label[1:] for label in others)))


def _without_consent(composed: Composed) -> str:
    """Give the address at which sharing without consent is asked for, "" where it is not what is missing."""
    decision, draft = composed.decision, composed.draft
    if decision is None or waiting_for(composed.overrides, composed.draft, composed.chosen) is not None:
        return ""
    lacking = not decision.allowed or any(reason.code in CONSENT_LACKS for reason in decision.withheld.values())
    return f"/refer/{draft.person_reference}/{draft.reference}/override/sharing" if lacking else ""


def _places(draft: Draft, chosen: ListedService | None, *, may_override: bool) -> Places:
    name = chosen.organisation_name if chosen is not None else ""
    consent = _consent_href(draft, chosen)
    return Places(
        person=draft.person_reference,
        request=draft.reference,
        consent=consent,
        organisation=name,
        may_override=may_override,
    )


def _consent_href(draft: Draft, chosen: ListedService | None) -> str:
    if chosen is None:
        return ""
    asked = [category.value for category in DataCategory if category in draft.composition.categories]
    query = {"organisation": chosen.organisation_id, "back": draft.reference, "asked": ",".join(asked)}
    return f"/people/{draft.person_reference}/consent?{urlencode(query, safe=',')}#record"


def _consent_words(composed: Composed, now: datetime) -> str:
    chosen = composed.chosen
    if chosen is None:
        return ""
    name = chosen.organisation_name
    given = [c for c in composed.record.consents if c.organisation_id == chosen.organisation_id and c.is_live(now)]
    if not given:
        refused = _refused(composed, london_day(now))
        return refused or f"Consent for {name}: not yet recorded."
    until = given[0].expires_at
    ending = f", until {in_words(until, now)}" if until is not None else ""
    return f"Consent for {name}: given {in_words(given[0].valid_from, now)}{ending}."


def _refused(composed: Composed, today: date) -> str:
    """Say that the person said no to the chosen organisation lately, and from when on they may be asked again.

    Source: CONS-21.
    """
    chosen = composed.chosen
    if chosen is None:
        return ""
    about = (e for e in in_force(composed.record.recorded) if e.consent.organisation_id == chosen.organisation_id)
    days = [e.ask_again_on for e in about if e.ask_again_on and against_asking(e.ask_again_on, today)]
    if not days:
        return ""
    until = day_in_words(max(days))
    return f"The person said no to {chosen.organisation_name}. Do not ask again before {until}, unless they raise it."


def _category_options(composed: Composed) -> tuple[Option, ...]:
    if composed.chosen is None:
        return ()
    recipient, ticked = composed.chosen.recipient, composed.draft.composition.categories
    return tuple(
        {"value": c.value, "text": c.label, "hint": _hint(recipient, c), "checked": c in ticked}
        for c in offered_categories(recipient, composed.recorded)
    )


def _hint(recipient: RecipientKind, category: DataCategory) -> Option | None:
    added = category not in default_minimum(recipient)
    words = [condition(recipient, category), category.warning] if added else [part(recipient, category)]
    text = ". ".join(w.strip(".").capitalize() if w.islower() else w.strip(".") for w in words if w)
    return {"text": text} if text else None


def _not_recorded(composed: Composed) -> tuple[str, ...]:
    if composed.chosen is None:
        return ()
    absent = default_minimum(composed.chosen.recipient) - frozenset(composed.recorded)
    return tuple(c.label[0].lower() + c.label[1:] for c in DataCategory if c in absent)
