"""The lines of the file, as spreadsheets and old systems write them."""
