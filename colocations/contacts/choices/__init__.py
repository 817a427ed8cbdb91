"""What is chosen in a log of contacts: kinds, manners, purposes, outcomes, and which of them go together."""
