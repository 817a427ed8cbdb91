"""The rooms and desks of a site: hours, capacity, out of use, and the sheet for the door."""
