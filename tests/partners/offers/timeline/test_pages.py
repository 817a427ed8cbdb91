"""The timeline, as it is told to one reader."""

from typing import Any
from uuid import UUID

import pytest

from lvws_core.ids import UserId
from lvws_core.referrals import Move, Note, Side
from lvws_core.referrals.moves import SIDES
from lvws_core.referrals.moving import OFFER_MOVED
from lvws_core.referrals.notes import OFFER_NOTED
from partners.offers.timeline.model import Message, TimelineEntry, ago_words, latest_after
from partners.offers.timeline.pages import Teller
from tests.builders import NOW

ME, COLLEAGUE, OTHER = (UserId(UUID(int=n)) for n in range(1, 4))
TELLER = Teller(reader_id=ME, side=Side.PARTNER, colleagues={COLLEAGUE: "Amara K."}, others="Triage", now=NOW)


def a_move(move: Move, by: UserId | None = ME, **detail: Any) -> TimelineEntry:
    message = detail.pop("message", None)
    return TimelineEntry(
        at=NOW, actor_id=by, kind=OFFER_MOVED, detail={"move": move.value, "version": 3, **detail}, message=message
    )


def a_note(note: Note, by: UserId = ME, **detail: Any) -> TimelineEntry:
    return TimelineEntry(at=NOW, actor_id=by, kind=OFFER_NOTED, detail={"note": note.value, "version": 4, **detail})


@pytest.mark.parametrize("move", Move)
def test_every_move_has_a_title_and_its_side(move: Move) -> None:
    entry = a_move(move)
    (told,) = TELLER.timeline([entry])
    assert told.title
    assert entry.side == SIDES[move]
    assert entry.done


@pytest.mark.parametrize(
    ("entry", "by"),
    [
        (a_move(Move.ACCEPT), "you"),
        (a_move(Move.ACCEPT, COLLEAGUE), "Amara K."),
        (a_move(Move.ACCEPT, OTHER), "a colleague"),
        (a_move(Move.ANSWER, OTHER), "Triage"),
        (a_move(Move.EXPIRE, None), ""),
    ],
)
def test_own_colleagues_have_names_and_the_other_side_has_a_team(entry: TimelineEntry, by: str) -> None:
    assert TELLER.timeline([entry])[0].by == by


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (a_move(Move.DECLINE, reason="capacity", whose_choice="person"), "No capacity. The person’s choice."),
        (a_move(Move.FIRST_CONTACT, channel="video"), "Video call."),
        (a_move(Move.EXPIRE, None, reason="no_response"), "It returned to the lead."),
        (a_move(Move.SEND, OTHER), ""),
    ],
)
def test_codes_become_sentences(entry: TimelineEntry, text: str) -> None:
    assert TELLER.timeline([entry])[0].text == text


def test_the_newest_comes_first_and_taking_on_ones_own_needs_no_line() -> None:
    entries = (a_move(Move.SEND, OTHER), a_move(Move.ACCEPT), a_note(Note.ASSIGNED, worker_id=str(ME)))
    assert [told.title for told in TELLER.timeline(entries)] == ["Accepted", "Sent"]
    to_another = a_note(Note.ASSIGNED, worker_id=str(COLLEAGUE))
    assert [told.title for told in TELLER.timeline([to_another])] == ["Assigned"]


def test_messages_say_whose_they_are() -> None:
    message = Message(id=UUID(int=9), at=NOW, author_id=OTHER, text="Yes.")
    (told,) = TELLER.messages([a_move(Move.ANSWER, OTHER, message=message), a_move(Move.ACCEPT)])
    assert (told.text, told.sender, told.ours) == ("Yes.", "Triage", False)


def test_what_happened_since_leaves_out_who_took_it_on() -> None:
    accepted, taken = a_move(Move.ACCEPT), a_note(Note.ASSIGNED, worker_id=str(ME))
    assert latest_after((accepted, taken), 2) == accepted
    assert latest_after((accepted,), 3) is None


def test_a_moment_ago_is_five_minutes() -> None:
    assert ago_words(NOW, NOW) == "a moment ago"
    assert ago_words(NOW.replace(hour=9, minute=54), NOW) == "today 09:54"
