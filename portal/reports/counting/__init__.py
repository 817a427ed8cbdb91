"""Monthly counts of cases, kept up to date by the scheduler, from which reports are made."""
