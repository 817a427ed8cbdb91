"""Who somebody is, field by field, in the words that people read."""

from lvws_core.times import day_in_words
from lvws_core.vocabulary import Borough
from portal.people.corrections.model import Recorded
from portal.people.model import Identity


def recorded_identity(identity: Identity) -> Recorded:
    """Give each field with its words, in the order of the form; an empty text is not known."""
    born, language = identity.birth_date, identity.language
    return {
        "name": ("Name used", identity.name),
        "pronouns": ("Pronouns", identity.pronouns),
        "birth_date": ("Date of birth", day_in_words(born) if born else ""),
        "phone": ("Phone", identity.phone),
        "address": ("Address", identity.address),
        "borough": ("Borough", "" if identity.borough is Borough.UNKNOWN else identity.borough.label),
        "language": ("Language", language.label if language else ""),
        "interpreter": ("Interpreter", "Professional interpreter needed" if identity.interpreter else "Not needed"),
        "access_needs": ("Access needs", identity.access_needs),
    }
