"""What a report is: its lines and columns over counts, and the table that is made of them."""
