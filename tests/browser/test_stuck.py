"""A page that hangs costs its own test and no other."""

import os
import threading

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import Visit, Watched
from tests.stuck import end_pages, pages_of

pytestmark = pytest.mark.browser


def test_a_page_that_never_answers_is_ended_and_the_browser_goes_on(visit: Visit, windows: dict[str, Watched]) -> None:
    while windows:  # those that other tests left open would be ended too
        windows.popitem()[1].page.context.close()
    page = visit().open("/sign-in")
    assert list(pages_of(os.getpid()))
    threading.Timer(1, end_pages, (os.getpid(),)).start()
    with pytest.raises(Error):
        page.evaluate("new Promise(() => {})")
    assert visit().open("/sign-in").locator("h1").count() == 1
