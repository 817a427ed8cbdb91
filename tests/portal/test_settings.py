"""Settings: what a production process refuses to start on, and in which words."""

import os
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from portal.settings import Secrets, SettingsError, from_environment, mail_from
from tests.builders import some_secrets, some_settings


@pytest.fixture
def secrets_file(tmp_path: Path) -> Path:
    path = tmp_path / "secrets.toml"
    path.write_text(some_secrets().to_toml(), encoding="utf-8")
    path.chmod(0o600)
    return path


def environment(secrets_file: Path) -> dict[str, str]:
    return {
        "LVWS_DATABASE_URL": "sqlite:///x.sqlite",
        "LVWS_SECRETS_FILE": str(secrets_file),
        "LVWS_ORGANISATION": "Alder Victim Service",
    }


def test_settings_are_read_from_the_environment(secrets_file: Path) -> None:
    settings = from_environment(environment(secrets_file))
    assert settings == replace(some_settings("sqlite:///x.sqlite"), secrets_file=str(secrets_file))
    assert not settings.demo


def test_the_virus_scanner_may_be_named(secrets_file: Path) -> None:
    given = {**environment(secrets_file), "LVWS_CLAMAV_SOCKET": "/run/clamav/clamd.ctl"}
    assert from_environment(given).clamav_socket == "/run/clamav/clamd.ctl"


def test_t35_no_proxy_is_trusted_but_those_that_are_named(secrets_file: Path) -> None:
    assert from_environment(environment(secrets_file)).trusted_proxies == frozenset()
    given = {**environment(secrets_file), "LVWS_TRUSTED_PROXIES": "10.0.0.5, 2001:DB8::1"}
    assert from_environment(given).trusted_proxies == {"10.0.0.5", "2001:db8::1"}


@pytest.mark.parametrize("text", ["*", "10.0.0.0/8", "proxy.example.org", "10.0.0.5;10.0.0.6"])
def test_t35_a_proxy_is_named_by_its_address_and_nothing_wider(secrets_file: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"LVWS_TRUSTED_PROXIES must be addresses such as 10\.0\.0\.5"):
        from_environment({**environment(secrets_file), "LVWS_TRUSTED_PROXIES": text})


@pytest.mark.parametrize("name", ["LVWS_DATABASE_URL", "LVWS_SECRETS_FILE", "LVWS_ORGANISATION"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_variable_is_named(secrets_file: Path, name: str, value: str | None) -> None:
    given = {k: v for k, v in (environment(secrets_file) | {name: value}).items() if v is not None}
    with pytest.raises(SettingsError, match=f"^set {name}$"):
        from_environment(given)


def test_every_missing_variable_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match="LVWS_DATABASE_URL, LVWS_SECRETS_FILE, LVWS_ORGANISATION"):
        from_environment({})


def test_nothing_in_the_environment_switches_the_demonstration_on(secrets_file: Path) -> None:
    wishes = {"LVWS_DEMO": "1", "DEMO": "true"}
    assert not from_environment(environment(secrets_file) | wishes).demo


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_secrets_file_that_others_can_read_is_refused(secrets_file: Path, mode: int) -> None:
    secrets_file.chmod(mode)
    with pytest.raises(SettingsError, match="600"):
        Secrets.read(secrets_file)


def test_a_secrets_file_that_is_not_there_is_refused_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="lvws keys new"):
        Secrets.read(tmp_path / "none")


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "",
        'vault_key = "AAAA"\n',
        some_secrets().to_toml() + 'more = "AAAA"\n',
        some_secrets().to_toml().replace("=", "= 1 #", 1),
        some_secrets().to_toml().replace('"', '"!', 1),
    ],
)
def test_a_secrets_file_of_another_shape_is_refused(secrets_file: Path, text: str) -> None:
    secrets_file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        Secrets.read(secrets_file)


def test_a_refusal_does_not_show_a_key(secrets_file: Path) -> None:
    text = some_secrets().to_toml()
    secrets_file.write_text(text.replace("form_key", "other_key"), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Secrets.read(secrets_file)
    assert not any(line.split('"')[1] in str(caught.value) for line in text.splitlines())


def test_short_keys_and_one_key_used_twice_are_refused() -> None:
    keys = msgspec.structs.asdict(some_secrets())
    for wrong in ({"vault_key": bytes(31)}, {"vault_key": keys["index_key"]}):
        with pytest.raises(SettingsError, match="four different keys"):
            Secrets(**keys | wrong)


def test_keys_survive_their_file(secrets_file: Path) -> None:
    made = Secrets.generate(os.urandom)
    secrets_file.write_text(made.to_toml(), encoding="utf-8")
    assert Secrets.read(secrets_file) == made


def test_the_cookie_is_secure_outside_the_demonstration() -> None:
    serious, demo = some_settings("sqlite://"), some_settings("sqlite://", demo=True)
    assert (serious.cookie_name, serious.cookie_secure) == ("__Host-sid", True)
    assert not demo.cookie_secure
    assert not demo.cookie_name.startswith("__Host-")


SMTP = {"LVWS_MAIL_SENDER": "smtp", "LVWS_MAIL_LINK": "https://portal.example.org/notices"} | {
    "LVWS_MAIL_FROM": "notices@portal.example",
    "LVWS_MAIL_HOST": "mail.portal.example",
}


def test_mail_is_off_until_a_sender_is_named(secrets_file: Path) -> None:
    assert from_environment(environment(secrets_file)).mail.sender == ""
    mail = from_environment(environment(secrets_file) | SMTP).mail
    assert (mail.host, mail.port, mail.tls, mail.seconds) == ("mail.portal.example", 587, "starttls", 20)
    assert mail_from(SMTP | {"LVWS_MAIL_TLS": "none", "LVWS_MAIL_HOST": "127.0.0.1"}).tls == "none"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"LVWS_MAIL_SENDER": "pigeon"}, "LVWS_MAIL_SENDER is one of smtp, notify, file"),
        ({"LVWS_MAIL_HOST": ""}, "set LVWS_MAIL_HOST"),
        ({"LVWS_MAIL_TLS": "none"}, "only for a mail server on this machine"),
        ({"LVWS_MAIL_TLS": "maybe"}, "implicit, starttls or none"),
        ({"LVWS_MAIL_FROM": "a@b.org\r\nBcc: c@d.org"}, "one plain email address"),
        ({"LVWS_MAIL_FROM": "a@b.org, c@d.org"}, "one plain email address"),
        ({"LVWS_MAIL_HOST": "mail.example\r\nRSET"}, "the name of a mail server"),
        ({"LVWS_MAIL_LINK": "http://portal.example.org/"}, "https address"),
        ({"LVWS_MAIL_LINK": "https://portal.example.org/?who=1"}, "https address"),
        (
            {"LVWS_MAIL_FROM": "notices@victimsupport.example"},
            r"LVWS_MAIL_FROM tells .* \(victim\): use a neutral name",
        ),
        ({"LVWS_MAIL_FROM": "referrals@portal.example"}, r"LVWS_MAIL_FROM tells .* \(refer\)"),
        ({"LVWS_MAIL_LINK": "https://lvws.example.org/notices"}, r"LVWS_MAIL_LINK tells .* \(lvws\)"),
        ({"LVWS_MAIL_PORT": "0"}, "LVWS_MAIL_PORT must be a number"),
        ({"LVWS_MAIL_SECONDS": "900"}, "LVWS_MAIL_SECONDS must be a number"),
        ({"LVWS_MAIL_PASSWORD_FILE": "/nowhere/at/all"}, "LVWS_MAIL_PASSWORD_FILE cannot be read"),
    ],
)
def test_t_fault_unsafe_mail_is_refused_in_words_that_say_how_to_mend_it(changes: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        mail_from(SMTP | changes)


def test_a_password_of_mail_is_kept_in_a_file_of_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("word\n", encoding="utf-8")
    path.chmod(0o644)
    given = SMTP | {"LVWS_MAIL_PASSWORD_FILE": str(path)}
    with pytest.raises(SettingsError, match="set its mode to 600"):
        mail_from(given)
    path.chmod(0o600)
    assert mail_from(given).password == "word"


@pytest.mark.parametrize(
    "address", ["https://portal.example.org", "https://portal.example.org:8443", "https://localhost"]
)
def test_p4_the_address_at_which_passkeys_hold_is_https_and_a_name(secrets_file: Path, address: str) -> None:
    assert from_environment({**environment(secrets_file), "LVWS_ADDRESS": address}).address == address


@pytest.mark.parametrize(
    "address",
    [
        *("http://portal.example.org", "https://portal.example.org/", "https://10.0.0.5", "https://[::1]"),
        *("portal.example.org", "https://Portal.example.org", "https://portal.example.org\n", "https://"),
    ],
)
def test_an_address_at_which_no_passkey_would_hold_is_refused(secrets_file: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="LVWS_ADDRESS"):
        from_environment({**environment(secrets_file), "LVWS_ADDRESS": address})
