"""The closed lists of the contact log, and which purpose and which outcome belong to which kind."""

from collections.abc import Mapping
from typing import Final

from lvws_core.vocabulary.labelled import Labelled


class ContactKind(Labelled):
    """What somebody did. Source: domain 6.4."""

    CLIENT = "client", "Client contact"
    CONSULTATION = "consultation", "Advice to a professional"
    WARD_ROUND = "ward_round", "Ward round"
    TRAINING = "training", "Training given"
    MEETING = "meeting", "Meeting"
    PROMOTION = "promotion", "Promotion"
    DESK_WORK = "desk_work", "Reports and desk work"


class Manner(Labelled):
    """How somebody was met. Source: domain 6.4."""

    FACE_TO_FACE = "face_to_face", "Face to face"
    BEDSIDE = "bedside", "Bedside"
    DROP_IN = "drop_in", "Drop-in"
    PHONE = "phone", "Phone"
    VIDEO = "video", "Video"
    TEXT = "text", "Text"
    EMAIL = "email", "E-mail"


class Purpose(Labelled):
    """What it was for; each belongs to one kind (`PURPOSES`)."""

    SUPPORT = "support", "Support and listening"
    RISK = "risk", "Risk and safety planning"
    INFORMATION = "information", "Options and information"
    CHECK_IN = "check_in", "Check-in or call back"
    DISCHARGE = "discharge", "Safe discharge"
    ADVICE = "advice", "Advice on what to do"
    HOW_TO_REFER = "how_to_refer", "How to refer"
    SHARED_CASE = "shared_case", "About somebody we both help"
    VISIBILITY = "visibility", "To be seen and asked"
    FOLLOW_UP = "follow_up", "To follow up"
    ASKING = "asking", "Asking about abuse"
    PATHWAY = "pathway", "Pathway and referral"
    DASH = "dash", "Dash and risk"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    DISCHARGE_MEETING = "discharge_meeting", "Discharge"
    MULTI_AGENCY = "multi_agency", "Multi-disciplinary team"
    CHAMPIONS = "champions", "Champions"
    OTHER_MEETING = "other_meeting", "Other meeting"
    MATERIALS = "materials", "Posters and cards"
    SCREENS = "screens", "Screens"
    INTRANET = "intranet", "Intranet"
    REPORTS = "reports", "Reports and returns"
    CASE_NOTES = "case_notes", "Case notes and calls"
    SETTING_UP = "setting_up", "Setting up at the site"


class Outcome(Labelled):
    """What came of it; each belongs to some kinds (`OUTCOMES`)."""

    SUPPORTED = "supported", "Supported, nothing more for now"
    CALL_BACK = "call_back", "To be called back"
    AGREED_REFERRAL = "agreed_referral", "Agreed to a referral"
    DECLINED = "declined", "Did not want support"
    NOT_REACHED = "not_reached", "Attempted, not reached"
    ADVISED = "advised", "Advice given"
    WILL_REFER = "will_refer", "Advice given, they will refer"
    LED_TO_REFERRAL = "led_to_referral", "Led to a referral"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Did not take place"


class Safe(Labelled):
    """Whether it is safe to contact the person again in this way."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_DISCUSSED = "not_discussed", "Not discussed"


class About(Labelled):
    """Whom a contact was about. Nobody is named: a reference, or that there is none yet."""

    REFERENCE = "reference", "Somebody with a reference"
    NEW_PERSON = "new_person", "A new person"
    PROFESSIONAL_ONLY = "professional_only", "A professional only"


class StaffRole(Labelled):
    """What somebody of the host does there: who asked, who sent somebody, who was trained."""

    NURSE = "nurse", "Nurse"
    MIDWIFE = "midwife", "Midwife"
    DOCTOR = "doctor", "Doctor"
    GP = "gp", "GP"
    HEALTH_VISITOR = "health_visitor", "Health visitor"
    ALLIED = "allied", "Allied health professional"
    MENTAL_HEALTH = "mental_health", "Mental health worker"
    SOCIAL_WORKER = "social_worker", "Social worker"
    SAFEGUARDING = "safeguarding", "Safeguarding lead or adviser"
    ADMINISTRATION = "administration", "Reception and administration"
    SECURITY = "security", "Security or support staff"
    STUDENT = "student", "Student"
    POLICE_OFFICER = "police_officer", "Police officer"
    POLICE_STAFF = "police_staff", "Police staff"
    OTHER = "other", "Somebody else"


class TrainingLevel(Labelled):
    """How far a training goes."""

    AWARENESS = "awareness", "Awareness"
    PRACTICE = "practice", "Practice: asking and referring"
    ADVANCED = "advanced", "Advanced: risk and champions"


class Feedback(Labelled):
    """What those who were trained said of it, taken together."""

    VERY_GOOD = "very_good", "Very good"
    GOOD = "good", "Good"
    MIXED = "mixed", "Mixed"
    POOR = "poor", "Poor"
    NOT_ASKED = "not_asked", "Not asked"


_K, _P, _O = ContactKind, Purpose, Outcome

PURPOSES: Final[Mapping[ContactKind, tuple[Purpose, ...]]] = {
    _K.CLIENT: (_P.SUPPORT, _P.RISK, _P.INFORMATION, _P.CHECK_IN, _P.DISCHARGE),
    _K.CONSULTATION: (_P.ADVICE, _P.HOW_TO_REFER, _P.SHARED_CASE),
    _K.WARD_ROUND: (_P.VISIBILITY, _P.FOLLOW_UP),
    _K.TRAINING: (_P.ASKING, _P.PATHWAY, _P.DASH),
    _K.MEETING: (_P.SAFEGUARDING, _P.DISCHARGE_MEETING, _P.MULTI_AGENCY, _P.CHAMPIONS, _P.OTHER_MEETING),
    _K.PROMOTION: (_P.MATERIALS, _P.SCREENS, _P.INTRANET),
    _K.DESK_WORK: (_P.REPORTS, _P.CASE_NOTES, _P.SETTING_UP),
}
"""The purposes of each kind, in the order of the form."""

_PLAIN: Final = (_O.DONE, _O.CANCELLED)
OUTCOMES: Final[Mapping[ContactKind, tuple[Outcome, ...]]] = {
    **dict.fromkeys(ContactKind, _PLAIN),
    _K.CLIENT: (_O.SUPPORTED, _O.CALL_BACK, _O.AGREED_REFERRAL, _O.DECLINED, _O.NOT_REACHED),
    _K.CONSULTATION: (_O.ADVISED, _O.WILL_REFER, _O.LED_TO_REFERRAL),
}
"""The outcomes of each kind, in the order of the form."""

PLANNED: Final = (_K.WARD_ROUND, _K.TRAINING, _K.MEETING)
"""What can be planned ahead as a short session."""

ABOUT_SOMEBODY: Final = frozenset({_K.CLIENT, _K.CONSULTATION})
"""What may be about a person whom we help; anything else is about nobody."""

LENGTHS: Final = (5, 10, 15, 30, 45, 60)
"""The lengths in minutes that are one press; any other is typed."""
