"""Crime and how a referral came: the lists that the year-one tables are counted by."""

from lvws_core.vocabulary.labelled import Labelled


class CrimeCategory(Labelled):
    """The fifteen crime categories, in the order of the evaluation's Table 2.

    Domestic abuse is no category: its level is a field of its own, see `DomesticAbuseLevel`.

    Source: domain section 8.4.
    """

    NON_CRIME = "non_crime", "Non-crime"
    HOMICIDE = "homicide", "Homicide"
    RAPE = "rape", "Rape"
    OTHER_SEXUAL_OFFENCES = "other_sexual_offences", "Other sexual offences"
    OTHER_CRIME = "other_crime", "Other crime"
    VIOLENCE_WITHOUT_INJURY = "violence_without_injury", "Violence without injury"
    VIOLENCE_WITH_INJURY = "violence_with_injury", "Violence with injury"
    ARSON = "arson", "Arson"
    FRAUD_FORGERY = "fraud_forgery", "Fraud and forgery"
    BURGLARY_DWELLING = "burglary_dwelling", "Burglary, dwelling"
    CRIMINAL_DAMAGE = "criminal_damage", "Criminal damage"
    THEFT_FROM_PERSON = "theft_from_person", "Theft from the person"
    OTHER_THEFT = "other_theft", "Other theft"
    BURGLARY_NON_DWELLING = "burglary_non_dwelling", "Burglary, non-dwelling"
    BICYCLE_THEFT = "bicycle_theft", "Bicycle theft"


class DomesticAbuseLevel(Labelled):
    """The two levels that domestic abuse is reported by, beside the crime category.

    Source: RISK-14, domain section 8.4.
    """

    HIGH = "high", "High risk domestic abuse"
    LOW_MEDIUM = "low_medium", "Low or medium risk domestic abuse"


class ReferralSource(Labelled):
    """The mechanism by which a referral reached the service; the police force is kept apart.

    Source: domain section 8.3.
    """

    POLICE = "police", "Police"
    SELF_REFERRAL = "self_referral", "Self-referral"
    OTHER_AGENCY = "other_agency", "Other agency"
    WITNESS_CARE_UNIT = "witness_care_unit", "Witness care unit"


class PoliceForce(Labelled):
    """The force behind a police referral.

    Source: domain section 8.3. The name of Action Fraud's successor is to be confirmed.
    """

    ACTION_FRAUD = "action_fraud", "Action Fraud"
    BRITISH_TRANSPORT_POLICE = "british_transport_police", "British Transport Police"
    CITY_OF_LONDON_POLICE = "city_of_london_police", "City of London Police"
    METROPOLITAN_POLICE_SERVICE = "metropolitan_police_service", "Metropolitan Police Service"
    OTHER_POLICE_FORCE_AREA = "other_police_force_area", "Other police force area"
