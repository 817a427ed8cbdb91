"""The log that is kept on paper: last month's is brought in from a file, and a month's is given out as one."""
