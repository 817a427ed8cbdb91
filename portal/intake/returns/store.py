"""What went back to its taker, as rows."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from lvws_core.ids import CaseId, OrganisationId, UserId
from lvws_core.times import london_day, utc
from portal.intake.returns.model import Gap, Returned
from portal.intake.tables import CaseReturnRow


def add(session: Session, returned: Returned, owner_id: OrganisationId) -> None:
    """Store what went back."""
    session.add(
        CaseReturnRow(
            id=returned.id,
            owner_organisation_id=owner_id,
            case_id=returned.case_id,
            taker_id=returned.taker_id,
            gaps=" ".join(gap.value for gap in Gap if gap in returned.gaps),
            returned_by=returned.by,
            returned_at=utc(returned.at),
        )
    )
    session.flush()


def open_of(session: Session, case_id: CaseId) -> Returned | None:
    """Give what of a case went back and is not mended, None where nothing is."""
    statement = select(CaseReturnRow).where(
        col(CaseReturnRow.case_id) == case_id, col(CaseReturnRow.mended_at).is_(None)
    )
    row = session.scalars(statement.order_by(col(CaseReturnRow.returned_at).desc()).limit(1)).one_or_none()
    return None if row is None else _returned(row)


def close(session: Session, returned: Returned, at: datetime) -> None:
    """Store that it is mended."""
    session.execute(update(CaseReturnRow).where(col(CaseReturnRow.id) == returned.id).values(mended_at=utc(at)))


def since(session: Session, owner_id: OrganisationId, day: datetime) -> tuple[tuple[date, bool, frozenset[Gap]], ...]:
    """Give what went back since an aware instant: its London day, whether it is mended, and the gaps."""
    rows = session.execute(
        select(CaseReturnRow.returned_at, CaseReturnRow.mended_at, CaseReturnRow.gaps).where(  # type: ignore[call-overload]
            col(CaseReturnRow.owner_organisation_id) == owner_id, col(CaseReturnRow.returned_at) >= utc(day)
        )
    )
    return tuple((london_day(utc(at)), mended is not None, _gaps(gaps)) for at, mended, gaps in rows)


def _gaps(keys: str) -> frozenset[Gap]:
    return frozenset(Gap(key) for key in keys.split())


def _returned(row: CaseReturnRow) -> Returned:
    return Returned(
        id=row.id,
        case_id=CaseId(row.case_id),
        taker_id=UserId(row.taker_id),
        gaps=_gaps(row.gaps),
        by=UserId(row.returned_by),
        at=utc(row.returned_at),
        mended_at=utc(row.mended_at) if row.mended_at else None,
    )
