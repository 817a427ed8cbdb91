"""Rows of imports: each run, and of each line that was taken in its key, its digest and its case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CaseImportRow(SQLModel, table=True):
    """One import. `sealed_content` is the file while it waits to be confirmed, under a key of its own.

    The counts are of lines, and empty until `finished_at`.
    """

    __tablename__ = "case_import"
    __table_args__ = (
        Index("uq_case_import_owner", "id", "owner_organisation_id", unique=True),
        Index("ix_case_import_waiting", "created_by", "created_at"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    reference: str = Field(unique=True)
    created_by: UUID
    created_at: datetime
    sealed_key: bytes | None = None
    sealed_content: bytes | None = None
    finished_at: datetime | None = None
    new: int = 0
    there: int = 0
    refused: int = 0
    faults: int = 0
    alike: int = 0


class ImportedLineRow(SQLModel, table=True):
    """One line that was taken in: the keyed index of its case reference, and a keyed digest of what it told.

    It stays when the case is erased, so that importing the same file again does not bring the person back.
    `is_alike` says that somebody with the same name and birth date, or the same number, was known already.
    """

    __tablename__ = "imported_line"
    __table_args__ = (
        Index("uq_imported_line_reference", "owner_organisation_id", "reference_index", unique=True),
        Index("ix_imported_line_alike", "import_id", "is_alike"),
    )

    id: UUID = Field(primary_key=True)
    owner_organisation_id: UUID
    import_id: UUID
    case_id: UUID
    reference_index: bytes
    digest: bytes
    is_alike: bool = False
