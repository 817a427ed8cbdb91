"""Errors of the domain: what was refused, in codes and ids, never in personal data.

They do not derive from `ValueError`, so that no library swallows them by accident.
"""

from collections.abc import Iterable

from lvws_core.reasons import Reason


class DomainError(Exception):
    """Anything that a rule refuses."""


class Missing(DomainError):
    """The thing asked for does not exist, or not for this actor; the two look the same."""


class _Refusal(DomainError):
    """A refusal that carries every reason, not only the first: given together, or one after the other."""

    def __init__(self, reasons: Iterable[Reason] | Reason = (), *more: Reason) -> None:
        given = (reasons,) if isinstance(reasons, Reason) else tuple(reasons)
        self.reasons: tuple[Reason, ...] = (*given, *more)
        super().__init__(", ".join(reason.code for reason in self.reasons))


class NotAllowed(_Refusal):
    """The actor may not do this, or a guard failed; `reasons` has every cause."""


class Conflict(_Refusal):
    """The thing has changed, or its state does not admit the act; `reasons` says which."""


class Invalid(DomainError):
    """A value that cannot be: `field` names it, `code` says what is wrong with it.

    `line` is the line of the text that it was read from, counted from 1; None without a text.
    """

    def __init__(self, field: str, code: str, line: int | None = None) -> None:
        super().__init__(f"{field}: {code}" if line is None else f"line {line}: {field}: {code}")
        self.field = field
        self.code = code
        self.line = line
