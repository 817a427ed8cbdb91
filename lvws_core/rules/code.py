"""The Victims' Code: domain section 3."""

from lvws_core.rules.rule import Mark, a_rule, by_id

_SOURCED, _DEFAULT, _VERIFY = Mark.SOURCED, Mark.PROJECT_DEFAULT, Mark.TO_VERIFY

CODE = by_id(
    a_rule(
        "CODE-01", "Victim and witness are not exclusive: one person may be both.", "derived from the Code", _SOURCED
    ),
    a_rule(
        "CODE-10",
        ("A person can hold several categories of enhanced rights; under 18 and domestic abuse qualify by themselves."),
        "NOTTS-ENH; the list: CPS-LON, wording of 2015 to be verified",
        _VERIFY,
        where="risk.priority",
    ),
    a_rule("CODE-11", "Eligibility is looked at again when things change, and passed on.", "NOTTS-ENH", _SOURCED),
    a_rule(
        "CODE-12",
        "The three priority groups of the 2016 decision are the same idea as enhanced rights.",
        "seed D",
        _SOURCED,
    ),
    a_rule(
        "CODE-20",
        "Working days are counted from the next day, without weekends and bank holidays, in London.",
        "project default",
        _DEFAULT,
        uses="close_of_day",
        where="times",
    ),
    a_rule(
        "CODE-21",
        "People with enhanced rights are offered specialist support, sooner contact and special measures.",
        "own knowledge, to be verified",
        _VERIFY,
    ),
    a_rule(
        "CODE-22",
        "The Code's clocks bind the police and the justice system; for the service they are monitoring.",
        "project default",
        _DEFAULT,
    ),
    a_rule(
        "CODE-30",
        "Who asks the police not to pass details on is not referred by them, and may still refer themselves.",
        "NOTTS-REF",
        _SOURCED,
    ),
    a_rule(
        "CODE-31",
        "Which basis the police passed details on is stored with the referral.",
        "NOTTS-REF, VS-LEGAL",
        _SOURCED,
    ),
    a_rule(
        "CODE-32", "There is a right to a needs assessment, as deep as the need, and repeatable.", "NOTTS-ENH", _SOURCED
    ),
    a_rule(
        "CODE-33",
        "There is a right to hear of restorative justice; it is voluntary at every stage.",
        "HANTS, CALM-NOW",
        _SOURCED,
    ),
    a_rule(
        "CODE-34",
        (
            "It is logged when the Code was explained and when statement, restorative justice and compensation "
            "were offered."
        ),
        "seed E",
        _SOURCED,
    ),
    a_rule("CODE-35", "Services are free, need no police report and have no time limit.", "VS-NOTICE", _SOURCED),
    a_rule(
        "CODE-40",
        (
            "Enhanced priority is any enhanced right or a repeat victim, or a person's override; the source's own"
            " flag is kept and does not count."
        ),
        "project default; confirm with Victim Support",
        _DEFAULT,
        where="risk.priority",
    ),
)
"""Their rules, by id."""
