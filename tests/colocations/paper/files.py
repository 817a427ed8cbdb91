"""Files of the paper log, as somebody's spreadsheet saves them."""

import csv
import io
from collections.abc import Mapping

from colocations.paper.model import LAYOUT

ROW: Mapping[str, str] = {
    "day": "22/10/2026",
    "time": "14:05",
    "kind": "Client contact",
    "department": "A&E",
    "manner": "Bedside",
    "minutes": "15",
    "purpose": "Support and listening",
    "outcome": "supported",
    "note": "Asked for a quiet room £5",
}
TRAINING: Mapping[str, str] = {
    "day": "2026-10-20",
    "kind": "training",
    "minutes": "60",
    "purpose": "Asking about abuse",
    "trained": "Nurse 4; doctor 2",
    "level": "awareness",
}


def a_file(*rows: Mapping[str, str], separator: str = ",") -> str:
    """Write a file with the template's headings; without rows the common one."""
    made = io.StringIO()
    writer = csv.DictWriter(made, [column.key for column in LAYOUT.columns], restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows or (ROW,))
    return made.getvalue()
