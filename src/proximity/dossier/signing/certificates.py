"""The certificate that a PDF is signed with: made for an organisation, or its city's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from proximity.foundation.sealing.boxes import Hidden

YEARS = 5
LONGEST_NAME = 64
"""Bytes of a name in a certificate, as strict readers count them (X.520)."""

type Signing = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class NotACertificate(ValueError):
    """What was given cannot sign a PDF; the text says why."""


@dataclass(frozen=True, slots=True, repr=False)
class Identity(Hidden):
    """A private key (PKCS #8, DER) with its certificates (DER), the signer's own first."""

    key: bytes
    certificates: tuple[bytes, ...]

    @property
    def certificate(self) -> x509.Certificate:
        """Return the signer's own certificate."""
        return x509.load_der_x509_certificate(self.certificates[0])

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the signer's own certificate, in hexadecimal digits."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def is_self_signed(self) -> bool:
        """Say whether nobody but the signer vouches for the certificate."""
        return self.certificate.issuer == self.certificate.subject


def self_signed(*, organisation: str, city: str, country: str, now: datetime) -> Identity:
    """Return a new key (ECDSA P-256) with a certificate that names the organisation and is valid for five years."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        x509.NameAttribute(oid, value.encode()[:LONGEST_NAME].decode(errors="ignore"))
        for oid, value in (
            (NameOID.COUNTRY_NAME, country), (NameOID.LOCALITY_NAME, city), (NameOID.ORGANIZATION_NAME, organisation),
            (NameOID.COMMON_NAME, organisation),
        )
        if value
    )  # fmt: skip
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Identity(_pkcs8(key), (certificate.public_bytes(Encoding.DER),))


def from_file(content: bytes, *, password: str) -> Identity:
    """Return the identity in a PKCS #12 file, or in a PEM file with key and certificates. Raises `NotACertificate`."""
    secret = password.encode() or None
    if b"-----BEGIN" in content:
        return _from_pem(content, secret)
    try:
        key, own, others = pkcs12.load_key_and_certificates(content, secret)
    except ValueError:
        raise NotACertificate("The file is neither PKCS #12 nor PEM, or the password is another.") from None
    return _checked(key, [one for one in (own, *others) if one is not None])


def check_valid(identity: Identity, *, now: datetime) -> None:
    """Raise `NotACertificate` where the certificate is not valid now."""
    certificate = identity.certificate
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise NotACertificate("The certificate is not valid today.")


def _from_pem(content: bytes, secret: bytes | None) -> Identity:
    try:
        key = load_pem_private_key(content, secret)
        found = x509.load_pem_x509_certificates(content)
    except (ValueError, TypeError):  # TypeError: a password too many or too few
        raise NotACertificate("The PEM file needs a private key and its certificate, and the right password.") from None
    return _checked(key, found)


def _checked(key: object, found: list[x509.Certificate]) -> Identity:
    """Return key and certificates with the signer's own first. Raises `NotACertificate`."""
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise NotACertificate("The file holds no private key of a kind that PDF readers know (RSA or elliptic curve).")
    own = [one for one in found if _same_key(one.public_key(), key)]
    if not own:
        raise NotACertificate("The file holds no certificate of its private key.")
    _check_usage(own[0])
    others = [one for one in found if one is not own[0]]
    return Identity(_pkcs8(key), tuple(one.public_bytes(Encoding.DER) for one in (own[0], *others)))


def _check_usage(certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise NotACertificate("The certificate may not be used for signatures.")


def _same_key(public: CertificatePublicKeyTypes, key: Signing) -> bool:
    def form(one: CertificatePublicKeyTypes) -> bytes:
        return one.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    return form(public) == form(key.public_key())


def _pkcs8(key: Signing) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def reopened(key: bytes, certificates: tuple[bytes, ...]) -> Identity:
    """Return an identity that was stored. Raises `NotACertificate` where key and certificate do not belong together."""
    return _checked(load_der_private_key(key, None), [x509.load_der_x509_certificate(one) for one in certificates])
