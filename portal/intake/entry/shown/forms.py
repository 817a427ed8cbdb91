"""The form that shows a case as it is stored; what `parse` reads from it is what was told."""

from datetime import date

from lvws_core.consent.contact import Channel, Safety
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.model import call_channel, letters_of, numbers_of
from portal.intake.entry.service import Mending
from portal.people.contact_plan.hours.model import hours_words
from portal.people.contact_plan.model import SafeContact


def shown(opened: Mending) -> EntryForm:
    """Give the form of a case that is being mended."""
    case, identity, told = opened.case, opened.person.identity, opened.particulars
    born = _day(identity.birth_date) or ("" if case.age is None else str(case.age))
    abuse = {True: "yes", False: "no", None: "yes" if case.da_level else ""}[told.domestic_abuse]
    form = EntryForm(
        source=case.source.value,
        involvement=case.involvement.value,
        received_on=_day(case.received_on),
        name=identity.name,
        birth_date=born,
        no_age=case.no_age or "",
        phone=identity.phone,
        borough=identity.borough.value,
        address=identity.address,
        language=identity.language or "",
        interpreter="yes" if identity.interpreter else "",
        crime_category=case.crime_category or "",
        abuse=abuse,
        risk=case.risk or "",
        facts=letters_of(told.traits, told.serious_crimes),
        needs=numbers_of(case.needs),
        reported_on=_day(case.reported_on),
        trial_on=_day(case.trial_on),
        force=case.force or "",
        agency=case.agency,
        source_reference=told.source_reference,
        source_da_level=case.source_da_level or "",
        source_epr={True: "yes", False: "no", None: ""}[case.source_epr],
        version=str(case.version),
    )
    if opened.contact is not None:
        _show_contact(form, opened.contact)
    return form


def _show_contact(form: EntryForm, contact: SafeContact) -> None:
    plan = contact.plan
    form.call = _said(plan.safety_of(call_channel(form.phone)))
    form.texts, form.voicemail = _said(plan.text_ok), _said(plan.voicemail_ok)
    if plan.safety_of(Channel.SMS) is Safety.NO:
        form.texts = Safety.NO.value
    form.hours = hours_words(plan.windows[0]) if plan.windows else ""
    form.if_other_answers, form.code_word = plan.say_if_other_answers, contact.code_word


def _said(safety: Safety) -> str:
    return "" if safety is Safety.UNKNOWN else safety.value


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day}/{day.month}/{day.year}"
