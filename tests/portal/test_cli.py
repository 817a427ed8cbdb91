"""The command `lvws`: an installation from nothing, and what each command refuses."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from portal import migrations
from portal.checks import network_disk
from portal.cli import main


class Installation:
    def __init__(self, folder: Path) -> None:
        self.database, self.secrets = folder / "portal.sqlite", folder / "secrets.toml"

    def run(self, *words: str, **more: str) -> Result:
        settings = {
            "LVWS_DATABASE_URL": f"sqlite:///{self.database}",
            "LVWS_SECRETS_FILE": str(self.secrets),
            "LVWS_ORGANISATION": "Alder Victim Service",
        }
        return CliRunner(env=settings | more).invoke(main, list(words))

    def invite(self, email: str = "sam@example.org", organisation: str = "lead") -> Result:
        return self.run("user", "invite", email, "--name", "Sam", "--organisation", organisation, "--role", "idva")


@pytest.fixture
def bare(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.fixture
def ready(bare: Installation) -> Installation:
    for words in (
        ("keys", "new", str(bare.secrets)),
        ("migrate",),
        ("organisation", "add", "lead", "Lead", "--kind", "lead"),
    ):
        assert bare.run(*words).exit_code == 0
    return bare


def test_an_installation_from_nothing_is_in_order(ready: Installation) -> None:
    assert ready.invite().exit_code == 0
    checked = ready.run("check")
    assert checked.exit_code == 0
    assert checked.output.splitlines()[1:] == [
        "oldest unsent delivery: none",
        "sweep held by: nobody",
        "last sweep: none",
    ]
    assert ready.run("audit", "verify").output == "3 entries, every one holds.\n"


def test_the_files_it_makes_are_the_owners_alone(ready: Installation) -> None:
    assert [path.stat().st_mode & 0o777 for path in (ready.secrets, ready.database)] == [0o600, 0o600]


def test_new_keys_never_overwrite_old_ones(ready: Installation) -> None:
    before = ready.secrets.read_bytes()
    assert ready.run("keys", "new", str(ready.secrets)).exit_code == 1
    assert ready.secrets.read_bytes() == before


@pytest.mark.parametrize("command", ["serve", "check"])
def test_nothing_is_served_without_settings_and_each_missing_one_is_named(command: str) -> None:
    names = ("LVWS_DATABASE_URL", "LVWS_SECRETS_FILE", "LVWS_ORGANISATION")
    result = CliRunner(env=dict.fromkeys(names)).invoke(main, [command])
    assert result.exit_code == 1
    assert all(name in result.output for name in names)


@pytest.mark.parametrize("command", ["serve", "check"])
def test_a_database_that_others_can_read_is_not_served(ready: Installation, command: str) -> None:
    ready.database.chmod(0o644)
    result = ready.run(command)
    assert (result.exit_code, "600" in result.output) == (1, True)


@pytest.mark.parametrize("command", ["serve", "scheduler", "check"])
def test_t_fault_unsafe_mail_is_not_served_and_every_fault_of_it_is_named(ready: Installation, command: str) -> None:
    mail = {"LVWS_MAIL_SENDER": "smtp", "LVWS_MAIL_HOST": "mail.example", "LVWS_MAIL_TLS": "none"}
    result = ready.run(
        command, **mail, LVWS_MAIL_LINK="http://a.example/", LVWS_MAIL_FROM="a@b.example\r\nBcc: c@d.example"
    )
    assert result.exit_code == 1
    assert all(f"LVWS_MAIL_{name} " in result.output for name in ("LINK", "FROM", "TLS"))


def test_a_database_that_is_not_at_head_is_not_served(ready: Installation) -> None:
    migrations.downgrade(f"sqlite:///{ready.database}", "base")
    result = ready.run("serve")
    assert (result.exit_code, "lvws migrate" in result.output) == (1, True)


def test_a_database_that_is_not_there_is_not_made_by_looking(bare: Installation) -> None:
    bare.run("keys", "new", str(bare.secrets))
    assert bare.run("check").exit_code == 1
    assert not bare.database.exists()


@pytest.mark.parametrize(
    ("email", "organisation", "said"),
    [("sam", "lead", "email"), ("sam@example.org", "nobody", "none by that name")],
)
def test_an_account_that_cannot_be_is_refused_in_a_line(
    ready: Installation, email: str, organisation: str, said: str
) -> None:
    result = ready.invite(email, organisation)
    assert (result.exit_code, said in result.output) == (1, True)


def test_an_account_is_made_once_and_closed(ready: Installation) -> None:
    assert ready.invite().exit_code == 0
    assert "there already" in ready.invite().output
    assert ready.run("user", "disable", "SAM@example.org").exit_code == 0
    assert ready.run("user", "disable", "nobody@example.org").exit_code == 1


def test_no_account_may_hold_the_clocks_role(ready: Installation) -> None:
    result = ready.run("user", "invite", "c@example.org", "--name", "C", "--organisation", "lead", "--role", "clock")
    assert result.exit_code == 2


def test_p9_an_altered_audit_is_found_and_its_first_bad_entry_named(ready: Installation) -> None:
    ready.invite()
    engine = create_engine(f"sqlite:///{ready.database}")
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_refuses_UPDATE"))
        connection.execute(text("UPDATE entry SET kind = 'x' WHERE sequence = 2"))
    engine.dispose()
    for words in (("audit", "verify"), ("check",)):
        result = ready.run(*words)
        assert (result.exit_code, "entry 2" in result.output) == (1, True)


def test_p9_a_tail_that_was_cut_is_found_by_the_anchor_outside(ready: Installation, tmp_path: Path) -> None:
    ready.invite()
    heads = str(tmp_path / "heads")
    assert ready.run("audit", "anchor", heads).exit_code == 0
    engine = create_engine(f"sqlite:///{ready.database}")
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_refuses_DELETE"))
        connection.execute(text("DELETE FROM entry WHERE sequence = 3"))
        connection.execute(text("DELETE FROM anchor"))
    engine.dispose()
    assert ready.run("audit", "verify").exit_code == 0
    assert "tail_cut" in ready.run("audit", "verify", "--anchors", heads).output


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/data/x.sqlite", "nfs4"), ("/srv/x.sqlite", None), ("/srv/data space/x", "cifs"), ("/other", None)],
)
def test_p17_a_network_disk_is_known_by_the_kernels_table(path: str, kind: str | None) -> None:
    mounts = "/dev/sda / ext4 rw 0 0\nhost:/d /srv/data nfs4 rw 0 0\n//h/s /srv/data\\040space cifs rw 0 0\n"
    assert network_disk(Path(path), mounts) == kind
