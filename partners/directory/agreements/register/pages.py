"""The register of agreements: what needs attention first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.ids import OrganisationId
from lvws_core.ports import Names
from partners.directory.agreements.model import AgreementFile, Watch, watches
from partners.directory.agreements.pages import watch_words
from partners.directory.pages import agreement_words


class RegisterLine(msgspec.Struct, frozen=True, kw_only=True):
    """A partner's agreement; `late` marks what stops sending, now or within a month."""

    name: str
    href: str
    state: str
    attention: tuple[str, ...]
    owner: str
    blockers: tuple[str, ...]
    late: bool


class RegisterPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every partner with its agreement."""

    template: ClassVar[str] = "directory/agreements.html"

    title: str
    sentence: str
    lines: tuple[RegisterLine, ...]


_LATE = frozenset({Watch.ENDED, Watch.ENDS_30, Watch.NOT_LIVE})
_LAST = len(Watch)


def register_page(
    partners: Mapping[OrganisationId, str],
    files: Sequence[AgreementFile],
    names: Names,
    today: date,
    *,
    writes: bool,
) -> RegisterPage:
    """Give the register; `partners` has the key of a service for each organisation that offers one.

    What is most urgent comes first, then the order of the names. Of several agreements of a partner
    the one that counts today is shown.
    """
    found = [
        (organisation_id, key, _counting(files, organisation_id, today)) for organisation_id, key in partners.items()
    ]
    ordered = sorted(found, key=lambda each: (_urgency(each[2], today), names.organisation(each[0]).casefold()))
    lines = tuple(_line(names.organisation(id_), key, file, today, writes=writes) for id_, key, file in ordered)
    number = sum(bool(line.attention) for line in lines)
    return RegisterPage(title="Agreements", sentence=_sentence(number, len(lines)), lines=lines)


def _counting(files: Sequence[AgreementFile], organisation_id: OrganisationId, today: date) -> AgreementFile | None:
    theirs = [file for file in files if file.agreement.organisation_id == organisation_id]
    return max(theirs, key=lambda f: (f.agreement.is_live(today), f.agreement.starts_on, f.agreement.id), default=None)


def _urgency(file: AgreementFile | None, today: date) -> int:
    if file is None:
        return -1
    found = watches(file, today)
    return list(Watch).index(found[0]) if found else _LAST


def _sentence(number: int, every: int) -> str:
    if number == 0:
        return f"{every} agreements, none of which needs attention."
    need = "needs" if number == 1 else "need"
    return f"{number} of {every} {need} attention. Without a live agreement nothing can be sent."


def _line(name: str, key: str, file: AgreementFile | None, today: date, *, writes: bool) -> RegisterLine:
    here = f"/directory/{key}/agreement" if writes else f"/directory/{key}"
    if file is None:
        attention = ("No agreement recorded: nothing can be sent",)
        return RegisterLine(
            name=name, href=here, state="None", attention=attention, owner="Nobody yet", blockers=(), late=True
        )
    found = watches(file, today)
    return RegisterLine(
        name=name,
        href=here,
        state=agreement_words(file.agreement, today),
        attention=tuple(watch_words(watch, file, today) for watch in found),
        owner=file.owner or "Nobody yet",
        blockers=tuple(f"{b.who}: {b.what}, for {(today - b.since).days} days" for b in file.blockers),
        late=not _LATE.isdisjoint(found),
    )
