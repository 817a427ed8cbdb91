"""Settings: what differs between installations; a secret has no default outside the demonstration."""

import base64
import binascii
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

KEY_BYTES = 32
_OWNER_ONLY = 0o077


class SettingsError(Exception):
    """The portal refuses to start on these settings; the text says which and how to mend it."""


class Secrets(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The four keys, each 32 random bytes; they are backed up apart from the database."""

    vault_key: bytes
    index_key: bytes
    audit_key: bytes
    form_key: bytes

    def __post_init__(self) -> None:
        """Refuse keys of another length, and one key used twice."""
        keys = [getattr(self, name) for name in self.__struct_fields__]
        if any(len(key) != KEY_BYTES for key in keys) or len(set(keys)) != len(keys):
            raise SettingsError("the secrets file must hold four different keys of 32 bytes each, in base64")

    @classmethod
    def generate(cls, entropy: Callable[[int], bytes]) -> "Secrets":
        """Make new keys from a source of random bytes."""
        return cls(**{name: entropy(KEY_BYTES) for name in cls.__struct_fields__})

    def to_toml(self) -> str:
        """Give the text of a secrets file."""
        encoded = {name: base64.b64encode(getattr(self, name)).decode() for name in self.__struct_fields__}
        return "".join(f'{name} = "{text}"\n' for name, text in encoded.items())

    @classmethod
    def read(cls, path: Path) -> "Secrets":
        """Read a secrets file that only its owner may read.

        Raises:
            SettingsError: Missing, readable by others, or not four keys.
        """
        try:
            if path.stat().st_mode & _OWNER_ONLY:
                raise SettingsError("the secrets file can be read by others; set its mode to 600")
            found = msgspec.toml.decode(path.read_text(), type=dict[str, str])
            return cls(**{name: base64.b64decode(text, validate=True) for name, text in found.items()})
        except FileNotFoundError:
            raise SettingsError("the secrets file does not exist; make one with: lvws keys new FILE") from None
        except (msgspec.DecodeError, binascii.Error, TypeError) as error:
            raise SettingsError("the secrets file is not one made by: lvws keys new FILE") from error


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that an installation decides.

    `organisation` is the name shown in the header; `demo` allows plain http on loopback and one-time
    sign-in links, with another cookie name, and nothing else may switch it on but `lvws demo`.
    `clamav_socket` is the path of the virus scanner's socket; without one files are marked as not scanned.
    """

    database_url: str
    secrets: Secrets
    organisation: str
    clamav_socket: str = ""
    demo: bool = False

    @property
    def cookie_name(self) -> str:
        """The session cookie's name; browsers accept the `__Host-` prefix over https only."""
        return "lvws-demo-sid" if self.demo else "__Host-sid"

    @property
    def cookie_secure(self) -> bool:
        """Whether the session cookie travels over https only: always, but in the demonstration."""
        return not self.demo

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain."""
        return self.secrets.audit_key

    @property
    def form_key(self) -> bytes:
        """The key by which a form shows that it is our own."""
        return self.secrets.form_key


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings of a production process.

    `LVWS_DATABASE_URL`, `LVWS_SECRETS_FILE` and `LVWS_ORGANISATION` must all be set;
    `LVWS_CLAMAV_SOCKET` may be.

    Raises:
        SettingsError: Names every variable that is missing, or what is wrong with the secrets.
    """
    wanted = ("LVWS_DATABASE_URL", "LVWS_SECRETS_FILE", "LVWS_ORGANISATION")
    if missing := [name for name in wanted if not environ.get(name)]:
        raise SettingsError(f"set {', '.join(missing)}")
    url, path, organisation = (environ[name] for name in wanted)
    scanner = environ.get("LVWS_CLAMAV_SOCKET", "")
    return Settings(
        database_url=url, secrets=Secrets.read(Path(path)), organisation=organisation, clamav_socket=scanner
    )
