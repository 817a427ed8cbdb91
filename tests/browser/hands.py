"""What hands do at a page: fill in a form by the names of its fields, and press a button."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page


def fill(page: Page, typed: Mapping[str, Any]) -> None:
    """Fill in fields by their names; a choice is named by its value."""
    for name, value in typed.items():
        for each in [value] if isinstance(value, str) else value:
            _one(page, name, each)


def _one(page: Page, name: str, value: str) -> None:
    field = page.locator(f"main [name='{name}']")
    kind = field.first.evaluate("e => e.type || e.tagName.toLowerCase()")
    if kind in {"radio", "checkbox"}:
        choice = page.locator(f"main [name='{name}'][value='{value}']")
        if not choice.is_checked():
            page.locator(f"label[for='{choice.get_attribute('id')}']").click()
    elif kind == "select-one":
        field.select_option(value)
    elif kind != "hidden":
        field.fill(value)


def press(page: Page, words: str = "") -> None:
    """Press the button of the page that has these words, or its own one, not the safe-contact plan's; then wait."""
    named = (
        page.locator("main").get_by_role("button", name=words)
        if words
        else page.locator("main button.govuk-button:not(.portal-safe-contact button)")
    )
    named.first.click()
    page.wait_for_load_state()
