"""Wording: a text for every kind, neutral, and nothing in it that cannot be filled in."""

from pathlib import Path

import pytest

from lvws_core.errors import Invalid
from notifications.notices.model import NoticeKind
from notifications.wording.model import DIGEST, TEXTS, load

KINDS = [kind.value for kind in NoticeKind]


def test_every_kind_of_notice_has_its_text_and_no_text_is_of_no_kind() -> None:
    assert set(load(KINDS).texts) == {*KINDS, DIGEST}
    with pytest.raises(RuntimeError, match="of_tomorrow"):
        load([*KINDS, "of_tomorrow"])
    with pytest.raises(RuntimeError, match="arrived"):
        load(KINDS[1:])


@pytest.mark.parametrize("kind", [*KINDS, DIGEST])
def test_a_text_says_how_many_and_where_and_counts_in_words(kind: str) -> None:
    one = load(KINDS).write(kind, items=1, address="https://portal.example.org/notices")
    assert "1 new item." in one.body
    assert "https://portal.example.org/notices\n" in one.body
    assert "\n" not in one.subject
    assert "3 new items" in load(KINDS).write(kind, items=3, address="x").body


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello\n\nBody", "is not a subject"),
        ("Subject: One\nTwo: 2\n\nBody", "is not a subject"),
        ("Subject: One\n\n", "is not a subject"),
        ("Subject: A victim\n\nBody", "a word that tells: victim"),
        ("Subject: One\n\nAbout $name", "asks for"),
    ],
)
def test_a_text_that_is_not_as_it_has_to_be_stops_the_start(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "digest.txt").write_text((TEXTS / "digest.txt").read_text())
    (tmp_path / "arrived.txt").write_text(text)
    with pytest.raises(RuntimeError, match=said):
        load(["arrived"], tmp_path)


def test_an_unknown_kind_is_said_in_a_code() -> None:
    with pytest.raises(Invalid, match="unknown_kind"):
        load(KINDS).write("of_tomorrow", items=1, address="x")
