"""The search among people from the form of a contact."""

from portal.people.forms import FindForm


class ChooseForm(FindForm, kw_only=True):
    """The find form, and the contact that is to be linked where one is logged already."""

    contact: str = ""
