"""Channels on the one page of preferences: chosen by each reader, and what cannot wait is never switched off."""

from tests.staged import Staged

PATH = "/account/preferences"


def test_a_reader_chooses_channels_and_keeps_them_when_something_else_is_saved(staged: Staged) -> None:
    worker = staged.visitor("shelter_worker")
    page = worker.get(PATH).text
    assert 'name="to_do"' in page
    assert 'name="marac"' not in page
    assert 'name="urgent"' not in page
    worker.submit(PATH, news="in_app", to_do="digest", digest="twice")
    page = worker.get(PATH).text
    assert page.count("selected>") == 4
    assert '<option value="twice" selected>' in page
    worker.submit(PATH, shortcuts="yes", news="nonsense")
    assert '<option value="in_app" selected>' in worker.get(PATH).text
    assert '<option value="in_app" selected>' not in staged.visitor("shelter_manager").get(PATH).text


def test_who_hears_no_notices_is_asked_nothing(staged: Staged) -> None:
    assert "Notices by email" not in staged.visitor("analyst").get(PATH).text
