"""Rebuild the vendored assets of the portal from their npm packages: developers only, users need no Node.

Run `python tools/build_assets.py`. It installs the pinned packages into a temporary folder,
compiles tools/kit.scss, copies the built scripts and the few icons that the stylesheet names,
writes portal/static/VENDOR.json with a hash for each file, and refreshes the fixtures that prove
the Jinja macros. portal/static/LICENCES.txt is kept by hand: two of the packages carry no notice.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "portal" / "static"
FIXTURES = ROOT / "tests" / "portal" / "fixtures" / "govuk"

GOVUK = "govuk-frontend"
MOJ = "@ministryofjustice/frontend"
HTMX = "htmx.org"
VERSIONS = {GOVUK: "6.3.0", MOJ: "11.1.0", HTMX: "4.0.1", "sass": "1.108.2"}
LICENCES = {GOVUK: "MIT", MOJ: "MIT", HTMX: "0BSD"}

COPIED = {
    "govuk-frontend.min.js": (GOVUK, "dist/govuk/govuk-frontend.min.js"),
    "htmx.min.js": (HTMX, "dist/htmx.min.js"),
    "hx-ptag.min.js": (HTMX, "dist/ext/hx-ptag.min.js"),
}
"""File in portal/static: the package and the path inside it."""

ICON = re.compile(r"url\(/static/images/([a-z-]+\.svg)\)")
GOVUK_COMPONENT = re.compile(r"govuk/components/([a-z-]+)")


def npm_install(folder: Path) -> Path:
    """Install the pinned packages below `folder`, running none of their scripts; give node_modules."""
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    wanted = [f"{name}@{version}" for name, version in VERSIONS.items()]
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", *wanted],
        cwd=folder,
        check=True,
    )
    return folder / "node_modules"


def compile_stylesheet(folder: Path) -> str:
    """Give the compressed stylesheet that kit.scss stands for; Sass must run where node_modules is."""
    shutil.copy(ROOT / "tools" / "kit.scss", folder / "kit.scss")
    command = ["node", "node_modules/sass/sass.js", "--load-path=.", "--style=compressed", "--no-source-map"]
    done = subprocess.run([*command, "--quiet", "kit.scss"], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode("utf-8")


def sources(stylesheet: str) -> dict[str, tuple[str, str]]:
    """Give every file to copy with its package and path: the scripts, and the icons the stylesheet names."""
    icons = {f"images/{name}": (MOJ, f"moj/assets/images/{name}") for name in sorted(set(ICON.findall(stylesheet)))}
    return COPIED | icons


def entry(file: str, packages: tuple[str, ...], source: str) -> dict[str, object]:
    """Give the VENDOR.json record of one file in portal/static."""
    return {
        "file": file,
        "packages": [{"name": p, "version": VERSIONS[p], "licence": LICENCES[p]} for p in packages],
        "source": source,
        "sha256": hashlib.sha256((STATIC / file).read_bytes()).hexdigest(),
    }


def vendor(modules: Path, stylesheet: str) -> list[dict[str, object]]:
    """Write the files into portal/static and give their records, in the order of their names."""
    (STATIC / "images").mkdir(parents=True, exist_ok=True)
    (STATIC / "design-system.css").write_text(stylesheet, encoding="utf-8")
    records = [entry("design-system.css", (GOVUK, MOJ), "tools/kit.scss")]
    for file, (package, path) in sources(stylesheet).items():
        shutil.copy(modules / package / path, STATIC / file)
        records.append(entry(file, (package,), path))
    return sorted(records, key=lambda record: str(record["file"]))


def write_fixtures(modules: Path) -> None:
    """Keep name, options and expected HTML of each fixture of the components that kit.scss uses."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for component in GOVUK_COMPONENT.findall((ROOT / "tools" / "kit.scss").read_text(encoding="utf-8")):
        path = modules / GOVUK / "dist" / "govuk" / "components" / component / "fixtures.json"
        fixtures = json.loads(path.read_text(encoding="utf-8"))["fixtures"]
        kept = [{key: f[key] for key in ("name", "options", "html")} for f in fixtures]
        text = json.dumps(kept, ensure_ascii=False, indent=0)
        (FIXTURES / f"{component}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Rebuild everything."""
    with tempfile.TemporaryDirectory() as name:
        modules = npm_install(Path(name))
        records = vendor(modules, compile_stylesheet(Path(name)))
        write_fixtures(modules)
    text = json.dumps(records, indent=2, ensure_ascii=False)
    (STATIC / "VENDOR.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(records)} files in {STATIC.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
