"""How the server is set up. Meanings: PostgreSQL 18 documentation, chapter 19 (Server Configuration)."""

import os
from pathlib import Path

from proximity.foundation.database.paths import Place

# Written into postgresql.conf when a cluster is made: a city with a bigger machine may change them there.
INITIAL: dict[str, str] = {
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_connections": "60",
    "max_wal_size": "512MB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

# Given on the command line at each start: neither postgresql.conf nor ALTER SYSTEM can undo them.
FIXED: dict[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # The log holds what happens to the server, never what people wrote. Statements and parameters are left out, and so
    # are the details of errors; errors themselves go to the client only, because some quote the value they refuse.
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
}


def server_command(programs: Path, place: Place) -> list[str]:
    """Return the command that runs the server in the foreground."""
    settings = FIXED | {"unix_socket_directories": str(place.socket_folder), "cluster_name": place.title}
    command = [str(programs / "postgres"), "-D", str(place.folder)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command


def server_environment() -> dict[str, str]:
    """Return the server's whole environment: plain English messages, and none of our own variables or secrets."""
    return {"LC_ALL": "C", "PATH": os.defpath}
