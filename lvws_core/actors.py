"""Actors: who acts, in which roles, and what each role may do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import msgspec

from lvws_core.given import require_set
from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import Reason, because


class Role(StrEnum):
    """What an account is for; `clock` is the system's own and no account may hold it."""

    PARTNER_WORKER = "partner_worker"
    PARTNER_MANAGER = "partner_manager"
    INTAKE_WORKER = "intake_worker"
    LEAD_CASEWORKER = "lead_caseworker"
    IDVA = "idva"
    LEAD_MANAGER = "lead_manager"
    COLOCATION_COORDINATOR = "colocation_coordinator"
    HOST_SPONSOR = "host_sponsor"
    ANALYST = "analyst"
    INFORMATION_GOVERNANCE = "information_governance"
    ADMINISTRATOR = "administrator"
    CLOCK = "clock"


class Permission(StrEnum):
    """What a route or a use case asks for; each names one act on one kind of thing."""

    INBOX_READ = "inbox.read"
    OFFER_READ = "offer.read"
    OFFER_ANSWER = "offer.answer"
    OFFER_MESSAGE = "offer.message"
    OFFER_FOLLOW = "offer.follow"
    OFFER_PRINT = "offer.print"
    STOP_FOLLOW = "stop.follow"
    SENT_READ = "sent.read"
    UNPLACED_READ = "unplaced.read"
    PERSON_READ = "person.read"
    PERSON_WRITE = "person.write"
    RISK_WRITE = "risk.write"
    RISK_COUNTERSIGN = "risk.countersign"
    CONSENT_WRITE = "consent.write"
    CONFLICT_REVIEW = "conflict.review"
    REFERRAL_WRITE = "referral.write"
    DIRECTORY_READ = "directory.read"
    DIRECTORY_WRITE = "directory.write"
    CAPACITY_WRITE = "capacity.write"
    AGREEMENT_READ = "agreement.read"
    AGREEMENT_WRITE = "agreement.write"
    SERVICE_WRITE = "service.write"
    SESSION_BOOK = "session.book"
    SESSION_HOLD = "session.hold"
    TEAM_ADMIN = "team.admin"
    PARTNER_REPORT = "partner.report"
    SERVICE_REPORT = "service.report"
    OVERRIDE_WRITE = "override.write"
    REVIEW_READ = "review.read"
    REVIEW_WRITE = "review.write"
    AUDIT_READ = "audit.read"
    NOTICE_READ = "notice.read"
    NOTICE_MANAGE = "notice.manage"
    ACCOUNT_ADMIN = "account.admin"
    SIGN_IN_ADMIN = "sign_in.admin"
    OWN_SESSION = "own.session"
    CASE_READ = "case.read"
    CASE_ENTER = "case.enter"
    CASE_WRITE = "case.write"
    MARAC_WRITE = "marac.write"
    CASE_WORK = "case.work"
    CASE_MANAGE = "case.manage"
    ACCESS_REVIEW = "access.review"
    RIGHTS_RAISE = "rights.raise"
    RIGHTS_READ = "rights.read"
    RIGHTS_WRITE = "rights.write"
    SITE_READ = "site.read"
    SITE_WRITE = "site.write"
    SITE_OWN = "site.own"
    SITE_COUNT = "site.count"


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: one account of one organisation with its roles of this moment.

    Raises:
        Invalid: The roles are no set.
    """

    id: UserId
    organisation_id: OrganisationId
    roles: frozenset[Role]

    def __post_init__(self) -> None:
        """Refuse roles that are no set; one that does not exist is granted nothing."""
        require_set("roles", self.roles)

    def has(self, *roles: Role) -> bool:
        """Say whether the actor holds any of the roles."""
        return not self.roles.isdisjoint(roles)


THE_CLOCK = Actor(id=UserId(UUID(int=0)), organisation_id=OrganisationId(UUID(int=0)), roles=frozenset({Role.CLOCK}))
"""Who acts when nobody does: no account, no organisation, and nothing may be done but to expire."""


_CASEWORK = frozenset({Role.LEAD_CASEWORKER, Role.IDVA, Role.LEAD_MANAGER})


def reads_own_intakes_only(actor: Actor) -> bool:
    """Say whether the actor reads what came in only while it is nobody's or the actor's own: an intake worker does."""
    return actor.has(Role.INTAKE_WORKER) and not actor.has(*_CASEWORK)


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Whether something is allowed, with every reason for it or against it."""

    allowed: bool
    reasons: tuple[Reason, ...] = ()


class Owned(Protocol):
    """A thing that belongs to an organisation and may be shared with others."""

    @property
    def organisation_ids(self) -> tuple[UUID, ...]:
        """The organisations that may see it."""


_PARTNER = {
    Permission.INBOX_READ,
    Permission.NOTICE_READ,
    Permission.OFFER_READ,
    Permission.OFFER_ANSWER,
    Permission.OFFER_MESSAGE,
    Permission.OFFER_PRINT,
    Permission.DIRECTORY_READ,
    Permission.CAPACITY_WRITE,
    Permission.SESSION_BOOK,
}
_PARTNER_MANAGER = {
    Permission.ACCESS_REVIEW,
    Permission.SERVICE_WRITE,
    Permission.SESSION_HOLD,
    Permission.DIRECTORY_WRITE,
    Permission.TEAM_ADMIN,
    Permission.SIGN_IN_ADMIN,
    Permission.PARTNER_REPORT,
    Permission.RISK_COUNTERSIGN,
    Permission.NOTICE_MANAGE,
}
_LEAD = {
    Permission.OFFER_READ,
    Permission.OFFER_MESSAGE,
    Permission.OFFER_FOLLOW,
    Permission.OFFER_PRINT,
    Permission.STOP_FOLLOW,
    Permission.SENT_READ,
    Permission.UNPLACED_READ,
    Permission.NOTICE_READ,
    Permission.PERSON_READ,
    Permission.PERSON_WRITE,
    Permission.RISK_WRITE,
    Permission.CONSENT_WRITE,
    Permission.REFERRAL_WRITE,
    Permission.DIRECTORY_READ,
    Permission.SESSION_BOOK,
    Permission.AGREEMENT_READ,
    Permission.MARAC_WRITE,
    Permission.RIGHTS_RAISE,
}
_REFERRING_IN = {
    Permission.OFFER_FOLLOW,
    Permission.SENT_READ,
    Permission.PERSON_READ,
    Permission.PERSON_WRITE,
    Permission.RISK_WRITE,
    Permission.CONSENT_WRITE,
    Permission.REFERRAL_WRITE,
}
"""What a partner needs to refer its own people to the lead; the row gate keeps everybody else's people apart."""
_TAKING_IN = {
    Permission.OFFER_READ,
    Permission.OFFER_ANSWER,
    Permission.OFFER_MESSAGE,
    Permission.CASE_READ,
    Permission.CASE_ENTER,
    Permission.CASE_WRITE,
}
_CASE_WORK = {Permission.CASE_READ, Permission.CASE_WORK}
"""What whoever has a case does with it: take-up, closure, back to its taker, on to another worker."""
_LEAD_MANAGER = {
    Permission.SIGN_IN_ADMIN,
    Permission.ACCESS_REVIEW,
    Permission.CASE_MANAGE,
    Permission.NOTICE_MANAGE,
    Permission.SERVICE_WRITE,
    Permission.AGREEMENT_WRITE,
    Permission.PARTNER_REPORT,
    Permission.SERVICE_REPORT,
    Permission.SESSION_HOLD,
    Permission.OVERRIDE_WRITE,
    Permission.CONFLICT_REVIEW,
    Permission.RISK_COUNTERSIGN,
    Permission.RIGHTS_READ,
}
_SITES = {Permission.SITE_READ, Permission.SITE_WRITE}
"""What whoever builds and keeps the co-locations does."""
_ON_SITE = {Permission.SITE_READ, Permission.SITE_OWN, Permission.CASE_ENTER}
"""What whoever works at a host's site does: reads and reports the own sites, no others; takes in whom they meet."""
_ANYBODY = frozenset({Permission.OWN_SESSION})
_GOVERNANCE = {
    Permission.ACCESS_REVIEW,
    Permission.AUDIT_READ,
    Permission.AGREEMENT_READ,
    Permission.REVIEW_READ,
    Permission.REVIEW_WRITE,
    Permission.STOP_FOLLOW,
    Permission.RIGHTS_RAISE,
    Permission.RIGHTS_READ,
    Permission.RIGHTS_WRITE,
}
_READER = {Permission.DIRECTORY_READ, Permission.NOTICE_READ, Permission.SESSION_BOOK}
_NOBODY: frozenset[Permission] = frozenset()

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.PARTNER_WORKER: _ANYBODY | _PARTNER | _REFERRING_IN,
    Role.PARTNER_MANAGER: _ANYBODY | _PARTNER | _REFERRING_IN | _PARTNER_MANAGER,
    Role.INTAKE_WORKER: _ANYBODY | _TAKING_IN | _READER,
    Role.LEAD_CASEWORKER: _ANYBODY | _LEAD | _TAKING_IN | _CASE_WORK,
    Role.IDVA: _ANYBODY | _LEAD | _CASE_WORK | _ON_SITE,
    Role.LEAD_MANAGER: _ANYBODY | _LEAD | _TAKING_IN | _CASE_WORK | _LEAD_MANAGER | _SITES,
    Role.COLOCATION_COORDINATOR: _ANYBODY | _READER | _SITES | {Permission.SERVICE_REPORT},
    Role.HOST_SPONSOR: _ANYBODY | {Permission.SITE_COUNT},
    Role.ANALYST: _ANYBODY | {Permission.PARTNER_REPORT, Permission.SERVICE_REPORT},
    Role.INFORMATION_GOVERNANCE: _ANYBODY | _READER | _GOVERNANCE,
    Role.ADMINISTRATOR: _ANYBODY | {Permission.ACCOUNT_ADMIN, Permission.SIGN_IN_ADMIN},
    Role.CLOCK: frozenset(),
}
"""Which role may do what: the one table that routes, pages and use cases read."""


def may(actor: Actor, permission: Permission, subject: Owned | None = None) -> Decision:
    """Decide whether the actor may use a permission, on a subject if one is named.

    Allowed needs a role that grants it and, with a subject, an organisation that may see it.
    A refusal lists both causes when both apply.
    """
    reasons = []
    if not any(permission in GRANTS.get(role, _NOBODY) for role in actor.roles):
        reasons.append(because("role_lacks_permission", "TOP-17", "Your role does not reach this."))
    if subject is not None and actor.organisation_id not in subject.organisation_ids:
        reasons.append(because("other_organisation", "TOP-06", "It belongs to another organisation."))
    return Decision(allowed=not reasons, reasons=tuple(reasons))
