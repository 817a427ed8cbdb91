"""The columns of the file: their headings, what stands in them, and what they were called before."""
