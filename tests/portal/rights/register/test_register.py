"""The register: every table is in it, or stands among those that hold nobody; every sealed column is read out."""

from sqlmodel import SQLModel

from portal.database import TABLES
from portal.rights.register.model import KeyOf
from portal.rights.register.sources.store import EXEMPT, SOURCES


def test_a_table_is_a_source_or_is_exempt_with_a_reason() -> None:
    assert TABLES  # every module of tables is loaded
    listed = [*(source.table for source in SOURCES), *EXEMPT]
    assert sorted(listed) == sorted(SQLModel.metadata.tables)
    assert all(EXEMPT.values())


def test_every_sealed_column_of_a_source_is_read_out_and_erased() -> None:
    left_out = {"attachment.sealed_content"}  # a file is looked at by hand
    for source in SOURCES:
        sealed = {each.name for each in source.row.__table__.columns if each.name.startswith("sealed_")} - {
            "sealed_key"
        }
        read = {each.column for each in source.sealed}
        assert {f"{source.table}.{name}" for name in sealed - read} <= left_out
        if source.erased is not None:
            assert sealed <= set(source.erased)
            assert source.key is not KeyOf.OWN or "sealed_key" in source.erased


def test_every_index_by_which_somebody_is_found_goes_with_the_record() -> None:
    for source in SOURCES:
        indexes = {each.name for each in source.row.__table__.columns if each.name.endswith("_index")}
        assert source.erased is None or indexes <= set(source.erased), source.table


def test_the_columns_that_a_source_names_exist() -> None:
    for source in SOURCES:
        columns = {each.name for each in source.row.__table__.columns}
        named = {source.at, *source.links, *source.shows, *source.coded, *(source.erased or {})}
        assert named | ({source.by} - {""}) <= columns, source.table
