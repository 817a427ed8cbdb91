"""Draft the next migration: `python tools/new_migration.py TITLE`, after changing a tables.py.

It migrates a scratch database to the newest revision, compares it with the mapped classes, and
writes the difference under the next number; read it, tidy it, and add by hand what a comparison
cannot know (foreign keys, triggers, rights, moved data).
"""

import sys
import tempfile
from pathlib import Path

from portal import migrations


def main(title: str) -> None:
    """Write the draft."""
    number = f"{int(migrations.head() or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'scratch.sqlite'}"
        migrations.upgrade(url)
        migrations.draft(url, number, title)


main(" ".join(sys.argv[1:]))
