"""The plan in plain words: the sentences that a partner reads before any number is shown."""

from collections.abc import Iterable

from lvws_core.consent.plan import Channel, ContactPlan, Safety, Window
from lvws_core.times import local

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CALLS = frozenset({Channel.MOBILE_CALL, Channel.LANDLINE})


def in_plain_words(plan: ContactPlan) -> tuple[str, ...]:
    """Give the sentences to read before making contact, the most dangerous to miss first.

    Hours are London time. Where the plan is sensitive what is not known reads as no; elsewhere it
    is named as not known.

    >>> from datetime import time
    >>> hours = Window(days=frozenset(range(5)), opens=time(10), closes=time(14))
    >>> safe = {Channel.MOBILE_CALL: Safety.YES}
    >>> in_plain_words(ContactPlan(channels=safe, sensitive=True, windows=(hours,)))[:2]
    ('Call only Monday to Friday 10:00 to 14:00.', 'No voicemail, no texts, no post.')

    Source: CONT-01 to CONT-03, CONT-05, TOP-10, TOP-11.
    """
    sentences = (*_stops(plan), _hours(plan), *_barred(plan), *_ways(plan), *_channels(plan), *_script(plan))
    return (*sentences, _confirmed(plan))


def days_in_words(days: frozenset[int]) -> str:
    """Give days of the week, Monday being 0, as people say them.

    >>> days_in_words(frozenset({0, 1, 2, 5}))
    'Monday to Wednesday and Saturday'
    """
    if len(days) == len(_DAYS):
        return "every day"
    return _listed(name for run in _runs(days) for name in _run_in_words(run))


def _runs(days: frozenset[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_in_words(run: list[int]) -> list[str]:
    return [f"{_DAYS[run[0]]} to {_DAYS[run[-1]]}"] if len(run) > 2 else [_DAYS[day] for day in run]


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _hours_in_words(windows: tuple[Window, ...]) -> str:
    return " or ".join(f"{days_in_words(w.days)} {w.opens:%H:%M} to {w.closes:%H:%M}" for w in windows)


def _stops(plan: ContactPlan) -> tuple[str, ...]:
    asked = ("Do not make contact: the person has asked for none.",) if plan.no_contact_requested else ()
    breach = ("Do not make contact: a safety breach has not been cleared.",) if plan.breach_open else ()
    return asked + breach


def _hours(plan: ContactPlan) -> str:
    act = "Call" if any(plan.safety_of(call) == Safety.YES for call in _CALLS) else "Make contact"
    return f"{act} only {_hours_in_words(plan.windows)}." if plan.windows else "No hours have been agreed."


def _barred(plan: ContactPlan) -> tuple[str, ...]:
    return (f"Never {_hours_in_words(plan.not_when)}.",) if plan.not_when else ()


def _ways(plan: ContactPlan) -> tuple[str, ...]:
    ways = (("voicemail", plan.voicemail_ok), ("texts", plan.text_ok), ("post", plan.post_ok))
    read_as_no = {Safety.NO, Safety.UNKNOWN} if plan.sensitive else {Safety.NO}
    no = ", ".join(f"no {way}" for way, safety in ways if safety in read_as_no)
    unknown = [way for way, safety in ways if safety == Safety.UNKNOWN and not plan.sensitive]
    stop = (f"{no.capitalize()}.",) if no else ()
    return (*stop, f"Not known: whether {_listed(unknown)} may be used.") if unknown else stop


def _channels(plan: ContactPlan) -> tuple[str, ...]:
    by = {s: [c.label.lower() for c in Channel if c in plan.channels and plan.channels[c] == s] for s in Safety}
    never = by[Safety.NO] + (by[Safety.UNKNOWN] if plan.sensitive else [])
    unknown = [] if plan.sensitive else by[Safety.UNKNOWN]
    kinds = (("Safe", by[Safety.YES]), ("Never use", never), ("Not known to be safe", unknown))
    found = tuple(f"{words}: {', '.join(labels)}." for words, labels in kinds if labels)
    return found if by[Safety.YES] else ("No channel is known to be safe.", *found)


def _script(plan: ContactPlan) -> tuple[str, ...]:
    said = f'say "{plan.say_if_other_answers}" and end' if plan.say_if_other_answers else "end without saying why"
    other = f"If someone else answers: {said}."
    name = () if plan.name_service_ok == Safety.YES else ("Do not name the service first.",)
    withheld = ("Do not withhold your number.",) if plan.withheld_ok == Safety.NO else ()
    word = ("The person will say the agreed word.",) if plan.has_code_word else ()
    return (other, *name, *withheld, *word)


def _confirmed(plan: ContactPlan) -> str:
    if plan.confirmed_at is None:
        return "This was never confirmed with the person."
    day = local(plan.confirmed_at)
    return f"Last confirmed with the person on {day.day} {day:%B %Y}."
