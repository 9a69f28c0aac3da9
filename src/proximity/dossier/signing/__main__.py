"""The process that signs one PDF."""

import base64
import json
import sys

from proximity.foundation.typesetting.confinement import confine


def main() -> int:
    """Sign the PDF on standard input to standard output."""
    from proximity.dossier.signing.sign import sign_pdf  # noqa: PLC0415  (after the limits)

    given = json.load(sys.stdin)
    signed = sign_pdf(
        base64.b64decode(given["pdf"]), key=base64.b64decode(given["key"]),
        certificates=[base64.b64decode(one) for one in given["certificates"]], name=given["name"], place=given["place"],
    )  # fmt: skip
    sys.stdout.buffer.write(signed)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":  # pragma: no cover  (run by tests as a process of its own)
    confine()
    sys.exit(main())
