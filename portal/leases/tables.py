"""Rows of leases."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class LeaseRow(SQLModel, table=True):
    """Who holds a task and until when, by the clock of the database; `term` grows with each new holder.

    `job` is what of it is being done and `job_since` since when: grey, its own name from the list of jobs.
    """

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: UUID
    term: int
    until: datetime
    swept_at: datetime | None = None
    job: str | None = None
    job_since: datetime | None = None


class FailingJobRow(SQLModel, table=True):
    """A job that fails: grey, its own name from the list of jobs, since when, and the type of the last error."""

    __tablename__ = "failing_job"

    name: str = Field(primary_key=True)
    since: datetime
    error: str
