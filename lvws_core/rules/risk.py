"""Risk assessment: domain section 1."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT, _VERIFY = Mark.SOURCED, Mark.PROJECT_DEFAULT, Mark.TO_VERIFY

RISK = by_id(
    a_rule(
        "RISK-01",
        "Every assessment names its tool and version; a police grade is a field apart and never becomes a count.",
        "project default",
        _DEFAULT,
        where="risk.assessment risk.dash",
    ),
    a_rule(
        "RISK-02",
        (
            "The checklist's wording is not changed: only our keys and paraphrases ship, trained staff work from "
            "the official form."
        ),
        "DASH-ACPO",
        _SOURCED,
        where="risk.dash",
    ),
    a_rule(
        "RISK-10",
        "The count is the number of yes answers; no question weighs more than another.",
        "MARAC-BRIS; unweighted: own knowledge, to be verified",
        _VERIFY,
        where="cases risk.dash",
    ),
    a_rule(
        "RISK-11",
        '"Don\'t know" and unanswered add nothing; how many they are is kept.',
        "project default, follows from the tick rule",
        _DEFAULT,
        where="cases risk.assessment risk.dash",
    ),
    a_rule(
        "RISK-12",
        "If the count is below the threshold but would reach it were every unknown a yes, judgement is asked for.",
        "project default",
        _DEFAULT,
        uses="visible_high_risk_count",
        where="cases risk.dash risk.level risk.marac",
    ),
    a_rule(
        "RISK-13",
        "0 to 9 is standard, 10 to 13 medium, 14 to 24 high.",
        "PLYM, NIDAS",
        _SOURCED,
        uses="medium_risk_count visible_high_risk_count",
        where="cases risk.dash risk.level",
    ),
    a_rule(
        "RISK-14",
        "Domestic abuse is reported as high, or as low or medium: standard and medium are one.",
        "seed E",
        _SOURCED,
        where="risk.level vocabulary.crime",
    ),
    a_rule(
        "RISK-15",
        (
            "The displayed level is the highest of count, judgement, escalation and repeat; judgement lowers a "
            "high count only with a manager's countersignature."
        ),
        "raising: PLYM; guard against lowering: project default",
        _DEFAULT,
        uses="visible_high_risk_count risk_stale_days",
        where="referrals.guards referrals.offers risk.level",
    ),
    a_rule(
        "RISK-16",
        "One assessment for each pair of victim and perpetrator.",
        "own knowledge, to be verified",
        _VERIFY,
        where="risk.assessment risk.marac",
    ),
    a_rule(
        "RISK-17",
        "A question can be answered from professional information; who the information comes from is recorded.",
        "own knowledge, to be verified",
        _VERIFY,
    ),
    a_rule(
        "RISK-18",
        "Critical questions are shown first whatever the count: 14, 15, 16, 6 and 12 together, 8, 5 and 17.",
        "PLYM; questions 5 and 17: project default",
        _DEFAULT,
        where="risk.dash",
    ),
    a_rule(
        "RISK-20",
        ("The thresholds of MARAC belong to the borough's panel and have dates; the national values are the default."),
        "national values: MARAC-FORM, MARAC-BRIS; by borough: project default",
        _DEFAULT,
        uses="marac_thresholds visible_high_risk_count escalation_incidents",
        where="__main__ risk.marac risk.thresholds",
    ),
    a_rule(
        "RISK-21",
        "Judgement may rest on the person's own view of the risk, on extreme fear and on barriers to telling.",
        "MARAC-BRIS; its least length: project default",
        _SOURCED,
        uses="judgement_characters",
        where="risk.marac",
    ),
    a_rule(
        "RISK-30",
        "Any trained professional may complete the checklist; it replaces neither judgement nor training.",
        "SL-RISK, GWENT",
        _SOURCED,
    ),
    a_rule(
        "RISK-31",
        (
            "Before asking: is it safe to talk, safe contact, where the perpetrator and the children are, why it "
            "is asked."
        ),
        "SL-QUICK",
        _SOURCED,
    ),
    a_rule(
        "RISK-32",
        (
            "It is completed on first disclosure, for current abuse, close to the last incident; afterwards from "
            "professional knowledge if need be."
        ),
        "LRSB-DASH, LRSB-RA",
        _SOURCED,
    ),
    a_rule(
        "RISK-33",
        "Not high risk: services and information are offered, and self-referral stays open.",
        "LRSB-RA",
        _SOURCED,
    ),
    a_rule(
        "RISK-34",
        "Concern for a child always makes a separate referral to children's social care.",
        "SL-QUICK",
        _SOURCED,
        where="risk.marac",
    ),
    a_rule(
        "RISK-35",
        "An assessment is a snapshot: its age in days stands beside every score.",
        "NPCC-RISK",
        _SOURCED,
        where="risk.level",
    ),
    a_rule(
        "RISK-36",
        "It is stale after ninety days, or at once when something has happened.",
        "project default; no source sets a period",
        _DEFAULT,
        uses="risk_stale_days",
        where="risk.level",
    ),
    a_rule(
        "RISK-37",
        (
            "Open cases are reviewed: high after 28 days, medium after 60, other domestic abuse after 90, and "
            "always at closure."
        ),
        "project default",
        _DEFAULT,
        uses="review_high_days review_medium_days review_other_days",
        where="risk.level",
    ),
    a_rule(
        "RISK-38", "A new assessment supersedes and never overwrites; the series is kept.", "project default", _DEFAULT
    ),
    a_rule(
        "RISK-40",
        "Under 13: no checklist; children's social care.",
        "own knowledge, to be verified",
        _VERIFY,
        where="risk.marac",
    ),
    a_rule(
        "RISK-41",
        "13 to 15: the young people's checklist may inform children's social care; no adult MARAC.",
        "SL-YP, BOLTON",
        _SOURCED,
        where="risk.marac",
    ),
    a_rule(
        "RISK-42",
        "16 and 17: MARAC is possible, and children's social care is told as well.",
        "SL-YP, BOLTON",
        _SOURCED,
        where="risk.marac",
    ),
    a_rule("RISK-43", "18 and over: the adult checklist.", "SL-RISK", _SOURCED, where="risk.marac"),
    a_rule(
        "RISK-44",
        "Domestic abuse needs both people to be 16 or over; a harmer under 16 is a matter of child protection.",
        "DAA-2021",
        _SOURCED,
        where="risk.marac",
    ),
    a_rule(
        "RISK-45",
        (
            "Support for domestic abuse starts at 16, everything else at 18; younger people go to the service for"
            " children and young people."
        ),
        "ages: seed E; that service: FT-CYP",
        _SOURCED,
        where="risk.assessment",
    ),
)
"""Their rules, by id."""
