"""One installation: its data folder, its ports, and the environment that each of its processes is given, and no more."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from proximity.foundation.database.paths import Paths
from proximity.foundation.database.urls import Urls
from proximity.foundation.sealing.keyring import PublicKeyring, StaffKeyring

# What any program needs of its surroundings; nothing of this may hold a secret of ours.
HANDED_ON = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "ALLOWED_HOSTS", "QUICK_EXIT_ADDRESS", "TRUSTED_PROXIES",
    "DEMO_CITIES", "METRICS_TOKEN", "MORE_LANGUAGES", "PSEUDO_LANGUAGES", "EXCHANGE_PRIVATE_ADDRESSES",
    "EXCHANGE_ASK_AT_ONCE",
)  # fmt: skip
# The mail server's password is the workspace's and the worker's alone.
MAIL = ("EMAIL_URL", "EMAIL_FROM")
ADDRESSES = ("PUBLIC_ADDRESS", "STAFF_ADDRESS")


@dataclass(frozen=True, slots=True)
class Installation:
    """The data folder, the ports and the network address to listen on, as the environment names them."""

    data: Path
    port: int
    staff_port: int
    listen: str = "127.0.0.1"

    @classmethod
    def from_environment(cls) -> "Installation":
        """Read DATA, PORT, STAFF_PORT and LISTEN."""
        port = int(os.environ.get("PORT", "8000"))
        return cls(
            data=Path(os.environ.get("DATA", "var")).resolve(),
            port=port,
            staff_port=int(os.environ.get("STAFF_PORT", port + 1)),
            listen=os.environ.get("LISTEN", "127.0.0.1"),
        )

    @property
    def paths(self) -> Paths:
        """Return where the database launcher keeps what is its own."""
        return Paths.of(self.data)

    @property
    def keys(self) -> Path:
        """Return the folder of the staff side's keys."""
        return self.data / "keys"

    @property
    def public_data(self) -> Path:
        """Return all that the public process is given."""
        return self.data / "public"

    @property
    def accounts_file(self) -> Path:
        """Return the table of demo accounts."""
        return self.data / "demo-accounts.txt"

    def create_keys(self) -> None:
        """Draw what keys are missing; existing ones are never replaced. Raises `KeyMissing` where one was lost."""
        PublicKeyring.create(self.public_data / "keys")
        StaffKeyring.create(self.keys, public=self.public_data / "keys")
        for folder in (self.keys, self.public_data / "keys"):
            _draw_secret(folder / "web.secret")

    def language_environment(self) -> dict[str, str]:
        """Return the environment of the step that looks at further languages: it needs no database and no secret."""
        return self._surroundings() | {"DATA": str(self.data)}

    def public_environment(self, urls: Urls) -> dict[str, str]:
        """Return the public process's whole environment: no staff address, no staff key, no owner."""
        return self._surroundings() | {
            "DJANGO_SETTINGS_MODULE": "proximity.config.settings.public",
            "DATABASE_URL_PUBLIC": urls.public,
            "PUBLIC_DATA": str(self.public_data),
            "PUBLIC_SECRET_KEY": (self.public_data / "keys" / "web.secret").read_text(),
        }

    def staff_environment(self, urls: Urls) -> dict[str, str]:
        """Return the environment of the workspace and of the job worker."""
        mail = {name: os.environ[name] for name in MAIL if name in os.environ}
        return (
            self._surroundings()
            | mail
            | {
                "DJANGO_SETTINGS_MODULE": "proximity.config.settings.staff",
                "DATABASE_URL_STAFF": urls.staff,
                "DATABASE_POOL": "1",
                "DATA": str(self.data),
                "PUBLIC_DATA": str(self.public_data),
                "STAFF_SECRET_KEY": (self.keys / "web.secret").read_text(),
            }
        )

    def operator_environment(self, urls: Urls) -> dict[str, str]:
        """Return the environment of a command: the owner's connection, for migrations and for the operator's acts."""
        return self.staff_environment(urls) | {"DATABASE_URL_STAFF": urls.owner, "DATABASE_POOL": ""}

    def _surroundings(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in (*HANDED_ON, *ADDRESSES) if name in os.environ}
        return kept | {"PORT": str(self.port), "STAFF_PORT": str(self.staff_port), "PYTHONUNBUFFERED": "1"}


def _draw_secret(path: Path) -> None:
    if path.exists():
        return
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
