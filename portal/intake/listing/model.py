"""The views of the list of cases."""

from lvws_core.vocabulary import Labelled


class View(Labelled):
    """The views of the list: the key stands in the address, the label on the tab."""

    INCOMING = "incoming", "To answer"
    UNALLOCATED = "unallocated", "Not allocated"
    MINE = "mine", "Mine"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    TAKEN = "taken", "All"
