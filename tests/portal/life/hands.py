"""What six people do at their browsers: every answer is held against what its reader may know."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import msgspec
from httpx import Response

from lvws_core.ids import Reference
from tests.builders import CONSORTIUM, LEAD
from tests.portal.life.pages import Form, PageReader, acts_on, filled
from tests.portal.life.world import World
from tests.scene import Referral, hidden

ENDING = frozenset(
    {"decline", "declined", "withdraw", "mark-error", "recall", "hand-back", "handed-back", "not-reached"}
)
ANSWERS = frozenset({"accept", "decline", "ask", "waitlist"})
ADDING = frozenset({"message", "unsafe", "asked-again"})
"""A message, a report of danger and what had to be asked again stand for themselves, whatever else has changed."""
DEAR = frozenset({"file"})
"""What costs as much as ten pages and changes nothing: making the pack as a PDF."""

Acts = Callable[[str], bool]
"""Which acts somebody chooses from, by the last word of their address."""


def anything(act: str) -> bool:
    """Choose from all that is offered."""
    return act not in DEAR


def going_on(act: str) -> bool:
    """Choose from what ends nothing."""
    return act not in DEAR | ENDING


def answers(act: str) -> bool:
    """Choose from what a team answers."""
    return act in ANSWERS


_OFFER = re.compile(r"/offers/([^/?]+)")


class Posted(msgspec.Struct, kw_only=True):
    """A form that was filled in: by whom, for which address, with its key; and where it led, if it was sent."""

    key: str
    path: str
    values: dict[str, Any]
    location: str | None = None

    @property
    def reference(self) -> Reference:
        """The offer that it is about."""
        return Reference(self.path.split("/")[2])

    @property
    def heeds_versions(self) -> bool:
        """Whether it is refused once something has changed; what only adds a word is always heard."""
        return "version" in self.values and self.path.rpartition("/")[2] not in ADDING

    @property
    def overtakes_others(self) -> bool:
        """Whether it makes out of date what others have open: that a pack was received does not, nor does opening."""
        return self.heeds_versions and not self.path.endswith("/recorded/received")

    @property
    def takes_back_for_good(self) -> bool:
        """Whether it says that the recipient was the wrong one, who then reads nothing again."""
        return self.path.endswith("/withdraw") and self.values.get("reason") == "wrong_recipient"


def get(world: World, key: str, path: str) -> Response:
    """Look at a page."""
    return _held(world, key, path, world.visitors[key].get(path, follow_redirects=True))


def post(world: World, posted: Posted) -> Response:
    """Send a form as it was filled in."""
    return posted_by(world, posted, _press(world, posted))


def post_together(world: World, forms: tuple[Posted, ...]) -> list[Response]:
    """Send forms at the same moment, each from a thread of its own, in this order of answers."""
    together = Barrier(len(forms))

    def press(posted: Posted) -> Response:
        together.wait(30)
        return _press(world, posted)

    with ThreadPoolExecutor(len(forms)) as pool:
        answers = list(pool.map(press, forms))
    return [posted_by(world, posted, answer) for posted, answer in zip(forms, answers, strict=True)]


def _press(world: World, posted: Posted) -> Response:
    return world.visitors[posted.key].submit(posted.path, posted.values, key=posted.values["_key"])


def posted_by(world: World, posted: Posted, answer: Response) -> Response:
    """Take note of a form that was answered, and of what nobody may read from now on."""
    world.touched.add(posted.reference)
    if answer.status_code == 303 and posted.takes_back_for_good:
        world.about[posted.reference].closed = True
        world.astray.add(posted.reference)
    world.seen[f"answered {answer.status_code}"] += 1
    return _held(world, posted.key, posted.path, answer)


def _held(world: World, key: str, path: str, answer: Response) -> Response:
    world.seen["requests"] += 1
    assert answer.status_code < 500, f"{path} was answered {answer.status_code}"
    if CONSORTIUM[key].organisation_id != LEAD:
        i1_nobody_reads_what_was_not_agreed(world, key, path, answer.text)
    return answer


def i1_nobody_reads_what_was_not_agreed(world: World, key: str, path: str, page: str) -> None:
    """I1: a partner reads of a person, and what the lead wrote, only where a live consent names that partner."""
    found = _OFFER.match(path)
    reference = Reference(found[1]) if found else None
    readable = reference is not None and may_read(world, reference, key)
    for person in world.people:
        own = readable and reference is not None and world.about[reference].person == person
        assert own or not any(canary in page for canary in person.canaries), f"I1: {key} reads a person at {path}"
        stopped = person.reference in world.stopped
        assert not (stopped and person.phone in page), (
            f"CONT-01: {key} reads a number at {path} while contact is stopped"
        )
    assert readable or not any(words in page for words in world.written), f"I1: {key} reads the lead at {path}"


def referral_on(page: str, path: str) -> Referral:
    """Give what the last part of the compose page would send."""
    person, reference = path.split("/")[2:4]
    version, digest = hidden(page, "version"), hidden(page, "digest")
    return Referral(person=Reference(person), reference=Reference(reference), version=version, digest=digest)


def may_read(world: World, reference: Reference, key: str) -> bool:
    """Say whether a partner may read what was shared, by what it rests on and whether it was taken back."""
    sent = world.about.get(reference)
    if sent is None or CONSORTIUM[key].organisation_id != sent.to or sent.closed:
        return False
    return sent.agreed is None or world.agreed[sent.person.reference, sent.to].is_live(world.now)


def fill(world: World, key: str, reference: Reference, *, pick: int, chance: int, of: Acts = anything) -> Posted | None:
    """Open an offer, choose one of the acts that its page offers, and fill in its form."""
    path = f"/offers/{reference}"
    answer = get(world, key, path)
    world.touched.add(reference)
    page = PageReader(answer.text)
    acts = [act for act in acts_on(page, path) if of(act.rpartition("/")[2])]
    form = _form_of(world, key, acts[pick % len(acts)], page) if acts and answer.status_code == 200 else None
    if form is None:
        return None
    words = f"{CONSORTIUM[key].organisation_id.hex[-2:]}word{chance}"
    values = {name: value for name, value in filled(form, chance, world.now, words).items() if name != "_csrf"}
    if CONSORTIUM[key].organisation_id == LEAD and words in values.values():
        world.written.add(words)
    return Posted(key=key, path=form.action, values={**values, "_key": values.get("_key") or uuid4().hex})


def _form_of(world: World, key: str, act: str, page: PageReader) -> Form | None:
    """Give the form of an act: the button on the page itself, or the form to which the link leads."""
    found = next((form for form in page.forms if form.action == act), None)
    if found is None:
        answer = get(world, key, act)
        forms = PageReader(answer.text).forms if answer.status_code == 200 else []
        found = next((form for form in forms if form.action.startswith("/offers/")), None)
    return None if found is None or found.has_files else found
