"""Every route says who may use it, and every template reads only what its page gives."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jinja2 import meta, nodes
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from sqlmodel import SQLModel

from lvws_core.actors import Permission
from portal.database import SHARED, SYSTEM_TABLES, TENANT, check_tables
from portal.problems import ProblemPage
from portal.rendering import TEMPLATE_FOLDERS, environment

ROOT = Path(__file__).parents[2]
GIVEN = {"frame"}


def handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                if handler.http_methods != {"OPTIONS"}:
                    yield route.path, handler


def pages() -> list[type[Any]]:
    packages = ("partners", "colocations", "notifications", "portal")
    paths = [p for package in packages for p in (ROOT / package).rglob("pages.py")]
    modules = [importlib.import_module(".".join(p.relative_to(ROOT).with_suffix("").parts)) for p in paths]
    found = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and hasattr(value, "template")
    }
    return sorted({*found, ProblemPage}, key=lambda page: page.__name__)


def declared_at_the_top(tree: nodes.Template) -> Iterator[str]:
    # Jinja's own list forgets inside a block what the file imported above it.
    for imported in tree.find_all(nodes.FromImport):
        yield from (name[1] if isinstance(name, tuple) else name for name in imported.names)
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    targets = (node.target for node in tree.body if isinstance(node, nodes.Assign))
    yield from (target.name for target in targets if isinstance(target, nodes.Name))


def undeclared(name: str) -> set[str]:
    made = environment()
    assert made.loader is not None
    source, _, _ = made.loader.get_source(made, name)
    tree = made.parse(source)
    own = meta.find_undeclared_variables(tree) - set(made.globals) - set(declared_at_the_top(tree))
    included = [n for n in meta.find_referenced_templates(tree) if n and n.rpartition("/")[2].startswith("_")]
    return own.union(*(undeclared(each) for each in included))


def test_every_route_states_a_permission_or_that_it_is_public(app: Litestar) -> None:
    for path, handler in handlers(app):
        permission = handler.opt.get("permission")
        assert handler.opt.get("public") is True or isinstance(permission, Permission), path


def test_what_is_public_is_this_and_nothing_more(app: Litestar) -> None:
    public = {path for path, handler in handlers(app) if handler.opt.get("public")}
    assert {p for p in public if not p.startswith("/static")} == {
        "/sign-in",
        "/sign-in/link/{token:str}",
        "/sign-in/passkey",
        "/sign-in/recovery",
        "/sign-in/passkey/challenge",
        "/unlock",
        "/unlock/challenge",
        "/invitation/{token:str}",
        "/invitation/{token:str}/challenge",
        "/invitation/{token:str}/passkey",
        "/calendar/{token:str}",
        "/health/live",
        "/contacts/offline/shell",
        "/api/v1/offline/envelopes",
        "/api/v1/offline/permits/own",
        "/api/v1/offline/permits/wiped",
        "/health/ready",
    }


def test_every_route_that_changes_something_is_a_post(app: Litestar) -> None:
    assert {m for _, handler in handlers(app) for m in handler.http_methods} <= {"GET", "HEAD", "POST"}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_a_template_reads_only_what_its_page_gives(page: type[Any]) -> None:
    fields = set(page.__struct_fields__) | GIVEN
    for name in (page.template, getattr(page, "fragment", None)):
        if name is not None:
            assert undeclared(name) <= fields, name


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_a_page_is_frozen_and_has_a_title(page: type[Any]) -> None:
    assert page.__struct_config__.frozen
    assert hasattr(page, "title") or "title" in page.__struct_fields__


def test_every_template_belongs_to_a_page_or_is_a_part_of_one() -> None:
    used = {name for page in pages() for name in (page.template, getattr(page, "fragment", None)) if name}
    every = {str(p.relative_to(f)) for f in TEMPLATE_FOLDERS for p in f.rglob("*.html")}
    whole = {n for n in every if not n.rpartition("/")[2].startswith("_") and not n.startswith("components/")}
    assert whole - {"layout.html"} <= used


def test_every_table_is_listed_once_as_tenant_shared_or_system() -> None:
    check_tables()
    listed = [*TENANT, *SHARED, *SYSTEM_TABLES]
    assert len(set(listed)) == len(listed)


def test_every_tenant_table_says_whose_a_row_is() -> None:
    for name in TENANT:
        assert "owner_organisation_id" in SQLModel.metadata.tables[name].columns
