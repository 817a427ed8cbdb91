from io import BytesIO

import pikepdf
import pytest

from portal import pdf

pytestmark = pytest.mark.skipif(not pdf.IS_HERE, reason=pdf.WHY_NOT)
PAGE = '<!DOCTYPE html><html lang="en"><head><title>7QK2-M9</title></head><body><h1>7QK2-M9</h1>{}</body></html>'


def test_a_document_is_tagged_and_names_its_title() -> None:
    made = pikepdf.open(BytesIO(pdf.make(PAGE.format(""))))
    assert made.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in made.Root
    assert (str(made.Root.Lang), str(made.docinfo.Title)) == ("en", "7QK2-M9")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://example.com/a.png", "/static/icon.svg"])
def test_t15_a_document_fetches_nothing_from_anywhere(address: str, caplog: pytest.LogCaptureFixture) -> None:
    assert len(pdf.make(PAGE.format(f'<img src="{address}" alt="">'))) < 20_000
    assert "root:" not in caplog.text
