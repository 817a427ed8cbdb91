"""The data map is what the tables say, and a column that nobody has classed keeps it from being written (ASVS 14.1)."""

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, Uuid

from tools import data_map
from tools.data_map import Class


def test_asvs_14_1_1_the_page_is_what_the_tables_say() -> None:
    written = "\n".join((*data_map.page(data_map.tables()), ""))
    assert data_map.PAGE.read_text(encoding="utf-8") == written, "run: python -m tools.data_map"


@pytest.mark.parametrize("kind", [String, LargeBinary])
def test_asvs_14_1_1_words_about_a_person_in_clear_have_no_class_and_fail(kind: type) -> None:
    table = Table("note", MetaData(), Column("person_id", Uuid), Column("remark", kind), Column("sealed_text", kind))
    with pytest.raises(ValueError, match=r"note\.remark"):
        list(data_map.page((table,)))


def test_each_class_is_given_by_what_a_column_is() -> None:
    found = {table.name: table for table in data_map.tables()}
    classes = {
        "person.sealed_identity": Class.RED,
        "person.sealed_key": Class.SECRET,
        "person.phone_index": Class.KEYED,
        "offer.partner_organisation_id": Class.AMBER,
        "site.name": Class.GREY,
        "credential.password_hash": Class.SECRET,
    }
    for place, wanted in classes.items():
        table, column = place.split(".")
        assert data_map.class_of(found[table], found[table].c[column]) is wanted, place
