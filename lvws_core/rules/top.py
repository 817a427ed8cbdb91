"""The twenty rules that must never be wrong; each restates a rule of another family, with its mark."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT = Mark.SOURCED, Mark.PROJECT_DEFAULT

TOP = by_id(
    a_rule(
        "TOP-01",
        (
            "Fourteen or more yes answers on the 24 questions is visible high risk; a lower count never blocks a "
            "MARAC referral."
        ),
        "MARAC-FORM, PLYM, MARAC-BRIS",
        _SOURCED,
        uses="visible_high_risk_count",
        where="referrals.guards risk.dash risk.marac",
    ),
    a_rule(
        "TOP-02",
        '"Don\'t know" adds nothing to the count, and is never shown or stored as "no".',
        "follows from the tick rule (RISK-11)",
        _DEFAULT,
        where="risk.dash",
    ),
    a_rule(
        "TOP-03",
        "Professional judgement alone is enough for MARAC, with a written reason.",
        "MARAC-BRIS",
        _SOURCED,
        where="risk.marac",
    ),
    a_rule(
        "TOP-04",
        (
            "Any new abuse by the same perpetrator within twelve months of the last MARAC referral is a repeat "
            "and goes back, whatever the count."
        ),
        "SL-REPEAT",
        _SOURCED,
        uses="repeat_months",
        where="risk.level risk.marac",
    ),
    a_rule(
        "TOP-05",
        (
            "Consent is sought for MARAC but not required; the person is told unless that is unsafe, the "
            "perpetrator never."
        ),
        "MARAC-NEWHAM, LRSB-RA",
        _SOURCED,
        where="consent.paths",
    ),
    a_rule(
        "TOP-06",
        (
            "A referral from one charity to another for support needs explicit consent, for each organisation and"
            " each category of data."
        ),
        "VS-LEGAL; for each organisation and category: project default",
        _DEFAULT,
        where="actors consent.against consent.basis consent.paths consent.records consent.sharing referrals.guards",
    ),
    a_rule(
        "TOP-07",
        (
            "Withdrawal stops future sharing at once; it undoes no lawful sharing of the past and switches off no"
            " safeguarding duty."
        ),
        "DUAA-KGS",
        _SOURCED,
        where="consent.against consent.changes consent.records consent.sharing",
    ),
    a_rule(
        "TOP-08",
        (
            "Each disclosure stores three separate answers: the Article 6 basis, the Article 9 or 10 condition, "
            "and the basis in confidentiality."
        ),
        "VS-LEGAL, STG-CALD; storing them: project default",
        _DEFAULT,
        where="consent.basis consent.receipt consent.sharing",
    ),
    a_rule(
        "TOP-09",
        "Without a live agreement nothing routine is shared; an emergency is not blocked.",
        "ICO-EXEC, ICO-ANNEX",
        _SOURCED,
        where="consent.paths consent.sharing referrals.guards",
    ),
    a_rule(
        "TOP-10",
        (
            "No contact on a channel that was not marked safe; unknown means unsafe for domestic abuse, sexual "
            "violence, stalking and honour-based abuse."
        ),
        "MARAC-FORM; unknown as unsafe: project default",
        _DEFAULT,
        uses="plan_stale_days",
        where="consent.plan consent.safety consent.words referrals.guards",
    ),
    a_rule(
        "TOP-11",
        "If somebody else answers: end neutrally, never name the service, and record a safety event.",
        "CLEV",
        _SOURCED,
        where="consent.attempts consent.words",
    ),
    a_rule(
        "TOP-12",
        "Under 16 there is no MARAC of their own but children's social care; at 16 and 17 both apply.",
        "SL-YP, BOLTON, DAA-2021",
        _SOURCED,
    ),
    a_rule(
        "TOP-13",
        (
            "The police refer within two working days of the report; working days leave out weekends and the bank"
            " holidays of England and Wales."
        ),
        "NOTTS-REF, GOV-RIGHTS",
        _SOURCED,
        where="times",
    ),
    a_rule(
        "TOP-14", "The referrer is told the outcome of every referral, in minimum detail.", "project default", _DEFAULT
    ),
    a_rule(
        "TOP-15",
        "Protected characteristics are self-described, never inferred, and never block a universal service.",
        "GSS-ETH, GSS-SO; never blocking: project default",
        _DEFAULT,
        where="referrals.filters referrals.routing referrals.services vocabulary.people",
    ),
    a_rule(
        "TOP-16",
        "By-and-for services are offered and not imposed; the person may choose the general one.",
        "project default",
        _DEFAULT,
        where="referrals.routing referrals.services vocabulary.support",
    ),
    a_rule(
        "TOP-17",
        (
            "Records of perpetrators and clients are never linked in anything that a client, a partner or a "
            "requester can see without a check."
        ),
        "project default",
        _DEFAULT,
        where="actors rights",
    ),
    a_rule(
        "TOP-18", "An honorary contract gives access to a building, not a right to move data.", "NHS-DARS12", _SOURCED
    ),
    a_rule(
        "TOP-19",
        "Who was reached and declined is deleted or made anonymous within six weeks.",
        "VS-RET",
        _SOURCED,
        uses="keep_declined_days",
        where="consent.schedule retention",
    ),
    a_rule(
        "TOP-20",
        "Every published rate shows numerator, denominator, period and the version of the definition.",
        "project default",
        _DEFAULT,
    ),
)
"""Their rules, by id."""
