"""Completeness: which of the fields that a case ought to have are recorded."""

from typing import Final

from portal.reports.catalogue.year_one.model import part_is
from portal.reports.counting.model import CUBES
from portal.reports.defining.model import PERIOD_RULE, Count, Definition, Rate, Table

_FIELDS: Final = {
    "crime": "Crime",
    "force": "Police force, of police referrals",
    "borough": "Borough",
    "age": "Age",
    "age_or_reason": "Age, or why it is not known",
    "take_up": "Whether support is wanted",
    "support": "Kind of support, of those taken up",
    "closure": "Reason for closing, of those taken up",
}


def _finding(table: Table) -> str:
    shares = [(table.number(line.key, "rate"), line.label) for line in table.lines]
    known = sorted((share, label) for share, label in shares if share is not None)
    if not known:
        return "There is too little to say in this period."
    return f"Least often recorded: {known[0][1]}, in {known[0][0]}% of cases."


DATA_QUALITY: Final = Definition(
    name="data-quality",
    title="Completeness of what is recorded",
    about="How much of what ought to be recorded of a case is.",
    version=1,
    cube="completeness",
    dimensions=CUBES["completeness"].dimensions,
    line_label="Field",
    lines=tuple(part_is("field", key, label) for key, label in _FIELDS.items()),
    columns=(
        Count(key="cases", label="Cases", of=lambda _: True),
        Count(key="told", label="Recorded", of=lambda parts: parts["told"] == "yes"),
        Count(key="missing", label="Missing", of=lambda parts: parts["told"] == "no"),
        Rate(key="rate", label="Complete", part="told", whole="cases"),
    ),
    numerator="Cases in which the field is recorded; “not known” is not.",
    denominator="Cases received in the period that ought to have the field, witnesses among them.",
    period_rule=PERIOD_RULE,
    charted="rate",
    finding=_finding,
    notes=("Nobody has to say their age: where there is none, the reason for it counts as recorded.",),
)
