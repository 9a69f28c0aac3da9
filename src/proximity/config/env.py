"""The environment, read once and typed. Every setting an operator can change is named here (docs/reference/settings.md)."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


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
        options: dict[str, object] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}} if pool else {}
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
