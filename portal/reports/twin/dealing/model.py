"""Whole numbers shared out exactly, and decks dealt over groups.

Every margin of the twin is a deck: so many cards of each kind, as many as the group has cases. However it
is dealt, the margin stays exact; that several decks go over one group gives the joint table. A lean only
changes who gets which card.
"""

import random
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Card = TypeVar("Card", bound=Hashable)


def apportion(total: int, weights: Mapping[Card, float]) -> dict[Card, int]:
    """Share a whole number out by weight, by the largest remainder; the shares add up to it exactly.

    >>> apportion(10, {"a": 1, "b": 2})
    {'a': 3, 'b': 7}
    """
    whole = sum(weights.values())
    exact = {card: total * weight / whole for card, weight in weights.items()}
    shares = {card: int(share) for card, share in exact.items()}
    behind = sorted(exact, key=lambda card: shares[card] - exact[card])
    for card in behind[: total - sum(shares.values())]:
        shares[card] += 1
    return shares


def deal(rng: random.Random, deck: Mapping[Card, int], lean: Sequence[float] | None = None) -> list[Card]:
    """Deal a deck over a group of as many cases; gives the card of each case.

    With `lean`, a number a case, the first cards of the deck go rather to the cases with the highest; half
    of what decides is chance.

    Raises:
        ValueError: The deck has not one card for each case that leans.
    """
    cards = [card for card, number in deck.items() for _ in range(number)]
    if lean is None:
        rng.shuffle(cards)
        return cards
    chances = [leaning + rng.random() for leaning in lean]
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    dealt = dict(zip(order, cards, strict=True))
    return [dealt[place] for place in range(len(cards))]
