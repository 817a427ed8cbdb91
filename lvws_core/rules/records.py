"""Codes, retention, rights, co-location and returns: domain sections 6.3, 9 and 10."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT = Mark.SOURCED, Mark.PROJECT_DEFAULT

RECORDS = by_id(
    a_rule(
        "ETH-01",
        "Chinese is rolled up to Asian as since 2011; the two groupings are never compared.",
        "derived from seed D",
        _SOURCED,
        where="vocabulary.people",
    ),
    a_rule(
        "ETH-02",
        "An officer's perception is never stored as the person's ethnicity.",
        "project default",
        _DEFAULT,
        where="vocabulary.people",
    ),
    a_rule("RET-01", "A legal hold suspends deletion.", "project default", _DEFAULT, where="retention"),
    a_rule(
        "RET-02",
        "What is anonymised keeps need and outcome, coarse dates and area, no identifier.",
        "project default",
        _DEFAULT,
        where="retention",
    ),
    a_rule("RET-03", "Deletion is a logged job with counts.", "project default", _DEFAULT, where="retention"),
    a_rule("RET-04", "Of a person who declined only a one-way token stays.", "project default", _DEFAULT),
    a_rule(
        "SAR-01",
        "A suspected perpetrator's request is never told whether a person is known; two people review.",
        "project default",
        _DEFAULT,
        where="rights",
    ),
    a_rule(
        "COLO-01", "An honorary contract replaces neither a processing nor a sharing agreement.", "NHS-DARS12", _SOURCED
    ),
    a_rule(
        "COLO-02",
        "The state of a co-location is computed from its gates, each with owner and dates.",
        "project default",
        _DEFAULT,
    ),
    a_rule(
        "COLO-03",
        "Expiries are warned of 60 and 30 days before; an expired gate pauses that worker only.",
        "project default",
        _DEFAULT,
    ),
    a_rule(
        "COLO-04",
        "A site has name, organisation, code, borough, type, departments, hours and cover.",
        "project default",
        _DEFAULT,
    ),
    a_rule(
        "MON-01",
        "Cells under five never leave the service, by subtraction neither.",
        "project default",
        _DEFAULT,
        where="suppression",
    ),
    a_rule("MON-02", "A submitted return is frozen with the version of its query.", "project default", _DEFAULT),
)
"""Their rules, by id."""
