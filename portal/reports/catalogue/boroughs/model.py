"""Which boroughs have fewer referrals than what the police recorded would lead one to expect (SEED-09)."""

from collections.abc import Mapping

from lvws_core.vocabulary import Borough
from portal.reports.catalogue.year_one.model import REFERRALS, VOLUMES, borough_lines, summed
from portal.reports.counting.model import CUBES
from portal.reports.defining.model import PERIOD_RULE, Definition, Gap, Given, Table

_NAMED = 4


def _finding(table: Table) -> str:
    behind = [
        (gap, line.label) for line in table.lines if not line.is_sum and (gap := table.number(line.key, "gap") or 0) > 0
    ]
    if not behind:
        return "There is too little to compare in this period."
    named = ", ".join(f"{label} {gap / 100:.2f}" for gap, label in sorted(behind, reverse=True)[:_NAMED])
    return f"{len(behind)} boroughs have a smaller share of referrals than of offences; in points, most: {named}."


def boroughs(offences: Mapping[Borough, int]) -> Definition:
    """Give the comparison, with the offences that the police recorded."""
    numbers = summed(offences)
    return Definition(
        name="boroughs",
        title="Boroughs with fewer referrals than offences",
        about="Each borough's share of offences less its share of referrals for domestic abuse, before rounding.",
        version=1,
        cube="borough",
        dimensions=CUBES["borough"].dimensions,
        line_label="Borough",
        lines=borough_lines(),
        columns=(
            REFERRALS,
            Given(key="offences", label="Police offences", numbers=numbers),
            Gap(
                key="gap",
                label="Gap in points",
                part="referrals",
                given="offences",
                by_line="listed",
            ),
        ),
        numerator="The borough's share of the offences less its share of the referrals, in percentage points.",
        denominator="Offences and referrals for domestic abuse of all listed boroughs (SEED-07).",
        period_rule=PERIOD_RULE,
        charted="gap",
        is_ranked=True,
        finding=_finding,
        notes=(VOLUMES, "Ranked by what the shares are before they are rounded (SEED-09)."),
    )
