"""Consent, basis and sharing: domain section 4."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT, _VERIFY = Mark.SOURCED, Mark.PROJECT_DEFAULT, Mark.TO_VERIFY

CONSENT = by_id(
    a_rule(
        "CONS-01",
        "The safeguarding paragraph is not picked for every adult; the authoriser picks, and is told the test.",
        "own knowledge, to be verified",
        _VERIFY,
        where="consent.basis consent.request",
    ),
    a_rule(
        "CONS-02",
        "Categories are flagged: special category, offence, child, third party.",
        "project default",
        _DEFAULT,
        where="consent.categories",
    ),
    a_rule(
        "CONS-03",
        "Without consent only what is necessary is shared, with a record, and the person is told unless unsafe.",
        "project default, from CONS-05, MAR-21 and MAR-22",
        _DEFAULT,
        where="consent.paths consent.request consent.sharing",
    ),
    a_rule(
        "CONS-04",
        (
            "Refused consent does not stop the other paths; they need a reason and a second person, after the "
            "event only where life is in danger."
        ),
        "project default",
        _DEFAULT,
        where="consent.against consent.paths consent.request consent.sharing",
    ),
    a_rule(
        "CONS-05",
        "Emergency sharing is necessary and proportionate; a serious risk to life is the regulator's own example.",
        "ICO-EXEC",
        _SOURCED,
        where="consent.basis consent.paths",
    ),
    a_rule("CONS-06", "A case may always be discussed without identifiers.", "BUCKS", _SOURCED, where="consent.paths"),
    a_rule(
        "CONS-07",
        (
            "A capable adult's refusal is normally respected; overriding it names serious harm, risk to others, "
            "coercion or serious crime."
        ),
        "own knowledge, to be verified",
        _VERIFY,
        where="consent.paths",
    ),
    a_rule(
        "CONS-10",
        "A sharing decision is recorded when it is a refusal too.",
        "DFE-2024; the fields: project default",
        _DEFAULT,
        where="consent.receipt consent.request consent.sharing",
    ),
    a_rule(
        "CONS-20",
        "On withdrawal queued transfers stop, recipients are told and access ends.",
        "project default",
        _DEFAULT,
        where="consent.changes",
    ),
    a_rule(
        "CONS-21",
        "A declined consent is kept, so that nobody asks again each week.",
        "project default",
        _DEFAULT,
        uses="consent_ask_again_days",
        where="consent.against consent.asking consent.records",
    ),
    a_rule(
        "CONS-22",
        "The default is no: the absence of a consent is no consent.",
        "project default",
        _DEFAULT,
        uses="consent_expiry_months consent_warn_days",
        where="consent.against consent.changes consent.paths consent.records consent.sharing",
    ),
    a_rule(
        "CONS-30",
        "What leaves is what the purpose and recipient need, cut to what was consented.",
        "project default",
        _DEFAULT,
        where="consent.against consent.minimum consent.paths consent.sharing",
    ),
    a_rule(
        "CONS-31",
        "Immigration is in no default and carries a warning.",
        "SOLACE-VAWG",
        _SOURCED,
        where="consent.categories consent.minimum consent.paths",
    ),
    a_rule(
        "CONS-40",
        ("Capacity is presumed; best interests and the least restrictive way where it is lacking, for this decision."),
        "HERTS-MCA",
        _SOURCED,
        where="consent.against consent.capacity consent.paths consent.sharing",
    ),
    a_rule(
        "CONS-41",
        "The Mental Capacity Act applies from 16; capacity may fluctuate.",
        "BUCKS-MCA",
        _SOURCED,
        where="consent.capacity",
    ),
    a_rule(
        "CONS-42",
        "At 16 and 17 a person is presumed able to consent to sharing, and is a child in law.",
        "BUCKS-MCA; effect own knowledge, to be verified",
        _VERIFY,
        where="consent.capacity",
    ),
    a_rule(
        "CONS-43",
        "Under 16 the Gillick test decides, with the reasoning recorded; a parent is involved only if safe.",
        "MCA-GILL, VS-CYP",
        _SOURCED,
        where="consent.capacity",
    ),
    a_rule(
        "CONS-44", "Consent is voluntary, informed and unpressured.", "KNOWSLEY", _SOURCED, where="consent.capacity"
    ),
    a_rule(
        "CONS-45",
        "Next of kin, interpreters, carers and perpetrators never consent for the person.",
        "own knowledge, to be verified",
        _VERIFY,
        where="consent.capacity",
    ),
    a_rule(
        "CONS-50",
        "Sharing on consent needs an agreement that is live on the day and names the category.",
        "project default",
        _DEFAULT,
        where="consent.against consent.paths consent.records consent.sharing",
    ),
)
"""Their rules, by id."""
