"""Settings: what differs between installations; a secret has no default outside the demonstration."""

import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path

import msgspec

from notifications.wording.model import TELLING
from portal.keyring import OWNER_ONLY, Ring, WatchedRing
from portal.keyring import Secrets as Secrets
from portal.keyring import SettingsError as SettingsError


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """How notices leave the portal; `sender` is smtp, notify, file, or "" for not at all.

    `link` is where readers sign in, `from_address` neutral like everything else in a message. `tls` is
    implicit, starttls, or none for a server on this machine; `seconds` is the longest for one message.
    """

    sender: str = ""
    link: str = ""
    from_address: str = ""
    host: str = ""
    port: int = 587
    tls: str = "starttls"
    user: str = ""
    password: str = ""
    seconds: float = 20.0
    notify_key: str = ""
    notify_template: str = ""
    notify_address: str = "https://api.notifications.service.gov.uk"
    folder: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that an installation decides.

    `organisation` is the name shown in the header; `demo` allows plain http on loopback and one-time
    sign-in links, with another cookie name, and nothing else may switch it on but `lvws demo`.
    `address` is where browsers reach the portal; passkeys hold there and nowhere else, and without it there are none.
    `clamav_socket` is the path of the virus scanner's socket; without one files are marked as not scanned.
    `mail` is how notices leave the portal. `trusted_proxies` are the addresses of the proxies that are
    believed about whom they forward for; nobody else is. `secrets_file` is where the secrets were read,
    "" for the environment.
    `anchor_file` is where the head of the audit is written every hour, on another machine's disk.
    """

    database_url: str
    secrets: Secrets
    organisation: str
    address: str = ""
    clamav_socket: str = ""
    mail: Mail = Mail()
    trusted_proxies: frozenset[str] = frozenset()
    demo: bool = False
    secrets_file: str = ""
    anchor_file: str = ""

    @property
    def cookie_name(self) -> str:
        """The session cookie's name; browsers accept the `__Host-` prefix over https only."""
        return "lvws-demo-sid" if self.demo else "__Host-sid"

    @property
    def cookie_secure(self) -> bool:
        """Whether the session cookie travels over https only: always, but in the demonstration."""
        return not self.demo

    @property
    def vault_keys(self) -> Callable[[], Ring]:
        """What gives the versions of the vault key as they stand; a rotation is seen at once where they are a file."""
        ring = self.secrets.ring
        return WatchedRing(Path(self.secrets_file), ring) if self.secrets_file else lambda: ring

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
    `LVWS_ADDRESS` and `LVWS_TRUSTED_PROXIES` (see docs/sign-in.md), `LVWS_ANCHOR_FILE` and `LVWS_CLAMAV_SOCKET`
    may be, and those of the mail (see docs/notices.md). In place of the file, `LVWS_SECRETS` may hold its text.

    Raises:
        SettingsError: Names every variable that is missing, or what is wrong with the address, the secrets, the
            proxies or the mail.
    """
    text = environ.get("LVWS_SECRETS", "")
    wanted = ("LVWS_DATABASE_URL", *(() if text else ("LVWS_SECRETS_FILE",)), "LVWS_ORGANISATION")
    if missing := [name for name in wanted if not environ.get(name)]:
        raise SettingsError(f"set {', '.join(missing)}")
    path = "" if text else environ["LVWS_SECRETS_FILE"]
    address = environ.get("LVWS_ADDRESS", "")
    if address and _ADDRESS.fullmatch(address) is None:
        raise SettingsError("LVWS_ADDRESS must be https and the name of the portal, such as https://portal.example.org")
    return Settings(
        database_url=environ["LVWS_DATABASE_URL"],
        secrets=Secrets.parse(text) if text else Secrets.read(Path(path)),
        organisation=environ["LVWS_ORGANISATION"],
        address=address,
        clamav_socket=environ.get("LVWS_CLAMAV_SOCKET", ""),
        mail=mail_from(environ),
        trusted_proxies=_proxies(environ.get("LVWS_TRUSTED_PROXIES", "")),
        secrets_file=path,
        anchor_file=environ.get("LVWS_ANCHOR_FILE", ""),
    )


def _proxies(text: str) -> frozenset[str]:
    try:
        return frozenset(str(ip_address(part.strip())) for part in text.split(",") if part.strip())
    except ValueError:
        raise SettingsError("LVWS_TRUSTED_PROXIES must be addresses such as 10.0.0.5, with commas between") from None


_SENDERS: Mapping[str, tuple[str, ...]] = {
    "smtp": ("LVWS_MAIL_LINK", "LVWS_MAIL_FROM", "LVWS_MAIL_HOST"),
    "notify": ("LVWS_MAIL_LINK", "LVWS_MAIL_NOTIFY_KEY_FILE", "LVWS_MAIL_NOTIFY_TEMPLATE"),
    "file": ("LVWS_MAIL_LINK", "LVWS_MAIL_FROM", "LVWS_MAIL_FOLDER"),
}
_ADDRESS = re.compile(r"https://([a-z0-9-]+\.)*[a-z][a-z0-9-]*(:[0-9]{1,5})?")
"""A name and no number: passkeys are bound to names. No path, and no slash at its end, since browsers say it so."""

_MAILBOX = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,253}")
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST_SECONDS = 120.0


def mail_from(environ: Mapping[str, str]) -> Mail:
    """Read how notices leave the portal; without `LVWS_MAIL_SENDER` they do not.

    Raises:
        SettingsError: Names what is missing or unsafe: no TLS to another machine, a value with a line
            break or a second address in it, a link that is not https, a link or a sender that has a word that tells.
    """
    sender = environ.get("LVWS_MAIL_SENDER", "")
    if not sender:
        return Mail()
    if sender not in _SENDERS:
        raise SettingsError(f"LVWS_MAIL_SENDER is one of {', '.join(_SENDERS)}")
    if missing := [name for name in _SENDERS[sender] if not environ.get(name)]:
        raise SettingsError(f"set {', '.join(missing)}")
    mail = Mail(
        sender=sender,
        link=environ["LVWS_MAIL_LINK"],
        from_address=environ.get("LVWS_MAIL_FROM", ""),
        host=environ.get("LVWS_MAIL_HOST", ""),
        port=int(_number(environ, "LVWS_MAIL_PORT", 587, 65535)),
        tls=environ.get("LVWS_MAIL_TLS", "starttls"),
        user=environ.get("LVWS_MAIL_USER", ""),
        password=_kept(environ, "LVWS_MAIL_PASSWORD_FILE"),
        seconds=_number(environ, "LVWS_MAIL_SECONDS", 20, _LONGEST_SECONDS),
        notify_key=_kept(environ, "LVWS_MAIL_NOTIFY_KEY_FILE"),
        notify_template=environ.get("LVWS_MAIL_NOTIFY_TEMPLATE", ""),
        notify_address=environ.get("LVWS_MAIL_NOTIFY_ADDRESS", Mail().notify_address),
        folder=environ.get("LVWS_MAIL_FOLDER", ""),
    )
    if unsafe := tuple(_unsafe(mail)):
        raise SettingsError("; ".join(unsafe))
    return mail


def _unsafe(mail: Mail) -> Iterator[str]:
    if not _is_https(mail.link):
        yield "LVWS_MAIL_LINK must be an https address without a query, such as https://portal.example.org/notices"
    if mail.from_address and _MAILBOX.fullmatch(mail.from_address) is None:
        yield "LVWS_MAIL_FROM must be one plain email address and nothing else"
    for name, value in (("LVWS_MAIL_LINK", mail.link), ("LVWS_MAIL_FROM", mail.from_address)):
        if told := TELLING.search(value):
            yield f"{name} tells on a locked screen what the portal is for ({told[0]}): use a neutral name"
    if mail.host and _HOST.fullmatch(mail.host) is None:
        yield "LVWS_MAIL_HOST must be the name of a mail server and nothing else"
    if mail.tls not in {"implicit", "starttls", "none"}:
        yield "LVWS_MAIL_TLS is implicit, starttls or none"
    if mail.sender == "smtp" and mail.tls == "none" and mail.host not in _LOOPBACK:
        yield "LVWS_MAIL_TLS may be none only for a mail server on this machine"
    if not _is_https(mail.notify_address):
        yield "LVWS_MAIL_NOTIFY_ADDRESS must be an https address"


def _is_https(address: str) -> bool:
    return re.fullmatch(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9./_-]*)?", address) is not None


def _number(environ: Mapping[str, str], name: str, default: float, most: float) -> float:
    text = environ.get(name) or str(default)
    if re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", text) is None or not 0 < float(text) <= most:
        raise SettingsError(f"{name} must be a number above 0 and up to {most:g}")
    return float(text)


def _kept(environ: Mapping[str, str], name: str) -> str:
    """Give the one line of a file that only its owner may read; "" where none is named."""
    if not environ.get(name):
        return ""
    path = Path(environ[name])
    try:
        if path.stat().st_mode & OWNER_ONLY:
            raise SettingsError(f"the file of {name} can be read by others; set its mode to 600")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"the file of {name} cannot be read") from None
