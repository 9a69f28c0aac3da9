"""What attackers have: logins of each database role, reports whose text is known, and somebody signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from proximity.foundation.database.passwords import read_passwords
from proximity.foundation.database.paths import Paths, find_place
from proximity.foundation.database.urls import SUPERUSER, socket_url, socket_urls
from tests.driver import Driver
from tests.running import Demo

CANARY = "Zqxcanary"


@dataclass(frozen=True, slots=True)
class Result:
    """What an attack got. `got` is empty where it got nothing; `how` says what was tried."""

    name: str
    how: str
    got: str = ""

    @property
    def held(self) -> bool:
        return not self.got


@dataclass(slots=True)
class Ground:
    """A running demo under attack."""

    demo: Demo

    def url(self, role: str) -> str:
        paths = Paths.of(self.demo.data)
        passwords, folder = read_passwords(paths), find_place(paths).socket_folder
        if role == "superuser":
            return socket_url(SUPERUSER, passwords.superuser, folder)
        return str(getattr(socket_urls(passwords, folder), role))

    @contextmanager
    def login(
        self, role: str, *, organisation: UUID | None = None, city: UUID | None = None, person: UUID | str = "system"
    ) -> Iterator[Any]:
        """Log in as a role, in the context of an organisation where one is named; whatever is done is rolled back.

        Unless a person is named, it is the organisation's background work: to it nothing inside the organisation is shut.
        """
        who = None if organisation is None else person
        with psycopg.connect(self.url(role)) as connection:
            for name, value in (("app.city", city), ("app.organisation", organisation), ("app.person", who)):
                if value is not None:
                    connection.execute("SELECT set_config(%s, %s, true)", [name, str(value)])
            yield connection
            connection.rollback()

    @contextmanager
    def owner(self) -> Iterator[Any]:
        """Log in as the tables' owner; what is done stays. For letting time pass, not for attacks."""
        with psycopg.connect(self.url("owner")) as connection:
            yield connection

    def organisation(self, city: str, kind: str) -> tuple[UUID, UUID]:
        """Return (organisation, city) ids."""
        with self.login("superuser") as root:
            row = root.execute(
                "SELECT o.id, o.city_id FROM accounts_organisation o JOIN accounts_city c ON c.id = o.city_id"
                " WHERE c.slug = %s AND o.kind = %s",
                [city, kind],
            ).fetchone()
        assert row is not None
        return row[0], row[1]

    def sign_in(self, name: str) -> Driver:
        """Return somebody's browser, signed in with password and one-time code."""
        account, driver = self.demo.account(name), Driver()
        page = driver.get(f"{self.demo.staff}/sign-in/")
        page = driver.submit(page, login=account["e-mail"], password=account["password"])
        page = driver.submit(page, code=self.demo.one_time_code(name))
        assert page.status == 200, page.text[:500]
        return driver
