"""Reading and recording what people say of themselves."""

from lvws_core.errors import Conflict
from lvws_core.ids import Reference
from lvws_core.reasons import because
from portal.people import store as people
from portal.people.characteristics import store
from portal.people.characteristics.model import Answers, Kept, changed, recorded_answers
from portal.people.corrections.model import AS_TOLD, Grounds, Part, differing
from portal.people.corrections.service import record_correction
from portal.people.model import age_on
from portal.people.service import Desk


def read(desk: Desk, reference: Reference) -> tuple[Kept, ...]:
    """Give every version of what a person said, the newest first; event `person.read` where there is one.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, reference)
    found = store.versions(desk.session, desk.vault, key)
    if found:
        desk.note("person.read", key.record_id, fields=("characteristics",))
    return found


def age_of(desk: Desk, reference: Reference) -> int | None:
    """Give the age in years, which decides what is asked; None where no birth date is known. Event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person = people.get(desk.session, desk.vault, reference)
    desk.note("person.read", person.id, fields=("birth_date",))
    born = person.identity.birth_date
    return age_on(born, desk.today) if born else None


def record_answers(
    desk: Desk, reference: Reference, answers: Answers, *, expected_version: int, grounds: Grounds = AS_TOLD
) -> None:
    """Store what a person said as another version; what stood before stays. Event `characteristics.recorded`.

    Where nothing differs nothing is stored. The event names the questions, never an answer.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: Somebody else recorded something since `expected_version`.

    Source: TOP-15, ETH-02; domain section 9.5, correction without overwriting.
    """
    key = people.key_of(desk.session, reference)
    newest = next(iter(store.versions(desk.session, desk.vault, key)), None)
    if (newest.version if newest else 0) != expected_version:
        raise Conflict(because("version_stale", "I4", "Somebody else recorded answers meanwhile. Open the page again."))
    questions = changed(newest.answers if newest else Answers(), answers)
    if not questions:
        return
    kept = Kept(version=expected_version + 1, at=desk.now, by=desk.actor.id, answers=answers)
    store.add(desk.session, desk.vault, key, kept, desk.new_id())
    fields = [each.value for each in questions]
    desk.note("characteristics.recorded", key.record_id, version=kept.version, fields=fields)
    if newest is not None:
        lines = differing(recorded_answers(newest.answers), recorded_answers(answers))
        corrected = [line for line in lines if line.before]  # what was not asked yet is an answer, no correction
        record_correction(desk, key, Part.CHARACTERISTICS, corrected, grounds)
