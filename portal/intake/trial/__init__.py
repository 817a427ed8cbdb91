"""The day of the trial at which a witness is to be heard."""
