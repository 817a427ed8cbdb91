"""Writing a message: it changes no state, comes in nobody's way, and is never changed itself."""

from lvws_core.ids import Reference
from lvws_core.referrals import Note
from partners.offers.acts.service import Overtaken, mark
from partners.offers.model import FiledOffer
from partners.offers.service import Desk, read


def write(desk: Desk, reference: Reference, words: str) -> FiledOffer | Overtaken:
    """Write to the other side, in any live state.

    Whatever else happened meanwhile does not matter: the version is the one of this moment.

    Raises:
        Missing: There is none for this actor's organisation.
        NotAllowed: The actor belongs to neither side.
    """
    version = read(desk, reference).offer.version
    return mark(desk, reference, Note.MESSAGE, version, text=words)
