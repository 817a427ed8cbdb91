"""The invented consortium: the delivery partners of the evaluation with their remits, three hospitals, staff.

The organisations and what they offer follow domain section 7.2; every member of staff is invented.
"""

from datetime import time

import msgspec

from lvws_core.actors import Role
from lvws_core.consent.sharing import RecipientKind
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import (
    Borough,
    ByAndFor,
    CapacityState,
    ConflictKind,
    CrimeCategory,
    GenderRule,
    NeedCategory,
)

_N, _G = NeedCategory, ByAndFor


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A service of the consortium and what it takes."""

    key: str
    name: str
    recipient: RecipientKind
    needs: frozenset[NeedCategory]
    age_min: int = 18
    crimes: frozenset[CrimeCategory] = frozenset()
    gender_rule: GenderRule = GenderRule.ALL
    by_and_for: frozenset[ByAndFor] = frozenset()
    capacity: CapacityState = CapacityState.OPEN
    places: int | None = None
    said_days_ago: int = 3
    days: frozenset[int] = frozenset(range(5))
    opens: time = time(10)
    closes: time = time(17)
    checks: frozenset[ConflictKind] = frozenset()
    boroughs: frozenset[Borough] = frozenset()
    risk_levels: frozenset[Band] = frozenset()
    off_portal: bool = False


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """An invented member of staff."""

    name: str
    roles: tuple[Role, ...]
    team: str = ""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation of the consortium, its services and its staff."""

    key: str
    name: str
    kind: str
    services: tuple[Offered, ...] = ()
    staff: tuple[Worker, ...] = ()


def _partner_staff(worker: str, second: str, manager: str) -> tuple[Worker, ...]:
    return (
        Worker(name=worker, roles=(Role.PARTNER_WORKER,)),
        Worker(name=second, roles=(Role.PARTNER_WORKER,)),
        Worker(name=manager, roles=(Role.PARTNER_MANAGER,)),
    )


LEAD = Member(
    key="victim_support",
    name="Victim Support",
    kind="lead",
    services=(
        Offered(
            key="lvws_intake",
            name="Victim and witness service – intake",
            recipient=RecipientKind.DA_SPECIALIST,
            needs=frozenset(),
            age_min=0,
            opens=time(8),
            closes=time(20),
        ),
    ),
    staff=(
        Worker(name="Leah Kestrel", roles=(Role.LEAD_CASEWORKER,), team="Triage, Croydon"),
        Worker(name="Tomas Wren", roles=(Role.LEAD_CASEWORKER,), team="Complex IVA, Camden"),
        Worker(name="Ines Heron", roles=(Role.IDVA,), team="Homerton IDVA"),
        Worker(name="Mara Whimbrel", roles=(Role.IDVA,), team="Homerton IDVA"),
        Worker(name="Sade Sandpiper", roles=(Role.IDVA,), team="Homerton IDVA"),
        Worker(name="Grace Linnet", roles=(Role.LEAD_MANAGER,), team="Triage, Croydon"),
        Worker(name="Owen Dunnock", roles=(Role.INTAKE_WORKER,), team="Inbound"),
        Worker(name="Rosa Plover", roles=(Role.COLOCATION_COORDINATOR,), team="Co-locations"),
        Worker(name="Hugh Siskin", roles=(Role.INFORMATION_GOVERNANCE,), team="Information governance"),
        Worker(name="Petra Avocet", roles=(Role.ADMINISTRATOR,), team="Systems"),
    ),
)

PARTNERS = (
    Member(
        key="shelter",
        name="Shelter",
        kind="partner",
        services=(
            Offered(
                key="shelter_london",
                name="London housing advice",
                recipient=RecipientKind.SHELTER,
                needs=frozenset({_N.SHELTER_ACCOMMODATION, _N.FINANCE_BENEFITS}),
                age_min=16,
                places=2,
            ),
        ),
        staff=_partner_staff("Nadia Pipit", "Colm Bunting", "Ruth Osprey"),
    ),
    Member(
        key="galop",
        name="Galop",
        kind="partner",
        services=(
            Offered(
                key="galop_advocacy",
                name="LGBT+ advocacy for London",
                recipient=RecipientKind.BY_AND_FOR,
                needs=frozenset(
                    {
                        _N.MENTAL_PHYSICAL_HEALTH,
                        _N.FAMILY_FRIENDS_CHILDREN,
                        _N.OUTLOOK_ATTITUDES,
                        _N.SOCIAL_INTERACTIONS,
                        _N.SHELTER_ACCOMMODATION,
                    }
                ),
                gender_rule=GenderRule.LGBT,
                by_and_for=frozenset({_G.LGBT}),
                places=4,
                said_days_ago=1,
            ),
        ),
        staff=_partner_staff("Amara Finch", "Jonah Swift", "Maeve Curlew"),
    ),
    Member(
        key="sistah_space",
        name="Sistah Space",
        kind="partner",
        services=(
            Offered(
                key="sistah_space_support",
                name="Domestic and sexual abuse support",
                recipient=RecipientKind.BY_AND_FOR,
                needs=frozenset({_N.MENTAL_PHYSICAL_HEALTH, _N.FAMILY_FRIENDS_CHILDREN, _N.SOCIAL_INTERACTIONS}),
                gender_rule=GenderRule.WOMEN_AND_GIRLS,
                by_and_for=frozenset({_G.BLACK_AFRICAN_CARIBBEAN_HERITAGE}),
                capacity=CapacityState.CLOSED,
            ),
        ),
        staff=_partner_staff("Efua Starling", "Joy Nightjar", "Abena Goldcrest"),
    ),
    Member(
        key="stay_safe_east",
        name="Stay Safe East",
        kind="partner",
        services=(
            Offered(
                key="stay_safe_east_advocacy",
                name="Advocacy for Deaf and disabled people",
                recipient=RecipientKind.BY_AND_FOR,
                needs=frozenset({_N.MENTAL_PHYSICAL_HEALTH, _N.SHELTER_ACCOMMODATION, _N.SOCIAL_INTERACTIONS}),
                by_and_for=frozenset({_G.DEAF_DISABLED, _G.LEARNING_DISABILITY_AUTISM}),
                said_days_ago=20,
            ),
        ),
        staff=_partner_staff("Bea Whimbrel", "Sam Teal", "Iris Sandpiper"),
    ),
    Member(
        key="calm_mediation",
        name="CALM",
        kind="partner",
        services=(
            Offered(
                key="calm_restorative",
                name="Restorative justice",
                recipient=RecipientKind.RESTORATIVE_JUSTICE,
                needs=frozenset({_N.OUTLOOK_ATTITUDES, _N.SOCIAL_INTERACTIONS}),
                places=3,
                said_days_ago=5,
                days=frozenset(range(4)),
                checks=frozenset({ConflictKind.RESTORATIVE_WHILE_ABUSE_LIVE}),
            ),
        ),
        staff=_partner_staff("Eliot Dipper", "Nell Godwit", "Vera Merlin"),
    ),
    Member(
        key="st_giles_trust",
        name="St Giles Trust",
        kind="partner",
        services=(
            Offered(
                key="st_giles_casework",
                name="SOS casework",
                recipient=RecipientKind.BY_AND_FOR,
                needs=frozenset({_N.EDUCATION_SKILLS_EMPLOYMENT, _N.DRUGS_ALCOHOL, _N.OUTLOOK_ATTITUDES}),
                age_min=16,
                opens=time(9),
                checks=frozenset({ConflictKind.VICTIM_AND_OFFENDER_HERE}),
                capacity=CapacityState.WAITLIST,
                said_days_ago=6,
            ),
        ),
        staff=_partner_staff("Dele Fulmar", "Kit Shearwater", "Moira Redstart"),
    ),
)

OFF_PORTAL = (
    Member(
        key="croydon_idva",
        name="Croydon IDVA service",
        kind="partner",
        services=(
            Offered(
                key="croydon_idva_high_risk",
                name="IDVA support at high risk",
                recipient=RecipientKind.DA_SPECIALIST,
                needs=frozenset({_N.MENTAL_PHYSICAL_HEALTH, _N.SHELTER_ACCOMMODATION, _N.FAMILY_FRIENDS_CHILDREN}),
                age_min=16,
                boroughs=frozenset({Borough.CROYDON}),
                risk_levels=frozenset({Band.HIGH}),
                said_days_ago=2,
                off_portal=True,
            ),
        ),
    ),
)
"""Services without an account: the lead delivers the pack and records what they say."""

HOSTS = (
    Member(
        key="homerton",
        name="Homerton University Hospital",
        kind="host",
        staff=(Worker(name="Sana Turnstone", roles=(Role.HOST_SPONSOR,)),),
    ),
    Member(key="st_thomas", name="St Thomas' Hospital", kind="host"),
    Member(key="croydon_university", name="Croydon University Hospital", kind="host"),
)

COMMISSIONER = Member(
    key="mopac",
    name="MOPAC",
    kind="commissioner",
    staff=(Worker(name="Noor Lapwing", roles=(Role.ANALYST,)),),
)

CONSORTIUM = (LEAD, *PARTNERS, *HOSTS, COMMISSIONER, *OFF_PORTAL)
