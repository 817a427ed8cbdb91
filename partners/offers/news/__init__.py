"""The news on an offer's page, after an act or instead of one."""
