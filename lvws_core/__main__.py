"""The command line: `python -m lvws_core score|marac|share|route|contact FILE` and more, JSON in and out.

Each command imports what it needs when it runs, so that asking for help costs nothing.
"""
# ruff: noqa: PLC0415 – the one module that imports inside functions

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from lvws_core.errors import Invalid, Missing

BARE = {"score": "answers", "marac": "circumstances"}
"""The commands whose file may hold the one argument itself instead of an object that names it."""

_KINDS = {
    "score": "count the answers to the checklist, and give the displayed level",
    "marac": "decide on a referral to MARAC",
    "priority": "decide on enhanced rights and enhanced priority",
    "share": "decide what may be shared with whom, on what basis",
    "contact": "decide whether a channel may be used at a moment",
    "route": "rank services for a need, each with its reasons",
    "allocate": "decide who takes a case",
    "clocks": "give what is due on an offer",
    "life": "take an offer through its moves and notes",
}
_HINTS = {
    "required": "it has to be there",
    "unknown_field": "there is no such field; `python -m lvws_core schema` lists those that exist",
    "unknown_value": "it is not in its list; `python -m lvws_core schema` has the lists",
    "unknown_question": "a key is no question of the checklist",
    "unknown_answer": "answer yes, no or dont_know",
    "wrong_type": "it has another type or form than the schema says",
    "not_json": "the text is not JSON",
    "not_toml": "the text is not TOML",
    "naive": "a moment needs its offset, such as 2026-11-24T11:00:00Z",
    "not_found": "there is no such file",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give the exit status: 0, 1 when a vector failed, 2 when the input cannot be."""
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        return run(given)
    except Invalid as error:
        hint = f" ({_HINTS[error.code]})" if error.code in _HINTS else ""
        sys.stderr.write(f"lvws_core: {error}{hint}\n")
    except Missing:
        sys.stderr.write(f"lvws_core: {given.name}: not_found (nothing has this name)\n")
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stderr.close()
        return 0
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lvws_core", description="The rules, with a reason for everything.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for kind, words in _KINDS.items():
        one = commands.add_parser(kind, help=words, description=f"{words.capitalize()}. JSON in, JSON out.")
        one.add_argument("file", metavar="FILE", help='the case as JSON; "-" is standard input')
        one.add_argument("--policy", metavar="TOML", help="a policy file; the file's own key `policy` wins")
        one.set_defaults(run=_decide, kind=kind)
    rules = commands.add_parser("rules", help="list the rules with source and mark")
    rules.add_argument("name", nargs="?", metavar="ID", help="one rule, such as RISK-20")
    rules.add_argument("--json", action="store_true", help="as JSON instead of a table")
    rules.set_defaults(run=_rules)
    schema = commands.add_parser("schema", help="JSON Schema of the public values")
    schema.add_argument("name", nargs="?", metavar="NAME", help="one of them, such as Circumstances")
    schema.set_defaults(run=_schema)
    vectors = commands.add_parser("vectors", help="run the conformance vectors")
    vectors.add_argument("file", nargs="?", metavar="FILE", help="vectors to use instead of those shipped")
    vectors.add_argument("--run", metavar="FILE", dest="other", help="the same as FILE")
    vectors.add_argument("--list", action="store_true", help="print the vectors, one JSON object a line")
    vectors.add_argument("--answers", metavar="FILE", help="judge another system's answers, one JSON object a line")
    vectors.set_defaults(run=_vectors)
    return parser


def _decide(given: argparse.Namespace) -> int:
    from lvws_core import cases
    from lvws_core.policy import Policy
    from lvws_core.reading import raw_json, read_value

    raw = raw_json(_read(given.file))
    if not isinstance(raw, dict):
        raise Invalid("value", "wrong_type")
    policy = Policy() if given.policy is None else Policy.from_toml(_text(given.policy))
    own = raw.pop("policy", None)
    bare = BARE.get(given.kind)
    if bare is not None and bare not in raw:
        kept = {key: raw.pop(key) for key in ("kind", "answers") if key in raw}
        raw = {bare: raw, **kept}
    case: cases.Case = read_value({**raw, "kind": given.kind}, cases.Case)  # type: ignore[arg-type]  # a union
    _write(cases.decide(case, policy if own is None else read_value(own, Policy)))
    return 0


def _rules(given: argparse.Namespace) -> int:
    from lvws_core.rules import RULES

    name = None if given.name is None else given.name.upper()
    if name is not None and name not in RULES:
        raise Missing
    chosen = RULES.values() if name is None else [RULES[name]]
    if given.json:
        _write(list(chosen))
        return 0
    for rule in chosen:
        uses = f" Policy: {', '.join(rule.policy_fields)}." if rule.policy_fields else ""
        where = f" In {', '.join(rule.where)}." if rule.where else ""
        _line(f"{rule.id:<9} {rule.mark:<16} {rule.text}")
        _line(f"{'':<26} {rule.source}; as of {rule.checked_on.isoformat()}.{uses}{where}")
    return 0


def _schema(given: argparse.Namespace) -> int:
    from lvws_core.schema import schema

    _write(schema(given.name))
    return 0


def _vectors(given: argparse.Namespace) -> int:
    from lvws_core import vectors

    file = given.other or given.file
    chosen = vectors.shipped() if file is None else vectors.read_vectors(_read(file)).vectors
    if given.list:
        return _lines(chosen)
    if given.answers is None:
        results = vectors.run(chosen)
    else:
        results = vectors.judge(chosen, vectors.read_answers(_text(given.answers)))
    failed = [result for result in results if not result.passed]
    for result in failed:
        _line(f"FAILED {result.id}: {' '.join(result.differences)}")
    _line(f"{len(results) - len(failed)} of {len(results)} vectors passed (version {vectors.VERSION})")
    return 1 if failed else 0


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError as error:
        raise Invalid(name, "not_found") from error
    except OSError as error:
        raise Invalid(name, "not_readable") from error


def _text(name: str) -> str:
    try:
        return _read(name).decode()
    except UnicodeDecodeError as error:
        raise Invalid(name, "not_utf_8") from error


def _write(value: object) -> None:
    import msgspec

    encoded = msgspec.json.encode(value, order="deterministic")
    _line(msgspec.json.format(encoded, indent=2).decode())


def _lines(values: Iterable[object]) -> int:
    import msgspec

    for value in values:
        _line(msgspec.json.encode(value, order="deterministic").decode())
    return 0


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    raise SystemExit(main())
