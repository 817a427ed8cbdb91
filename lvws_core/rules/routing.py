"""Routing, allocation, take-up and need: domain sections 7.4, 8.1, 8.2 and 8.5."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT = Mark.SOURCED, Mark.PROJECT_DEFAULT

ROUTING = by_id(
    a_rule(
        "ROUTE-01",
        (
            "Hard filters: age, area, risk, crime and need, gender rule, live agreement, capacity; every failure "
            "is listed."
        ),
        "project default",
        _DEFAULT,
        uses="capacity_stale_days",
        where="referrals.filters referrals.guards referrals.routing",
    ),
    a_rule(
        "ROUTE-02",
        "The score: needs covered, by-and-for if wanted, language, continuity, capacity.",
        "project default",
        _DEFAULT,
        uses="need_points by_and_for_points language_points continuity_points",
        where="referrals.routing",
    ),
    a_rule(
        "ROUTE-03",
        "High-risk domestic abuse: an IDVA first and at once; a partner adds and never replaces.",
        "seed E",
        _SOURCED,
        where="referrals.allocation referrals.guards referrals.routing",
    ),
    a_rule(
        "ROUTE-04",
        "High risk never waits in a queue; what is not accepted in time is escalated.",
        "project default",
        _DEFAULT,
        uses="decide waiting_review",
        where="referrals.codes referrals.filters referrals.moving referrals.routing",
    ),
    a_rule(
        "ROUTE-05",
        (
            "Under 18: at 16 and 17 with domestic abuse an adult or young people's IDVA and safeguarding, else "
            "the young people's service."
        ),
        "project default",
        _DEFAULT,
        where="referrals.routing",
    ),
    a_rule(
        "ROUTE-06",
        "A person who comes back has the same worker if in post and with room; else it is explained.",
        "seed E for the aim; rest project default",
        _DEFAULT,
        where="referrals.allocation",
    ),
    a_rule(
        "ROUTE-07",
        "Several partners may act together, with one lead worker and one contact plan.",
        "project default",
        _DEFAULT,
        where="referrals.guards",
    ),
    a_rule(
        "ROUTE-08",
        (
            "Conflicts are checked: the perpetrator's services, staff who know a party, restorative justice while"
            " risk is live."
        ),
        "project default",
        _DEFAULT,
        where="referrals.filters referrals.guards",
    ),
    a_rule(
        "ROUTE-09",
        "A partner's reply has states and a time; lifecycle replaces the states, its clocks the times.",
        "project default",
        _DEFAULT,
        uses="decide",
    ),
    a_rule("ROUTE-10", "A decline has one of nine reasons.", "project default", _DEFAULT, where="vocabulary.support"),
    a_rule(
        "ROUTE-11",
        "Capacity is shown, with its age, so that few partner staff are not flooded.",
        "seed E for the finding; rest project default",
        _DEFAULT,
        uses="capacity_stale_days capacity_open_points capacity_limited_points capacity_unknown_points",
        where="referrals.routing referrals.services",
    ),
    a_rule(
        "ROUTE-12",
        (
            "Restorative justice only on the person's initiative or informed yes; abuse and sexual cases need a "
            "specialist's assessment and a manager."
        ),
        "project default",
        _DEFAULT,
    ),
    a_rule(
        "ROUTE-13",
        (
            "No recourse to public funds, disability, mental health and offending never exclude from a universal "
            "service."
        ),
        "project default",
        _DEFAULT,
        where="referrals.filters referrals.routing referrals.services",
    ),
    a_rule(
        "ALLOC-01",
        (
            "High-risk abuse to an IDVA, low and medium and enhanced priority to complex or triage by need, "
            "others to triage, witnesses to pre-trial support."
        ),
        "seed E for high risk and witness; rest project default",
        _DEFAULT,
        where="referrals.allocation",
    ),
    a_rule(
        "ALLOC-02",
        "Every change of worker stores from, to, reason and time.",
        "project default",
        _DEFAULT,
        where="referrals.allocation",
    ),
    a_rule(
        "ALLOC-03",
        "Not all high-risk abuse goes to an IDVA: the evaluation's note counts, not its diagram.",
        "seed E",
        _SOURCED,
        where="referrals.allocation",
    ),
    a_rule(
        "TAKE-01",
        (
            "Take-up is the first two-way contact in which the person accepts a service beyond information and "
            "agrees to a record."
        ),
        "project default",
        _DEFAULT,
    ),
    a_rule(
        "TAKE-02",
        "Rates are by referral date, with contact rate and conversion beside them.",
        "project default",
        _DEFAULT,
    ),
    a_rule("TAKE-03", "Support has no time limit; emotional support is not counselling.", "seed E", _SOURCED),
    a_rule(
        "NEED-01",
        'Eight categories are scored 0 to 5 at intake, review and closure, with "not applicable".',
        "categories: seed D; scores: project default",
        _DEFAULT,
        where="needs",
    ),
    a_rule("NEED-02", "One live needs assessment, shared by consent and never asked again.", "seed D", _SOURCED),
)
"""Their rules, by id."""
