"""The sources of the register, one a table, and the tables that hold nothing about a person."""
