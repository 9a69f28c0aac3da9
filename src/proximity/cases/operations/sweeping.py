"""Deleting sealed packs that no row tells of: their making broke off in a crash."""

from django.db import connection

from proximity.dossier import storage


def sweep_packs() -> int:
    """Delete what has lain for an hour without a row, and every part nobody writes to any more; return how many that were.

    Asks the database about ids only, and sees no row: packs of all organisations lie side by side.
    """
    swept = 0
    for pack_id, path in storage.stale_packs():
        with connection.cursor() as cursor:
            cursor.execute("SELECT is_pack(%s)", [pack_id])
            is_told_of = bool(cursor.fetchone()[0])
        if path.suffix != storage.SEALED or not is_told_of:
            path.unlink(missing_ok=True)
            swept += 1
    return swept
