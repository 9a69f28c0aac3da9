"""What a person signs: one file of bytes that anybody can fetch and whose SHA-256 anybody can compute again."""

import hashlib
import json

from proximity.foundation.pure.json import JSONObject

LICENCE, LICENCE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"


def signed_bytes(content: JSONObject) -> bytes:
    """Return content as it is signed: JSON with sorted names, without spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of signed bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
