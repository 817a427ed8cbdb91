"""Write the parts of docs/core that follow from the code: the diagram of moves, the clocks, the policy, the rules.

Run `python -m tools.core_docs` after changing one of them; a test compares.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from lvws_core.policy import Length, Lengths, Policy
from lvws_core.referrals.clocks import ClockKind
from lvws_core.referrals.moves import MOVES, SIDES, TERMINAL, OfferStatus
from lvws_core.rules import RULES

PAGES = Path(__file__).parents[1] / "docs" / "core"


def diagram() -> Iterator[str]:
    """Give the state diagram of an offer in Mermaid, an edge for each move of `MOVES`."""
    yield from ("```mermaid", "stateDiagram-v2", f"  [*] --> {OfferStatus.DRAFT}")
    for (status, move), target in MOVES.items():
        yield f"  {status} --> {target}: {move.value} ({SIDES[move]})"
    yield from (f"  {status} --> [*]" for status in OfferStatus if status in TERMINAL)
    yield "```"


def clocks() -> Iterator[str]:
    """Give the table of clocks with the lengths of the default policy."""
    yield from ("| clock | high | medium | standard |", "| --- | --- | --- | --- |")
    for kind in ClockKind:
        lengths: Lengths = getattr(Policy(), kind.value)
        each = " | ".join(_length(length) for length in (lengths.high, lengths.medium, lengths.standard))
        yield f"| `{kind}` | {each} |"


def policy() -> Iterator[str]:
    """Give the table of the policy's fields with their defaults and the rules that use them."""
    yield from ("| field | default | rules |", "| --- | --- | --- |")
    default = Policy()
    for name in Policy.__struct_fields__:
        rules = ", ".join(rule.id for rule in RULES.values() if name in rule.policy_fields)
        yield f"| `{name}` | {_default(getattr(default, name))} | {rules} |"


def rules() -> Iterator[str]:
    """Give the table of every rule with its mark and source."""
    yield from ("| rule | in plain words | mark | source |", "| --- | --- | --- | --- |")
    for rule in RULES.values():
        yield f"| {rule.id} | {rule.text} | {rule.mark} | {rule.source} |"


PARTS = {
    "referrals.md": {"moves": diagram},
    "clocks.md": {"clocks": clocks},
    "policy.md": {"policy": policy},
    "rules.md": {"rules": rules},
}
"""The pages with the parts of each that are written here."""


def rewritten(text: str, parts: Mapping[str, str]) -> str:
    """Give a page with its parts, each between `<!-- name -->` and `<!-- end of name -->`, written anew."""
    for name, body in parts.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n{body}\n{end}{rest.partition(end)[2]}"
    return text


def written(page: str) -> str:
    """Give what a page should be."""
    parts = {name: "\n".join(lines()) for name, lines in PARTS[page].items()}
    return rewritten((PAGES / page).read_text(encoding="utf-8"), parts)


def _length(length: Length | None) -> str:
    if length is None:
        return "not allowed without an override"
    told = ((length.hours, "real hours"), (length.working_days, "working days"), (length.days, "days"))
    return next(f"{number} {unit}" for number, unit in told if number)


def _default(value: object) -> str:
    if isinstance(value, Lengths):
        return " / ".join(_length(each) for each in (value.high, value.medium, value.standard))
    if isinstance(value, Length):
        return _length(value)
    if isinstance(value, msgspec.Struct):
        return "see below"
    return f"`{msgspec.json.encode(value).decode()}`"


if __name__ == "__main__":
    for name in PARTS:
        (PAGES / name).write_text(written(name), encoding="utf-8")
