"""Rows of counts: grey, for they name nobody; small ones are withheld where they are shown, not here."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class AggregateRow(SQLModel, table=True):
    """How many there are of one kind in a month (its first day, London); `key` is its parts, joined by bars.

    All of it can be counted again from what it was counted from.
    """

    __tablename__ = "aggregate"
    __table_args__ = {"sqlite_with_rowid": False}

    cube: str = Field(primary_key=True)
    month: date = Field(primary_key=True)
    key: str = Field(primary_key=True)
    number: int


class AggregateMarkRow(SQLModel, table=True):
    """How far the counts have come: up to which entry of the audit, by which definition, and when (UTC).

    `pending` are the months that are still to be counted, by their first days, with spaces between them.
    """

    __tablename__ = "aggregate_mark"

    name: str = Field(primary_key=True)
    definition: str
    sequence: int
    counted_at: datetime
    pending: str = ""
