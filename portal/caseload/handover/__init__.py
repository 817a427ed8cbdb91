"""Handing a caseload over: to one or more workers, in one checked step."""
