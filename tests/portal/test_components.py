import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from lvws_core.forms import FieldError
from lvws_core.reasons import because
from portal.field_errors import field_error
from portal.rendering import environment

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "govuk").glob("*.json"))
TEMPLATES = Path(__file__).parents[2] / "portal" / "templates"
HOSTILE = '<b onclick="x">&'
ENVIRONMENT = environment()


def frame(**changes: Any) -> SimpleNamespace:
    item = SimpleNamespace(text="Inbox", href="/inbox", current=True)
    given = {
        "organisation": "An organisation",
        "title": "Offer 7QK2-M9",
        "user_name": "Alice",
        "user_organisation": "Galop",
        "navigation": (item, SimpleNamespace(text="Help", href="/help", current=False)),
        "csrf_token": "a-token",
        "nonce": "a-nonce",
        "demo": False,
        "printed": "",
    }
    return SimpleNamespace(**(given | changes))


def problem(**changes: Any) -> str:
    given = {"title": "Not done", "sentences": ("Nothing was changed.",), "next_steps": ("Go back.",)}
    fields = given | {"reasons": (), "typed": (), "back_href": None, "error_id": None} | changes
    return ENVIRONMENT.get_template("problem.html").render(frame=fields.pop("frame", frame()), **fields)


def html_of(source: str, **context: Any) -> str:
    return ENVIRONMENT.from_string(source).render(**context)


def call(component: str, expression: str, **context: Any) -> str:
    name = expression.partition("(")[0]
    return html_of(f'{{% from "components/{component}.html" import {name} %}}{{{{ {expression} }}}}', **context)


def call_around(component: str, expression: str, inside: str) -> str:
    name = expression.partition("(")[0]
    opening = f'{{% from "components/{component}.html" import {name} %}}{{% call {expression} %}}'
    return html_of(f"{opening}{inside}{{% endcall %}}")


def elements(html: str, tag: str) -> list[Element]:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(html) if "<!DOCTYPE" in html else parser.parseFragment(html)
    return list(tree.iter(tag))


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def normal(html: str) -> str:
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(html.replace("&quot;", "&#34;").split()))


def macro_name(component: str) -> str:
    return "govuk" + "".join(part.capitalize() for part in component.split("-"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_macros_give_what_the_design_system_expects(path: Path) -> None:
    source = f"govuk_frontend_jinja/components/{path.stem}/macro.html"
    macro = getattr(ENVIRONMENT.get_template(source).module, macro_name(path.stem))
    fixtures = json.loads(path.read_text(encoding="utf-8"))

    differing = [f["name"] for f in fixtures if normal(macro(f["options"])) != normal(f["html"])]

    assert fixtures
    assert differing == []


def test_each_component_of_the_stylesheet_has_its_fixtures() -> None:
    recipe = (Path(__file__).parents[2] / "tools" / "kit.scss").read_text(encoding="utf-8")

    assert re.findall(r"govuk/components/([a-z-]+)", recipe) == [path.stem for path in FIXTURES]


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.stem)
def test_each_component_documents_itself_and_trusts_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    documented = source[: source.index("#}")]

    assert source.startswith("{#")
    assert "| safe" not in source
    assert "|safe" not in source
    assert [m for m in re.findall(r"macro (\w+)\(", source) if f"{m}(" not in documented] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_htmx_attributes_are_spelled_as_data_attributes_and_no_handler_is_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert not re.search(r'(?<!data-)\bhx-[a-z:-]+=|\son[a-z]+="|style="|javascript:', source)


def test_the_page_is_strictly_valid_and_has_one_heading_and_its_landmarks() -> None:
    html = problem(frame=frame(demo=True, printed="Printed by Alice, 14:02"), back_href="/inbox")

    assert len(elements(html, "h1")) == 1
    assert len(elements(html, "main")) == 1
    assert [e.get("aria-label") for e in elements(html, "nav")] == ["Main"]
    assert [words(e) for e in elements(html, "title")] == ["Offer 7QK2-M9 – LVWS Portal"]
    assert len({e.get("id") for e in elements(html, "*") if e.get("id")}) == html.count(' id="')


def test_the_page_loads_only_files_that_are_shipped() -> None:
    html = problem()
    sources = [e.get("src") for e in elements(html, "script")] + [e.get("href") for e in elements(html, "link")]
    files = [source.removeprefix("/static/") for source in sources if source]

    assert len(files) == 6
    assert [name for name in files if not (TEMPLATES.parent / "static" / name).is_file()] == []


def test_the_only_inline_script_carries_the_nonce() -> None:
    inline = [e for e in elements(problem(), "script") if not e.get("src")]

    assert [e.get("nonce") for e in inline] == ["a-nonce"]


def test_the_page_configures_htmx_as_plain_json_with_no_indicator_styles() -> None:
    (meta,) = [e for e in elements(problem(), "meta") if e.get("name") == "htmx-config"]

    assert json.loads(meta.get("content")) == {"includeIndicatorCSS": False, "extensions": "ptag"}


def test_signing_out_is_a_form_with_its_token() -> None:
    (form,) = elements(problem(), "form")

    assert (form.get("action"), form.get("method")) == ("/sign-out", "post")
    assert [(e.get("name"), e.get("value")) for e in form.iter("input")] == [("_csrf", "a-token")]


def test_nobody_signed_in_means_no_navigation_and_no_form() -> None:
    html = problem(frame=frame(user_name=None, user_organisation=None, navigation=()))

    assert elements(html, "form") == []
    assert elements(html, "nav") == []


def test_the_screen_can_be_hidden_on_every_page_but_only_where_the_script_runs() -> None:
    html = problem()
    hide = [e for e in elements(html, "button") if e.get("id") == "hide-screen"]
    cover = [e for e in elements(html, "div") if e.get("id") == "screen-cover"]

    assert [e.get("hidden") for e in hide + cover] == ["", ""]


def test_the_back_link_of_a_page_stands_in_a_landmark() -> None:
    source = '{% extends "layout.html" %}{% block before_content %}<a href="/inbox">Inbox</a>{% endblock %}'
    navs = elements(html_of(source, frame=frame()), "nav")

    assert [(e.get("aria-label"), words(e)) for e in navs] == [("Main", "Menu Inbox Help Sign out"), ("Back", "Inbox")]


def test_the_demonstration_says_so_on_each_page() -> None:
    assert "every person here is invented" in problem(frame=frame(demo=True))
    assert "every person here is invented" not in problem()


def test_names_in_the_frame_are_text() -> None:
    html = problem(frame=frame(user_name=HOSTILE, organisation=HOSTILE, csrf_token=HOSTILE, printed=HOSTILE))

    assert elements(html, "b") == []


def test_a_problem_gives_back_what_was_typed_and_every_reason() -> None:
    typed = (SimpleNamespace(field="note_text", text=HOSTILE),)
    reasons = (because("a", "SHARE-01", "First."), because("b", "SHARE-02", "Second."))
    html = problem(typed=typed, reasons=reasons, error_id="K7F2")

    assert [words(e) for e in elements(html, "dt")] == ["Note text"]
    assert [words(e) for e in elements(html, "dd")] == [HOSTILE]
    assert "First. SHARE-01" in [words(e) for e in elements(html, "li")]
    assert "K7F2" in html


def test_a_moment_is_shown_in_words_with_the_exact_one_on_hover() -> None:
    (time,) = elements(call("when", 'when("2026-11-24T17:00Z", "today 17:00", "Tuesday 24 November, 17:00")'), "time")

    assert (time.get("datetime"), words(time)) == ("2026-11-24T17:00Z", "today 17:00")
    assert time.get("title") == "Tuesday 24 November, 17:00"


def test_the_timeline_shows_each_entry_in_the_order_given() -> None:
    entry = SimpleNamespace(title="Sent", by="Triage", at_iso="2026-11-24T11:40Z", at_words="11:40", text=HOSTILE)
    quiet = SimpleNamespace(title="Expired", by="", at_iso="2026-11-25T11:40Z", at_words="11:40", text="")
    html = call("timeline", "timeline(entries)", entries=(entry, quiet))

    assert [words(e) for e in elements(html, "h3")] == ["Sent", "Expired"]
    assert [words(e) for e in elements(html, "p")] == ["by Triage", "11:40", "11:40"]
    assert HOSTILE in [words(e) for e in elements(html, "div")]


@pytest.mark.parametrize(
    ("kind", "colour"), [("high", "red"), ("medium", "orange"), ("standard", "grey"), ("?", "grey")]
)
def test_a_risk_tag_carries_its_word_and_its_colour(kind: str, colour: str) -> None:
    (tag,) = elements(call("tags", "risk_tag(label, kind)", label="High risk", kind=kind), "strong")

    assert words(tag) == "High risk"
    assert f"govuk-tag--{colour}" in tag.get("class").split()


def test_a_status_tag_carries_its_word() -> None:
    (tag,) = elements(call("tags", 'status_tag("New", "blue")'), "strong")

    assert (words(tag), "govuk-tag--blue" in tag.get("class")) == ("New", True)


@pytest.mark.parametrize("kind", ["information", "success", "warning", "error"])
def test_an_alert_is_named_for_its_kind_and_may_take_the_focus(kind: str) -> None:
    (box, *_) = elements(call("alert", "alert(kind, 'Done.', focus=true)", kind=kind), "div")

    assert f"moj-alert--{kind}" in box.get("class").split()
    assert box.get("aria-label") == f"{kind}: Done."
    assert (box.get("tabindex"), box.get("data-portal-focus")) == ("-1", "")


def test_safe_contact_says_each_sentence_in_order() -> None:
    html = call("safe_contact", "safe_contact(sentences)", sentences=("Call only 10:00 to 14:00.", HOSTILE))

    assert [words(e) for e in elements(html, "p")] == ["Call only 10:00 to 14:00.", HOSTILE]


def test_safe_contact_that_is_not_known_is_no_permission() -> None:
    (sentence,) = elements(call("safe_contact", "safe_contact(())"), "p")

    assert words(sentence).startswith("Not known. Ask")


def test_custody_names_who_is_responsible_and_takes_the_due_line() -> None:
    html = call_around("custody", 'custody("the lead.")', "<p>Answer due today 16:00</p>")

    assert [words(e) for e in elements(html, "p")] == ["Responsible now: the lead.", "Answer due today 16:00"]


def test_the_error_summary_links_to_each_field() -> None:
    errors = (FieldError(field="note", code="too_long", text=HOSTILE), FieldError(field="why", code="a", text="Choose"))
    links = elements(call("errors", "error_summary(errors)", errors=errors), "a")

    assert [(e.get("href"), words(e)) for e in links] == [("#note", HOSTILE), ("#why", "Choose")]


def test_no_error_gives_no_summary() -> None:
    assert call("errors", "error_summary(())").strip() == ""


def test_the_fault_of_a_field_is_the_first_one_or_none() -> None:
    errors = [FieldError(field="note", code=code, text=code) for code in ("first", "second")]

    assert field_error(errors, "note") == {"text": "first"}
    assert field_error(errors, "why") is None


def test_a_page_imports_the_fault_of_a_field_beside_the_summary() -> None:
    errors = (FieldError(field="note", code="a", text="Too long"),)

    assert "Too long" in call("errors", 'field_error(errors, "note")', errors=errors)


def test_a_one_button_form_carries_its_token_its_key_and_its_fields() -> None:
    source = 'post_button(frame, "/x", "Accept", key="k1", kind="primary", fields={"version": 3})'
    html = call("forms", source, frame=frame())

    hidden = [(e.get("name"), e.get("value")) for e in elements(html, "input")]
    assert hidden == [("_csrf", "a-token"), ("_key", "k1"), ("version", "3")]
    assert [e.get("class") for e in elements(html, "button")] == ["govuk-button"]


def test_reasons_come_with_the_ids_of_their_rules() -> None:
    html = call("reasons", "reasons(all)", all=(because("a", "RISK-20", "15 of 24."), because("b", "", HOSTILE)))

    assert [words(e) for e in elements(html, "li")] == ["15 of 24. RISK-20", HOSTILE]


def test_what_is_not_known_is_said_to_be_not_known() -> None:
    rows = (
        SimpleNamespace(label="Needs", text="", lines=("Advocacy", "Housing")),
        SimpleNamespace(label="Access", text=HOSTILE, note="Special category"),
        SimpleNamespace(label="Children", text=""),
    )
    values = elements(call("fields_shared", "fields_shared(rows)", rows=rows), "dd")

    assert [words(e) for e in values] == ["Advocacy Housing", f"{HOSTILE} Special category", "not known"]


def test_an_empty_state_says_what_will_come_and_offers_what_to_do() -> None:
    html = call_around("empty_state", 'empty_state("Nothing waits.")', '<a href="/capacity">Change</a>')

    assert [words(e) for e in elements(html, "p")] == ["Nothing waits."]
    assert [words(e) for e in elements(html, "a")] == ["Change"]


def test_the_last_page_of_a_list_has_no_next() -> None:
    first = elements(call("pager", 'pager("/inbox?after=c", "Showing 25, newest first.")'), "a")
    last = elements(call("pager", 'pager(none, "Showing 3.", first_href="/inbox")'), "a")

    assert [(e.get("href"), e.get("rel")) for e in first] == [("/inbox?after=c", "next")]
    assert [e.get("href") for e in last] == ["/inbox"]


def test_the_view_that_is_open_is_marked_and_zero_is_shown() -> None:
    items = (
        SimpleNamespace(text="Today", href="/inbox", current=True, count=0),
        SimpleNamespace(text="Closed", href="/inbox?view=closed", current=False),
    )
    links = elements(call("views", "views(items, 'Views')", items=items), "a")

    assert [(words(e), e.get("aria-current")) for e in links] == [("Today (0)", "page"), ("Closed", None)]


def test_messages_say_who_wrote_and_keep_markup_as_text() -> None:
    item = SimpleNamespace(text=HOSTILE, sender="Bob", at_iso="2026-11-24T14:05Z", at_words="14:05", ours=True)
    html = call("messages", "messages(items)", items=(item,))

    assert elements(html, "b") == []
    assert "Bob, 14:05" in [words(e) for e in elements(html, "div")]
