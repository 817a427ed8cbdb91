"""Statements as values: what a person says, and beside which opinion it stands."""

from datetime import date
from uuid import UUID

import msgspec

from lvws_core.ids import UserId
from lvws_core.vocabulary.labelled import Labelled


class Opinion(Labelled):
    """What a person may dispute without it being wrong: somebody's judgement."""

    RISK = "risk", "The risk assessment, and how the risk was judged"
    NEEDS = "needs", "How the needs were scored"
    RECORD = "record", "Something else that is written about them"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said about an opinion, in their words. `said_on` is a London day."""

    id: UUID
    about: Opinion
    said_on: date
    by: UserId
    words: str
