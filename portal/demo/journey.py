"""The main job over real HTTP, one printed line a step: a lead refers, a partner accepts, the loop closes."""

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from lvws_core.risk.dash import QUESTIONS
from portal.demo.browser import Browser, StepFailedError
from portal.demo.inward import refer_in, take_in

Link = Callable[[str], str]
"""Gives a one-time sign-in address for the member of staff with this name."""

LEAD, WORKER, SECOND = "Leah Kestrel", "Amara Finch", "Jonah Swift"
PERSON = "Willow Example"

_SOME_YES = 15


class Walk(msgspec.Struct, kw_only=True):
    """The journey in progress: the three people at their browsers and the references they found."""

    lead: Browser
    worker: Browser
    second: Browser
    person: str = ""
    request: str = ""
    offer: str = ""


def walk(address: str, link: Link, said: Callable[[str], None]) -> None:
    """Walk the whole journey and say each step when it is done.

    Raises:
        StepFailedError: A step did not do what it should.
    """
    browsers = [Browser(address) for _ in range(3)]
    journey = Walk(lead=browsers[0], worker=browsers[1], second=browsers[2])
    try:
        for number, (words, step) in enumerate(_steps(link), start=1):
            step(journey)
            said(f"{number:2}  {words}")
    finally:
        for browser in browsers:
            browser.close()


def _steps(link: Link) -> Iterable[tuple[str, Callable[[Walk], None]]]:
    yield "The lead's caseworker and two partner workers sign in", lambda w: _sign_in(w, link)
    yield "The lead adds a person: identity sealed, reference given", _add_person
    yield "The lead records how to make contact safely", _contact_plan
    yield "The lead records a risk assessment: 15 of 24, high risk", _assess
    yield "The lead says what is needed and sees who could help, and why not the others", _need
    yield "The lead chooses Galop and records the person's consent for Galop", _consent
    yield "The lead previews exactly what will leave, and sends it", _send
    yield "The partner finds it in the inbox: reference, need, risk, due; no name", _inbox
    yield "The partner opens it: safe contact first, the number hidden until asked for", _open
    yield "The partner asks a question; the lead answers it", _question
    yield "Two workers press Accept at once: one wins, the other is told who did", _race
    yield "The partner records first contact: custody moves, and both see it", _first_contact
    yield "The lead sees the answer and the timeline", _timeline
    yield "The partner adds an update; the lead reads it", _update
    yield "The partner finishes with an outcome: how the needs have changed, and why it ended", _finish
    yield "The lead acknowledges the outcome: the need is met, and the loop is closed", _acknowledge
    yield "A partner refers somebody to the lead, who accepts: a case begins, and nothing is asked twice", _refer_in


def _sign_in(w: Walk, link: Link) -> None:
    for browser, name in ((w.lead, LEAD), (w.worker, WORKER), (w.second, SECOND)):
        browser.open(link(name)).expect(name)


def _add_person(w: Walk) -> None:
    w.lead.open("/people/new").submit(
        "/people/new",
        name=PERSON,
        birth_date_day="14",
        birth_date_month="3",
        birth_date_year="1991",
        phone="07700 900123",
        borough="hackney",
        address="1 Imaginary Road",
        language="tir",
        interpreter="yes",
    )
    w.person = _reference(w.lead.path, r"/people/([A-Z0-9-]+)")
    w.lead.expect(w.person)


def _contact_plan(w: Walk) -> None:
    path = f"/people/{w.person}/contact-plan"
    w.lead.open(path).submit(path, **CONTACT_PLAN)
    w.lead.expect("Safe contact", "No voicemail")


CONTACT_PLAN: dict[str, object] = {
    "safe_mobile_call": "yes",
    "way_mobile_call": "07700 900123",
    "safe_post": "no",
    "days": ["0", "1", "2", "3", "4", "5", "6"],
    "opens": "00:00",
    "closes": "23:59",
    "voicemail": "no",
    "texts": "no",
    "if_other_answers": "Wrong number",
    "code_word": "Lavender",
    "sensitive": "yes",
}


def _assess(w: Walk) -> None:
    path = f"/people/{w.person}/risk/new"
    w.lead.open(path).submit(path, **_answers())
    w.lead.expect("High")


def _answers() -> dict[str, str]:
    return {f"answer_{q.key}": "yes" for q in QUESTIONS[:_SOME_YES]} | {"judgement": "agrees"}


def _need(w: Walk) -> None:
    w.lead.open(f"/refer/{w.person}").submit(
        f"/refer/{w.person}",
        needs=["mental_physical_health", "social_interactions"],
        domestic_abuse="yes",
        wants="lgbt",
        incident="Shouted at and pushed by a former partner outside the home, for the third time.",
        safety_plan="Locks changed; stays with a friend until Friday.",
        marac="referred",
    )
    w.request = _reference(w.lead.path, rf"/refer/{w.person}/([A-Z0-9-]+)")
    w.lead.expect("Galop", "who cannot, and what would change it", "Sistah Space")


def _consent(w: Walk) -> None:
    galop = _value_of(w.lead.page, "Galop")
    w.lead.submit("/service", service=galop).expect("Consent for Galop: not yet recorded")
    w.lead.submit("/share").expect("This cannot be sent yet")
    consent = re.search(rf'href="(/people/{w.person}/consent[^"]+)"', w.lead.page)
    if consent is None:
        raise StepFailedError("no way to record the consent")
    w.lead.open(consent[1].replace("&amp;", "&")).submit("/consent", **CONSENT)


CONSENT: dict[str, object] = {
    "reply": "yes",
    "categories": [
        "identity",
        "safe_contact",
        "access_needs",
        "location_borough",
        "need_types",
        "incident_summary",
        "risk_level",
    ],
    "method": "verbal",
    "alone": "yes",
    "limits_explained": "yes",
}


def _send(w: Walk) -> None:
    w.lead.open(f"/refer/{w.person}/{w.request}").expect("This is all that Galop", PERSON, "Send to Galop")
    w.lead.submit("/send").expect("Sent to Galop")
    w.offer = _reference(w.lead.path, r"/offers/([A-Z0-9-]+)")


def _inbox(w: Walk) -> None:
    w.worker.open("/inbox").expect(w.offer, "High")
    if PERSON in w.worker.text():
        raise StepFailedError("the inbox shows a name")


def _open(w: Walk) -> None:
    w.worker.open(f"/offers/{w.offer}").expect("Safe contact", PERSON, "Show the number")
    if "07700 900123" in w.worker.text():
        raise StepFailedError("the number is shown before it is asked for")
    w.worker.submit("/number").expect("07700 900123")


def _question(w: Walk) -> None:
    question, answer = "Is a woman interpreter needed?", "Yes, a woman, please."
    w.worker.open(f"/offers/{w.offer}/ask").submit("/ask", text=question).expect(question)
    w.lead.open(f"/offers/{w.offer}").expect(question).submit("/answer", text=answer).expect(answer)
    w.worker.open(f"/offers/{w.offer}").expect(answer)


def _race(w: Walk) -> None:
    w.second.open(f"/offers/{w.offer}")
    w.worker.open(f"/offers/{w.offer}")
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda b: b.submit("/accept").status, (w.worker, w.second)))
    if sorted(results) != [200, 409]:
        raise StepFailedError(f"two accepted at once and were answered {results}")
    winner, loser = (w.worker, w.second) if results[0] == 200 else (w.second, w.worker)
    winner.expect("You have accepted")
    loser.expect("accepted this", status=409)


def _first_contact(w: Walk) -> None:
    path = f"/offers/{w.offer}/first-contact"
    w.worker.open(path).submit("/first-contact", **FIRST_CONTACT)
    w.worker.open(f"/offers/{w.offer}").expect("Responsible now: Galop")
    w.lead.open(f"/offers/{w.offer}").expect("Responsible now: Galop")


FIRST_CONTACT: dict[str, object] = {"channel": "mobile_call", "note": "Spoke; first meeting agreed."}


def _timeline(w: Walk) -> None:
    w.lead.open(f"/offers/{w.offer}").expect("Timeline", "Accepted", "First contact")
    w.lead.open("/sent").expect(w.offer)


def _update(w: Walk) -> None:
    words = "Two meetings kept; a third is agreed."
    w.worker.open(f"/offers/{w.offer}/update").submit("/update", text=words).expect("The update is added", words)
    w.lead.open(f"/offers/{w.offer}").expect(words)


def _finish(w: Walk) -> None:
    w.worker.open(f"/offers/{w.offer}/finish").submit("/finish", **OUTCOME)
    w.worker.expect("The outcome of", "is recorded")


OUTCOME: dict[str, object] = {
    "outcome": "needs_met",
    "first_mental_physical_health": "4",
    "last_mental_physical_health": "2",
    "first_social_interactions": "3",
    "last_social_interactions": "1",
    "note": "Goes to the group by herself now.",
}


def _acknowledge(w: Walk) -> None:
    w.lead.open(f"/offers/{w.offer}").expect("Needs met", "2 improved", "Where the need stands: With a partner.")
    w.lead.submit("/acknowledge").expect("The loop is closed", "Where the need stands: Met.")


def _refer_in(w: Walk) -> None:
    take_in(w.lead, w.worker, refer_in(w.worker, plan=CONTACT_PLAN, answers=_answers(), consent=CONSENT))


def _reference(path: str, pattern: str) -> str:
    found = re.fullmatch(pattern, path)
    if found is None:
        raise StepFailedError(f"{path} is not where this step should lead")
    return found[1]


def _value_of(page: str, name: str) -> str:
    found = re.search(rf'value="([0-9a-f-]{{36}})"[^>]*>\s*<label[^>]*><strong>{name}', page)
    if found is None:
        raise StepFailedError(f"{name} cannot be chosen")
    return found[1]
