"""People: age bands and the characteristics that people describe themselves by.

Self-described, voluntary, never inferred (TOP-15); an officer's perception is never stored as the
person's own answer (ETH-02).
"""

from typing import Self

from lvws_core.errors import Invalid
from lvws_core.vocabulary.labelled import Labelled


class AgeBand(Labelled):
    """The age bands of the evaluation's Table 4, youngest first; age is that at the referral date.

    Source: domain section 8.4.
    """

    UNDER_18 = "17_and_under", "17 and under"
    FROM_18 = "18_24", "18 to 24"
    FROM_25 = "25_34", "25 to 34"
    FROM_35 = "35_44", "35 to 44"
    FROM_45 = "45_54", "45 to 54"
    FROM_55 = "55_64", "55 to 64"
    FROM_65 = "65_plus", "65 and over"
    NOT_GIVEN = "not_given", "Not given"

    @classmethod
    def of(cls, age: int | None) -> "AgeBand":
        """Give the band of an age in completed years; None is an age that was not given.

        >>> AgeBand.of(24).label
        '18 to 24'

        Raises:
            Invalid: The age is negative.
        """
        if age is None:
            return cls.NOT_GIVEN
        if age < 0:
            raise Invalid("age", "negative")
        return list(cls)[sum(age >= youngest for youngest in _YOUNGEST)]


_YOUNGEST = (18, 25, 35, 45, 55, 65)
"""The youngest age of each band but the first."""


class EthnicGroup(Labelled):
    """The five groups that ethnicities are rolled up to, and one for no answer.

    Chinese belongs to Asian, as since 2011; never compare with the older grouping (ETH-01).
    """

    WHITE = "white", "White"
    MIXED = "mixed", "Mixed or multiple ethnic groups"
    ASIAN = "asian", "Asian or Asian British"
    BLACK = "black", "Black, Black British, Caribbean or African"
    OTHER = "other", "Other ethnic group"
    NOT_STATED = "not_stated", "Not stated"


class Ethnicity(Labelled):
    """The nineteen self-described ethnicities of 2021 in England and Wales, and three ways to have none.

    `group` is the one of the five that the answer is rolled up to.

    Source: domain section 9.2 (2011 is the same without Roma).
    """

    group: EthnicGroup

    def __new__(cls, key: str, label: str = "", group: EthnicGroup = EthnicGroup.NOT_STATED) -> Self:
        """Make a member from its key, its label and its group."""
        member = str.__new__(cls, key)
        member._value_ = key
        member.label = label
        member.group = group
        return member

    WHITE_BRITISH = "white_british", "English, Welsh, Scottish, Northern Irish or British", EthnicGroup.WHITE
    WHITE_IRISH = "white_irish", "Irish", EthnicGroup.WHITE
    WHITE_GYPSY_OR_IRISH_TRAVELLER = "white_gypsy_or_irish_traveller", "Gypsy or Irish Traveller", EthnicGroup.WHITE
    WHITE_ROMA = "white_roma", "Roma", EthnicGroup.WHITE
    WHITE_OTHER = "white_other", "Any other White background", EthnicGroup.WHITE
    MIXED_WHITE_AND_BLACK_CARIBBEAN = "mixed_white_and_black_caribbean", "White and Black Caribbean", EthnicGroup.MIXED
    MIXED_WHITE_AND_BLACK_AFRICAN = "mixed_white_and_black_african", "White and Black African", EthnicGroup.MIXED
    MIXED_WHITE_AND_ASIAN = "mixed_white_and_asian", "White and Asian", EthnicGroup.MIXED
    MIXED_OTHER = "mixed_other", "Any other mixed or multiple background", EthnicGroup.MIXED
    ASIAN_INDIAN = "asian_indian", "Indian", EthnicGroup.ASIAN
    ASIAN_PAKISTANI = "asian_pakistani", "Pakistani", EthnicGroup.ASIAN
    ASIAN_BANGLADESHI = "asian_bangladeshi", "Bangladeshi", EthnicGroup.ASIAN
    ASIAN_CHINESE = "asian_chinese", "Chinese", EthnicGroup.ASIAN
    ASIAN_OTHER = "asian_other", "Any other Asian background", EthnicGroup.ASIAN
    BLACK_CARIBBEAN = "black_caribbean", "Caribbean", EthnicGroup.BLACK
    BLACK_AFRICAN = "black_african", "African", EthnicGroup.BLACK
    BLACK_OTHER = "black_other", "Any other Black, Black British or Caribbean background", EthnicGroup.BLACK
    OTHER_ARAB = "other_arab", "Arab", EthnicGroup.OTHER
    OTHER_ANY = "other_any", "Any other ethnic group", EthnicGroup.OTHER
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"
    NOT_ASKED = "not_asked", "Not asked"
    NOT_KNOWN = "not_known", "Not known"


class Sex(Labelled):
    """Sex, as the 2021 census asks. Source: domain section 9.3."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"


class GenderSameAsBirth(Labelled):
    """Whether gender is the same as sex registered at birth; asked from 16. Source: domain section 9.3."""

    YES = "yes", "Yes"
    NO = "no", "No"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"


class SexualOrientation(Labelled):
    """Sexual orientation; asked from 16. Source: domain section 9.3."""

    HETEROSEXUAL_OR_STRAIGHT = "heterosexual_or_straight", "Heterosexual or straight"
    GAY_OR_LESBIAN = "gay_or_lesbian", "Gay or lesbian"
    BISEXUAL = "bisexual", "Bisexual"
    OTHER = "other", "Other sexual orientation"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"


class Religion(Labelled):
    """Religion. Source: domain section 9.3."""

    NONE = "none", "No religion"
    CHRISTIAN = "christian", "Christian"
    BUDDHIST = "buddhist", "Buddhist"
    HINDU = "hindu", "Hindu"
    JEWISH = "jewish", "Jewish"
    MUSLIM = "muslim", "Muslim"
    SIKH = "sikh", "Sikh"
    OTHER = "other", "Any other religion"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"


class Impairment(Labelled):
    """What a long-lasting condition affects; a person may name several. Source: domain section 9.3."""

    VISION = "vision", "Vision"
    HEARING = "hearing", "Hearing"
    MOBILITY = "mobility", "Mobility"
    DEXTERITY = "dexterity", "Dexterity"
    LEARNING = "learning", "Learning, understanding or concentrating"
    MEMORY = "memory", "Memory"
    MENTAL_HEALTH = "mental_health", "Mental health"
    STAMINA = "stamina", "Stamina, breathing or fatigue"
    SOCIAL = "social", "Social or behavioural"
    OTHER = "other", "Other"
    NONE = "none", "None of these"


class LimitingCondition(Labelled):
    """Whether a condition of twelve months or more limits day-to-day activities. Source: domain section 9.3."""

    NO = "no", "No"
    YES_A_LITTLE = "yes_a_little", "Yes, limited a little"
    YES_A_LOT = "yes_a_lot", "Yes, limited a lot"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"


class PregnancyMaternity(Labelled):
    """Pregnancy, or a birth in the last 26 weeks. Source: domain section 9.3, Equality Act set."""

    PREGNANT = "pregnant", "Pregnant"
    RECENT_BIRTH = "recent_birth", "Gave birth in the last 26 weeks"
    NEITHER = "neither", "Neither"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"


class MarriageCivilPartnership(Labelled):
    """Legal partnership status, as the 2021 census asks. Source: domain section 9.3, Equality Act set."""

    NEVER = "never", "Never married or in a civil partnership"
    MARRIED = "married", "Married"
    CIVIL_PARTNERSHIP = "civil_partnership", "In a civil partnership"
    SEPARATED = "separated", "Separated, but still legally married or in a civil partnership"
    ENDED = "ended", "Divorced, or the civil partnership was dissolved"
    SURVIVING = "surviving", "Widowed, or a surviving civil partner"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "Prefer not to say"
