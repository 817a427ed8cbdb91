"""The form of an agreement: state, days, owner and up to three blockers."""

from collections.abc import Mapping
from datetime import date

import msgspec

from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import AgreementId, OrganisationId
from partners.directory.agreements.model import AgreementFile, Blocker

BLOCKERS = 3
"""How many blockers the form has room for."""


class AgreementForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, by the names of the fields; a day is three of them."""

    values: Mapping[str, str] = {}
    categories: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        """Give what was typed in a field, "" where nothing was."""
        return self.values.get(name, "")

    def day(self, name: str) -> tuple[str, str, str]:
        """Give the three parts of a day."""
        return self.value(f"{name}_day"), self.value(f"{name}_month"), self.value(f"{name}_year")

    def parse(
        self, agreement_id: AgreementId, organisation_id: OrganisationId, today: date
    ) -> tuple[AgreementFile | None, tuple[FieldError, ...]]:
        """Give the agreement, or every fault."""
        faults = Faults()
        status = faults.choice("status", self.value("status"), AgreementStatus, text="Select where it stands")
        starts_on = faults.day("starts_on", self.day("starts_on"), label="The first day")
        ends_on = faults.day("ends_on", self.day("ends_on"), label="The last day") if any(self.day("ends_on")) else None
        if starts_on is not None and ends_on is not None and ends_on < starts_on:
            faults.add("ends_on", "before_start", "The last day must not be before the first")
        review_on = (
            faults.day("review_on", self.day("review_on"), label="The next review")
            if any(self.day("review_on"))
            else None
        )
        if review_on is not None and starts_on is not None and review_on < starts_on:
            faults.add("review_on", "before_start", "The next review must not be before the first day")
        owner = faults.text("owner", self.value("owner"), label="Who drives it", longest=80, required=False)
        chosen = faults.choices("categories", list(self.categories), DataCategory, text="Select what it covers")
        blockers = self._blockers(faults, today)
        version = self.value("version")
        if faults.found or status is None or starts_on is None or chosen is None:
            return None, faults.found
        agreement = Agreement(
            id=agreement_id,
            organisation_id=organisation_id,
            categories=chosen,
            status=status,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        read = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        return AgreementFile(
            agreement=agreement, owner=owner or "", review_on=review_on, blockers=blockers, version=read
        ), ()

    def _blockers(self, faults: Faults, today: date) -> tuple[Blocker, ...]:
        found = [self._blocker(faults, n, today) for n in range(1, BLOCKERS + 1)]
        return tuple(blocker for blocker in found if blocker is not None)

    def _blocker(self, faults: Faults, number: int, today: date) -> Blocker | None:
        names = f"who_{number}", f"what_{number}", f"since_{number}"
        who, what = self.value(names[0]), self.value(names[1])
        if not (who.strip() or what.strip()):
            return None
        who_read = faults.text(names[0], who, label="Who is waited on", longest=80)
        what_read = faults.text(names[1], what, label="What for", longest=200)
        since = faults.day(names[2], self.day(names[2]), label="The day since when")
        if since is not None and since > today:
            faults.add(names[2], "in_the_future", "The day since when must not be after today")
        if who_read is None or what_read is None or since is None:
            return None
        return Blocker(who=who_read, what=what_read, since=since)


def agreement_form(data: Mapping[str, Many]) -> AgreementForm:
    """Read the form as the browser sent it."""
    values = {name: (many(value) or ("",))[0] for name, value in data.items()}
    return AgreementForm(values=values, categories=many(data.get("categories", "")))


def shown(file: AgreementFile | None) -> AgreementForm:
    """Give the form that says what is recorded; a new one is a draft that covers everything."""
    if file is None:
        return AgreementForm(values={"status": "draft", "version": "0"}, categories=tuple(DataCategory))
    agreement = file.agreement
    values = {"status": agreement.status.value, "owner": file.owner, "version": str(file.version)}
    values |= _parts("starts_on", agreement.starts_on) | _parts("ends_on", agreement.ends_on)
    values |= _parts("review_on", file.review_on)
    for n, blocker in enumerate(file.blockers, start=1):
        values |= {f"who_{n}": blocker.who, f"what_{n}": blocker.what} | _parts(f"since_{n}", blocker.since)
    return AgreementForm(values=values, categories=tuple(agreement.categories))


def _parts(name: str, day: date | None) -> dict[str, str]:
    if day is None:
        return {}
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
