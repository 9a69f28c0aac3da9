"""What the doctor says of jobs, room, backups and certificates, each at its limits."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from proximity.config import recovery, watching
from proximity.config.findings import Grade
from proximity.config.installation import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def installation(tmp_path):
    return Installation(tmp_path, 8000, 8001)


@pytest.mark.parametrize(
    ("waiting", "oldest", "silence", "grade"),
    [
        (0, 0.0, 5.0, Grade.GOOD),
        (3, 3500.0, 5.0, Grade.GOOD),
        (3, 3700.0, 5.0, Grade.WARNING),
        (3, 3700.0, 61.0, Grade.BAD),
        (0, 0.0, 61.0, Grade.WARNING),
        (0, 0.0, float("inf"), Grade.WARNING),
    ],
)
def test_the_queue(monkeypatch, waiting, oldest, silence, grade):
    monkeypatch.setattr(watching, "jobs_waiting", lambda: (waiting, oldest))
    monkeypatch.setattr(watching, "worker_silence", lambda: silence)
    assert watching._jobs().grade == grade


@pytest.mark.parametrize(("free", "grade"), [(6e9, Grade.GOOD), (4e9, Grade.WARNING), (9e8, Grade.BAD)])
def test_room_on_the_disk(monkeypatch, installation, free, grade):
    monkeypatch.setattr(watching, "disk_free", lambda _folder: int(free))
    assert watching._room(installation).grade == grade


def test_a_backup_is_noted_and_grows_old(installation):
    assert watching._backup(installation).grade == Grade.WARNING
    recovery.note_backup(installation)
    assert watching._backup(installation).grade == Grade.GOOD
    old = datetime.now(UTC) - timedelta(days=3)
    recovery._last_backup(installation).write_text(old.isoformat())
    finding = watching._backup(installation)
    assert (finding.grade, "3 days old" in finding.text) == (Grade.WARNING, True)


@pytest.mark.parametrize(("days", "grades"), [(400, []), (10, [Grade.WARNING]), (-1, [Grade.BAD])])
def test_a_citys_own_certificate(monkeypatch, days, grades):
    until = datetime.now(UTC) + timedelta(days=days, minutes=1)
    monkeypatch.setattr(watching, "given_until", lambda: [("Policía", until)])
    assert [finding.grade for finding in watching._signing_certificates()] == grades


class Served(NamedTuple):
    """Where a site answers, and the certificate that it shows."""

    port: int
    authority: Path


def certificate(tmp_path, days):
    """Make a self-signed certificate of 127.0.0.1 that holds for so many days; return the file with it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=500))
        .not_valid_after(now + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


class Quiet(TCPServer):
    """A server that keeps silent about a client that breaks off."""

    allow_reuse_address = True

    def handle_error(self, *_of):
        """Say nothing."""


@pytest.fixture
def site(tmp_path, socket_enabled):
    """Return a function that serves HTTPS on this machine with a certificate that holds for so many days."""
    running = []

    def serve(days):
        path = certificate(tmp_path, days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        server = Quiet(("127.0.0.1", 0), BaseRequestHandler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return Served(server.server_address[1], path)

    yield serve
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("days", "grade"), [(90, Grade.GOOD), (10, Grade.WARNING)])
def test_the_sites_certificate_by_its_days(monkeypatch, site, days, grade):
    served = site(days)
    trusting = ssl.create_default_context(cafile=str(served.authority))
    monkeypatch.setattr(watching.ssl, "create_default_context", lambda: trusting)
    finding = watching.site_certificate("public site", f"https://127.0.0.1:{served.port}")
    assert (finding.grade, f"{days} days" in finding.text) == (grade, True)


def test_a_certificate_that_no_browser_trusts(site):
    finding = watching.site_certificate("public site", f"https://127.0.0.1:{site(90).port}")
    assert finding.grade == Grade.BAD
    assert "do not trust" in finding.text


def test_a_site_that_does_not_answer(site):
    served = site(90)
    finding = watching.site_certificate("workspace", f"https://127.0.0.1:{1 if served.port != 1 else 2}")
    assert finding.grade == Grade.WARNING
