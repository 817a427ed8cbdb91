"""MARAC: domain section 2."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT, _VERIFY = Mark.SOURCED, Mark.PROJECT_DEFAULT, Mark.TO_VERIFY

MARAC = by_id(
    a_rule(
        "MAR-01",
        "Victim and perpetrator are 16 or over, and partners, former partners or family.",
        "MARAC-NEWHAM",
        _SOURCED,
        where="risk.marac",
    ),
    a_rule("MAR-02", "The case is heard where the victim lives now.", "MARAC-FORM-NOTES", _SOURCED),
    a_rule("MAR-03", "If the victim moves, the first panel transfers the case.", "SL-M2M", _SOURCED),
    a_rule(
        "MAR-04",
        "Each London area belongs to a panel with its own contact, rhythm and cut-off.",
        "project default",
        _DEFAULT,
    ),
    a_rule("MAR-05", "Agencies act before the meeting; its date is no reason to wait.", "MARAC-HEREF", _SOURCED),
    a_rule(
        "MAR-10",
        (
            "A referral has at least: name, date of birth or age, area, perpetrator or why unknown, a criterion, "
            "awareness, safe contact, narrative."
        ),
        "project default",
        _DEFAULT,
    ),
    a_rule("MAR-20", "Consent is sought and preferred, not compulsory.", "MARAC-NEWHAM, LRSB-RA", _SOURCED),
    a_rule(
        "MAR-21",
        "Without consent a record says purpose, basis, necessity, what, to whom and who authorised.",
        "MARAC-KINGSTON, REDBRIDGE",
        _SOURCED,
    ),
    a_rule(
        "MAR-22",
        "The victim is told what was done unless that is unsafe; how and when, or why not, is recorded.",
        "LRSB-RA, MARAC-FORM",
        _SOURCED,
        where="consent.paths",
    ),
    a_rule(
        "MAR-23",
        "The perpetrator is never informed, and whatever might inform them is suppressed.",
        "MARAC-NEWHAM",
        _SOURCED,
    ),
    a_rule(
        "MAR-24",
        (
            "MARAC information serves to reduce risk and is not passed on without its owner's agreement; it is "
            "kept apart."
        ),
        "use: MARAC-NEWHAM; kept apart: project default",
        _DEFAULT,
        where="consent.minimum",
    ),
    a_rule("MAR-25", "The person is given privacy information unless that is unsafe.", "LBHF", _SOURCED),
    a_rule(
        "MAR-30",
        (
            "Abuse by the same perpetrator up to and including twelve months after the last referral, or the last"
            " hearing, is a repeat."
        ),
        "SL-REPEAT; the hearing as second anchor: project default",
        _DEFAULT,
        uses="repeat_months",
        where="risk.marac times",
    ),
    a_rule(
        "MAR-31",
        "After twelve months it is a new referral.",
        "SL-REPEAT-OLD",
        _SOURCED,
        uses="repeat_months",
        where="risk.marac",
    ),
    a_rule("MAR-32", "A repeat bypasses every threshold.", "SL-REPEAT-OLD", _SOURCED, where="risk.marac"),
    a_rule(
        "MAR-33",
        "Every MARAC client is flagged for twelve months from the latest referral.",
        "SL-REPEAT-OLD",
        _SOURCED,
        uses="repeat_months",
        where="risk.marac",
    ),
    a_rule(
        "MAR-34",
        "A different perpetrator makes a new referral.",
        "own knowledge, to be verified",
        _VERIFY,
        where="risk.marac",
    ),
    a_rule(
        "MAR-40",
        "An author who is no IDVA cannot submit; an IDVA checks the referral.",
        "seed E for the check; rest project default",
        _DEFAULT,
    ),
    a_rule(
        "MAR-41",
        (
            "The check never delays a risk of the same day: it may be bypassed with a reason, reviewed the next "
            "working day."
        ),
        "project default",
        _DEFAULT,
    ),
    a_rule(
        "MAR-50",
        "Both parties are clients: separate workers, separate compartments, a flag for managers only.",
        "project default",
        _DEFAULT,
    ),
)
"""Their rules, by id."""
