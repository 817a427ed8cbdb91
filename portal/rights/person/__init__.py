"""The rights of one person: requests, holds and how long the record is kept."""
