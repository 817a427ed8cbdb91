"""The pages of MARAC: a person's referrals, one of them, and what waits for an IDVA."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from lvws_core.actors import Actor
from lvws_core.forms import FieldError, many
from lvws_core.ids import Reference
from lvws_core.reasons import Reason
from lvws_core.times import day_in_words, in_words, london_day
from portal.people.marac.content.model import Check
from portal.people.marac.content.pages import Line, content_lines, hints, known_lines
from portal.people.marac.forms import LONGEST, MoveForm
from portal.people.marac.meetings.model import Overdue
from portal.people.marac.model import CHECK_HOURS, EDITABLE, Filed, Move, Referral, Status, Step, allowed_moves
from portal.people.marac.service import Papers
from portal.people.safe_contact.pages import SafeContactPanel

Option = Mapping[str, Any]
_SAID = {
    Move.ASK_REVIEW: "Sent to an IDVA for checking",
    Move.SUBMIT: "Submitted to the panel",
    Move.BYPASS: "Submitted without the check",
    Move.APPROVE: "Approved and submitted to the panel",
    Move.RETURN: "Returned for work",
    Move.DROP: "Closed without a referral",
    Move.REVIEW_BYPASS: "The bypass was reviewed",
    Move.LIST: "Listed for a meeting",
    Move.HEAR: "Heard",
    Move.CLOSE: "Closed",
}
_COLOURS = {Status.RETURNED: "orange", Status.IN_REVIEW: "blue", Status.CLOSED: "grey", Status.HEARD: "teal"}
DONE = {
    "drafted": "Kept as a draft. Nobody has been told. Next: complete it and send it to an IDVA.",
    "changed": "Your changes are kept. Nobody has been told.",
    "ask_review": f"It is with the IDVAs, who answer within {CHECK_HOURS} hours. If harm is imminent, do not wait.",
    "submit": "It is marked as submitted. Next: an IDVA or a manager lists it for a meeting of the panel.",
    "bypass": "It is marked as submitted without the check. Somebody else reviews this on the next working day.",
    "approve": "It is marked as submitted. Next: list it for a meeting of the panel.",
    "return": "It is back with its author, who sees your notes on this page.",
    "drop": "It is closed, and nothing goes to the panel.",
    "review_bypass": "The review is recorded.",
    "close": "It is closed. The person stays flagged for twelve months from the last referral or hearing.",
}
"""What has happened, by what was done: who knows now, and what comes next."""


class ReferralLine(msgspec.Struct, frozen=True, kw_only=True):
    """A referral on a list, without any name; `due` says by when something is done, `late` that it is overdue."""

    reference: Reference
    href: str
    person: Reference | None
    state: str
    colour: str
    panel: str
    when: str
    due: str = ""
    late: bool = False


class PersonMaracPage(msgspec.Struct, frozen=True, kw_only=True):
    """The referrals about one person that the reader needs."""

    template: ClassVar[str] = "people/marac_person.html"

    title: str
    reference: Reference
    flag: str
    lines: tuple[ReferralLine, ...]
    safe: SafeContactPanel | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A move that was made: what, by whom and when, with its note."""

    text: str
    note: str


class ReferralPage(msgspec.Struct, frozen=True, kw_only=True):
    """One referral: where it stands, what is still missing, what is written, and what can be done."""

    template: ClassVar[str] = "people/marac_one.html"

    title: str
    reference: Reference
    mark: Reference
    news: str
    state: str
    colour: str
    panel: str
    due: str
    missing: tuple[Reason, ...]
    decision: tuple[Reason, ...]
    known: tuple[Line, ...]
    written: tuple[Line, ...]
    said: tuple[Said, ...]
    edit_href: str
    actions_href: str
    moves: tuple[Option, ...]
    checks: tuple[Option, ...]
    version: str
    note: str
    note_label: str
    longest: int = LONGEST
    safe: SafeContactPanel | None = None
    errors: tuple[FieldError, ...] = ()


class DeskPage(msgspec.Struct, frozen=True, kw_only=True):
    """What waits: for an IDVA, for a review, for a meeting, and with the reader as an author."""

    template: ClassVar[str] = "people/marac_desk.html"

    title: str
    lists: tuple["Listed", ...]
    overdue: tuple["Late", ...] = ()
    manages: bool = False


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """An action past its day."""

    text: str
    href: str


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One list of the desk, with what stands where it is empty."""

    heading: str
    lines: tuple[ReferralLine, ...]
    empty: str


def person_marac_page(
    reference: Reference, referrals: Iterable[Referral], flagged_until: date | None, now: datetime
) -> PersonMaracPage:
    """Give a person's referrals, newest first, and the flag where one is up."""
    return PersonMaracPage(
        title=f"MARAC for person {reference}",
        reference=reference,
        flag=flag_words(flagged_until),
        lines=tuple(referral_line(each, reference, now, person=None) for each in referrals),
    )


def flag_words(until: date | None) -> str:
    """Give the flag in words, "" where there is none. Source: MAR-33."""
    if until is None:
        return ""
    return f"MARAC within twelve months, until {day_in_words(until)}: any new abuse by the same person is a repeat."


def referral_page(
    reference: Reference,
    papers: Papers,
    referral: Referral,
    actor: Actor,
    *,
    names: Callable[[UUID], str],
    now: datetime,
    typed: MoveForm | None = None,
    done: str = "",
    errors: tuple[FieldError, ...] = (),
) -> ReferralPage:
    """Give one referral with what the reader can do, and what was typed if it comes back."""
    typed = typed or MoveForm()
    moves = _offered(allowed_moves(referral, actor))
    line = referral_line(referral, reference, now, person=None)
    return ReferralPage(
        title=f"MARAC referral {referral.reference}",
        reference=reference,
        mark=referral.reference,
        news=DONE.get(done, ""),
        state=line.state,
        colour=line.colour,
        panel=line.panel,
        due=line.due,
        missing=papers.missing if referral.status in {*EDITABLE, Status.IN_REVIEW} else (),
        decision=papers.decision.reasons if papers.decision else (),
        known=known_lines(papers),
        written=content_lines(papers),
        said=tuple(_said(each, names, now) for each in papers.steps),
        edit_href=f"/people/{reference}/marac/{referral.reference}/edit" if referral.status in EDITABLE else "",
        actions_href=_actions_href(reference, referral),
        moves=tuple({"value": m.value, "text": m.label, "checked": m.value == typed.move} for m in moves),
        checks=_checks(papers, typed, london_day(now)) if Move.APPROVE in moves else (),
        version=str(referral.version),
        note=typed.note,
        note_label="Coaching notes for the author" if Move.RETURN in moves else "Why",
        errors=errors,
    )


def desk_page(own: Iterable[Filed], queues: "Queues | None", now: datetime) -> DeskPage:
    """Give what waits; `queues` is None for a reader who sees their own alone."""
    mine = Listed(
        heading="Yours, not finished",
        lines=_filed(own, now),
        empty="Nothing of yours is open. A referral starts on the person’s page, under MARAC.",
    )
    if queues is None:
        return DeskPage(title="MARAC", lists=(mine,))
    return DeskPage(
        title="MARAC",
        lists=(
            Listed(
                heading="To check",
                lines=_filed(queues.in_review, now),
                empty="Nothing waits for a check. What an author sends appears here at once.",
            ),
            Listed(
                heading="Submitted without the check, to review",
                lines=_filed(queues.bypassed, now),
                empty="Nobody went past the check.",
            ),
            Listed(
                heading="With a panel, not listed yet",
                lines=_filed(queues.to_list, now),
                empty="Every submitted referral is listed for a meeting.",
            ),
            mine,
        ),
        overdue=tuple(
            Late(
                text=f"{each.mark}, person {each.person}, was due by {day_in_words(each.due_on)}",
                href=f"/people/{each.person}/marac/{each.mark}/actions",
            )
            for each in queues.overdue
        ),
        manages=True,
    )


class Queues(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for those who look after everybody's referrals."""

    in_review: tuple[Filed, ...]
    bypassed: tuple[Filed, ...]
    to_list: tuple[Filed, ...]
    overdue: tuple[Overdue, ...] = ()


def _filed(found: Iterable[Filed], now: datetime) -> tuple[ReferralLine, ...]:
    return tuple(referral_line(each.referral, each.person, now, person=each.person) for each in found)


def referral_line(referral: Referral, reference: Reference, now: datetime, *, person: Reference | None) -> ReferralLine:
    """Give a referral on a list; `person` is shown where the list is not one person’s."""
    due, late = _due(referral, now)
    moment = referral.submitted_at or referral.asked_at or referral.created_at
    return ReferralLine(
        reference=referral.reference,
        href=f"/people/{reference}/marac/{referral.reference}",
        person=person,
        state=referral.status.label,
        colour="red" if late else _COLOURS.get(referral.status, "blue"),
        panel=f"{referral.panel.label} MARAC" if referral.panel.gss else "No panel yet",
        when=in_words(moment, now),
        due=due,
        late=late,
    )


def _due(referral: Referral, now: datetime) -> tuple[str, bool]:
    if referral.bypass_due_on is not None:
        late = london_day(now) > referral.bypass_due_on
        return f"Review of the bypass {'was ' if late else ''}due by {day_in_words(referral.bypass_due_on)}", late
    if referral.status is Status.IN_REVIEW and referral.asked_at is not None:
        end = referral.asked_at + timedelta(hours=CHECK_HOURS)
        return f"Check {'was ' if now > end else ''}due {in_words(end, now)}", now > end
    return "", False


def _actions_href(reference: Reference, referral: Referral) -> str:
    heard = referral.heard_on is not None
    return f"/people/{reference}/marac/{referral.reference}/actions" if heard else ""


def _offered(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """Leave out what is done on the page of a meeting."""
    return tuple(each for each in moves if each not in {Move.LIST, Move.HEAR})


def _checks(papers: Papers, typed: MoveForm, today: date) -> tuple[Option, ...]:
    said, ticked = hints(papers, today), set(many(typed.checked))
    return tuple(
        {
            "value": each.value,
            "text": each.label,
            "hint": {"text": said[each]} if each in said else None,
            "checked": each.value in ticked,
        }
        for each in Check
    )


def _said(step: Step, names: Callable[[UUID], str], now: datetime) -> Said:
    left = ""
    if step.move is Move.RETURN:
        unmet = [each.label[0].lower() + each.label[1:] for each in Check if each not in step.checked]
        left = f" Still open: {'; '.join(unmet)}." if unmet else ""
    return Said(text=f"{_SAID[step.move]} – {names(step.by)}, {in_words(step.at, now)}.{left}", note=step.note)
