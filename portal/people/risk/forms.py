"""The form of a risk assessment: 24 answers and their sources, judgement, history."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import msgspec

from lvws_core.errors import Invalid
from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.policy import Policy
from lvws_core.risk.dash import QUESTIONS, Answer, Band, Score, score
from lvws_core.risk.marac import Circumstances, decide_marac
from lvws_core.vocabulary.labelled import Labelled
from portal.people.risk.model import YOUNGEST, Findings, InfoSource

_ADULT = 18
_YEARS_BACK = 60


class Judgement(Labelled):
    """What the professional says to the count (RISK-15)."""

    AGREES = "agrees", "Agrees with the count"
    HIGH = "high", "High, whatever the count"
    MEDIUM = "medium", "Medium, whatever the count"
    STANDARD = "standard", "Standard, whatever the count"

    @property
    def band(self) -> Band | None:
        """The level that it sets, None when it agrees."""
        return None if self is Judgement.AGREES else Band(self.value)


class AssessmentForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed: `answers` and `heard` by the key of the question, the other fields by their names.

    `heard_all` is from whom every answer was heard that names nobody else; `pair` the number of the
    perpetrator, or "new".
    """

    answers: Mapping[str, str] = {}
    heard: Mapping[str, str] = {}
    heard_all: str = ""
    pair: str = ""
    harmer: str = ""
    external_grade: str = ""
    judgement: str = ""
    reason: str = ""
    age: str = ""
    police_incidents: str = ""
    perpetrator_age: str = ""
    incident_day: str = ""
    incident_month: str = ""
    incident_year: str = ""
    last_marac_day: str = ""
    last_marac_month: str = ""
    last_marac_year: str = ""

    def counted(self, policy: Policy) -> Score:
        """Give the score of what is answered so far."""
        return score(self.given(Faults()), policy)

    def given(self, faults: Faults) -> dict[str, Answer]:
        """Read the answers; a question without one is left out, for silence is no answer (TOP-02)."""
        return _chosen(faults, "answer", self.answers, Answer)

    def parse(
        self, *, age: int | None, today: date, policy: Policy, pairs: Collection[int] = ()
    ) -> tuple[Findings | None, tuple[FieldError, ...]]:
        """Give the findings, or every fault; `age` is the person's, None when the form has to say it.

        `pairs` are the numbers of the perpetrators assessed so far (RISK-16).
        """
        faults = Faults()
        answers, heard = self.given(faults), _chosen(faults, "heard", self.heard, InfoSource)
        from_all = _optional_choice(faults, "heard_all", self.heard_all, InfoSource)
        grade = _optional_choice(faults, "external_grade", self.external_grade, Band)
        pair, harmer = (
            self._pair(faults, pairs),
            faults.text("harmer", self.harmer, label=_HARMER, longest=60, required=False),
        )
        judgement = faults.choice("judgement", self.judgement, Judgement, text="Say whether you agree with the count")
        reason = self._reason(faults, judgement, answers, policy)
        years = age if age is not None else faults.number("age", self.age, label="Age", lowest=0, highest=120)
        if years is not None and years < YOUNGEST:
            faults.add("age", "too_young", "Under 13 there is no checklist: tell children’s social care instead")
        incidents = _optional(faults, "police_incidents", self.police_incidents, "Incidents reported to the police", 99)
        other = _optional(faults, "perpetrator_age", self.perpetrator_age, "Age of the person who caused the harm", 120)
        incident = _past(faults, "incident", (self.incident_day, self.incident_month, self.incident_year), today)
        marac = _past(faults, "last_marac", (self.last_marac_day, self.last_marac_month, self.last_marac_year), today)
        if faults.found or judgement is None or years is None:
            return None, faults.found
        findings = Findings(
            answers=answers,
            sources={key: source for key in answers if (source := heard.get(key, from_all)) is not None},
            age=years,
            judgement=judgement.band,
            reason=reason,
            police_incidents=incidents or 0,
            last_referral_on=marac,
            incident_on=incident,
            perpetrator_age=other,
            external_grade=grade,
            pair=pair,
            harmer=harmer or "",
        )
        return findings, ()

    def _pair(self, faults: Faults, pairs: Collection[int]) -> int:
        if not pairs or self.pair == "new":
            if pairs and not self.harmer.strip():
                faults.add("harmer", "required", "Enter your word for the other person, to tell the two apart")
            return max(pairs, default=0) + 1
        if not self.pair and len(pairs) == 1:
            return next(iter(pairs))
        found = next((number for number in pairs if str(number) == self.pair), 0)
        if not found:
            faults.add("pair", "unknown_choice" if self.pair else "required", "Choose who caused the harm")
        return found

    def _reason(
        self, faults: Faults, judgement: Judgement | None, answers: Mapping[str, Answer], policy: Policy
    ) -> str:
        reason = faults.text("reason", self.reason, label="Reason", longest=2000, required=False) or ""
        if judgement is None or judgement.band is None:
            return reason
        counted = score(answers, policy).band
        if judgement.band is counted:
            text = f"The count already gives {counted.label.lower()}: choose “agrees”, or another level"
            faults.add("judgement", "not_another", text)
        if not _substantial(reason, policy):
            text = f"Say why in at least {policy.judgement_characters} characters"
            faults.add("reason", "too_short", text)
        return reason


def assessment_form(raw: Mapping[str, Many]) -> AssessmentForm:
    """Give the form from the fields as they came; unknown ones are left out."""

    def one(name: str) -> str:
        return next(iter(many(raw.get(name, ""))), "")

    plain = [name for name in AssessmentForm.__struct_fields__ if name not in {"answers", "heard"}]
    return AssessmentForm(
        answers={q.key: one(f"answer_{q.key}") for q in QUESTIONS},
        heard={q.key: one(f"heard_{q.key}") for q in QUESTIONS},
        **{name: one(name) for name in plain},
    )


def _chosen(faults: Faults, prefix: str, typed: Mapping[str, str], choices: type[Labelled]) -> dict[str, Any]:
    texts = {key: value for key, value in typed.items() if value}
    read = {key: faults.choice(f"{prefix}_{key}", value, choices, text=_CHOOSE) for key, value in texts.items()}
    return {key: value for key, value in read.items() if value is not None}


_CHOOSE = "Choose one of the answers shown"


_HARMER = "Your word for who caused the harm"


def _optional_choice(faults: Faults, field: str, value: str, choices: type[Labelled]) -> Any:
    return faults.choice(field, value, choices, text=_CHOOSE) if value else None


def _substantial(reason: str, policy: Policy) -> bool:
    try:  # the core alone knows what is padding
        decide_marac(Circumstances(victim_age=_ADULT, judgement=reason), policy)
    except Invalid:
        return False
    return True


def _optional(faults: Faults, field: str, value: str, label: str, highest: int) -> int | None:
    return faults.number(field, value, label=label, lowest=0, highest=highest) if value.strip(" ") else None


def _past(faults: Faults, field: str, parts: tuple[str, str, str], today: date) -> date | None:
    if not any(part.strip(" ") for part in parts):
        return None
    day = faults.day(field, parts, label=_DAYS[field])
    if day is not None and not date(today.year - _YEARS_BACK, 1, 1) <= day <= today:
        faults.add(field, "out_of_range", f"{_DAYS[field]} must be in the past, with the year in four digits")
        return None
    return day


_DAYS = {"incident": "Day of the latest abuse", "last_marac": "Day of the last MARAC referral"}
