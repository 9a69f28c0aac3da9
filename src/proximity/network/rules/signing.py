"""Signatures: JWS (RFC 7515) with Ed25519 over canonical JSON (RFC 8785), the content left out of the token (appendix F).

The algorithm is named `Ed25519`, as RFC 9864 asks; `EdDSA`, which it deprecates, is refused like any other.
"""

import hashlib
from base64 import urlsafe_b64encode

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from proximity.foundation.pure.json import JSONObject
from proximity.foundation.sealing import crockford
from proximity.foundation.sealing.boxes import Hidden

ALGORITHM = "Ed25519"
_ALGORITHMS = [ALGORITHM]
KEY_ID_LENGTH = 43
FINGERPRINT_SYMBOLS = 32


class NotSigned(ValueError):
    """There is no signature here that this key made over this content."""


class NotCanonical(ValueError):
    """What this is made of has no canonical form: a number that is none, or one too large."""


def canonical(content: JSONObject) -> bytes:
    """Return the one form of a JSON object, as bytes. Raises `NotCanonical`."""
    try:
        return rfc8785.dumps(content)
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError):
        raise NotCanonical from None


def digest(content: bytes) -> bytes:
    """Return the SHA-256 of canonical bytes."""
    return hashlib.sha256(content).digest()


class PublicKey:
    """A key that checks signatures, with its identifier: the thumbprint of RFC 7638."""

    __slots__ = ("_key", "kid", "raw")

    def __init__(self, raw: bytes) -> None:
        """Take the 32 bytes. Raises `ValueError` for another length."""
        self.raw = raw
        self._key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": _base64(raw, 32)})
        self.kid = self._key.thumbprint()

    def check(self, token: str, content: bytes) -> None:
        """Raise `NotSigned` unless the token is this key's over this content."""
        try:
            found = jws.deserialize_compact(token, self._key, algorithms=_ALGORITHMS, payload=content)
        except (JoseError, ValueError, TypeError, KeyError, UnicodeError):
            raise NotSigned from None
        if found.protected.get("kid") != self.kid:
            raise NotSigned

    @property
    def fingerprint(self) -> str:
        """Return what two people compare by telephone: 160 bits of the key's hash, in groups of four."""
        bits = int.from_bytes(hashlib.sha256(b"proximity/exchange-key/1" + self.raw).digest()[:20], "big")
        return crockford.groups(crockford.encode(bits, FINGERPRINT_SYMBOLS))


class SigningKey(Hidden):
    """A key that signs."""

    __slots__ = ("_key", "_private", "public")

    def __init__(self, private: bytes) -> None:
        """Take the 32 bytes of the private half. Raises `ValueError` for another length."""
        key = Ed25519PrivateKey.from_private_bytes(private)
        self.public = PublicKey(key.public_key().public_bytes_raw())
        raw = _base64(self.public.raw, 32)
        self._private = private
        self._key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": raw, "d": _base64(private, 32)})

    @classmethod
    def generate(cls) -> "SigningKey":
        """Return a new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    def reveal(self) -> bytes:
        """Return the private half, to be wrapped."""
        return self._private

    def sign(self, content: bytes) -> str:
        """Return a token that holds the signature and the key's identifier, not the content."""
        header = {"alg": ALGORITHM, "kid": self.public.kid}
        return str(jws.detach_content(jws.serialize_compact(header, content, self._key, algorithms=_ALGORITHMS)))


def key_id_of(token: str) -> str:
    """Return which key a token says it was made by. Raises `NotSigned`; whether it was, `PublicKey.check` says."""
    try:
        kid = jws.extract_compact(token.encode()).protected.get("kid")
    except (JoseError, ValueError, TypeError, UnicodeError, RecursionError):
        raise NotSigned from None
    if not isinstance(kid, str) or len(kid) != KEY_ID_LENGTH:
        raise NotSigned
    return kid


def _base64(raw: bytes, length: int) -> str:
    if len(raw) != length:
        raise ValueError(f"a key has {length} bytes")
    return urlsafe_b64encode(raw).decode().rstrip("=")
