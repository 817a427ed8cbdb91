"""The sentences about language and format that stand beside a number: who interprets, and what to bring."""

from lvws_core.consent import DataCategory
from partners.offers.snapshot.model import SharedLines, Snapshot, Told

_PROFESSIONAL = (
    "Book a professional interpreter first: never family, a friend, a partner or a child. Check the dialect, whether "
    "a woman or a man is wanted, and that the interpreter is not of their circle."
)
_OFFER = "Offer a professional interpreter, to somebody who is fluent too: this is hard to say in a second language."


def language_words(language: str, access: str, *, is_interpreted: bool, sensitive: bool) -> tuple[str, ...]:
    """Give what to know about language and format before making contact; nothing where nothing is known.

    An interpreter is offered where contact is sensitive, whoever speaks well.

    Source: CONT-10, CONT-11, CONT-12.
    """
    spoken = f"Language: {language}." if language else ""
    asked = _PROFESSIONAL if is_interpreted else _OFFER if sensitive and language not in {"", "English"} else ""
    formats = f"Needs: {access}." if access else ""
    return tuple(each for each in (spoken, asked, formats) if each)


def language_shared(snapshot: Snapshot, *, sensitive: bool) -> tuple[str, ...]:
    """Give the same from what was shared with a partner.

    Source: CONT-12: what was asked and recorded is flagged, shared and acted on.
    """
    shared = snapshot.get(DataCategory.ACCESS_NEEDS)
    told = {line.label: line.text for line in shared.lines} if isinstance(shared, SharedLines) else {}
    return language_words(
        told.get(Told.LANGUAGE, ""),
        told.get(Told.ACCESS_NEEDS, ""),
        is_interpreted=bool(told.get(Told.INTERPRETER)),
        sensitive=sensitive,
    )
