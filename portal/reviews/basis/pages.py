"""The basis in words: the grounds as claims, and the three answers that each disclosure stores."""

from collections.abc import Collection

from lvws_core.consent.basis import Basis
from lvws_core.consent.sharing import Ground
from portal.reviews.overrides.model import GROUND_WORDS


def ground_words(grounds: Collection[Ground]) -> str:
    """Give the grounds in words, the weightiest first; "" where there are none."""
    return "; ".join(GROUND_WORDS[ground] for ground in Ground if ground in grounds)


def basis_lines(basis: Basis | None) -> tuple[str, ...]:
    """Give the three answers of a basis in words, and the paragraph where there is one.

    Source: TOP-08.
    """
    if basis is None:
        return ()
    paragraph = basis.schedule_1
    answers = (
        f"Article 6: {_spoken(basis.article_6)}",
        f"Article 9: {_spoken(basis.article_9)}",
        f"Confidentiality: {_spoken(basis.confidentiality)}",
    )
    if paragraph is None:
        return answers
    return (*answers, f"Schedule 1, paragraph {paragraph.value.removeprefix('para_')}: {paragraph.test}")


def _spoken(key: str) -> str:
    return key.replace("_", " ")
