"""Safe contact: domain section 5."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT = Mark.SOURCED, Mark.PROJECT_DEFAULT

CONTACT = by_id(
    a_rule(
        "CONT-01",
        (
            "Contact is refused on an unsafe channel, outside the hours, after a breach, against a wish, or on a "
            "stale plan."
        ),
        "project default",
        _DEFAULT,
        uses="plan_stale_days",
        where="consent.attempts consent.plan consent.safety consent.schedule consent.words",
    ),
    a_rule(
        "CONT-02",
        "Make sure that it is the person, ask whether it is safe to talk, do not name the service first.",
        "SL-QUICK for safe to talk; rest project default",
        _DEFAULT,
        where="consent.words",
    ),
    a_rule(
        "CONT-03",
        ("Somebody else answers: a neutral end, no number left, the channel becomes unknown and the worker is told."),
        "CLEV",
        _SOURCED,
        where="consent.attempts consent.schedule consent.words",
    ),
    a_rule(
        "CONT-04",
        (
            "No safe channel: the referrer is asked for one within a working day; at high risk police or host "
            "make contact."
        ),
        "CLEV for the return; timing project default",
        _DEFAULT,
        uses="no_channel_working_days",
        where="consent.attempts consent.safety consent.schedule",
    ),
    a_rule(
        "CONT-05",
        "Nothing is left with a child, and no subject line, sender or invitation reveals the service.",
        "project default",
        _DEFAULT,
        where="consent.words",
    ),
    a_rule(
        "CONT-10",
        "Professional interpreters only; never family, friends, partner or children.",
        "INTERP-GLOS, INTERP-CALD",
        _SOURCED,
    ),
    a_rule(
        "CONT-11", "An interpreter is offered to fluent speakers too when it is sensitive.", "INTERP-GLOS", _SOURCED
    ),
    a_rule("CONT-12", "Ask, record, flag, share and act on information needs.", "AIS", _SOURCED),
    a_rule("CONT-13", "Formats are offered, from sign language to plain English.", "CATCH-SSE", _SOURCED),
    a_rule(
        "CONT-20",
        "Each attempt logs time, channel and outcome; how many and how spread depends on the priority.",
        "fields and numbers project default; three in a week at high risk: UAVA",
        _DEFAULT,
        uses="contact_attempts call_back_working_days afternoon_from evening_from trial_working_days",
        where="consent.attempts consent.schedule",
    ),
    a_rule(
        "CONT-21", "New contact details start the count again.", "project default", _DEFAULT, where="consent.schedule"
    ),
    a_rule(
        "CONT-22",
        "Attempts by different services count together.",
        "project default",
        _DEFAULT,
        uses="contact_attempts",
        where="consent.attempts consent.schedule",
    ),
)
"""Their rules, by id."""
