"""Contacts at host sites by what was done, and changes of worker by who has the case afterwards."""

from typing import Final

from colocations.contacts.choices.model import ContactKind
from lvws_core.referrals.allocation import WorkerRole
from portal.reports.catalogue.year_one.model import ALL, part_is, whole
from portal.reports.counting.model import ALLOCATIONS, CONTACTS, DIMENSIONS, NONE
from portal.reports.defining.model import Count, Definition, Rate, Table

_FIRST: Final = frozenset({"first", "assigned", "imported"})
"""The reasons of an allocation that is the first of its case."""


def _contacts_finding(table: Table) -> str:
    every, referred = table.number(ALL, "contacts"), table.number(ALL, "rate")
    if every is None:
        return "There is too little to say in this period."
    return f"{every:,} contacts were logged at host sites" + (
        "." if referred is None else f"; {referred}% of them led to a referral."
    )


CO_LOCATIONS: Final = Definition(
    name="co-locations",
    title="Contacts at host sites",
    about="What was done at hospitals and other sites, and how much of it led to a referral.",
    version=1,
    cube=CONTACTS,
    dimensions=DIMENSIONS[CONTACTS],
    line_label="What was done",
    lines=(*(part_is("kind", each.value, each.label) for each in ContactKind), whole()),
    columns=(
        Count(key="contacts", label="Contacts", of=lambda _: True),
        Count(key="referred", label="Led to a referral", of=lambda parts: parts["referred"] == "yes"),
        Count(key="others", label="Did not", of=lambda parts: parts["referred"] == "no", shown=False),
        Rate(key="rate", label="Share that led to a referral", part="referred", whole="contacts"),
        Rate(key="share", label="Share of all contacts", part="contacts", whole="contacts", by_line=ALL),
    ),
    numerator="Contacts that were logged, and those of which a referral was made.",
    denominator="Contacts that were logged; one with somebody who works for the host is in no count.",
    period_rule="The day of the contact, in London.",
    charted="contacts",
    finding=_contacts_finding,
    nothing="No contact was logged",
)


def _allocation_finding(table: Table) -> str:
    every, again = table.number(ALL, "allocations"), table.number(ALL, "rate")
    if every is None or again is None:
        return "There is too little to say in this period."
    return f"Cases were allocated {every:,} times; {again}% of these were a change of worker."


ALLOCATION: Final = Definition(
    name="allocation",
    title="Allocation and change of worker",
    about="Who got cases, and how often a case went from one worker to another.",
    version=1,
    cube=ALLOCATIONS,
    dimensions=DIMENSIONS[ALLOCATIONS],
    line_label="Allocated to",
    lines=(
        *(part_is("after", each.value, each.label) for each in WorkerRole),
        part_is("after", NONE, "A worker without a role"),
        whole(),
    ),
    columns=(
        Count(key="allocations", label="Allocations", of=lambda _: True),
        Count(key="again", label="Changes of worker", of=lambda parts: parts["reason"] not in _FIRST),
        Count(key="first", label="First allocations", of=lambda parts: parts["reason"] in _FIRST),
        Rate(key="rate", label="Share of changes", part="again", whole="allocations"),
        Rate(key="share", label="Share of first allocations", part="first", whole="first", by_line=ALL),
    ),
    numerator="Allocations of cases; a change of worker is every one after the first (ALLOC-02).",
    denominator="Allocations in the period; for the last column, first allocations.",
    period_rule="The day of the allocation, in London.",
    charted="first",
    finding=_allocation_finding,
    nothing="No case was allocated",
)
