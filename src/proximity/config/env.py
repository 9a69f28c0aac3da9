"""The environment, read once and typed. Every setting an operator can change is named here (docs/reference/settings.md)."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
MAIL_PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
PREPARE_AFTER = 3
"""A statement that a connection sends so often is planned once and kept: behind the wall, planning takes longer than running."""
WAIT_SECONDS = 4
"""How long a page waits for a connection: a restarted database goes by unnoticed; where it stays away, whoever typed is told
before she gives up, and no thread is held long. Threads never wait for each other here: there are fewer than connections."""


class SettingMissing(RuntimeError):
    """A setting that has no safe default is absent from the environment."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where PostgreSQL answers and as whom; `host` is a folder for a Unix socket."""

    user: str
    password: str
    name: str
    host: str
    port: str

    @classmethod
    def from_url(cls, url: str) -> "Database":
        """Read `postgresql://user:password@host:port/name?host=/socket/folder`."""
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        return cls(
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            name=parts.path.lstrip("/"),
            host=query.get("host", [parts.hostname or ""])[0],
            port=str(parts.port or ""),
        )

    def as_django(self, *, pool: bool) -> dict[str, object]:
        """Return the mapping that Django's DATABASES setting wants; a pool only where threads share the process."""
        options: dict[str, object] = {"server_side_binding": True, "prepare_threshold": PREPARE_AFTER}
        if pool:
            options["pool"] = {"min_size": 1, "max_size": 8, "timeout": WAIT_SECONDS}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": options,
            "CONN_MAX_AGE": 0,
            # Asked before each use, so that both sites go on as soon as a restarted database answers again.
            "CONN_HEALTH_CHECKS": True,
        }


def text(name: str, default: str | None = None) -> str:
    """Return the setting `name`; raise `SettingMissing` when it is absent and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(f"{name} is not set")
    return value


def number(name: str, default: int) -> int:
    """Return a whole number from the environment."""
    return int(os.environ.get(name, default))


def yes(name: str) -> bool:
    """Say whether a switch is on; only `1`, `true` and `yes` switch on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def folder(name: str, default: str) -> Path:
    """Return a folder as an absolute path."""
    return Path(os.environ.get(name, default)).resolve()


def names(name: str) -> list[str]:
    """Return a comma-separated list."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def mailers(name: str) -> dict[str, dict[str, object]]:
    """Return Django's MAILERS for a mail server; without one, a mailer that drops what it is given.

    `smtps://user:password@host` speaks TLS from the start, `smtp://…` begins it (STARTTLS), `smtp+plain://` never does: it is for
    a server on the same machine. Raises `SettingMissing` for any other address.
    """
    address = os.environ.get(name, "")
    if not address:
        return {"default": {"BACKEND": NO_MAIL}}
    parts = urlsplit(address)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise SettingMissing(f"{name} must read like smtps://user:password@host")
    options: dict[str, object] = {
        "host": parts.hostname, "port": parts.port or MAIL_PORTS[parts.scheme], "timeout": 20,
        "username": unquote(parts.username or ""), "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp", "use_ssl": parts.scheme == "smtps",
    }  # fmt: skip
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
