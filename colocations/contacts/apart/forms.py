"""The form that undoes keeping apart."""

from colocations.contacts.apart.model import Mistake
from colocations.sites.forms import Typed
from lvws_core.forms import Faults, FieldError


def parse_undo(typed: Typed) -> Mistake | tuple[FieldError, ...]:
    """Read why it was a mistake."""
    faults = Faults()
    why = faults.choice("why", typed.value("why"), Mistake, text="Choose why it is not kept apart any more")
    return faults.found if why is None else why
