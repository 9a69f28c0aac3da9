"""Random passwords of the four database roles, each file readable by its owner only."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from proximity.foundation.database.paths import Paths
from proximity.foundation.database.problem import DatabaseProblem


@dataclass(frozen=True, slots=True)
class Passwords:
    """One password for each role."""

    superuser: str
    owner: str
    staff: str
    public: str

    @classmethod
    def random(cls) -> "Passwords":
        """Draw new ones: 256 bits each, of letters, digits, hyphen and underscore."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(4)))


def write_passwords(paths: Paths, passwords: Passwords) -> None:
    """Write the passwords to their two files, whole or not at all, mode 0600."""
    private = {"superuser": passwords.superuser, "owner": passwords.owner, "staff": passwords.staff}
    _write(paths.private_passwords, private)
    _write(paths.public_password, {"public": passwords.public})


def read_passwords(paths: Paths) -> Passwords:
    """Read the passwords back; raise `DatabaseProblem` when a file is missing or damaged."""
    private, public = _read(paths.private_passwords), _read(paths.public_password)
    try:
        return Passwords(private["superuser"], private["owner"], private["staff"], public["public"])
    except KeyError as missing:
        raise DatabaseProblem(
            f"{paths.private_passwords} or {paths.public_password} lacks the password {missing}."
        ) from None


def _write(path: Path, content: dict[str, str]) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _read(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise DatabaseProblem(f"The database's passwords in {path} cannot be read: {problem.strerror}.") from problem
    except ValueError:
        raise DatabaseProblem(f"The database's passwords in {path} are damaged.") from None
    if not isinstance(content, dict):
        raise DatabaseProblem(f"The database's passwords in {path} are damaged.")
    return {str(role): str(password) for role, password in content.items()}
