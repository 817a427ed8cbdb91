"""What is known of a case itself: what was told, what the rules made of it, and the source's own flags beside."""

from collections.abc import Iterator, Mapping
from typing import Any

from lvws_core.ports import Names
from lvws_core.times import WorkingCalendar, day_in_words
from lvws_core.vocabulary import Borough, ReferralSource
from partners.offers.lists.pages import needs_words
from portal.intake.life.model import outcomes_read
from portal.intake.model import Case, Particulars
from portal.intake.terms.model import Involvement, is_late
from portal.people.identity.pages import Line

_YES_NO = {True: "Yes", False: "No"}
_OUTSIDE = "Taken in all the same; any worker may have it, and reports count it apart."


def facts(
    case: Case, told: Particulars, sender: str, workers: Mapping[Any, str], calendar: WorkingCalendar
) -> Iterator[Line]:
    """Give the lines of a case; `sender` is who sent it, `workers` the names of colleagues by id."""
    worker = workers.get(case.allocated_to or case.taken_by, "A colleague")
    yield Line(label="Source", text=f"{case.source.label}{f': {sender}' if sender else ''}", note=_force(case))
    if told.source_reference:
        yield Line(label="Their reference", text=told.source_reference)
    yield Line(label="Received", text=day_in_words(case.received_on), note=_late(case, calendar))
    yield Line(label="Reported", text="" if case.reported_on is None else day_in_words(case.reported_on))
    yield Line(label="Who they are", text=case.involvement.label)
    if case.involvement is not Involvement.VICTIM:
        yield Line(label="Trial", text="" if case.trial_on is None else day_in_words(case.trial_on))
    yield Line(label="Crime", text="" if case.crime_category is None else case.crime_category.label)
    yield Line(
        label="Domestic abuse", text=case.da_level.label if case.da_level else "No", note=_level_note(case, sender)
    )
    yield Line(label="Enhanced priority", text=_YES_NO[case.epr], note=_flag(case))
    yield Line(label="Borough", text=_borough(case), note=_OUTSIDE if case.borough is Borough.OUTSIDE_LONDON else "")
    yield Line(label="Age", text=_age(case))
    yield Line(label="Needs", text=needs_words(case.needs))
    yield Line(label="Taken up", text=_taken_up(case), note=_by(case))
    yield Line(label="With" if case.allocated_to else "Taken in by", text=worker)
    if case.closed_on is not None and case.closure_reason is not None:
        kind = "planned" if case.closure_reason.is_planned else "not planned"
        text = f"{day_in_words(case.closed_on)}: {case.closure_reason.label} ({kind})"
        yield Line(label="Closed", text=text, note=told.closing)
        changes = [f"{each.label}: {change.label.lower()}" for each, change in outcomes_read(case.outcomes).items()]
        yield Line(label="What changed", text="; ".join(changes))


def sender_of(case: Case, names: Names) -> str:
    """Give who sent a case: an organisation of the portal, or the agency by the name that was told."""
    return case.agency if case.source_organisation_id is None else names.organisation(case.source_organisation_id)


def _force(case: Case) -> str:
    return "" if case.force is None else case.force.label


def _late(case: Case, calendar: WorkingCalendar) -> str:
    late = is_late(case.source, case.reported_on, case.received_on, calendar)
    return "Late: the police have two working days after the report (TOP-13)" if late else ""


def _level_note(case: Case, sender: str) -> str:
    is_told = case.source is not ReferralSource.SELF_REFERRAL and (sender or case.source_da_level or case.force)
    theirs = "not about domestic abuse" if case.source_da_level is None else case.source_da_level.label
    said = f"The source says: {theirs}" if is_told else ""
    unassessed = "Not assessed: it counts as high until it is" if case.da_level and case.risk is None else ""
    if unassessed and case.source_da_level is not None:
        unassessed = "Not assessed: what the source says stands until it is"
    return ". ".join(each for each in (said, unassessed) if each)


def _flag(case: Case) -> str:
    flag = case.source_epr
    if flag is None:
        return "" if case.source is ReferralSource.SELF_REFERRAL else "The source says nothing about it"
    return f"The source says: {_YES_NO[flag].lower()}"


def _borough(case: Case) -> str:
    return "" if case.borough is Borough.UNKNOWN else case.borough.label


def _age(case: Case) -> str:
    if case.age is not None:
        return str(case.age)
    return "" if case.no_age is None else f"Not known: {case.no_age.label[0].lower()}{case.no_age.label[1:]}"


def _taken_up(case: Case) -> str:
    if case.take_up is not None:
        support = f", {case.support_type.label.lower()} support" if case.support_type else ""
        on = f", {day_in_words(case.taken_up_on)}" if case.taken_up_on else ""
        return f"{case.take_up.label}{support}{on}"
    return "Not asked yet" if case.taken_up is None else _YES_NO[case.taken_up]


def _by(case: Case) -> str:
    return f"By the definitions of {case.definitions}" if case.definitions else ""
