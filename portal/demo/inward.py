"""The way in over real HTTP: a partner refers somebody to the lead, who takes the person on as a case."""

import re

from portal.demo.browser import Browser, StepFailedError

ARRIVES = "Maple Sample"
"""Whom the partner refers: nobody of that name or number is known to the lead."""


def refer_in(partner: Browser, *, plan: dict[str, object], answers: dict[str, str], consent: dict[str, object]) -> str:
    """Let a partner's worker add a person and send the referral; gives its reference."""
    phone = "07700 900987"
    partner.open("/sent").expect("Refer somebody to the lead")
    partner.open("/people/new").submit(
        "/people/new",
        name=ARRIVES,
        birth_date_day="2",
        birth_date_month="5",
        birth_date_year="1988",
        phone=phone,
        borough="camden",
    )
    person = partner.path
    partner.open(f"{person}/contact-plan").submit(f"{person}/contact-plan", **{**plan, "way_mobile_call": phone})
    partner.open(f"{person}/risk/new").submit(f"{person}/risk/new", **answers)
    start = person.replace("/people/", "/refer/")
    partner.open(start).submit(
        start,
        needs=["shelter_accommodation"],
        domestic_abuse="yes",
        incident="Has left home with a bag after threats from a partner.",
        safety_plan="Stays with a sister this week.",
        marac="referred",
    )
    service = re.search(r'value="([0-9a-f-]{36})"[^>]*>\s*<label[^>]*><strong>Victim Support', partner.page)
    if service is None or "Shelter" in partner.text().partition("Who could help")[2]:
        raise StepFailedError("a partner is offered the lead and nobody else")
    request = partner.path
    partner.submit("/service", service=service[1])
    partner.submit("/share").expect("This cannot be sent yet")
    page = re.search(rf'href="({person}/consent[^"]+)"', partner.page)
    if page is None:
        raise StepFailedError("no way to record the consent")
    partner.open(page[1].replace("&amp;", "&")).submit("/consent", **consent)
    partner.open(request).submit("/send").expect("Sent to Victim Support")
    return partner.path.removeprefix("/offers/")


def take_in(lead: Browser, partner: Browser, offer: str) -> None:
    """Let the lead find it among what came in, accept it, and read its case; the partner sees that it was accepted."""
    lead.open("/cases").expect(offer, "Other agency")
    if ARRIVES in lead.text():
        raise StepFailedError("the list shows a name")
    lead.open(f"/offers/{offer}").submit("/accept").expect("You have accepted", f"Case {offer}")
    lead.open(f"/cases/{offer}").expect(ARRIVES, "Told by Galop", "High risk domestic abuse")
    partner.open(f"/offers/{offer}").expect("Accepted, not yet contacted")
