"""Rules: every rule of the domain by its id, in plain words, with its source and how far to trust it.

The ids are those of the project's domain reference and never change their meaning. A reason of a
decision names one of them; `python -m lvws_core rules` lists them.
"""

from collections.abc import Mapping

from lvws_core.rules.code import CODE
from lvws_core.rules.consent import CONSENT
from lvws_core.rules.contact import CONTACT
from lvws_core.rules.marac import MARAC
from lvws_core.rules.records import RECORDS
from lvws_core.rules.risk import RISK
from lvws_core.rules.routing import ROUTING
from lvws_core.rules.rule import Mark, Rule
from lvws_core.rules.top import TOP

__all__ = ["RULES", "Mark", "Rule"]

RULES: Mapping[str, Rule] = TOP | RISK | MARAC | CODE | CONSENT | CONTACT | ROUTING | RECORDS
"""Every rule by its id, in the order of the reference."""
