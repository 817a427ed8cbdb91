"""The form of a contact: one screen, with what was chosen last time."""
