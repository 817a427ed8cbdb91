"""The contact log: what somebody did at a site, about whom, and what comes next."""
