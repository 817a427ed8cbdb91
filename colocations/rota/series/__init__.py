"""The same time week by week: each date with what is against it, before anything is saved."""
