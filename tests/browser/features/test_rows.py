"""The table of features is whole, each row has its test, and the CHANGELOG names what it calls a must."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser.features.rows import (
    ARRIVED,
    CONSENT,
    CONTACTS,
    HOST_SITES,
    OFFLINE,
    ON_SITE,
    PARTNERS,
    REFERRALS,
    RISK,
    ROOMS,
    ROTA,
    TESTS,
)

FOLDER = Path(__file__).parent
OFFLINE_TESTS = FOLDER.parents[1] / "colocations" / "contacts" / "offline"
CHANGELOG = Path(__file__).parents[3] / "CHANGELOG.md"

MUSTS: Mapping[str, tuple[str, ...]] = {
    "referrals": (
        "Saved draft",
        "Receiver accepts / declines",
        "Coded decline reason",
        "Decline says whose choice (client or provider)",
        "Ask for more information without declining",
        "Waiting list / hold",
        "Withdraw with coded reason",
        "Un-accept / hand back",
        "Several offers tracked under one need",
        "Guard against duplicate live referral",
        "Team queue, not a named person",
        "Race-safe accept (lock/version)",
        "From→to table with actor per transition",
        "Snapshot of what was sent",
        "Eligibility check before the long form",
        "Referrer↔partner messages on the referral",
        "Deadline clock per referral",
        "Reminder to a silent partner",
        "Escalation to a third person",
        "Automatic expiry / return",
        "Outcome needed to close",
        "Working-day calendar",
        "Look-alike-safe reference number",
    ),
    "risk": (
        "Risk level required on referral",
        "Risk drives deadline",
        "Risk/priority orders the queue",
        "Risk change after sending alerts partner",
        "Restricted records",
        "MARAC threshold prompt",
    ),
    "consent": (
        "Consent recorded and gates sending",
        "Consent per partner",
        "Consent per field or category",
        "Other lawful basis recorded",
        "Override with reason and reviewer",
        "Withdrawal reaches the partner and is confirmed",
        "Safe-contact rules per channel",
    ),
    "partners": (
        "Service directory (area, eligibility)",
        "Capacity / paused switch",
        "Who may refer to whom",
        "Partner manages its own users",
        "Tenant isolation",
        "Lead + sub-contractors",
        "Partner response-time report",
    ),
    "contacts": (
        "Quick contact log",
        "Draft / autosave",
        "Attempted but not reached",
        "Follow-up tasks",
        "Contact becomes a referral in one step",
    ),
    "on site": ("Ward rounds", "Training given to host staff"),
    "host sites": (
        "Host site register and readiness checklist",
        "Vetting / DBS with expiry",
        "Honorary contract tracker",
        "Placement blocked when a check has lapsed",
    ),
    "offline": ("Works offline",),
    "arrived": ("Sync conflicts shown to the user",),
    "rooms": ("Desk / room booking", "Recurring booking with conflicts shown", "Confidential-room rule"),
    "rota": ("Leave releases the desk and flags the gap", "Rota with cover"),
}
"""The rows marked M, copied from the comparison of features as it names them."""


@pytest.mark.parametrize(
    ("part", "rows"),
    [
        *(("referrals", REFERRALS), ("risk", RISK), ("consent", CONSENT), ("partners", PARTNERS)),
        *(("contacts", CONTACTS), ("on site", ON_SITE), ("host sites", HOST_SITES), ("rooms", ROOMS)),
        *(("rota", ROTA), ("offline", OFFLINE), ("arrived", ARRIVED)),
    ],
)
def test_every_must_has_a_test_of_its_own(part: str, rows: Mapping[str, str]) -> None:
    assert tuple(rows) == MUSTS[part]


def test_each_test_is_there_once_and_stands_for_one_row() -> None:
    modules = (ast.parse(path.read_text(encoding="utf-8")) for path in FOLDER.glob("test_*.py"))
    found = [
        node.name
        for module in modules
        for node in module.body
        if isinstance(node, ast.FunctionDef) and any(argument.arg == "stage" for argument in node.args.args)
    ]
    assert sorted(found) == sorted(TESTS.values())


@pytest.mark.parametrize("place", OFFLINE.values(), ids=OFFLINE)
def test_what_concerns_working_offline_is_tried_beside_the_offline_log(place: str) -> None:
    name, _, test = place.partition("::")
    module = ast.parse((OFFLINE_TESTS / name).read_text(encoding="utf-8"))
    assert test in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("part", ["referrals", "consent", "partners"])
def test_the_changelog_names_each(part: str) -> None:
    said = " ".join(CHANGELOG.read_text(encoding="utf-8").split())
    assert [name for name in MUSTS[part] if name not in said and name.partition(" (")[0] not in said] == []
