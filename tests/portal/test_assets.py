import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parents[2] / "portal" / "static"
OWN = {"pack.css", "portal.css", "portal.js", "icon.svg", "VENDOR.json", "LICENCES.txt"}
VENDORED = json.loads((STATIC / "VENDOR.json").read_text(encoding="utf-8"))
FILES = [record["file"] for record in VENDORED]


def text_of(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def own_colours() -> dict[str, str]:
    return dict(re.findall(r"(--portal-[a-z-]+): (#[0-9a-f]{6});", text_of("portal.css")))


@pytest.mark.parametrize("record", VENDORED, ids=FILES)
def test_a_vendored_file_is_the_one_that_was_recorded(record: dict[str, Any]) -> None:
    content = (STATIC / record["file"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == record["sha256"]


def test_each_vendored_file_names_its_packages_versions_and_licences() -> None:
    packages = [package for record in VENDORED for package in record["packages"]]

    assert all(package["name"] and package["version"] and package["licence"] for package in packages)


def test_the_notice_of_each_package_is_shipped() -> None:
    notices = text_of("LICENCES.txt")

    for package in (package for record in VENDORED for package in record["packages"]):
        assert f"{package['name']} {package['version']} ({package['licence']})" in notices


def test_each_script_and_stylesheet_is_our_own_or_recorded() -> None:
    found = {p.relative_to(STATIC).as_posix() for p in STATIC.rglob("*") if p.suffix in {".js", ".css", ".svg"}}
    vendored_names = {name for name in found if ".min." in name or name.startswith(("design-system", "images/"))}

    assert vendored_names == set(FILES)
    assert set(FILES).isdisjoint(OWN)


@pytest.mark.parametrize("name", ["design-system.css", "pack.css", "portal.css"])
def test_a_stylesheet_fetches_nothing_from_elsewhere_and_no_font(name: str) -> None:
    stylesheet = text_of(name)

    assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import|@font-face|GDS Transport|Frutiger", stylesheet)


def test_each_picture_that_a_stylesheet_names_is_shipped() -> None:
    named = re.findall(r"url\(/static/([^)]+)\)", text_of("design-system.css") + text_of("portal.css"))

    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_no_mark_of_gov_uk_or_the_nhs_is_shipped() -> None:
    names = " ".join(p.name for p in STATIC.rglob("*")).lower()

    assert not re.search(r"crown|crest|logotype|nhs|opengraph", names)
    assert "crest" not in text_of("design-system.css")


def test_our_own_script_needs_nothing_that_the_content_security_policy_forbids() -> None:
    scripts = "".join(map(text_of, ("portal.js", "offline.js", "offline-queue.js", "offline-worker.js", "passkeys.js")))

    assert not re.search(r"\beval\b|new Function|innerHTML|\.style\b|https?://", scripts)


def test_what_the_worker_keeps_is_what_a_page_asks_for_and_nothing_of_anybody() -> None:
    kept = set(re.findall(r"'([\w.-]+\.(?:css|js|svg))'", text_of("offline-worker.js")))
    layout = (STATIC.parent / "templates" / "layout.html").read_text(encoding="utf-8")
    asked = set(re.findall(r"/static/([\w.-]+\.(?:css|js|svg))", layout))
    imported = set(re.findall(r"from '\./([\w.-]+)'", text_of("portal.js") + text_of("offline.js")))

    assert kept == asked | imported


def test_the_stylesheet_has_balanced_braces() -> None:
    stylesheet = re.sub(r"/\*.*?\*/", "", text_of("portal.css"), flags=re.DOTALL)

    assert stylesheet.count("{") == stylesheet.count("}")


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("#ffffff", "--portal-brand"),
        ("#ffffff", "--portal-brand-dark"),
        ("--portal-link", "#ffffff"),
        ("--portal-link", "--portal-tint"),
        ("--portal-link-hover", "--portal-tint"),
        ("--portal-quiet", "--portal-tint"),
        ("--portal-late", "#ffffff"),
        ("--portal-late", "--portal-tint"),
        ("#0b0c0c", "--portal-care"),
        ("#7c3a06", "--portal-care"),
    ],
)
def test_our_colours_are_readable_at_level_aa(front: str, back: str) -> None:
    colours = own_colours()

    assert contrast(colours.get(front, front), colours.get(back, back)) >= 4.5
