"""The process that draws one document. Its limits are set before anything of others is loaded."""

import json
import resource
import sys

MEMORY_BYTES = 4 * 1024**3
CPU_SECONDS = 120


def confine() -> None:
    """Take from this process what it does not need: files to write, memory dumps, endless memory and time."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def main() -> int:
    """Draw the document on standard input to standard output."""
    from proximity.dossier.drawing.draw import draw  # noqa: PLC0415  (after the limits)

    pdf = draw(json.load(sys.stdin))
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":  # pragma: no cover  (run by tests as a process of its own)
    confine()
    sys.exit(main())
