"""A PostgreSQL of its own for each test run, started before Django reads its settings; loaded by pytest with `-p`.

The tests connect as the owner of the database and switch to the roles of the two processes with SET LOCAL ROLE, so that every
test runs behind the same walls as the product.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MARK = "PROXIMITY_TEST_DATA"


def _begin() -> None:
    """Start the cluster once; the workers of a parallel run inherit its addresses.

    Imports inside: what is imported before the measuring of coverage begins would count as never run.
    """
    from proximity.foundation.database.launcher import start_cluster
    from proximity.foundation.database.paths import Paths
    from proximity.foundation.sealing.keyring import PublicKeyring, StaffKeyring

    data = Path(tempfile.mkdtemp(prefix="proximity-tests-"))
    data.chmod(0o755)
    cluster = start_cluster(Paths.of(data))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    atexit.register(cluster.stop)
    PublicKeyring.create(data / "public" / "keys")
    StaffKeyring.create(data / "keys", public=data / "public" / "keys")
    os.environ.update(
        {
            MARK: str(data),
            "DATA": str(data),
            "PUBLIC_DATA": str(data / "public"),
            # Only the superuser may make a test database; the roles below it are what the tests act as.
            "DATABASE_URL_STAFF": cluster.superuser_url,
            "DATABASE_URL_PUBLIC": cluster.urls.public,
            "TEST_DATABASE_URL_STAFF": cluster.urls.staff,
            "STAFF_SECRET_KEY": "for tests only",
            "PUBLIC_SECRET_KEY": "for tests only, public",
        }
    )


if MARK not in os.environ:
    _begin()
