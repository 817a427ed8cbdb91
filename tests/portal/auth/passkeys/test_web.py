"""Passkeys over HTTP: an invitation, signing in, opening a lock, and everything that is refused alike."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from httpx import Response
from litestar import Litestar
from sqlmodel import select

from portal.auth.passkeys.tables import ChallengeRow, PasskeyRow
from portal.auth.tables import User
from tests.authenticator import Device, spelled
from tests.builders import Clock
from tests.kit import Visitor
from tests.portal.auth.passkeys.conftest import signs_in, told

SORRY = "The passkey was not accepted. Try again, or sign in another way"


def causes(site: Litestar) -> list[object]:
    return [detail.get("why") for kind, detail in told(site) if kind == "session.refused"]


def tried(site: Litestar, text: str) -> Response:
    return Visitor(site).post("/sign-in/passkey", data={"answer": text})


def asked(site: Litestar) -> dict[str, str]:
    options: dict[str, str] = Visitor(site).post("/sign-in/passkey/challenge").json()
    return options


def test_p4_an_invitation_is_accepted_with_a_passkey_that_signs_in_afterwards(
    site: Litestar, enrolled: Visitor, device: Device
) -> None:
    assert enrolled.get("/inbox").status_code == 200
    assert signs_in(site, device) == 303
    kinds = [kind for kind, _ in told(site)]
    assert kinds == ["user.created", "user.invited", "passkey.added", "session.opened", "session.opened"]
    assert told(site)[-1][1]["way"] == "passkey"


def test_p4_the_options_ask_for_a_verified_user_and_a_passkey_that_is_found_without_a_name(
    site: Litestar, link: str
) -> None:
    making = Visitor(site).post(f"{link}/challenge").json()
    assert making["authenticatorSelection"]["userVerification"] == "required"
    assert making["authenticatorSelection"]["residentKey"] == "required"
    assert (making["rp"]["id"], making["attestation"]) == ("portal.example", "none")
    using = asked(site)
    assert (using["rpId"], using["userVerification"], using["allowCredentials"]) == ("portal.example", "required", [])


def test_an_invitation_whose_passkey_is_refused_goes_on_working_and_then_works_once(
    site: Litestar, link: str, device: Device
) -> None:
    guest, other = Visitor(site), Device(origin="https://elsewhere.example")
    refused = guest.post(f"{link}/passkey", data={"answer": other.make(guest.post(f"{link}/challenge").json())})
    assert refused.status_code == 422
    assert "The passkey could not be set up" in refused.text
    options = guest.post(f"{link}/challenge").json()
    answer = {"answer": device.make(options)}
    assert guest.post(f"{link}/passkey", data=answer).status_code == 303
    assert Visitor(site).post(f"{link}/passkey", data=answer).status_code == 404
    assert Visitor(site).post(f"{link}/challenge").status_code == 404


Wrong = Callable[[Litestar, Device], str]


def replayed(site: Litestar, device: Device) -> str:
    text = device.use(asked(site))
    assert tried(site, text).status_code == 303
    return text


def elsewhere(site: Litestar, device: Device) -> str:
    device.origin = "https://portal.example.evil.example"
    return device.use(asked(site))


def other_site(site: Litestar, device: Device) -> str:
    device.host = "elsewhere.example"
    return device.use(asked(site))


def other_owner(site: Litestar, device: Device) -> str:
    device.user_handle = b"somebody else   "
    return device.use(asked(site))


def nobodys(site: Litestar, device: Device) -> str:
    device.user_handle = None
    return device.use(asked(site))


def unknown(site: Litestar, device: Device) -> str:
    return Device(credential_id=b"another credential", user_handle=device.user_handle).use(asked(site))


def counted_back(site: Litestar, device: Device) -> str:
    device.count = 5
    assert tried(site, device.use(asked(site))).status_code == 303
    device.count = 3
    return device.use(asked(site))


def unverified(site: Litestar, device: Device) -> str:
    device.verifies = False
    return device.use(asked(site))


def other_key(site: Litestar, device: Device) -> str:
    device.key = ec.generate_private_key(ec.SECP256R1())
    return device.use(asked(site))


def tampered(site: Litestar, device: Device) -> str:
    found = json.loads(device.use(asked(site)))
    data = bytearray(found["response"]["authenticatorData"].encode())
    data[-1] = ord("B") if data[-1] != ord("B") else ord("A")
    found["response"]["authenticatorData"] = data.decode()
    return json.dumps(found)


def own_challenge(_site: Litestar, device: Device) -> str:
    return device.use({"challenge": spelled(b"chosen by whoever sends it")})


def of_making(site: Litestar, device: Device) -> str:
    return device.use(asked(site), client={"type": "webauthn.create"})


WRONGS = {
    replayed: "challenge",
    elsewhere: "not_genuine",
    other_site: "not_genuine",
    other_owner: "other_account",
    nobodys: "other_account",
    unknown: "unknown_passkey",
    counted_back: "counter_back",
    unverified: "not_genuine",
    other_key: "not_genuine",
    tampered: "not_genuine",
    own_challenge: "challenge",
    of_making: "not_genuine",
}


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.__name__)
def test_p4_whatever_is_wrong_is_refused_in_the_same_words_and_logged_with_its_cause(
    site: Litestar, device: Device, wrong: Wrong
) -> None:
    answer = tried(site, wrong(site, device))
    assert answer.status_code == 422
    assert answer.text.count(SORRY) == 1
    assert "set-cookie" not in answer.headers
    assert causes(site) == [WRONGS[wrong]]


@pytest.mark.parametrize(
    "text", ["", "{}", "null", "[]", '{"id": 1}', '{"id": "AA", "rawId": "AA", "response": {}}', "["]
)
def test_what_is_no_answer_is_refused_in_the_same_words(site: Litestar, text: str) -> None:
    answer = tried(site, text)
    assert (answer.status_code, answer.text.count(SORRY)) == (422, 1)
    assert causes(site) == ["unreadable"]


@pytest.mark.usefixtures("enrolled")
def test_a_challenge_lives_five_minutes_and_is_forgotten_then(site: Litestar, device: Device, clock: Clock) -> None:
    options = asked(site)
    clock.advance(minutes=5)
    assert tried(site, device.use(options)).status_code == 422
    asked(site)
    with site.state.database.system(reading=True) as session:
        assert len(session.exec(select(ChallengeRow)).all()) == 1


def test_a_challenge_for_one_thing_answers_nothing_else(site: Litestar, enrolled: Visitor) -> None:
    making = enrolled.submit("/account/ways/passkeys/challenge").json()
    assert tried(site, Device().use({"challenge": making["challenge"]})).status_code == 422
    assert causes(site) == ["challenge"]


@pytest.mark.usefixtures("enrolled")
def test_t34_the_passkey_of_a_closed_account_opens_nothing(site: Litestar, device: Device, clock: Clock) -> None:
    with site.state.database.system() as session:
        owner = session.exec(select(PasskeyRow.user_id)).one()
        session.get(User, owner).disabled_at = clock()
    assert signs_in(site, device) == 422
    assert causes(site) == ["unknown_passkey"]


def test_p7_the_lock_of_a_shared_desk_opens_with_a_passkey_of_its_owner_alone(
    site: Litestar, enrolled: Visitor, device: Device, clock: Clock
) -> None:
    enrolled.submit("/account/preferences", {"shared_desk": "yes"})
    clock.advance(minutes=20)
    locked = enrolled.get("/inbox")
    assert (locked.status_code, "Unlock with a passkey" in locked.text) == (401, True)
    wrong = Device(user_handle=device.user_handle).use(enrolled.submit("/unlock/challenge").json())
    refused = enrolled.submit("/unlock", answer=wrong)
    assert (refused.status_code, "The passkey was not accepted" in refused.text) == (422, True)
    assert enrolled.submit("/unlock", answer=device.use(asked(site))).status_code == 422
    opened = enrolled.submit("/unlock", answer=device.use(enrolled.submit("/unlock/challenge").json()))
    assert opened.status_code == 303
    assert enrolled.get("/inbox").status_code == 200
    assert told(site)[-1] == ("session.unlocked", {"ways": ["passkey"]})


def test_without_an_address_there_are_no_passkeys(app: Litestar) -> None:
    guest = Visitor(app)
    assert "passkey" not in guest.get("/sign-in").text
    for path in ("/sign-in/passkey/challenge", "/sign-in/passkey", "/unlock/challenge"):
        assert guest.post(path).status_code == 404
