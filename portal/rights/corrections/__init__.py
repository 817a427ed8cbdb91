"""What was corrected in a person's record, and who outside still holds what stood before."""
