"""The lock of a shared desk: what it keeps, how it is opened again, and by whom."""
