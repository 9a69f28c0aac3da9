"""Where everything of one DATA folder lies, and as which user its server runs.

```
DATA/postgres             the cluster, unless root had to put it elsewhere
DATA/cluster-location     where the cluster is: `postgres`, or a full path
DATA/keys/database.json   passwords of superuser, owner and staff
DATA/public/database.json password of the public role, alone
DATA/log                  logs
DATA/database.lock, .use  lock files (see `locks`)
```
"""

import contextlib
import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from proximity.foundation.database.binaries import can_reach
from proximity.foundation.database.problem import DatabaseProblem
from proximity.foundation.processes.child import Account

_ELSEWHERE = Path("/var/lib/proximity")
SOCKET_NAME = ".s.PGSQL.5432"
# sockaddr_un holds 104 bytes on macOS and 108 on Linux, the final zero included.
_SOCKET_LIMIT = 103
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one DATA folder. `elsewhere` is where root puts what the server's user cannot reach in DATA."""

    data: Path
    elsewhere: Path = _ELSEWHERE

    @classmethod
    def of(cls, data: str | os.PathLike[str]) -> "Paths":
        """Take a DATA folder as the operator wrote it."""
        return cls(Path(data).expanduser().resolve())

    @property
    def location(self) -> Path:
        """The small file that remembers where the cluster is."""
        return self.data / "cluster-location"

    @property
    def log(self) -> Path:
        """The folder of all logs."""
        return self.data / "log"

    @property
    def private_passwords(self) -> Path:
        """Passwords of superuser, owner and staff."""
        return self.data / "keys" / "database.json"

    @property
    def public_password(self) -> Path:
        """The password of the public role: all of the database's secrets that the public process is given."""
        return self.data / "public" / "database.json"

    @property
    def start_lock(self) -> Path:
        """Held while a server is looked for, made, started or stopped."""
        return self.data / "database.lock"

    @property
    def use_lock(self) -> Path:
        """Shared by all who use the server."""
        return self.data / "database.use"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cluster lies and who runs it. `note` is a sentence for the operator, empty when all is as usual."""

    folder: Path
    account: Account
    note: str = ""

    @property
    def title(self) -> str:
        """The cluster's name: PostgreSQL writes it into the title of each of its processes."""
        return f"proximity-{_short_hash(self.folder)}"

    @property
    def socket_folder(self) -> Path:
        """The folder of the Unix socket: the cluster, or a short one in /tmp where that path is too long or not plain.

        Not /run/user/UID: that folder goes when the user signs out, and the server's socket with it.
        """
        length = len(os.fsencode(self.folder / SOCKET_NAME))
        if length <= _SOCKET_LIMIT and _PLAIN.issuperset(str(self.folder)):
            return self.folder
        return Path("/tmp") / self.title  # noqa: S108 - see `claim_socket_folder`


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def create_data_folder(paths: Paths) -> None:
    """Make DATA and its folders where they are missing; folders that are there keep their modes.

    A DATA folder made by root may be walked through, so that the server's user finds the cluster in it.
    """
    for folder, mode in (
        (paths.data, 0o711 if os.geteuid() == 0 else 0o700),
        (paths.log, 0o700),
        (paths.private_passwords.parent, 0o700),
        (paths.public_password.parent, 0o700),
    ):
        if not folder.is_dir():
            try:
                folder.parent.mkdir(parents=True, exist_ok=True)
                folder.mkdir()
            except OSError as problem:
                raise DatabaseProblem(f"The folder {folder} cannot be made: {problem.strerror}.") from problem
            folder.chmod(mode)


def server_account(folder: Path) -> Account:
    """Return the user who runs the server: the cluster's owner if it exists, else ourselves, for root `nobody`.

    Raises `DatabaseProblem` when the cluster is another user's.
    """
    if folder.is_dir():
        owner = Account.owning(folder)
        if owner.uid == 0:
            raise DatabaseProblem(f"{folder} belongs to root; PostgreSQL never runs as root. Give it to another user.")
        if os.geteuid() not in {0, owner.uid}:
            raise DatabaseProblem(
                f"The database in {folder} belongs to the user {owner.name}: run this as {owner.name} or root."
            )
        return owner
    if os.geteuid() == 0:
        return Account.named("nobody")
    try:
        return Account.named(pwd.getpwuid(os.geteuid()).pw_name)
    except KeyError:
        raise DatabaseProblem(
            f"The user number {os.geteuid()} has no name on this machine, and PostgreSQL wants one: add it to /etc/passwd."
        ) from None


def find_place(paths: Paths) -> Place:
    """Say where the cluster of a DATA folder is, or is to be made, and remember it in DATA.

    Call it with the start lock held. Outside DATA it lies only when root runs this and `nobody` cannot walk to DATA.
    """
    if paths.location.is_file():
        folder = paths.data / paths.location.read_text(encoding="utf-8").strip()
        return _place_at(paths, folder)
    folder = paths.data / "postgres"
    if not folder.is_dir() and not _is_walkable(paths.data, server_account(folder)):
        folder = _free_folder_elsewhere(paths)
    inside = folder.parent == paths.data
    paths.location.write_text(f"{folder.name if inside else folder}\n", encoding="utf-8")
    return _place_at(paths, folder)


def _place_at(paths: Paths, folder: Path) -> Place:
    note = ""
    if folder.parent != paths.data:
        note = f"The database lies in {folder}, because its user cannot reach {paths.data}."
    return Place(folder, server_account(folder), note)


def _is_walkable(folder: Path, account: Account) -> bool:
    return account.is_me or can_reach(folder, account)


def _free_folder_elsewhere(paths: Paths) -> Path:
    """Choose a folder that no earlier DATA folder of the same name has left behind: its passwords are gone with it."""
    paths.elsewhere.mkdir(parents=True, exist_ok=True)
    if not _is_walkable(paths.elsewhere, Account.named("nobody")):
        raise DatabaseProblem(
            f"The user nobody can reach neither {paths.data} nor {paths.elsewhere}: choose another DATA folder."
        )
    name = _short_hash(paths.data)
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    for candidate in names:
        if not (paths.elsewhere / candidate).exists():
            return paths.elsewhere / candidate
    raise DatabaseProblem(f"{paths.elsewhere} is full of old databases of {paths.data}: remove those no longer needed.")


def claim_socket_folder(place: Place) -> None:
    """Make sure that the socket's folder is there and the server user's own; raise `DatabaseProblem` if it is not.

    /tmp belongs to all: someone else could have made the folder first, to listen in.
    """
    folder = place.socket_folder
    if folder == place.folder:
        return
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, place.account.uid, place.account.gid)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != place.account.uid or status.st_mode & 0o077:
        raise DatabaseProblem(
            f"{folder} is not a private folder of the user {place.account.name}: remove it, then try again."
        )
