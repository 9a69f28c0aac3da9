"""The process that draws one certificate. Its limits are set before anything of others is loaded."""

import json
import sys

from proximity.foundation.typesetting.confinement import confine


def main() -> int:
    """Draw the certificate on standard input to standard output."""
    from proximity.learning.drawing.draw import draw  # noqa: PLC0415  (after the limits)

    pdf = draw(json.load(sys.stdin))
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":  # pragma: no cover  (run by tests as a process of its own)
    confine()
    sys.exit(main())
