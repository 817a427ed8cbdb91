"""The badge of what nobody has looked at yet."""

from portal.rendering import environment


def test_a_badge_carries_its_word_and_its_colour() -> None:
    made = environment().from_string('{% from "components/tags.html" import badge %}{{ badge("New", "blue") }}')
    assert '<span class="moj-badge moj-badge--blue">New</span>' in made.render()
