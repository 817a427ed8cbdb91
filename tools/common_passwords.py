"""Make the list of common passwords anew: `python tools/common_passwords.py FOLDER`, a folder of lists to read.

Each list is a text file with one password a line. Only those count that our rule of length would let through;
each is kept as the first bytes of its SHA-256, sorted, so that the list is small, quickly searched, and says
nothing to whoever opens it. portal/auth/passwords/common.txt says which lists went into ours.
"""

import hashlib
import sys
from pathlib import Path

from portal.auth.model import PASSWORD_LONGEST, PASSWORD_SHORTEST
from portal.auth.passwords.model import COMMON, COMMON_BYTES


def main(folder: Path) -> None:
    """Read every list in the folder and write the one that is bundled."""
    found = set()
    for path in folder.rglob("*.txt"):
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines():
            if PASSWORD_SHORTEST <= len(line) <= PASSWORD_LONGEST:
                found.add(hashlib.sha256(line.casefold().encode()).digest()[:COMMON_BYTES])
    COMMON.write_bytes(b"".join(sorted(found)))
    sys.stdout.write(f"{len(found)} passwords\n")


main(Path(sys.argv[1]))
