"""What a new cluster is like: who may do what, how it sorts, what it writes into its log."""

import psycopg
import pytest
from psycopg import errors

from proximity.foundation.database.launcher import Cluster
from proximity.foundation.database.tests.conftest import ask, tell
from proximity.foundation.database.urls import OWNER, PUBLIC, STAFF, socket_url

pytestmark = pytest.mark.cluster
ROLES = ("owner", "staff", "public")


def url_of(cluster: Cluster, role: str) -> str:
    """Return the address for a role's short name."""
    return {"owner": cluster.urls.owner, "staff": cluster.urls.staff, "public": cluster.urls.public}[role]


@pytest.mark.parametrize(("role", "user"), [("owner", OWNER), ("staff", STAFF), ("public", PUBLIC)])
def test_each_role_signs_in_without_any_special_power(shared_cluster: Cluster, role: str, user: str) -> None:
    url = url_of(shared_cluster, role)
    assert ask(url, "SELECT current_user") == user
    powers = "rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication"
    assert ask(url, f"SELECT {powers} FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.parametrize("user", [STAFF, PUBLIC])
def test_the_two_process_roles_inherit_nothing(shared_cluster: Cluster, user: str) -> None:
    query = f"SELECT rolinherit FROM pg_roles WHERE rolname = '{user}'"
    assert ask(shared_cluster.superuser_url, query) is False


def test_the_owner_owns_the_database_and_makes_tables_and_extensions(shared_cluster: Cluster) -> None:
    owner = shared_cluster.urls.owner
    assert ask(owner, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'proximity'") == OWNER
    tell(owner, "CREATE TABLE made (id int); DROP TABLE made; CREATE EXTENSION pg_trgm; DROP EXTENSION pg_trgm")


@pytest.mark.parametrize("role", ["staff", "public"])
@pytest.mark.parametrize(
    "command", ["CREATE TABLE made (id int)", "CREATE TEMPORARY TABLE made (id int)", "CREATE SCHEMA made"]
)
def test_the_other_roles_make_nothing(shared_cluster: Cluster, role: str, command: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        tell(url_of(shared_cluster, role), command)


@pytest.mark.parametrize("role", ["staff", "public"])
def test_the_other_roles_do_not_see_the_owners_tables(shared_cluster: Cluster, role: str) -> None:
    tell(shared_cluster.urls.owner, "CREATE TABLE IF NOT EXISTS owned (id int)")
    with pytest.raises(errors.InsufficientPrivilege):
        ask(url_of(shared_cluster, role), "SELECT id FROM owned")


@pytest.mark.parametrize("database", ["postgres", "template1"])
@pytest.mark.parametrize("role", ROLES)
def test_no_role_enters_another_database(shared_cluster: Cluster, role: str, database: str) -> None:
    url = url_of(shared_cluster, role).replace("/proximity?", f"/{database}?")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url)


@pytest.mark.parametrize("user", [OWNER, STAFF, PUBLIC, "postgres"])
def test_a_wrong_password_is_refused_for_everyone(shared_cluster: Cluster, user: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(socket_url(user, "wrong", shared_cluster.place.socket_folder))


def test_no_password_is_refused_too(shared_cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSFILE", "/dev/null")
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(socket_url(OWNER, "", shared_cluster.place.socket_folder))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("fsync", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("shared_buffers", "128MB"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
        ("log_parameter_max_length_on_error", "0"),
        ("password_encryption", "scram-sha-256"),
        ("TimeZone", "UTC"),
    ],
)
def test_settings_are_as_meant(shared_cluster: Cluster, setting: str, value: str) -> None:
    assert ask(shared_cluster.urls.staff, f"SHOW {setting}") == value


def test_the_safety_settings_cannot_be_changed_in_the_database(shared_cluster: Cluster) -> None:
    superuser = shared_cluster.superuser_url
    tell(superuser, "ALTER SYSTEM SET log_statement = 'all'")
    tell(superuser, "SELECT pg_reload_conf()")
    assert ask(superuser, "SELECT pg_sleep(0.2)") is not None
    assert ask(superuser, "SHOW log_statement") == "none"
    tell(superuser, "ALTER SYSTEM RESET log_statement")


def test_letters_of_all_eight_languages_change_case(shared_cluster: Cluster) -> None:
    owner = shared_cluster.urls.owner
    assert ask(owner, "SELECT lower('ŠĶĒRŠĻI ÑANDÚ ЖЕНА ÕHTU ÇÃO')") == "šķēršļi ñandú жена õhtu ção"
    assert ask(owner, "SELECT datlocale FROM pg_database WHERE datname = current_database()") == "PG_UNICODE_FAST"


def test_what_people_write_never_reaches_the_log(shared_cluster: Cluster) -> None:
    owner = shared_cluster.urls.owner
    tell(owner, "CREATE TABLE told (words text PRIMARY KEY); INSERT INTO told VALUES ('told-secret-1')")
    failing = [
        "INSERT INTO told VALUES ('told-secret-1')",
        "SELECT 'told-secret-2'::int",
        "SELECT to_date('told-secret-3', 'YYYY')",
        "DO $$ BEGIN RAISE WARNING 'told-secret-4'; RAISE EXCEPTION 'told-secret-5'; END $$",
        "SELECT told-secret-6 FROM nowhere",
    ]
    for command in failing:
        with pytest.raises(psycopg.Error):
            tell(owner, command)
    with psycopg.connect(owner) as connection, pytest.raises(errors.InvalidTextRepresentation):
        connection.execute("SELECT %s::text::int", ["told-secret-7"])
    tell(owner, "DROP TABLE told")
    log = (shared_cluster.paths.log / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "secret" not in log
