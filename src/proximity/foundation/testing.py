"""What tests stand on: stepping to another role of the database, and a browser for each side of the wall."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

STAFF, PUBLIC = "proximity_staff", "proximity_public"


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Step over to another role of the database and back; `owner` is whom no wall binds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute("RESET ROLE" if role == "owner" else f"SET LOCAL ROLE {role}")
        try:
            with override_settings(SIDE="public" if role == PUBLIC else "staff"):
                yield
        finally:
            if not connection.needs_rollback:
                cursor.execute(f"SET LOCAL ROLE {before}")


def forget_context() -> None:
    """Take the wall's context away, as the end of a transaction does."""
    with connection.cursor() as cursor:
        for name in ("app.city", "app.organisation", "app.receipt"):
            cursor.execute("SELECT set_config(%s, '', true)", [name])


class SideClient(Client):
    """A test browser on one side of the wall: each request starts without context and in its side's role."""

    role = STAFF

    def request(self, **request: Any) -> HttpResponse:
        """Send one request as the side's role."""
        forget_context()
        with as_role(self.role):
            response: HttpResponse = super().request(**request)
        return response


class PublicClient(SideClient):
    """Dana's browser."""

    role = PUBLIC
