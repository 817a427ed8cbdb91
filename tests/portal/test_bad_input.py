"""Bad input: mistakes come back with what was typed; anything stranger is refused at the edge, never a 500."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import html5lib
import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit import Visitor
from tests.portal.matrix import LINES, Line, Relation
from tests.scene import CONSENT, CONTACT, DASH, DECLINE, NEED, PERSON, PLAN, QUESTION, Scene, hidden
from tests.staged import Staged

Form = Mapping[str, Any]
POSTS = [line for line in LINES if line.method == "POST" and line.path not in {"/sign-out", "/sign-in"}]
HUGE = "9" * 23
LONG = "x" * 5000
CONTROLS = ("\x00", "\x01bell\x07", "a\x1bb", "a\u0085b", "a\u200bb\ufeff", "\ud7ff\ue000")

ADDRESSES = {
    "find": "/people/find",
    "new": "/people/new",
    "identity": "/people/{person}/identity",
    "plan": "/people/{person}/contact-plan",
    "risk": "/people/{person}/risk/new",
    "consent": "/people/{person}/consent",
    "start": "/refer/{person}",
    "need": "/refer/{person}/{request}/need",
    "service": "/refer/{person}/{request}/service",
    "share": "/refer/{person}/{request}/share",
    "ask": "/offers/{acknowledged}/ask",
    "decline": "/offers/{acknowledged}/decline",
    "answer": "/offers/{info_needed}/answer",
    "contact": "/offers/{accepted}/first-contact",
}
"""Every form of the portal by a short name."""

FAULTS: tuple[tuple[str, Form, Form, tuple[str, ...]], ...] = (
    ("find", {}, {"reference": "I0O1"}, ("reference",)),
    ("find", {}, {"name": "Rowan"}, ("birth_date",)),
    ("find", {}, {"phone": "call me"}, ("phone",)),
    (
        "find",
        {},
        {"name": "R", "birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1990"},
        ("birth_date",),
    ),
    ("new", PERSON, {"name": ""}, ("name",)),
    ("new", PERSON, {"name": "x" * 201}, ("name",)),
    ("new", PERSON, {"name": "a\x07b"}, ("name",)),
    ("new", PERSON, {"birth_date_day": HUGE}, ("birth_date",)),
    ("new", PERSON, {"birth_date_year": "1791"}, ("birth_date",)),
    ("new", PERSON, {"phone": "12"}, ("phone",)),
    ("new", PERSON, {"borough": "hackney\n"}, ("borough",)),
    (
        "new",
        PERSON,
        {"language": "klingon", "address": "x" * 401, "access_needs": LONG},
        ("language", "address", "access_needs"),
    ),
    ("identity", PERSON, {"version": "1", "name": ""}, ("name",)),
    ("plan", PLAN, {"opens": "noon"}, ("opens",)),
    ("plan", PLAN, {"opens": "14:00", "closes": "10:00"}, ("closes",)),
    ("plan", PLAN, {"days": []}, ("days",)),
    ("plan", PLAN, {"safe_sms": "perhaps"}, ("safe_sms",)),
    ("plan", PLAN, {"way_landline": "x"}, ("way_landline",)),
    ("plan", PLAN, {"code_word": "x" * 61, "note": LONG}, ("code_word", "note")),
    ("risk", DASH, {"judgement": ""}, ("judgement",)),
    ("risk", DASH, {"judgement": "medium"}, ("reason",)),
    ("risk", {}, {"judgement": "high", "reason": "short"}, ("reason",)),
    ("risk", DASH, {"police_incidents": HUGE}, ("police_incidents",)),
    ("risk", DASH, {"perpetrator_age": "-1"}, ("perpetrator_age",)),
    ("risk", DASH, {"incident_day": "32", "incident_month": "1", "incident_year": "2026"}, ("incident",)),
    ("risk", DASH, {"last_marac_day": "1", "last_marac_month": "1", "last_marac_year": "2990"}, ("last_marac",)),
    ("consent", {}, {"reply": "yes"}, ("organisation", "categories", "method", "alone", "limits_explained")),
    ("consent", CONSENT, {"until_day": "1", "until_month": "1", "until_year": "2020"}, ("organisation", "until")),
    ("start", NEED, {"needs": []}, ("needs",)),
    ("start", NEED, {"incident": "x" * 601}, ("incident",)),
    ("start", NEED, {"safety_plan": "", "marac": ""}, ("safety_plan", "marac")),
    (
        "start",
        NEED,
        {"crime": "treason", "wants": ["martians"], "domestic_abuse": ""},
        ("domestic_abuse", "crime", "wants"),
    ),
    ("start", NEED, {"marac": "decided_against"}, ("marac_reason",)),
    ("need", NEED, {"needs": ["gold"], "version": "2"}, ("needs",)),
    ("service", {}, {"service": "nobody"}, ("service",)),
    ("share", {}, {"categories": []}, ("categories",)),
    ("share", {}, {"categories": ["secrets"]}, ("categories",)),
    ("ask", {}, {"text": ""}, ("text",)),
    ("ask", {}, {"text": "x" * 1001}, ("text",)),
    ("decline", {}, {"note": "Kept."}, ("reason", "whose_choice")),
    ("decline", DECLINE, {"reason": "capacity\n"}, ("reason",)),
    ("answer", {}, {"text": " "}, ("text",)),
    ("contact", CONTACT, {"channel": ""}, ("channel",)),
    ("contact", CONTACT, {"year": "2027"}, ("day",)),
    ("contact", CONTACT, {"time": "25:00"}, ("time",)),
    ("contact", CONTACT, {"day": HUGE, "note": LONG}, ("day", "note")),
)
"""A form, what is right in it, what is wrong, and the fields at which the faults must stand."""


def address(scene: Scene, form: str) -> str:
    places = {"person": scene.person, "request": scene.referral.reference, **scene.offers}
    return ADDRESSES[form].format(**places)


def whose(path: str) -> str:
    return "shelter_worker" if path.startswith("/offers/") and not path.endswith("/answer") else "caseworker"


def is_calm(answer: Response) -> bool:
    """Say that an answer is no defect and shows nothing of the machine."""
    leaks = ("Traceback", "sqlalchemy", "litestar", 'File "', "msgspec")
    return answer.status_code < 500 and not any(leak in answer.text for leak in leaks)


def fields_of(page: str) -> dict[str, list[str]]:
    """Give what a page's fields hold, as a browser would send them again."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found: dict[str, list[str]] = {}
    for element in tree.iter("input"):
        if element.get("type") not in {"radio", "checkbox"} or "checked" in element.attrib:
            found.setdefault(element.get("name", ""), []).append(element.get("value", ""))
    for element in tree.iter("textarea"):
        found.setdefault(element.get("name", ""), []).append("".join(element.itertext()).removeprefix("\n"))
    for element in tree.iter("select"):
        chosen = [option.get("value", "") for option in element.iter("option") if "selected" in option.attrib]
        found.setdefault(element.get("name", ""), []).extend(chosen)
    return found


def faults_at_the_top(page: str) -> list[tuple[str, str]]:
    summary = page.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_form_with_mistakes_comes_back_with_each_fault_at_its_field(staged: Staged, name: str) -> None:
    path = address(staged.scene, name)
    visitor = staged.visitor(whose(path))
    for right, wrong, fields in (rest for form, *rest in FAULTS if form == name):
        answer = visitor.submit(path, {"version": "1", **right, **wrong})
        assert answer.status_code == 422, wrong
        found = faults_at_the_top(answer.text)
        assert {field for field, _ in found} == set(fields), wrong
        ids = ids_of(answer.text)
        assert len(ids) == len(set(ids)), "an id twice"
        assert set(fields) <= set(ids), "a fault leads nowhere"
        assert all(answer.text.count(sentence) >= 2 for _, sentence in found), "a fault does not stand at its field"
        assert answer.text.index("govuk-error-summary") < answer.text.index("<h1")


def ids_of(page: str) -> list[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return [element.get("id") for element in tree.iter() if element.get("id")]


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_form_with_mistakes_comes_back_with_what_was_typed(staged: Staged, name: str) -> None:
    path = address(staged.scene, name)
    visitor = staged.visitor(whose(path))
    for right, wrong, fields in (rest for form, *rest in FAULTS if form == name):
        sent = {**right, **wrong}
        kept = fields_of(visitor.submit(path, {"version": "1", **sent}).text)
        for field, typed in sent.items():
            for value in [typed] if isinstance(typed, str) else typed:
                if field in kept and field != "version" and is_writable(value) and not is_unknown(field, fields):
                    assert value in kept[field] or not value, (field, kept[field])


def is_writable(value: str) -> bool:
    return "\x07" not in value


def is_unknown(field: str, fields: tuple[str, ...]) -> bool:
    """A closed list gives back no choice that it does not have."""
    closed = {
        "borough",
        "language",
        "crime",
        "wants",
        "needs",
        "service",
        "categories",
        "reason",
        "voicemail",
        "safe_sms",
    }
    return field in fields and field in closed


def test_what_was_typed_comes_back_escaped(staged: Staged) -> None:
    script = "<script>alert(1)</script>\"'"
    answer = staged.visitor("caseworker").submit("/people/new", PERSON, name=script, borough="")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert fields_of(answer.text)["name"] == [script]


STRANGE = (*CONTROLS, HUGE, "-1", "1e9", "٣", "x" * 100_000, "capacity\n", "\n", "' OR 1=1 --", "{{7*7}}")


@pytest.mark.parametrize("line", POSTS, ids=lambda line: line.path)
def test_a_strange_value_in_every_field_is_no_defect(staged: Staged, line: Line) -> None:
    visitor, path = staged.visitor(whose(line.path)), line.address(staged.scene, Relation.OWN)
    for strange in strangely_filled(line.complete):
        assert is_calm(visitor.submit(path, {"version": "1", **strange})), strange


def strangely_filled(complete: Form) -> Iterator[Form]:
    if complete:
        yield from (dict.fromkeys(complete, value) for value in STRANGE)
    yield from ({**complete, "version": value} for value in STRANGE)


def bodies(visitor: Visitor) -> Iterator[dict[str, Any]]:
    form = "application/x-www-form-urlencoded"
    token = f"_csrf={visitor.csrf}"
    yield {
        "content": f"{token}&version=1&version=2&text=a&text=b&reason=x&reason=y&name=a&name=b",
        "headers": {"content-type": form},
    }
    yield {"content": f"{token}&unknown=field&_key={'k' * 3000}", "headers": {"content-type": form}}
    yield {"content": f"{token}&name=%00%0a%ff%fe&text=%ed%a0%80", "headers": {"content-type": form}}
    yield {"content": f"{token}&%00=%00&=&&&", "headers": {"content-type": form}}
    yield {"content": token.encode() + b"&name=\xff\xfe", "headers": {"content-type": form}}
    yield {"content": "{}", "headers": {"content-type": "application/json", "x-csrf-token": visitor.csrf}}
    yield {"content": '{"name":', "headers": {"content-type": "application/json", "x-csrf-token": visitor.csrf}}
    yield {"content": b"\x93NUMPY", "headers": {"content-type": "application/msgpack", "x-csrf-token": visitor.csrf}}
    yield {"content": "x", "headers": {"content-type": "text/plain", "x-csrf-token": visitor.csrf}}
    yield {
        "content": "--b\r\n\r\n",
        "headers": {"content-type": "multipart/form-data; boundary=b", "x-csrf-token": visitor.csrf},
    }
    yield {"content": "x", "headers": {"content-type": "multipart/form-data", "x-csrf-token": visitor.csrf}}
    yield {"content": "x", "headers": {"content-type": "nonsense;;", "x-csrf-token": visitor.csrf}}
    yield {"content": b"", "headers": {"x-csrf-token": visitor.csrf}}


@pytest.mark.parametrize("line", POSTS, ids=lambda line: line.path)
def test_repeated_unknown_malformed_and_far_too_long_bodies_are_no_defect(staged: Staged, line: Line) -> None:
    visitor, path = staged.visitor(whose(line.path)), line.address(staged.scene, Relation.OWN)
    for body in bodies(visitor):
        assert is_calm(visitor.post(path, **body)), body
    most = (
        11_000_000 if line.path.endswith(("/attach", "/import", "/paper-log")) else 600_000
    )  # a file may be longer than a form
    answer = visitor.submit(path, line.complete, padding="x" * most)
    assert answer.status_code == 413
    assert is_calm(answer)


REFERENCES = (
    "2222-22",
    "nobody",
    "%00",
    "%0a",
    "7QK2-M9%0a",
    "..%2f..",
    "%ff%fe",
    "7QK2-M9' --",
    "x" * 3000,
    "٧QK2-M9",
)


def test_an_unknown_reference_is_the_plain_page_that_nothing_is_here(staged: Staged) -> None:
    for key, paths in (
        ("caseworker", ("/people/{}", "/people/{}/identity", "/people/{}/risk/new", "/refer/{}", "/offers/{}")),
        ("shelter_worker", ("/offers/{}", "/offers/{}/ask", "/offers/{}/decline", "/offers/{}/first-contact")),
    ):
        visitor = staged.visitor(key)
        for path in (path.format(strange) for path in paths for strange in REFERENCES):
            answer = visitor.get(path)
            assert answer.status_code == 404, path
            assert "Page not found" in answer.text


def test_a_reference_may_be_typed_in_lower_case_and_without_its_hyphen(staged: Staged) -> None:
    scene = staged.scene
    for typed in (scene.offer.lower(), scene.offer.replace("-", ""), f"%20{scene.offer.lower()}"):
        answer = staged.visitor("shelter_worker").get(f"/offers/{typed}")
        assert answer.status_code == 200
        assert f"Offer {scene.offer}" in answer.text


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("shelter_worker", "/inbox?show=nonsense"),
        ("shelter_worker", "/inbox?after=%00"),
        ("shelter_worker", "/inbox?after=WyJhIl0"),
        ("shelter_worker", "/inbox?after=W10"),
        ("shelter_worker", "/inbox?show=closed&after=WyJhIiwiYiJd"),
        ("shelter_worker", "/inbox?show=a&show=b"),
        ("caseworker", "/sent?after=nonsense"),
        ("caseworker", "/sent?after=WyIyMDI2LTExLTIzVDEwOjAwOjAwKzAwOjAwIiwieCJd"),
        ("caseworker", "/people/{person}?done=%00"),
        ("caseworker", "/people/{person}/consent?organisation=nobody&back=../.."),
        ("caseworker", "/people/{person}/consent?back=//elsewhere.example"),
        ("caseworker", "/refer/{person}/{request}?open=%0a"),
        ("shelter_worker", "/offers/{offer}?done=<script>"),
    ],
)
def test_a_strange_question_in_an_address_is_no_defect(staged: Staged, key: str, path: str) -> None:
    scene = staged.scene
    address = path.format(person=scene.person, request=scene.referral.reference, offer=scene.offer)
    answer = staged.visitor(key).get(address)
    assert is_calm(answer)
    assert "elsewhere.example" not in answer.text
    assert "<script>" not in answer.text.replace("<script src", "").replace("<script type", "")


def test_a_version_that_is_none_changes_nothing(staged: Staged) -> None:
    offer, worker = staged.scene.offers["acknowledged"], staged.visitor("shelter_worker")
    for version in ("", "x", HUGE, "-1", "1\n", "1.0", "٣"):
        answer = worker.submit(f"/offers/{offer}/ask", {"text": QUESTION, "version": version})
        assert answer.status_code in {409, 422}
        assert is_calm(answer)
    assert hidden(worker.get(f"/offers/{offer}/ask").text, "version")


FIELDS = sorted(
    {field for line in POSTS for field in (*line.complete, *line.form)} | {*DASH, "version", "_key", "back"}
)
VALUES = st.one_of(
    st.sampled_from(["", "yes", "1", HUGE, "identity", "high", "7QK2-M9", "2026", *CONTROLS]),
    st.text(max_size=40),
)


TYPED = st.dictionaries(st.sampled_from(FIELDS), st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=6)
KEYS = ("caseworker", "lead_manager", "idva", "shelter_worker", "shelter_manager", "galop_worker", "analyst")


@given(
    where=st.tuples(st.sampled_from(POSTS), st.sampled_from(list(Relation))),
    key=st.sampled_from(KEYS),
    complete=st.booleans(),
    typed=TYPED,
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_t_fuzz_no_form_with_random_values_is_ever_a_defect(
    staged: Staged, where: tuple[Line, Relation], key: str, complete: bool, typed: Form
) -> None:
    line, relation = where
    encodable = {name: value for name, value in typed.items() if is_encodable(value)}
    form = {**(line.complete if complete else {}), **encodable}
    answer = staged.visitor(key).submit(line.address(staged.scene, relation), form, key=uuid4().hex)
    assert is_calm(answer), (line.path, form)


def is_encodable(value: str | list[str]) -> bool:
    return not any("\ud800" <= c <= "\udfff" for text in ([value] if isinstance(value, str) else value) for c in text)
