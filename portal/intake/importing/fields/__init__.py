"""Single fields of a line: text, days, yes or no, and choices, however they were written."""
