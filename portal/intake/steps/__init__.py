"""What comes next on a case: whose it is, which clock runs, and what can be done."""
