"""The caseloads of a team for its manager: weighed, with what waits and where it pinches."""
