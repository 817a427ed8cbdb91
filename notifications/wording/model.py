"""The texts of what is sent: read and checked when the portal starts, filled in when something is sent.

A text is a file named after its kind: a line `Subject: …`, an empty line, the body. It may hold
`$items` ("3 new items"), `$address` (where to sign in) and nothing else, and no word that tells
what the portal is for.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Final

import msgspec

from lvws_core.errors import Invalid

TEXTS: Final = Path(__file__).parent / "texts"
"""Where the texts are."""

DIGEST: Final = "digest"
"""The kind of what gathers several notices."""

VALUES: Final = frozenset({"items", "address"})
"""What a text may ask for."""

TELLING: Final = re.compile(
    r"victim|witness|survivor|abuse|violen|crime|police|marac|idva|\brisk|refer|support|shelter|galop|sistah|"
    r"hospital|person|client|contact|consent|clearance|lvws|decline|withdr|safe",
    re.IGNORECASE,
)
"""Words that no text may have: over a shoulder, or on a locked screen, each says too much."""


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """A text before it is filled in."""

    subject: str
    body: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it leaves."""

    subject: str
    body: str


class Wordings(msgspec.Struct, frozen=True, kw_only=True):
    """Every text by its kind."""

    texts: Mapping[str, Wording]

    def write(self, kind: str, *, items: int, address: str) -> Written:
        """Fill in the text of a kind.

        Raises:
            Invalid: There is no text of this kind (`unknown_kind`), or it asks for what is not there (`missing_value`).
        """
        text = self.texts.get(kind)
        if text is None:
            raise Invalid("wording", "unknown_kind")
        values = {"items": f"{items} new item" + ("" if items == 1 else "s"), "address": address}
        try:
            return Written(
                subject=Template(text.subject).substitute(values), body=Template(text.body).substitute(values)
            )
        except (KeyError, ValueError) as error:
            raise Invalid("wording", "missing_value") from error


def load(kinds: Iterable[str], folder: Path = TEXTS) -> Wordings:
    """Read the text of every kind, and of the digest.

    Raises:
        RuntimeError: Names every kind without a text, every text without a kind, and what is wrong with a text.
    """
    wanted = {*kinds, DIGEST}
    there = {path.stem: path for path in sorted(folder.glob("*.txt"))}
    if strange := wanted.symmetric_difference(there):
        raise RuntimeError(f"kinds of notices without wording, or wording without a kind: {sorted(strange)}")
    return Wordings(texts={kind: _read(path) for kind, path in there.items()})


def _read(path: Path) -> Wording:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    subject = head.removeprefix("Subject: ")
    if subject == head or "\n" in subject or not body.strip():
        raise RuntimeError(f"the wording {path.stem} is not a subject, an empty line and a body")
    if told := TELLING.search(f"{subject}\n{body}"):
        raise RuntimeError(f"the wording {path.stem} has a word that tells: {told[0]}")
    asked = {*Template(subject).get_identifiers(), *Template(body).get_identifiers()}
    if asked - VALUES:
        raise RuntimeError(f"the wording {path.stem} asks for {sorted(asked - VALUES)}")
    return Wording(subject=subject, body=body)
