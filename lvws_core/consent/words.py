"""The plan in plain words: the sentences that a partner reads before any number is shown."""

from collections.abc import Iterable

from lvws_core.consent.plan import Channel, ContactPlan, Safety, Window
from lvws_core.times import local

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CALLS = frozenset({Channel.MOBILE_CALL, Channel.LANDLINE})


def in_plain_words(plan: ContactPlan) -> tuple[str, ...]:
    """Give the sentences to read before making contact, the most dangerous to miss first.

    Hours are London time. Where the plan is sensitive what is not known reads as no, and so does every
    channel that is not named as safe: "nothing else". Elsewhere what is not known is named as that.

    >>> from datetime import time
    >>> hours = Window(days=frozenset(range(5)), opens=time(10), closes=time(14))
    >>> safe = {Channel.MOBILE_CALL: Safety.YES}
    >>> in_plain_words(ContactPlan(channels=safe, sensitive=True, windows=(hours,)))[:2]
    ('Call only Mon–Fri 10:00–14:00.', 'No voicemail, no texts, nothing else.')

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
    return " or ".join(f"{_short_days(w.days)} {w.opens:%H:%M}–{w.closes:%H:%M}" for w in windows)


def _short_days(days: frozenset[int]) -> str:
    """Give days of the week as a timetable writes them: "Mon–Fri", "Tue, Thu"."""
    if len(days) == len(_DAYS):
        return "every day"
    short = [[_DAYS[day][:3] for day in run] for run in _runs(days)]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in short)


def _stops(plan: ContactPlan) -> tuple[str, ...]:
    asked = ("Do not make contact: the person has asked for none.",) if plan.no_contact_requested else ()
    breach = ("Do not make contact: a safety breach has not been cleared.",) if plan.breach_open else ()
    return asked + breach


def _hours(plan: ContactPlan) -> str:
    calls = any(plan.safety_of(call) == Safety.YES for call in _CALLS)
    if plan.windows:
        return f"{'Call' if calls else 'Make contact'} only {_hours_in_words(plan.windows)}."
    return "Calls are safe; no hours have been agreed." if calls else "No hours have been agreed."


def _barred(plan: ContactPlan) -> tuple[str, ...]:
    return (f"Never {_hours_in_words(plan.not_when)}.",) if plan.not_when else ()


def _ways(plan: ContactPlan) -> tuple[str, ...]:
    ways = {"voicemail": plan.voicemail_ok, "texts": plan.text_ok, "post": _post(plan)}
    read_as_no = {Safety.NO, Safety.UNKNOWN} if plan.sensitive else {Safety.NO}
    no = [f"no {way}" for way, safety in ways.items() if safety in read_as_no]
    unknown = [way for way, safety in ways.items() if safety == Safety.UNKNOWN and not plan.sensitive]
    if _nothing_else(plan):
        no = [*(no[:-1] or no), "nothing else"]
    stop = (f"{', '.join(no).capitalize()}.",) if no else ()
    return (*stop, f"Not known: whether {_listed(unknown)} may be used.") if unknown else stop


def _post(plan: ContactPlan) -> Safety:
    """Give whether post is safe: what was said of it as a channel wins when it is a no."""
    return Safety.NO if plan.channels.get(Channel.POST) == Safety.NO else plan.post_ok


def _nothing_else(plan: ContactPlan) -> bool:
    """Say whether the channels that are named as safe are all that may be used, post too."""
    return plan.sensitive and Safety.YES in plan.channels.values() and _post(plan) != Safety.YES


def _channels(plan: ContactPlan) -> tuple[str, ...]:
    safe, no, unknown = (_of(plan, safety) for safety in (Safety.YES, Safety.NO, Safety.UNKNOWN))
    if not safe and plan.sensitive:
        return ("No channel is known to be safe: use none.",)
    never, doubtful = ([*no, *unknown], []) if plan.sensitive else (no, unknown)
    told = {"Safe": [] if safe in _SAID_BY_HOURS else safe, "Never use": never, "Not known to be safe": doubtful}
    if _nothing_else(plan):
        told["Never use"] = []
    found = tuple(f"{words}: {', '.join(labels)}." for words, labels in told.items() if labels)
    return found if safe else ("No channel is known to be safe.", *found)


_SAID_BY_HOURS = (["mobile call"], ["landline call"])
"""The sentence of the hours speaks of calls, so one kind of call alone need not be named again."""


def _of(plan: ContactPlan, safety: Safety) -> list[str]:
    """Name the channels of which this was said, but for a no to post, which has words of its own."""
    named = (c for c in Channel if plan.channels.get(c) == safety and (c != Channel.POST or safety == Safety.YES))
    return [c.label if c == Channel.WHATSAPP else c.label.lower() for c in named]


def _script(plan: ContactPlan) -> tuple[str, ...]:
    said = f"say “{plan.say_if_other_answers}” and end" if plan.say_if_other_answers else "end without saying why"
    other = f"If someone else answers: {said}."
    name = () if plan.name_service_ok == Safety.YES else ("Do not name the service first.",)
    withheld = ("Do not withhold your number.",) if plan.withheld_ok == Safety.NO else ()
    word = ("The person will say the agreed word.",) if plan.has_code_word else ()
    return (other, *name, *withheld, *word)


def _confirmed(plan: ContactPlan) -> str:
    if plan.confirmed_at is None:
        return "This was never confirmed with the person."
    day = local(plan.confirmed_at)
    return f"Confirmed with the person on {day.day} {day:%B %Y}."
