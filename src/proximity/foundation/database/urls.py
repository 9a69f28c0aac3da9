"""How a process reaches the database: one address for each role, for our own server or an outside one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from proximity.foundation.database.passwords import Passwords
from proximity.foundation.database.problem import DatabaseProblem

DATABASE = "proximity"
SUPERUSER = "postgres"
OWNER = "proximity_owner"
STAFF = "proximity_staff"
PUBLIC = "proximity_public"


@dataclass(frozen=True, slots=True)
class Urls:
    """The three addresses, `postgresql://user:password@/proximity?host=/folder/of/the/socket`. They hold passwords."""

    owner: str
    staff: str
    public: str

    def environment(self) -> dict[str, str]:
        """Return all three under the names of the environment variables; give a process only those it needs."""
        return {
            "DATABASE_URL_OWNER": self.owner,
            "DATABASE_URL_STAFF": self.staff,
            "DATABASE_URL_PUBLIC": self.public,
        }


def socket_url(user: str, password: str, folder: Path, *, database: str = DATABASE) -> str:
    """Return the address of a database behind a Unix socket."""
    return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={quote(str(folder), safe='/')}"


def socket_urls(passwords: Passwords, folder: Path) -> Urls:
    """Return the three addresses of our own server."""
    return Urls(
        owner=socket_url(OWNER, passwords.owner, folder),
        staff=socket_url(STAFF, passwords.staff, folder),
        public=socket_url(PUBLIC, passwords.public, folder),
    )


def outside_urls(environ: Mapping[str, str]) -> Urls | None:
    """Return the addresses of an outside server, None when the environment names none.

    Raises `DatabaseProblem` when it names one or two of the three: guessing the rest would mix two databases.
    """
    names = list(Urls("", "", "").environment())
    missing = [name for name in names if not environ.get(name)]
    if len(missing) == len(names):
        return None
    if missing:
        raise DatabaseProblem(f"An outside database needs all of {', '.join(names)}; not set: {', '.join(missing)}.")
    return Urls(*(environ[name] for name in names))


def side_urls(side: str, environ: Mapping[str, str]) -> Urls | None:
    """Return what one process is given of an outside server: the address of `staff` or `public` and no other; None without it.

    The other two are empty, so that a mistake fails instead of climbing over the wall.
    """
    address = environ.get(f"DATABASE_URL_{side.upper()}", "")
    if not address:
        return None
    return Urls("", address, "") if side == "staff" else Urls("", "", address)
