"""Whose work it is today: the day of a worker, the caseloads of a team, cover in an absence, and handing over."""
