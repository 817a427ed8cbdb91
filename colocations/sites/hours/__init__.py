"""When a site is open, and when somebody is expected there: the hours of a week, London wall-clock time."""
