"""Support: needs, what partners offer and to whom, and how work ends."""

from lvws_core.vocabulary.labelled import Labelled


class NeedCategory(Labelled):
    """The eight categories of need. Source: domain section 8.5."""

    MENTAL_PHYSICAL_HEALTH = "mental_physical_health", "Mental and physical health"
    SHELTER_ACCOMMODATION = "shelter_accommodation", "Shelter and accommodation"
    FAMILY_FRIENDS_CHILDREN = "family_friends_children", "Family, friends and children"
    EDUCATION_SKILLS_EMPLOYMENT = "education_skills_employment", "Education, skills and employment"
    DRUGS_ALCOHOL = "drugs_alcohol", "Drugs and alcohol"
    FINANCE_BENEFITS = "finance_benefits", "Finance and benefits"
    OUTLOOK_ATTITUDES = "outlook_attitudes", "Outlook and attitudes"
    SOCIAL_INTERACTIONS = "social_interactions", "Social interactions"


class SupportType(Labelled):
    """How a need was met: within two contacts and 14 days, or under a plan. Source: domain section 8.2."""

    IMMEDIATE = "immediate", "Immediate"
    ONGOING = "ongoing", "Ongoing"


class DeclineReason(Labelled):
    """Why an offer is declined. Source: ROUTE-10."""

    OUT_OF_AREA = "out_of_area", "Out of area"
    AGE = "age", "Outside our ages"
    NOT_ELIGIBLE_GROUP = "not_eligible_group", "Not a group we serve"
    CAPACITY = "capacity", "No capacity"
    RISK_TOO_HIGH = "risk_too_high", "Risk too high for this service"
    CONFLICT = "conflict", "Conflict of interest"
    DECLINED_BY_CLIENT = "declined_by_client", "The person does not want it"
    DUPLICATE = "duplicate", "Duplicate"
    INSUFFICIENT_INFORMATION = "insufficient_information", "Not enough information"


class WhoseChoice(Labelled):
    """Whose choice an ending was, kept beside the reason for it."""

    SERVICE = "service", "The service"
    PERSON = "person", "The person"


class ClosureReason(Labelled):
    """Why a case is closed.

    Source: domain section 8.6; which of them are planned is a project default.
    """

    NEEDS_MET = "needs_met", "Needs met"
    CLIENT_ENDED = "client_ended", "The person ended it"
    DISENGAGED = "disengaged", "Disengaged"
    NO_CONTACT = "no_contact", "Could not be contacted"
    TRANSFERRED = "transferred", "Transferred"
    MOVED_AWAY = "moved_away", "Moved away"
    RISK_REDUCED_PLANNED = "risk_reduced_planned", "Risk reduced, planned ending"
    SERVICE_REFUSED = "service_refused", "Service refused"
    DUPLICATE = "duplicate", "Duplicate"
    DIED = "died", "Died"
    OUT_OF_REMIT = "out_of_remit", "Out of remit"

    @property
    def is_planned(self) -> bool:
        """Say whether the ending was planned with the person."""
        return self in {ClosureReason.NEEDS_MET, ClosureReason.TRANSFERRED, ClosureReason.RISK_REDUCED_PLANNED}


class CapacityState(Labelled):
    """Whether a service takes people; what it said too long ago becomes unknown. Source: domain section 7.1."""

    OPEN = "open", "Open"
    LIMITED = "limited", "Limited"
    WAITLIST = "waitlist", "Waiting list"
    CLOSED = "closed", "Closed"
    UNKNOWN = "unknown", "Not known"


class GenderRule(Labelled):
    """Whom a service is for by gender. Source: domain section 7.1."""

    ALL = "all", "Everyone"
    WOMEN_AND_GIRLS = "women_and_girls", "Women and girls"
    MEN = "men", "Men"
    LGBT = "lgbt", "LGBT+ people"


class ByAndFor(Labelled):
    """The groups that by-and-for services are led by and for; offered, never imposed (TOP-16).

    The list follows the partners of domain sections 7.2 and 7.3 and is a project default.
    """

    WOMEN = "women", "Women"
    BLACK_AFRICAN_CARIBBEAN_HERITAGE = "black_african_caribbean_heritage", "African and Caribbean heritage"
    BLACK_MINORITISED_MIGRANT_WOMEN = "black_minoritised_migrant_women", "Black, minoritised and migrant women"
    LGBT = "lgbt", "LGBT+ people"
    DEAF_DISABLED = "deaf_disabled", "Deaf and disabled people"
    LEARNING_DISABILITY_AUTISM = "learning_disability_autism", "People with a learning disability or autism"
    JEWISH = "jewish", "Jewish people"
    MUSLIM = "muslim", "Muslim people"
    YOUNG_PEOPLE = "young_people", "Young people"


class PauseReason(Labelled):
    """Why a service takes no referrals for a while. The list is a project default."""

    LEAVE = "leave", "Staff on leave"
    VACANCY = "vacancy", "A post is vacant"
    DEMAND = "demand", "Catching up with what was taken on"
    TRAINING = "training", "Training or moving"
    FUNDING = "funding", "Funding"
    OTHER = "other", "Another reason"


class ConflictKind(Labelled):
    """What a service wants checked before it is asked, because it could not act for both sides. Source: ROUTE-08."""

    WORKS_WITH_PERPETRATOR = "works_with_perpetrator", "It may also work with the person who caused harm"
    STAFF_KNOW_A_PARTY = "staff_know_a_party", "Its staff may know somebody involved"
    RESTORATIVE_WHILE_ABUSE_LIVE = "restorative_while_abuse_live", "No restorative work while abuse is a live risk"
    VICTIM_AND_OFFENDER_HERE = "victim_and_offender_here", "It may support a victim and the offender at once"
