"""Deleting sealed bytes that no row tells of: uploads that broke off in a crash, and files that were erased in one."""

from uuid import UUID

from django.db import connection

from proximity.evidence import storage


def sweep_files() -> int:
    """Delete what has lain for an hour without a row, and every part nobody writes to any more; return how many files that were.

    Asks the database about ids only, and sees no row: files of all organisations lie side by side.
    """
    swept = 0
    for file_id, path in storage.stale_files():
        if path.suffix == storage.PART or not _is_told_of(file_id):
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _is_told_of(file_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_evidence(%s)", [file_id])
        row: tuple[bool] = cursor.fetchone()
    return row[0]
