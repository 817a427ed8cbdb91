"""What six people do at their browsers: every answer is held against what its reader may know."""

import re
from typing import Any
from uuid import uuid4

import msgspec
from httpx import Response

from lvws_core.ids import Reference
from tests.builders import CONSORTIUM, LEAD
from tests.portal.life.pages import Form, PageReader, acts_on, filled
from tests.portal.life.world import World

ENDING = {"decline", "withdraw", "mark-error", "recall", "hand-back", "not-reached", "wrong-recipient"}
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


def get(world: World, key: str, path: str) -> Response:
    """Look at a page."""
    return _held(world, key, path, world.visitors[key].get(path, follow_redirects=True))


def post(world: World, posted: Posted) -> Response:
    """Send a form as it was filled in."""
    world.touched.add(posted.reference)
    sent = world.visitors[posted.key].submit(posted.path, posted.values, key=posted.values["_key"])
    answer = _held(world, posted.key, posted.path, sent)
    world.seen[f"answered {answer.status_code}"] += 1
    return answer


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
    assert readable or not any(words in page for words in world.written), f"I1: {key} reads the lead at {path}"


def may_read(world: World, reference: Reference, key: str) -> bool:
    """Say whether a partner may read what was shared, by what was agreed and never taken back."""
    sent = world.about.get(reference)
    if sent is None or CONSORTIUM[key].organisation_id != sent.to or sent.closed:
        return False
    return world.agreed[sent.person.reference, sent.to].is_live(world.now)


def fill(world: World, key: str, reference: Reference, *, pick: int, chance: int, ending: bool = True) -> Posted | None:
    """Open an offer, choose one of the acts that its page offers, and fill in its form."""
    path = f"/offers/{reference}"
    answer = get(world, key, path)
    world.touched.add(reference)
    page = PageReader(answer.text)
    acts = [act for act in acts_on(page, path) if ending or act.rpartition("/")[2] not in ENDING]
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
