"""Rooms and desks in the browser: booked once, week by week with every conflict shown, and confidential where it is."""

from tests.browser.features.stage import Stage, says
from tests.browser.hands import fill, press
from tests.scene import ROOM, SITES

PATH = f"/co-locations/{SITES[0]}/rooms/{ROOM}"
WHEN = {"on_day": "24", "on_month": "11", "on_year": "2026", "starts": "10:00", "ends": "11:00"}


def test_a_room_is_booked_once_and_the_second_is_told(stage: Stage) -> None:
    for key, words in (("idva", "The room is yours for that time"), ("coordinator", "It is taken on 24 November 2026")):
        page = stage.browser(key).open(PATH)
        fill(page, WHEN)
        press(page, "Book it")
        says(page, words)


def test_a_series_of_bookings_shows_every_conflict_before_anything_is_saved(stage: Stage) -> None:
    page = stage.browser("idva").open(PATH)
    fill(page, WHEN)
    press(page, "Book it")
    page.wait_for_url("**done=booked")
    fill(page, {**WHEN, "weeks": "6"})
    press(page, "Book it")
    says(page, "5 of 6 dates are free. Nothing is saved yet.", "It is taken on 24 November 2026")
    press(page, "Save the 5 that are free")
    says(page, "The room is yours on every date that was free")


def test_a_confidential_conversation_is_put_in_a_private_room_alone(stage: Stage) -> None:
    page = stage.browser("coordinator").open(f"/co-locations/{SITES[0]}/rooms/new")
    fill(page, {"name": "Hot desks", "kind": "desk", "capacity": "4", "door_title": "Desks"})
    press(page, "Add the room")
    page.locator("main th a", has_text="Hot desks").first.click()
    page.wait_for_url("**/rooms/*-*")
    fill(page, {**WHEN, "purpose": "confidential"})
    press(page, "Book it")
    says(page, "A confidential conversation is only put in a private room.")
