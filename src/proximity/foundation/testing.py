"""What tests stand on: stepping to another role of the database, and a browser for each side of the wall."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler

from proximity.foundation.privacy import proximity_models

STAFF, PUBLIC = "proximity_staff", "proximity_public"


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Step over to another role of the database and back; `owner` is whom no wall binds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, set_config('role', %s, true)", ["none" if role == "owner" else role])
        before = cursor.fetchone()[0]
        try:
            with override_settings(SIDE="public" if role == PUBLIC else "staff"):
                yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('role', %s, true)", [before])


def forget_context() -> None:
    """Take the wall's context away, as the end of a transaction does."""
    with connection.cursor() as cursor:
        names = ("app.city", "app.organisation", "app.person", "app.receipt")
        cursor.execute("SELECT " + ", ".join(["set_config(%s, '', true)"] * len(names)), names)


type Rows = dict[str, bytes]
"""The rows of each table that has any, as PostgreSQL copies them."""


def take_rows() -> Rows:
    """Return the rows of all our tables."""
    found = {}
    with connection.cursor() as cursor:
        for model in proximity_models():
            table = connection.ops.quote_name(model._meta.db_table)
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                found[table] = b"".join(bytes(row) for row in rows)
    return {table: rows for table, rows in found.items() if rows}


def put_rows(rows: Rows) -> None:
    """Write rows back that `take_rows` returned, into tables without them."""
    with connection.cursor() as cursor:
        for table, content in rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(content)


@cache
def _handler(_middleware: tuple[str, ...]) -> ClientHandler:
    """Return what answers the requests of a side: its middleware is loaded once, as by the process that is tested."""
    return ClientHandler(enforce_csrf_checks=False)


def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Run raw SQL as the role and in the context of this moment, and return what it gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def changed(sql: str, *values: object) -> int:
    """Run raw SQL in the same way, and return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def write_again(table: str, row: object, **changes: object) -> int:
    """Write a row a second time with raw SQL, changed; return how many were written: 0 where the role does not see it."""
    copy = f"INSERT INTO {table} SELECT (jsonb_populate_record(r, %s::jsonb)).* FROM {table} r WHERE id = %s"
    return changed(copy, json.dumps(changes, default=str), row)


@contextmanager
def refused(by: str) -> Iterator[None]:
    """Expect the database to refuse, by the policy or the sentence named; what was done before stays."""
    with pytest.raises(DatabaseError, match=by), transaction.atomic():
        yield


class SideClient(Client):
    """A test browser on one side of the wall: each request starts without context and in its side's role."""

    role = STAFF

    def request(self, **request: Any) -> HttpResponse:
        """Send one request as the side's role."""
        if not self.handler.enforce_csrf_checks:
            self.handler = _handler(tuple(settings.MIDDLEWARE))
        forget_context()
        with as_role(self.role):
            response: HttpResponse = super().request(**request)
        return response


class PublicClient(SideClient):
    """Dana's browser."""

    role = PUBLIC


BOUNDARY = "a-line-between-parts"


class StreamedForm(io.RawIOBase):
    """A form with a file as a browser sends it, made while it is read, so that no test holds a large file.

    `content` are the pieces of the file, `cut` says after how many bytes of all the line breaks, `watch` is called now and then
    with the number of bytes read so far.
    """

    def __init__(
        self, fields: dict[str, str], *, name: str, content: Iterable[bytes], size: int, kind: str = "image/jpeg",
        cut: int | None = None, watch: Callable[[int], None] = lambda _: None, field: str = "file",
    ) -> None:  # fmt: skip
        """Prepare the body; `size` is the length of the file."""
        head = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        )
        head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        start = f"{head}Content-Type: {kind}\r\n\r\n".encode()
        end = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(start) + size + len(end)
        self._pieces = chain([start], content, [end])
        self._ready, self._given, self._cut, self._watch = b"", 0, cut, watch

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, nothing after the cut."""
        while len(self._ready) < size and (piece := next(self._pieces, b"")):
            self._ready += piece
        if self._cut is not None:
            size = min(size, self._cut - self._given)
        taken, self._ready = self._ready[:size], self._ready[size:]
        self._given += len(taken)
        self._watch(self._given)
        return taken

    @property
    def environ(self) -> dict[str, Any]:
        """Return what a server says of this form: pass it to `client.request`."""
        return {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
            "CONTENT_LENGTH": str(self.length),
            "wsgi.input": self,
        }


def here_today(offset: int = 0) -> date:
    """Return a day as it is counted in the cities of the tests, so many days from today: around midnight another than in UTC."""
    return datetime.now(ZoneInfo("Europe/Madrid")).date() + timedelta(days=offset)


def found_on_disk(marker: bytes, *folders: Path) -> list[str]:
    """Return each file below the folders, and each file this process has open (deleted ones too), that holds the marker."""
    opened = Path("/proc/self/fd").iterdir()
    paths = [*(path for folder in folders for path in folder.rglob("*")), *opened]
    return [str(path) for path in paths if _holds(path, marker)]


def _holds(path: Path, marker: bytes) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            before = b""
            while piece := stream.read(1024 * 1024):
                if marker in before + piece:
                    return True
                before = piece[-len(marker) :]
    except OSError:
        # Gone in the meantime, or not ours to read.
        return False
    return False
