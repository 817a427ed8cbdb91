"""What erasing does to the rows of one person, table by table."""
