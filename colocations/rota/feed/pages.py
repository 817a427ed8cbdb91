"""The page of one's own calendar feed; its address is shown once, when it is made."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.times import in_words


class FeedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The own calendar feed: off, on, or just made with its address."""

    template: ClassVar[str] = "rota/feed.html"
    title: ClassVar[str] = "My calendar feed"

    news: str
    address: str
    state: str
    button: str
    is_on: bool


def feed_page(made_at: datetime | None, now: datetime, *, address: str = "", done: str = "") -> FeedPage:
    """Give the page; `address` is that of a feed which was made in this moment."""
    is_on = made_at is not None
    return FeedPage(
        news="The feed is stopped: its address answers nobody any more." if done == "stopped" else "",
        address=address,
        state=f"Your feed is on, made {in_words(made_at, now)}." if made_at is not None else "Your feed is off.",
        button="Make a new address" if is_on else "Make my feed",
        is_on=is_on,
    )
