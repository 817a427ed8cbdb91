"""Draws the pictures of the README anew from the demonstration: `make screenshots`."""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from portal.demo.running import Demo, prepare, served

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WORKER, LEAD = "Amara Finch", "Leah Kestrel"


def sign_in(page: Page, address: str, demo: Demo, name: str) -> None:
    """Sign in by a fresh link."""
    page.context.clear_cookies()
    page.goto(address + demo.link(name))


def take(page: Page, name: str, *, full: bool = False) -> None:
    """Save what the window shows."""
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full)
    print(f"docs/pictures/{name}.png")


def main() -> None:
    """Serve the demonstration, look at it, and stop."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not on this machine: install it with the system's package manager")
    PICTURES.mkdir(parents=True, exist_ok=True)
    demo = prepare()
    with served(demo) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        sign_in(page, address, demo, WORKER)
        take(page, "inbox")
        page.locator("a[href^='/offers/']").first.click()
        take(page, "offer", full=True)
        sign_in(page, address, demo, LEAD)
        page.goto(address + "/sent")
        take(page, "sent")
        page.goto(address + "/people")
        person = re.search(r'href="(/people/[0-9A-Z]{4}-[0-9A-Z]{2})"', page.content())
        if person is not None:
            page.goto(address + person[1])
            take(page, "person", full=True)
            page.goto(f"{address}{person[1]}/risk/new")
            take(page, "risk-assessment")
        browser.close()


if __name__ == "__main__":
    main()
