"""A month of every site on the board: totals in a table to be scanned, wards under them."""
