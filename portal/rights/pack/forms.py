"""The forms of a pack: what is done with one item, and the second person's word."""

import msgspec

from lvws_core.errors import Missing
from lvws_core.forms import Faults, FieldError
from portal.rights.register.model import Ground, Treatment


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What is done with an item, on which ground; None where it goes in."""

    item: str
    treatment: Treatment
    ground: Ground | None


class ItemForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was pressed for one item: its number on the page, its key, and the ground."""

    item: str = ""
    number: str = ""
    treatment: str = ""
    ground: str = ""

    def parse(self) -> Choice | tuple[FieldError, ...]:
        """Read what is done with an item.

        Raises:
            Missing: There is no such treatment, so the form did not come from our page.
        """
        if self.treatment not in set(Treatment):
            raise Missing
        treatment = Treatment(self.treatment)
        if treatment is not Treatment.REDACT:
            return Choice(item=self.item, treatment=treatment, ground=None)
        faults = Faults()
        field = f"ground-{self.number}" if self.number.isdigit() else "ground"
        ground = faults.choice(field, self.ground, Ground, text="Choose why this item is left out")
        if ground is None:
            return faults.found
        return Choice(item=self.item, treatment=treatment, ground=ground)
