"""The end of support: finishing, the outcome in the eight needs, and the lead's acknowledgement."""
