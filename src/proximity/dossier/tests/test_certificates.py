from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from proximity.dossier.signing.certificates import NotACertificate, check_valid, from_file, reopened, self_signed

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OWN = self_signed(organisation="Policía Municipal", city="Madrid", country="ES", now=NOW)
KEY = load_der_private_key(OWN.key, None)


def pem(key, *certificates, secret=NoEncryption()):  # noqa: B008
    parts = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret)] if key else []
    return b"".join([*parts, *(one.public_bytes(Encoding.PEM) for one in certificates)])


def certificate(key, *, usage=None, issuer="City CA"):
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Police")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=30))
    )
    if usage is not None:
        names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                 "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
        chosen = dict.fromkeys(names, False) | {usage: True}
        builder = builder.add_extension(x509.KeyUsage(**chosen), critical=True)
    return builder.sign(key, hashes.SHA256())


RSA = rsa.generate_private_key(65537, 2048)


def test_a_made_certificate_names_the_organisation_and_ends():
    made = OWN.certificate

    assert made.subject.rfc4514_string() == "CN=Policía Municipal,O=Policía Municipal,L=Madrid,C=ES"
    assert OWN.is_self_signed
    check_valid(OWN, now=NOW)
    for moment in (NOW - timedelta(days=1), NOW + timedelta(days=6 * 366)):
        with pytest.raises(NotACertificate):
            check_valid(OWN, now=moment)


def test_a_long_name_fits_and_a_missing_one_is_left_out():
    made = self_signed(organisation="Ü" * 200, city="", country="ES", now=NOW).certificate

    assert made.subject.rfc4514_string() == f"CN={'Ü' * 32},O={'Ü' * 32},C=ES"


def test_an_identity_shows_nothing_of_its_key():
    assert repr(OWN) == "<Identity: hidden>"


def test_pkcs12_brings_key_and_chain():
    theirs, ca = certificate(RSA), certificate(KEY, issuer="root")
    content = pkcs12.serialize_key_and_certificates(b"x", RSA, theirs, [ca], BestAvailableEncryption(b"secret"))

    found = from_file(content, password="secret")

    assert found.certificate == theirs
    assert len(found.certificates) == 2
    assert not found.is_self_signed
    with pytest.raises(NotACertificate, match="password"):
        from_file(content, password="other")


def test_pem_brings_key_and_certificates_in_any_order():
    theirs, other = certificate(RSA, usage="content_commitment"), certificate(KEY)

    assert from_file(pem(RSA, other, theirs), password="").certificate == theirs
    sealed = pem(RSA, theirs, secret=BestAvailableEncryption(b"secret"))
    assert from_file(sealed, password="secret").certificate == theirs
    for password in ("", "other"):
        with pytest.raises(NotACertificate, match="password"):
            from_file(sealed, password=password)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nonsense", "neither"), (pem(None, certificate(RSA)), "private key"), (pem(RSA, certificate(KEY)), "no certificate"),
        (pem(RSA, certificate(RSA, usage="key_encipherment")), "signatures"), (pem(RSA), "certificate"),
        (pem(ed25519.Ed25519PrivateKey.generate(), certificate(RSA)), "kind"),
    ],
    ids=["nonsense", "no key", "of another key", "for another use", "alone", "of another kind"],  # each worker makes its own keys
)  # fmt: skip
def test_what_cannot_sign_is_refused(content, words):
    with pytest.raises(NotACertificate, match=words):
        from_file(content, password="")


def test_what_was_stored_is_opened_again():
    assert reopened(OWN.key, OWN.certificates) == OWN
